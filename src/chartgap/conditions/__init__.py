"""Findings to conditions."""
