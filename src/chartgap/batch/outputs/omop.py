"""OMOP CDM 5.4 ``NOTE_NLP``: one row a finding, the fourteen columns of the model exactly.

The output is a folder: ``NOTE_NLP.csv``; ``ERRORS.csv`` for records without an analysis; and, where not every
note id is a whole number as the model wants it, ``NOTE_ID.csv``, which maps the record numbers that stand in
for all ids to the ids.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from chartgap.batch.outputs.day import day_of_output
from chartgap.batch.sink import Row
from chartgap.models import ErrorRow, Finding, NoteAnalysis

COLUMNS = (
    "note_nlp_id",
    "note_id",
    "section_concept_id",
    "snippet",
    "offset",
    "lexical_variant",
    "note_nlp_concept_id",
    "note_nlp_source_concept_id",
    "nlp_system",
    "nlp_date",
    "nlp_datetime",
    "term_exists",
    "term_temporal",
    "term_modifiers",
)
UNKNOWN_CONCEPT = 0
MAX_WORDS, MAX_MODIFIERS = 250, 2000
_INTEGER = re.compile(r"[1-9]\d{0,17}")


class OmopSink:
    """``NOTE_NLP`` of every finding."""

    def encode(self, rows: Sequence[Row]) -> bytes:
        """A line for each note, finding and error, as JSON."""
        lines = (line for row in rows for line in _lines(row))
        return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """The files. The id of a row is its place among all rows."""
        held = list(parts)
        notes = (line for line in _read(held) if line["row"] == "note")
        whole = all(_INTEGER.fullmatch(line["note_id"]) for line in notes)
        target.mkdir()
        terms = (line for line in _read(held) if line["row"] == "term")
        rows = (_note_nlp(place, line, whole) for place, line in enumerate(terms, start=1))
        _write(target / "NOTE_NLP.csv", COLUMNS, rows)
        errors = (line for line in _read(held) if line["row"] == "error")
        names = ("record", "note_id", "error", "message")
        _write(target / "ERRORS.csv", names, ([line[name] for name in names] for line in errors))
        if not whole:
            notes = (line for line in _read(held) if line["row"] == "note")
            ids = ([line["record"], line["note_id"]] for line in notes)
            _write(target / "NOTE_ID.csv", ("note_id", "note_source_value"), ids)


def _lines(row: Row) -> Iterator[dict[str, Any]]:
    outcome = row.outcome
    keys = {"record": row.number, "note_id": outcome.note_id}
    if isinstance(outcome, ErrorRow):
        yield {"row": "error", **keys, "error": outcome.error, "message": outcome.message}
        return
    yield {"row": "note", **keys}
    for finding in outcome.findings:
        yield {"row": "term", **keys, **_term(finding, outcome, row.text or "")}


def _term(finding: Finding, analysis: NoteAnalysis, text: str) -> dict[str, Any]:
    said = finding.assertion
    doubted = said.negated or said.uncertain or said.hypothetical or said.family
    return {
        "snippet": _snippet(finding, text),
        "offset": str(finding.start),
        "lexical_variant": finding.text[:MAX_WORDS],
        "nlp_system": f"chartgap {analysis.engine.version} {analysis.engine.lexicon_digest}"[:MAX_WORDS],
        "term_exists": "N" if doubted else "Y",
        "term_temporal": "past" if said.historical else "present",
        "term_modifiers": _modifiers(finding),
    }


def _snippet(finding: Finding, text: str) -> str:
    """The finding with as much around it as fits, the same on both sides."""
    around = max(0, MAX_WORDS - (finding.end - finding.start)) // 2
    return text[max(0, finding.start - around) : finding.end + around][:MAX_WORDS]


def _modifiers(finding: Finding) -> str:
    said = finding.assertion
    pairs = {
        "kind": finding.kind,
        "negated": "yes" if said.negated else "no",
        "certainty": "possible" if said.uncertain else "stated",
        "hypothetical": "yes" if said.hypothetical else "no",
        "subject": "family" if said.family else "patient",
    }
    value = finding.value
    inner = value.items() if isinstance(value, dict) else [("value", value)]
    pairs |= {name: str(one) for name, one in inner if isinstance(one, str | int | float)}
    written = (f"{name}={re.sub('[,=]', ' ', one)}" for name, one in pairs.items())
    return ",".join(written)[:MAX_MODIFIERS]


def _note_nlp(place: int, line: dict[str, Any], whole: bool) -> list[Any]:
    fixed = {
        "note_nlp_id": place,
        "note_id": line["note_id"] if whole else line["record"],
        "section_concept_id": UNKNOWN_CONCEPT,
        "note_nlp_concept_id": UNKNOWN_CONCEPT,
        "note_nlp_source_concept_id": UNKNOWN_CONCEPT,
        "nlp_date": day_of_output().date().isoformat(),
        "nlp_datetime": "",
    }
    return [fixed[name] if name in fixed else line[name] for name in COLUMNS]


def _read(parts: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for part in parts:
        with part.open("rb") as lines:
            yield from map(orjson.loads, lines)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
