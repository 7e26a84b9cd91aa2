"""One simulation, and its error that is sometimes wild."""
