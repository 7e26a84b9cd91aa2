"""Do the workflows keep what keeps readers safe from whoever opens a pull request?

zizmor, within `make check`, holds them against what is known of attacks. Here stand this book's own
rules: which actions, at which commits; who may write what; and that what is published was built
from nothing but the commit, and tested.
"""

import re
from collections.abc import Iterator

import yaml

ACTIONS = {  # the commits of released tags, looked up in each action's own repository
    "actions/cache": ("v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae"),
    "actions/checkout": ("v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"),
    "actions/deploy-pages": ("v5.0.0", "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128"),
    "actions/setup-python": ("v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"),
    "actions/upload-artifact": ("v7.0.0", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"),
    "actions/upload-pages-artifact": ("v5.0.0", "fc324d3547104276b827a68afc52ff2a11cc49c9"),
    "lycheeverse/lychee-action": ("v2.8.0", "8646ba30535128ac92d33dfc9133794bfdd9b411"),
}
MACHINE = "ubuntu-24.04"
WRITES = {  # file -> job -> all that it may write
    "publish.yml": {"deploy": {"pages", "id-token"}},
    "weekly.yml": {"links": {"issues"}},
}
TESTED = "bash .ci/run"
HELD = ".venv/bin/python -m tests.stamped site"
UPLOADED = "actions/upload-pages-artifact"
USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(.*?)\s*$", re.MULTILINE)


def faults(name: str, text: str) -> Iterator[str]:
    """What a workflow does that none may, and what the one that publishes may not."""
    workflow = yaml.load(text, yaml.BaseLoader)  # by which `on` is a word
    if workflow.get("permissions") != {}:
        yield "its permissions at the top are not empty"
    for used in USES.findall(text):
        action, _, pin = used.partition("@")
        tag, commit = ACTIONS.get("/".join(action.split("/")[:2]), ("", ""))
        if pin != f"{commit} # {tag}":
            yield f"'{used}' is not pinned as the list of actions has it"
    for job, does in workflow["jobs"].items():
        if does.get("runs-on") != MACHINE:
            yield f"{job} does not run on {MACHINE}"
        given = does.get("permissions")
        if not isinstance(given, dict):
            yield f"{job} does not say what it may do"
            continue
        wrote = {what for what, how in given.items() if how != "read"}
        for what in sorted(wrote - WRITES.get(name, {}).get(job, set())):
            yield f"{job} may not write {what}"
    if name == "publish.yml":
        yield from _publishing(workflow)


def _publishing(workflow: dict) -> Iterator[str]:
    jobs = workflow["jobs"]
    if workflow["on"] != {"push": {"branches": ["main"]}}:
        yield "it publishes on more than a push to main"
    for job, does in jobs.items():
        for step in does["steps"]:
            if "/cache" in step.get("uses", "") or "cache" in step.get("with", {}):
                yield f"{job} touches a cache, and readers are given what it makes"
    if not set(jobs) - {"deploy"} <= set(jobs["deploy"].get("needs", [])):
        yield "it publishes before every other job has passed"
    build = jobs["build"]["steps"]
    steps = [step.get("run") or step.get("uses", "").partition("@")[0] for step in build]
    if steps[-3:] != [TESTED, HELD, UPLOADED] or build[-1].get("with") != {"path": "site"}:
        yield "it does not test, then hold the site against its stamp, then upload it"
    for step in build:
        if {"if", "continue-on-error"} & set(step):
            yield "a step of its build may be skipped or may fail"
