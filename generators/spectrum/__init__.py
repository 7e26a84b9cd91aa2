"""The spectrum: pressure, and the four levels."""
