"""Rows that every output is tested with, and the run's two steps in small."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from chartgap.analyzer import Analyzer
from chartgap.batch.records import Origin
from chartgap.batch.sink import Row, Sink
from chartgap.models import ErrorRow, Note

DXA = "DXA: lumbar spine T-score -1.8, left femoral neck T-score -2.1, Z-score lumbar spine -0.4.\n"
TEXTS = (
    f"{DXA}ASSESSMENT: Osteopenia of the lumbar spine and left femoral neck. \U0001f9b4 No osteomyelitis.",
    "HPI: father has osteoporosis.\n"
    "ASSESSMENT: Chronic osteomyelitis of the\r\nleft clavicle. Culture grew MRSA.",
    "=1+1 PMH: myositis in 2019.\nASSESSMENT: Generalized weakness.",
)


def rows(analyzer: Analyzer) -> list[Row]:
    """Three notes and an error, with origins as inputs give them."""
    origins = (
        Origin("77", "e1", "Dr. <A>", date(2026, 3, 4), "progress", "DocumentReference/d1"),
        Origin(patient="Patient/x", written=date(2026, 4, 1)),
        Origin(),
    )
    found = [
        Row(
            number,
            analyzer.analyze(Note(text=text, note_id=str(number), claimed_codes=("M86.58", "I10"))),
            text,
            origin,
        )
        for number, (text, origin) in enumerate(zip(TEXTS, origins, strict=True), start=1)
    ]
    error = ErrorRow(note_id="r4", error="invalid_utf8", message="not UTF-8 at byte 3", record=4)
    return [*found, Row(4, error)]


def make(sink: Sink, held: Sequence[Row], folder: Path, *, each: int = 2) -> Path:
    """The output of these rows, cut into parts of ``each``."""
    parts = []
    for start in range(0, len(held), each):
        part = folder / f"part-{each}-{start}"
        part.write_bytes(sink.encode(held[start : start + each]))
        parts.append(part)
    target = folder / f"target-{each}"
    sink.assemble(parts, target)
    return target


def contents(target: Path) -> dict[str, bytes]:
    """Every file of an output by name."""
    files = [target] if target.is_file() else sorted(target.iterdir())
    return {file.name if file != target else "": file.read_bytes() for file in files}
