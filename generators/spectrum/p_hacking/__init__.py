"""One simulation, and Student's t."""
