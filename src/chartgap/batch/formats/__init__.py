"""Readers of the formats notes come in. Each gives, for a file, its records as functions of their number."""
