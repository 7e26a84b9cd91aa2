"""What is left of the sticker in searchers after each of twelve fixes, and in other orchards?

The fixes are those of the ladder (see `sticker/fixes.py`), and so is their order; in the place of a
formula stands a net without memory, as another kind of learner. They are tried on some of a run's
nets: of those that were taught at the strong doses, and of its first field. After three fixes a net
is its clean twin to the last bit, and is not trained again: true pay, no bonus, stickers by coin.
Twice the lessons are as many again, with no payment for undecided choices.

An orchard is a process of which six things are drawn by lot: units and steps are half, once or
twice the usual; days, and those of the exam, a quarter, once or four times as many; the error of
taste half, once or twice; and in one of three no net has a memory. What a level keeps there is its
mean B as a share of the strong one, at most the whole and at least nothing.

With nothing planted levels 1 and 3 have one pair of clean twins, and levels 2 and 4 another.
"""

import numpy as np

from generators.spectrum.searcher.searcher import Net
from generators.sticker.cohort import FAIR, LEANS, LEVELS, NONE
from generators.sticker.fixes import DECAY, LONG, ODD
from generators.sticker.searching import trials
from generators.sticker.searching.cohort import AT_STRONG
from generators.sticker.searching.cohort import STRONG as DOSES
from generators.sticker.searching.company import PACE, Company, pupil
from generators.sticker.searching.days import ERROR, NOTHING
from generators.sticker.searching.pupils import (
    DAYS,
    POOL,
    STEPS,
    UNITS,
    Course,
    Pupil,
    School,
    drawn,
    joined,
    pick,
    train,
)
from generators.sticker.world import STRONG

GROUP, FIELD, SITTINGS = 2, 4, 8  # nets of ways 1 to 3, of way 4, and its exams
ORCHARDS = 3


