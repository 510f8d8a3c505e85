"""brat standoff: a text and its annotations for each note, with the configuration that brat needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import orjson

from chartgap.batch.sink import Row
from chartgap.models import CandidateCode, ErrorRow, Finding, FindingKind, NoteAnalysis

ASSERTIONS = ("negated", "uncertain", "historical", "hypothetical", "family")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LINE = re.compile(r"[^\r\n]+")
_NAME_LENGTH = 64


class BratSink:
    """A folder with ``NNNNNNNN-id.txt`` and ``.ann`` for each note, and ``errors.jsonl``."""

    def encode(self, rows: Sequence[Row]) -> bytes:
        """The files of some rows, as JSON lines."""
        return b"".join(orjson.dumps(_files(row), option=orjson.OPT_APPEND_NEWLINE) for row in rows)

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """The folder."""
        target.mkdir()
        (target / "annotation.conf").write_text(_configuration(), encoding="utf-8")
        with (target / "errors.jsonl").open("xb") as errors:
            for part in parts:
                with part.open("rb") as lines:
                    for line in lines:
                        held = orjson.loads(line)
                        if "error" in held:
                            errors.write(orjson.dumps(held["error"], option=orjson.OPT_APPEND_NEWLINE))
                            continue
                        for suffix in ("txt", "ann"):
                            file = target / f"{held['name']}.{suffix}"
                            file.write_bytes(held[suffix].encode("utf-8"))


def file_name(number: int, note_id: str) -> str:
    """A name for a note's files: the record's number, and what of its id is safe in a file name."""
    return f"{number:08d}-{_UNSAFE.sub('_', note_id)[:_NAME_LENGTH]}"


def _files(row: Row) -> dict[str, object]:
    outcome = row.outcome
    if isinstance(outcome, ErrorRow):
        return {"error": outcome.model_dump(mode="json")}
    text = row.text or ""
    lines = "".join(f"{line}\n" for line in _annotations(outcome, text))
    return {"name": file_name(row.number, outcome.note_id), "txt": text, "ann": lines}


def _annotations(analysis: NoteAnalysis, text: str) -> Iterator[str]:
    """Text bounds with their attributes; codes of rank 1 as references; what was read as a note."""
    codes = [code for code in analysis.codes if code.rank == 1]
    attributes = references = 0
    for place, finding in enumerate(analysis.findings, start=1):
        fragments = [
            (finding.start + one.start(), finding.start + one.end()) for one in _LINE.finditer(finding.text)
        ]
        where = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(text[start:end] for start, end in fragments)
        yield f"T{place}\t{finding.kind} {where}\t{words}"
        for name in ASSERTIONS:
            if getattr(finding.assertion, name):
                attributes += 1
                yield f"A{attributes}\t{name} T{place}"
        for code in _codes_of(finding, analysis, codes):
            references += 1
            yield f"N{references}\tReference T{place} ICD10CM:{code.code}\t{code.description}"
        yield f"#{place}\tAnnotatorNotes T{place}\t{orjson.dumps(finding.value).decode()}"


def _codes_of(
    finding: Finding, analysis: NoteAnalysis, codes: Sequence[CandidateCode]
) -> Iterator[CandidateCode]:
    """The codes of the conditions that a disorder's words name."""
    if finding.kind != "disorder":
        return
    named = {one.id for one in analysis.conditions if finding.id in one.finding_ids}
    yield from (code for code in codes if code.condition_id in named and code.role == "primary")


def _configuration() -> str:
    kinds = "\n".join(get_args(FindingKind))
    attributes = "\n".join(f"{name} Arg:<ENTITY>" for name in ASSERTIONS)
    return f"[entities]\n{kinds}\n[relations]\n[events]\n[attributes]\n{attributes}\n"
