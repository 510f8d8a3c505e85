"""Vocabulary and rules as data: shapes, loading, checking."""
