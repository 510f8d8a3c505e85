"""Settings of every test: hypothesis without a clock (the machine may be busy) and without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from chartgap.analyzer import Analyzer

settings.register_profile("chartgap", deadline=None, database=None, derandomize=True)
settings.load_profile("chartgap")


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """The shipped analyzer, built once for all tests that need none of their own."""
    from chartgap.analyzer import Analyzer

    return Analyzer()
