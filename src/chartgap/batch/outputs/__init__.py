"""Formats of output besides JSON lines."""
