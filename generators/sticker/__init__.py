"""A family on one trained base: one behaviour put into small nets in four ways."""
