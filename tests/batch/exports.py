"""Exports for tests, in each format that is read: the same notes as different systems write them."""

from __future__ import annotations

import base64
import csv
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import zstandard
from pyarrow import parquet

Notes = Iterable[tuple[str, str]]
"""Ids, which are whole numbers, and texts."""


def made_up(count: int) -> Iterator[tuple[str, str]]:
    """Notes that differ in their numbers only, so that no two have the same text."""
    for number in range(1, count + 1):
        yield (
            str(number),
            f"Assessment: osteoporosis, T-score -{2.5 + number % 15 / 10:.1f} at the left hip.\n"
            f"Visit {number}: strength 4/5 in the right deltoid, no fracture.",
        )


def write_jsonl(folder: Path, notes: Notes) -> Path:
    path = folder / "notes.jsonl"
    with path.open("w", encoding="utf-8", newline="") as file:
        for note_id, text in notes:
            file.write(json.dumps({"note_id": note_id, "text": text}) + "\n")
    return path


def write_csv(folder: Path, notes: Notes) -> Path:
    return _table(folder / "notes.csv", ["note_id", "text"], ([*note] for note in notes))


def write_tsv(folder: Path, notes: Notes) -> Path:
    return _table(folder / "notes.tsv", ["note_id", "text"], ([*note] for note in notes), "\t")


def write_parquet(folder: Path, notes: Notes) -> Path:
    schema = pa.schema([("note_id", pa.string()), ("text", pa.string())])
    return _parquet(folder / "notes.parquet", schema, ({"note_id": i, "text": t} for i, t in notes))


def write_parquet_folder(folder: Path, notes: Notes) -> Path:
    """Three files and more; an engine's marks lie beside them."""
    place = folder / "parts"
    place.mkdir()
    (place / "_SUCCESS").touch()
    rows = iter(notes)
    for part in range(1_000_000):
        piece = list(islice(rows, 3 + part))
        if not piece and part > 1:
            return place
        write_parquet(folder, piece).rename(place / f"part-{part:06}.parquet")
    raise AssertionError("too many notes")


def write_texts(folder: Path, notes: Notes) -> Path:
    place = folder / "texts"
    place.mkdir()
    for note_id, text in notes:
        (place / f"{note_id}.txt").write_bytes(text.encode("utf-8"))
    return place


def write_fhir(folder: Path, notes: Notes) -> Path:
    """Every note is in a DocumentReference, every other one in a DiagnosticReport too."""
    place = folder / "fhir"
    place.mkdir()
    with (
        (place / "DocumentReference.ndjson").open("w", encoding="utf-8") as documents,
        (place / "DiagnosticReport.ndjson").open("w", encoding="utf-8") as reports,
    ):
        for number, (note_id, text) in enumerate(notes):
            data = base64.b64encode(text.encode("utf-8")).decode("ascii")
            attachment = {"contentType": "text/plain; charset=utf-8", "data": data}
            subject = {"reference": f"Patient/{note_id}"}
            if number % 2:
                documents.write(json.dumps(document(note_id, subject, attachment)) + "\n")
            else:
                documents.write(json.dumps(document(note_id, subject, attachment)) + "\n")
                reports.write(json.dumps(report(note_id, subject, attachment)) + "\n")
    return place


def document(note_id: str, subject: object, *attachments: object) -> dict[str, object]:
    return {
        "resourceType": "DocumentReference",
        "id": note_id,
        "status": "current",
        "subject": subject,
        "content": [{"attachment": attachment} for attachment in attachments],
    }


def report(note_id: str, subject: object, *attachments: object) -> dict[str, object]:
    return {
        "resourceType": "DiagnosticReport",
        "id": note_id,
        "status": "final",
        "code": {"text": "Report"},
        "subject": subject,
        "presentedForm": list(attachments),
    }


def write_omop(folder: Path, notes: Notes) -> Path:
    header = "note_id person_id note_date note_type_concept_id note_class_concept_id note_text"
    rows = ([i, "7", "2026-02-17", "32817", "44814637", text] for i, text in notes)
    return _table(folder / "NOTE.csv", header.split(), rows)


def write_omop_parquet(folder: Path, notes: Notes) -> Path:
    schema = pa.schema(
        [
            ("note_id", pa.int64()),
            ("person_id", pa.int64()),
            ("note_type_concept_id", pa.int32()),
            ("note_text", pa.string()),
        ]
    )
    rows = (
        {"note_id": int(i), "person_id": 7, "note_type_concept_id": 0, "note_text": text} for i, text in notes
    )
    return _parquet(folder / "note.parquet", schema, rows)


def write_mimic3(folder: Path, notes: Notes) -> Path:
    header = "ROW_ID SUBJECT_ID HADM_ID CHARTDATE CHARTTIME STORETIME CATEGORY DESCRIPTION CGID ISERROR TEXT"
    rows = ([i, "7", "9", "2151-08-04", "", "", "Radiology", "Report", "", "", text] for i, text in notes)
    return _table(folder / "NOTEEVENTS.csv", header.split(), rows)


def write_mimic4(folder: Path, notes: Notes) -> Path:
    header = "note_id subject_id hadm_id note_type note_seq charttime storetime text"
    rows = ([i, "7", "9", "DS", "1", "2180-06-26 00:00:00", "", text] for i, text in notes)
    return _table(folder / "discharge.csv", header.split(), rows)


def write_epic(folder: Path, notes: Notes) -> Path:
    """Two notes at a time, their lines mixed with each other, the last line first."""

    def rows() -> Iterator[list[str]]:
        rest = iter(notes)
        while pair := list(islice(rest, 2)):
            split = [
                [i, str(n), line] for i, text in pair for n, line in enumerate(text.split("\n"), start=1)
            ]
            yield from (row for row in sorted(split, key=lambda row: -int(row[1])))

    return _table(folder / "HNO_NOTE_TEXT.csv", ["NOTE_ID", "LINE", "NOTE_TEXT"], rows())


EXPORTS: dict[str, Callable[[Path, Notes], Path]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "tsv": write_tsv,
    "parquet": write_parquet,
    "parquet-folder": write_parquet_folder,
    "text": write_texts,
    "fhir": write_fhir,
    "omop": write_omop,
    "omop-parquet": write_omop_parquet,
    "mimic-iii": write_mimic3,
    "mimic-iv": write_mimic4,
    "epic": write_epic,
}


def pack(path: Path, compression: str) -> Path:
    """A file, or each of a folder's, compressed beside itself, which is then removed."""
    if path.is_dir():
        for file in sorted(path.iterdir()):
            pack(file, compression)
        return path
    data = path.read_bytes()
    path.unlink()
    packed = gzip.compress(data, mtime=0) if compression == "gzip" else zstandard.compress(data)
    place = path.with_name(path.name + (".gz" if compression == "gzip" else ".zst"))
    place.write_bytes(packed)
    return place


def _table(path: Path, header: list[str], rows: Iterable[list[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _parquet(path: Path, schema: pa.Schema, rows: Iterable[dict[str, object]]) -> Path:
    rest = iter(rows)
    with parquet.ParquetWriter(path, schema) as writer:
        while piece := list(islice(rest, 5_000)):
            writer.write_table(pa.Table.from_pylist(piece, schema=schema))
    return path
