"""The notes of fixtures/notes give the analyses that were reviewed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chartgap.analyzer import Analyzer
from fixtures.refresh import NOTES, analyze_fixture

PATHS = sorted(NOTES.glob("*.txt"))


def test_there_are_forty_notes_and_no_orphan() -> None:
    expected = {path.name.removesuffix(".expected.json") for path in NOTES.glob("*.expected.json")}
    assert expected == {path.stem for path in PATHS}
    assert len(PATHS) >= 40


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_note_gives_its_reviewed_analysis(analyzer: Analyzer, path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert analyze_fixture(analyzer, path) == expected


def test_the_order_of_hashes_changes_nothing() -> None:
    notes = [str(NOTES / name) for name in ("mw-pt-mmt-tabs.txt", "bd-dxa-hologic.txt")]
    command = [sys.executable, "-m", "chartgap", "analyze", "--format", "json", *notes]
    told = {
        subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
