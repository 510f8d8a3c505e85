"""Condition to codes: the official code tree, its frames, and what they resolve to."""
