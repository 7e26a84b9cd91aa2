"""Before you start: descent, reinforcement, decision."""
