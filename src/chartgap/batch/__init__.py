"""Many notes: where they come from, where their analyses go, and the run between the two."""
