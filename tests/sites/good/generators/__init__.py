"""Two small simulations for tests of the press."""
