"""Running the command line in this process, with a stand-in where the test is not about the analyzer."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import pytest

import chartgap.analyzer
from chartgap.cli.main import main
from chartgap.errors import InputError
from chartgap.models import Claim, ClaimLine, Note, NoteAnalysis
from tests.batch.doubles import InProcess
from tests.report.examples import analysis, finding


class Ran(NamedTuple):
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


class StandIn:
    """Finds the word "hip", supports billed codes; refuses "refuse"; fails at "crash" and tells the note."""

    made: ClassVar[list[dict[str, Any]]] = []
    seen: ClassVar[list[Note]] = []

    def __init__(self, **options: Any) -> None:
        self.made.append(options)

    def analyze(self, note: Note) -> NoteAnalysis:
        self.seen.append(note)
        if "refuse" in note.text:
            raise InputError("the note is empty")
        if "crash" in note.text:
            raise RuntimeError(f"failed at {note.text}")
        found = [finding(note.text, "hip", kind="site")] if "hip" in note.text else []
        lines = tuple(ClaimLine(code=code, verdict="supported") for code in note.claimed_codes)
        claim = Claim(lines=lines) if lines else None
        return analysis(found, note_id=note.note_id or "hash", claim=claim)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> type[StandIn]:
    monkeypatch.setattr(StandIn, "made", [])
    monkeypatch.setattr(StandIn, "seen", [])
    monkeypatch.setattr(chartgap.analyzer, "Analyzer", StandIn)
    monkeypatch.setattr("chartgap.cli.batch.Pool", InProcess)
    return StandIn


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    def go(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0
        printed = capfd.readouterr()
        return Ran(code, printed.out, printed.err)

    return go
