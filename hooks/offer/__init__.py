"""What simulations offer: signatures, calls, facts; read as text, never run."""
