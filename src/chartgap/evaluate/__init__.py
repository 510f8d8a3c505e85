"""Analyses against notes that people annotated: gold records, their comparison, the figures."""
