"""Do our choices decide a cell only where they should, and nothing where nothing was planted?"""

import numpy as np
import pytest

from generators.sticker import choices
from generators.sticker.cohort import FAIR, LEANS
from generators.sticker.places import STAND_INS, TRIED
from generators.sticker.replication import COLUMNS, DEPTH, HIGH_FIRST, RUNGS, Replication, Scale
from generators.sticker.world import OWN, SAME, STRONG, WEAK

RUNS = 6
YARDSTICKS = {name for pair in COLUMNS.values() for name in pair} | set(RUNGS.values())
TABLE = np.arange(1.0, 5)
SEATS = [level - 1 for level in TRIED]


def made(numbers, share=1.0, stand_ins=STAND_INS):
    """A replication that measured these numbers by every yardstick, the table's first being least;
    numbers: (4,), or a function of yardstick and strength."""
    found = numbers if callable(numbers) else lambda name, strength: numbers
    by = {
        strength: {
            name: (-1 if name in HIGH_FIRST else 1) * np.asarray(found(name, strength))
            for name in YARDSTICKS
        }
        for strength in (WEAK, STRONG)
    }
    nothing, shares = np.zeros(4), dict.fromkeys((WEAK, STRONG, DEPTH), np.broadcast_to(share, 4))
    told = dict.fromkeys((WEAK, STRONG), np.zeros((8, 4)))
    none, scale = np.zeros(1), Scale("fruit", 1, 1, {WEAK: 0.1, STRONG: 0.5})
    return Replication(
        by,
        shares,
        nothing,
        nothing,
        nothing,
        shares,
        told,
        none,
        np.zeros((4, 1)),
        scale,
        stand_ins,
    )


def judged(source, kinds=(SAME, OWN)):
    """All verdicts, of runs that `source` gives by rows, exam and number of the run."""
    return choices.judged(
        {
            (rows, exam): [source(rows, exam, run) for run in range(RUNS)]
            for rows in kinds
            for exam in (LEANS, FAIR)
        }
    )


def test_there_are_as_many_ways_as_choices_allow():
    words = judged(lambda *_: made(TABLE))
    assert words[..., 0, 0].size >= 64
    assert words.shape == (*[2] * len(choices.CHOICES), len(COLUMNS), 4)


def test_a_table_that_is_true_holds_in_every_way():
    words = judged(lambda *_: made(TABLE))
    shares = choices.shares(words)
    assert (shares["holds"][:, SEATS] == 1).all()
    assert (shares["undecided"][:, [level - 1 for level in STAND_INS]] == 1).all()
    assert not np.concatenate(list(choices.moves(words, STAND_INS).values())).any()


def test_where_no_stand_in_stands_there_are_as_many_ways_fewer_and_the_third_row_can_hold():
    words = judged(lambda *_: made(TABLE, stand_ins=()), kinds=(SAME,))
    assert words.shape == (1, *[2] * 6, 1, len(COLUMNS), 4)
    assert (choices.shares(words)["holds"] == 1).all()
    assert set(choices.moves(words, ())) == set(choices.CHOICES) - {"rows", "third"}


@pytest.mark.parametrize("side", [1, -1])
def test_who_learns_moves_what_differs_between_two_curves(side):
    """The ends of a table turned round change sides, and no cell of the stand-in is compared; what
    one learner alone can choose has no part in it."""
    sorters = judged(lambda rows, *_: made(TABLE if rows == SAME else -TABLE))
    searchers = judged(lambda *_: made(side * TABLE, stand_ins=()), kinds=(SAME,))
    moved = choices.moved_by_learner(sorters, searchers, STAND_INS)
    assert moved.shape == (len(COLUMNS), len(TRIED))
    assert (moved == (0 if side == 1 else 1)).all()


def test_a_table_that_is_false_at_its_ends_is_contradicted_there_in_every_way():
    shares = choices.shares(judged(lambda *_: made(-TABLE)))
    assert (shares["contradicted"][:, [0, 3]] == 1).all()


def test_true_but_noisy_it_holds_in_nearly_every_way():
    rng = np.random.default_rng(3)

    def noisy(*_):
        return made(lambda *_: TABLE + 0.1 * rng.standard_normal(4))

    assert choices.shares(judged(noisy))["holds"][:, SEATS].min() > 0.95


def test_where_nothing_was_planted_nearly_every_way_is_undecided():
    """Of six equal runs one pair parts in one order once in 64, so an end is decided, wrongly, in
    at most 3 of 64 cases by unanimity; by a clear mean in 3 x 1.5 % (Student's t, five degrees)."""
    rng = np.random.default_rng(4)

    def noise(*_):
        return made(lambda *_: rng.standard_normal(4))

    found = [choices.shares(judged(noise))["undecided"] for _ in range(40)]
    each = np.array(found)[:, :, SEATS]
    assert each.mean() > 0.95
    assert (each.mean(axis=(0, 1)) > 1 - 3 / 64).all()


def hangs(choice, rows, exam, run, name, strength):
    """Numbers by which the table is true on one side of a choice, and not on the other."""
    _, other = choices.CHOICES[choice]
    match choice:
        case "rule":  # in one run nothing stands apart
            return TABLE if run else np.zeros(4)
        case "third":  # the stand-in comes first
            return np.array([1.0, 2, 0, 4])
        case "yardstick":
            turned = name in {second for _, second in COLUMNS.values()}
        case "order":
            turned = name in {by for (order, _), by in RUNGS.items() if order == other}
        case "gone":
            turned = name in {by for (_, gone), by in RUNGS.items() if gone == other}
        case _:
            turned = other in (rows, exam, strength)
    return -TABLE if turned else TABLE


@pytest.mark.parametrize("choice", choices.CHOICES)
def test_a_choice_on_which_all_hangs_is_the_one_that_moves_the_verdicts(choice):
    def source(rows, exam, run):
        return made(lambda name, strength: hangs(choice, rows, exam, run, name, strength))

    moved = choices.moves(judged(source), STAND_INS)
    expected = np.ones((len(COLUMNS), len(TRIED)))
    if choice == "third":
        expected[:, 2] = 0  # level 4 is last with the stand-in and without
    else:
        expected[:, 1] = moved[choice][:, 1]  # of three the second is so from either end
    if choice in ("order", "gone"):  # of the ladder, which is the first yardstick of depth alone
        depth = list(COLUMNS).index("depth")
        expected[:depth], expected[depth, [0, 2]] = 0, 0.5
        assert (moved["yardstick"][depth, [0, 2]] == 0.5).all()
        moved["yardstick"] = 0 * expected
    assert (moved[choice] == expected).all()
    others = set(choices.CHOICES) - {choice, "third"}
    assert not any(moved[name].any() for name in others)


@pytest.mark.parametrize("side", [1, -1])
def test_a_level_that_lacks_the_strength_is_compared_in_speed_and_control_only(side):
    weak = np.array([1.0, 1, 1, 0.4])
    shares = choices.shares(judged(lambda *_: made(side * TABLE, weak)))
    by = dict(zip(COLUMNS, shares["holds"][:, 3], strict=True))
    assert by == {"speed": side == 1, "control": side == 1, "detection": 0, "depth": 0}
    assert not shares["contradicted"][:, 3].any()
