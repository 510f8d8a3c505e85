"""An analyzer for tests of the pool. Workers import it by name, so it imports nothing of the tests."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from chartgap.errors import InputError
from chartgap.models import CodeSet, Engine, Note, NoteAnalysis


class Fatal(NoteAnalysis):
    """An analysis that kills the process which makes a line of it."""

    def model_dump_json(self, **_: Any) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


class Poison:
    """An analyzer that a note's text can make refuse, fail, hang or die; only tests name it.

    With ``marks`` each analysis, and each death, leaves a line there.
    """

    def __init__(self, marks: str | None = None) -> None:
        self.identity = {"version": "1"}
        self._marks = Path(marks) if marks else None

    def analyze(self, note: Note) -> NoteAnalysis:
        self._mark(note)
        word = note.text.partition(" ")[0]
        if word == "refuse":
            raise InputError("the note is empty")
        if word == "crash":
            raise KeyError(note.text)
        if word == "die":
            sys.stderr.write(note.text)
            sys.stderr.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "leave":
            os._exit(3)
        if word == "hang":
            signal.pause()
        if word == "die-once" and self._marks and self._marks.read_text().count(f"{note.text}\n") == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        made = Fatal if word == "fatal" else NoteAnalysis
        return made(
            note_id=note.note_id or "hash",
            code_set=CodeSet(release="2026-04-01"),
            engine=Engine(version="1", pipeline="poison", lexicon_digest="0"),
            findings=(),
            conditions=(),
            codes=(),
            gaps=(),
        )

    def _mark(self, note: Note) -> None:
        if self._marks:
            with self._marks.open("a") as file:
                file.write(f"{note.text}\n")


def refuse_to_build() -> None:
    """A factory that fails in the way of a faulty lexicon."""
    raise InputError("terms.yaml:3: faulty")
