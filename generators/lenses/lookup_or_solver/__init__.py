"""One simulation, and the nets that it trains."""
