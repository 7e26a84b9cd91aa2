"""What several simulations count with."""
