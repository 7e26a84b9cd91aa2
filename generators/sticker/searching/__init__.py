"""The same behaviour in four ways, put into nets that search."""
