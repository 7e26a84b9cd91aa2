"""One simulation, and its three ways to a drive."""
