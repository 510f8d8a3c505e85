"""Settings of every test: hypothesis without a clock (the machine may be busy) and without a database."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("chartgap", deadline=None, database=None, derandomize=True)
settings.load_profile("chartgap")
