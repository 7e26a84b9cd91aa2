"""Mesa and meta: one optimizer makes another."""
