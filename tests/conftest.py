"""Settings of every test: hypothesis without a clock (the machine may be busy) and without a database."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from chartgap.analyzer import Analyzer

settings.register_profile("chartgap", deadline=None, database=None, derandomize=True)
settings.load_profile("chartgap")
# Releases that the developer has installed are none of the tests' business, nor of the processes they start.
os.environ["CHARTGAP_DATA_HOME"] = str(Path(tempfile.gettempdir()) / "chartgap-tests-have-no-such-folder")


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """The shipped analyzer, built once for all tests that need none of their own."""
    from chartgap.analyzer import Analyzer

    return Analyzer()


@pytest.fixture(scope="session")
def april_2025() -> tuple[Path, Path]:
    """The tabular XML and the list of codes of April 2025: `make dev` puts them there."""
    folder = Path(sys.prefix) / "older" / "simple_icd_10_cm" / "data"
    return folder / "icd10cm-tabular-April-2025.xml", folder / "code-list-April-2025.txt"


@pytest.fixture(scope="session")
def april_2025_table(april_2025: tuple[Path, Path]) -> bytes:
    """The compiled table of April 2025, made once."""
    from chartgap.icd10cm.build import compile_table

    return compile_table(april_2025[0], "2025-04-01")


@pytest.fixture
def two_releases(april_2025_table: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """April 2025 is installed beside the shipped release."""
    folder = tmp_path / "data" / "icd10cm"
    folder.mkdir(parents=True)
    (folder / "2025-04-01.codes").write_bytes(april_2025_table)
    monkeypatch.setenv("CHARTGAP_DATA_HOME", str(tmp_path / "data"))