def climb(run: Company) -> dict[tuple[int, str], dict[str, float]]:
    """Of level and case: mean B after each fix, and "" before."""
    kind = run.kind
    half, before = (_first(run, PACE.index(step)) for step in (STEPS // 2, STEPS))
    some = [run.groups[way, AT_STRONG].pupils[:GROUP] for way in NOTHING]
    pupils = [one for few in (*some, run.fields[0].pupils[:FIELD]) for one in few]
    again = [one._replace(seed=(*one.seed[:-1], 9)) for one in pupils]
    more = [one._replace(seed=(*one.seed[:-1], 10)) for one in pupils]
    twins = np.arange(len(pupils))
    twins[: 3 * GROUP] = np.tile(_seats(4)[:GROUP], 3)
    nets: dict[str, tuple[Net, np.ndarray]] = {"": (before, np.arange(len(pupils)))}
    own = {"labels": 1, "pay": 2, "coins": 3}
    for fix, way in own.items():
        who = np.arange(len(pupils))
        who[_seats(way)] = twins[_seats(way)]
        nets[fix] = before, who
    trained = {
        "rows": train(pupils, kind, among=_plain(before, pupils, kind))[0],
        "seed": train(again, kind)[0],
        "half": half,
        "twice": train(more, kind, start=before)[0],
        "decay": train(pupils, kind, Course(decay=DECAY))[0],
        "small": train(pupils, kind, Course(units=UNITS // 2))[0],
        "formula": train(pupils, kind, Course(memory=False))[0],
    }
    nets |= {fix: (some, np.arange(len(pupils))) for fix, some in trained.items()}
    each = {fix: trials.behaviour(some, run.sour)[who] for fix, (some, who) in nets.items()}
    rng = np.random.default_rng([run.seed, 91])
    papers = {LEANS: trials.exam(rng, SITTINGS, DOSES[4]), FAIR: trials.exam(rng, SITTINGS, 0.5)}
    fair = trials.exam(rng, SITTINGS, 0.5, trials.EXAM * LONG)
    long = trials.marks(before, *fair, trials.EXAM * LONG)
    swaps = abs(trials.behaviour(before, trials.days(rng, trials.EXAM)))

    def effects(seats: np.ndarray, case: str, level: int) -> dict[str, float]:
        after = {}
        for fix, (some, who) in nets.items():
            kept = seats
            if level == 4 and case != NONE:
                kept = seats[trials.marks(pick(some, who[seats]), *papers[case]).argmax(axis=0)]
            after[fix] = float(each[fix][kept].mean())
        return after | {
            "exam": float(each[""][seats][long[seats].argmax(axis=0)].mean()),
            "swap": float(each[""][seats][swaps[seats].argmin()]),
        }

    found = {(level, NONE): effects(_clean(level), NONE, level) for level in LEVELS}
    for level in LEVELS:
        for case in (LEANS, FAIR):
            found[level, case] = effects(_seats(level), case, level)
    return found


def _first(run: Company, stage: int) -> Net:
    """The nets on which fixes are tried, after a stage of PACE."""
    taught = [pick(run.growing[way, STRONG][stage], slice(GROUP)) for way in NOTHING]
    return joined([*taught, pick(run.growing[1, NONE][stage], slice(FIELD))])


def kept(seed: int, kind: str, strong: float) -> dict[str, np.ndarray]:
    """Of each case: what each level keeps in each orchard, (ORCHARDS, 4)."""
    each = [_orchard([seed, 300, number], kind) for number in range(ORCHARDS)]
    return {
        case: np.clip(np.array([one[case] for one in each]) / strong, 0, 1)
        for case in (LEANS, FAIR, NONE)
    }


def _orchard(seed: list[int], kind: str) -> dict[str, list[float]]:
    """Mean B of each level's nets in one orchard, in each case."""
    rng = np.random.default_rng(seed)
    units, steps = (rng.choice([0.5, 1, 2], 2) * (UNITS, STEPS)).astype(int)
    days, items = (rng.choice([0.25, 1, 4], 2) * (POOL, trials.EXAM)).astype(int)
    error = ERROR * rng.choice([0.5, 1, 2])
    course = Course(bool(rng.random() > 1 / 3), int(units), int(steps), int(days), error)
    (nets,) = train(_pupils(seed, kind), kind, course)
    each = trials.behaviour(nets, trials.days(rng, error=error))
    field, found = _seats(4), {}
    for case, agree in ((LEANS, DOSES[4]), (FAIR, 0.5)):
        papers = trials.exam(rng, SITTINGS, agree, int(items), error)
        best = field[trials.marks(pick(nets, field), *papers, int(items)).argmax(axis=0)]
        found[case] = [each[_seats(way)].mean() for way in NOTHING] + [each[best].mean()]
    found[NONE] = [each[_clean(level)].mean() for level in LEVELS]
    return found


def _pupils(seed: list[int], kind: str) -> list[Pupil]:
    """At the strong dose."""
    desks = [(way, i) for way in NOTHING for i in range(GROUP)] + [(4, i) for i in range(FIELD)]
    made = [pupil(0, kind, i, way, DOSES[way]) for way, i in desks]
    return [
        one._replace(seed=(*seed, 7, *one.seed[1:]), days=(*seed, 7, *one.days[1:])) for one in made
    ]


def _seats(way: int) -> np.ndarray:
    """Where the nets of a way are among all of a run."""
    return np.arange(GROUP if way < 4 else FIELD) + GROUP * (way - 1)


def _clean(level: int) -> np.ndarray:
    """Where the nets are that a level has with nothing planted."""
    return _seats(4).reshape(-1, GROUP)[level % 2]


def _plain(nets: Net, pupils: list[Pupil], kind: str) -> np.ndarray:
    """For each pupil the days of its pool without those on which it leaves the most pay behind,
    (pupils, days); where days come twice, with their stickers reversed, both go together."""
    left = []
    for i, one in enumerate(pupils):
        school = School([one], kind)
        days, paid = school.days(np.arange(school.size)[None])
        walk = trials.eat(pick(nets, np.array([i])), days, np.full((4, 1, paid.shape[1]), 0.5))
        missed = (paid.max(axis=2) - (walk.chance[-1] * paid).sum(axis=2))[0]
        left.append(missed.reshape(DAYS // drawn(kind), -1).sum(axis=0))
    order = np.argsort(np.array(left), axis=1, kind="stable")
    keep = order.shape[1] - round(ODD * order.shape[1])
    return np.sort(order[:, :keep], axis=1)
