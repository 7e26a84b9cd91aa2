"""The science of the book: numpy and plotly, nothing else.

A module that defines `simulate` is a simulation, and its file's name is the simulation's, whatever
folder it stands in. The folders are the book's parts; a simulation with helpers of its own is a
folder, and so is a family that stands on one trained base. numerics/, chart and schema are for all.
"""
