"""The science of the book: one file a simulation, numpy and plotly, nothing else.

The file name is the registry: `winners_curse.py` is the simulation `winners_curse`. Names that
begin with an underscore are shared helpers. CONTRIBUTING.md shows a whole simulation in 40 lines.
"""
