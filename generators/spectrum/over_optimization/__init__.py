"""One simulation, its orchard, and how a score is learned."""
