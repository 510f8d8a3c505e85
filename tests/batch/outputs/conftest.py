from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer
from chartgap.batch.sink import Row
from tests.batch.outputs.held import rows


@pytest.fixture(scope="session")
def held(analyzer: Analyzer) -> list[Row]:
    return rows(analyzer)


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772600000")
