"""Text to Doc to findings: the only package that knows spaCy."""
