"""What is in the files of a figure?  THE schema: what is written here holds, for every file.

A type stands for a value of it, a list of one for any number of these, a longer list for its items, a
tuple for alternatives, a dictionary for just these keys (under `...`, for any), all else for itself.
"""

NUMBER = (int, float)
VALUE = (int, float, bool, str)  # of a parameter
TEXT = [int, int, ("start", "middle", "end"), str]  # x, y, anchor, words
MARKS = [(str, [TEXT])]  # of each mark of the poster, in order: its path, or its texts
OWN = [(str, [TEXT], None)]  # of one run; None where a mark stands as in the picture of all runs
ROLE = ("wanted", "scored", "learned", "off", "ink")
DATA = [(int, float, None)]
AXIS = {
    "title": str,
    "type": ("linear", "log"),
    "range": [NUMBER],
    "domain": [NUMBER],
    "anchor": str,
    "tickvals": [NUMBER],
    "ticktext": [str],
    "tickformat": str,
    "speech": {  # how a value on this axis is said; see hooks/draw/speech.py
        "title": str,
        "way": ("number", "nearest", "between", "silent"),
        "ticks": [[NUMBER, str]],
        "times": NUMBER,
        "unit": str,
        "digits": (int, None),
    },
}
TRACE = {"type": str, "role": ROLE, "faint": bool, "xaxis": str, "yaxis": str, "x": DATA, "y": DATA}
MORE = {"dots": [{"thing": str}], "bars": [{"towards": [NUMBER]}]}  # what some of a mark have
TRACES = tuple(
    {**TRACE, **own, **name, "mark": mark}
    for mark, own in {
        "line": {},
        "band": {},
        "dots": {"size": NUMBER, "ring": bool},
        "bars": {"width": NUMBER},
        "label": {"text": [str], "textposition": str},
        "heat": {"z": [DATA], "full": NUMBER, "title": str, "tickformat": str},
    }.items()
    for own in [own] + [own | more for more in MORE.get(mark, [])]
    for name in ({}, {"name": str}, *([{"reading": int}] if mark == "label" else []))
)  # those in the legend have a name, those that are seen under one tab only a reading

STEPS = {  # what changes from one setting to the next
    "schema": 2,
    "name": str,
    "view": str,
    "controls": [{"name": str, "values": [VALUE], "shown": [str]}],
    "cause": bool,  # whether each setting has its twin, cause off, right behind it
    "start": int,  # the cell that the page shows untouched
    "looks": [[str]],  # the classes of all marks; a cell names one by its place here
    "runs": {"each": int, "files": [str]},  # so many runs in each of these files, beside this one
    "cells": [{"say": str, "rows": [[str]], "look": int, "marks": MARKS, "runs": int}],
}  # runs of a cell: how many can be looked at alone, none where all are drawn alike
RUNS = {"schema": 2, "runs": [[({"say": str, "marks": OWN}, None)]]}  # some runs, each at all cells
FULL = {  # everything drawn and measured
    "schema": 2,
    "name": str,
    "view": str,
    "axes": {...: AXIS},
    "height": NUMBER,
    "margin": dict.fromkeys("lrtb", int),
    "cells": [
        {
            "params": {...: VALUE},
            "seeds": [int],
            "theory": {...: NUMBER},
            "facts": {
                ...: (str, {"median": NUMBER, "low": NUMBER, "high": NUMBER, "seeds": [NUMBER]})
            },
            "traces": [TRACES],
        }
    ],
}


def misfit(value, schema, where="file"):
    """Where a value leaves the schema, in words; empty where it fits."""
    if isinstance(schema, type):
        right = isinstance(value, schema) and (schema is bool or not isinstance(value, bool))
        return "" if right else f"{where} is {value!r:.40}, not of type {schema.__name__}"
    if isinstance(schema, tuple):
        misfits = [misfit(value, one, where) for one in schema]
        return "" if "" in misfits else " or ".join(misfits)
    if isinstance(schema, list):
        if not isinstance(value, list):
            return f"{where} is {value!r:.40}, not a list"
        if len(schema) > 1 and len(schema) != len(value):
            return f"{where} has {len(value)} items, not {len(schema)}"
        items = schema if len(schema) > 1 else schema * len(value)
        found = (
            misfit(v, s, f"{where}[{i}]") for i, (v, s) in enumerate(zip(value, items, strict=True))
        )
        return next(filter(None, found), "")
    if isinstance(schema, dict):
        if not isinstance(value, dict) or (... not in schema and value.keys() != schema.keys()):
            return f"{where} is {value!r:.40}, not of {sorted(map(str, schema))}"
        found = (
            misfit(v, schema.get(k, schema.get(...)), f"{where}.{k}") for k, v in value.items()
        )
        return next(filter(None, found), "")
    return "" if value == schema and type(value) is type(schema) else f"{where} is {value!r:.40}"
