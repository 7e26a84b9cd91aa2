"""One simulation, and who is hired second."""
