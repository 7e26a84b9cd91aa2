"""A family on one layer of attention that learns to answer from examples."""
