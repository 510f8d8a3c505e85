"""Billed codes against the documentation of one note."""
