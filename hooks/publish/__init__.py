"""Finished files are checked, put under a policy, and take the old site's place."""
