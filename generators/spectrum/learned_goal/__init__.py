"""One simulation, its orchard, and its planner's lessons."""
