"""A family on one trained base: small nets that come to search an orchard."""
