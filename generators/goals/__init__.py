"""Convergent instrumental goals."""
