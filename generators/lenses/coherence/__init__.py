"""One simulation, and how a wish is inferred."""
