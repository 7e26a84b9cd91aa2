"""The three lenses: evolution, optimization, decision theory, and where they meet."""
