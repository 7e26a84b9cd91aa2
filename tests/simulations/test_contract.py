"""Has every simulation what the documented contract says, and is a module without it told apart?"""

import importlib
from types import ModuleType

import pytest

from generators import contract
from tests.projects import CATALOGUE, GENERATORS

NEEDED = [contract.Simulation, contract.Controlled, contract.Pictured]
OFFERED = [contract.Expected, contract.Labelled, contract.Studied, contract.Judged]


def module_of(name):
    """The simulation, imported."""
    return importlib.import_module(CATALOGUE[name].path.removesuffix(".py").replace("/", "."))


@pytest.mark.parametrize("name", GENERATORS)
def test_every_simulation_of_the_book_has_what_the_contract_names(name):
    assert [p.__name__ for p in NEEDED if not isinstance(module_of(name), p)] == []


@pytest.mark.parametrize("protocol", NEEDED + OFFERED, ids=lambda p: p.__name__)
def test_a_module_that_lacks_a_part_is_told_apart(protocol):
    whole, members = ModuleType("whole"), list(protocol.__annotations__)
    for name in members:
        setattr(whole, name, print)
    assert isinstance(whole, protocol)
    for name in members:
        vars(whole).pop(name)
        assert not isinstance(whole, protocol), name
        setattr(whole, name, print)


@pytest.mark.parametrize("protocol", OFFERED, ids=lambda p: p.__name__)
def test_what_may_be_offered_is_offered_by_some(protocol):
    assert any(isinstance(module_of(name), protocol) for name in GENERATORS)
