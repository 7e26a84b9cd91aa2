"""One simulation, and the genes that it selects."""
