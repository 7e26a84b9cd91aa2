"""One simulation, the nets that it trains, and what one measurement foretells."""
