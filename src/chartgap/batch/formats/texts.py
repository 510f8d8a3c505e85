"""Files that are one note each: plain text, RTF, C-CDA; alone or in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from chartgap.batch.formats.ccda import read_ccda
from chartgap.batch.formats.documents import decode, read_rtf
from chartgap.batch.plain import MAX_RECORD_BYTES, decode_note
from chartgap.batch.records import UNKNOWN, Columns, Origin, Record, failed, read_record
from chartgap.batch.streams import open_stream
from chartgap.batch.values import identifier
from chartgap.errors import InputError, MissingExtraError

SUFFIXES = frozenset({".txt", ".rtf", ".xml"})
_COMPRESSED = frozenset({".gz", ".zst"})


def walk(folder: str | Path) -> Iterator[str]:
    """All entries of a folder and the folders in it that are no folders, sorted; links are not followed."""
    for name in sorted(os.listdir(folder)):
        if name.startswith("."):
            continue
        path = os.path.join(folder, name)
        if suffix(name) in SUFFIXES or os.path.islink(path) or not os.path.isdir(path):
            yield path
        else:
            yield from walk(path)


def suffix(name: str) -> str:
    """The suffix of a file's name, in lower case, without that of its compression."""
    stem, ending = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] if ending in _COMPRESSED else ending


def read_text(path: Path, root: Path, encoding: str, number: int) -> Record:
    """The note of one file; its id is the path below ``root`` without the suffix."""
    note_id = _note_id(path, root)
    if path.is_symlink() and path != root:
        return failed(number, note_id, "unreadable", "a link; links in a folder are not followed")
    try:
        with open_stream(path) as stream:
            data = stream.file.read(MAX_RECORD_BYTES + 1)
            if stream.fault:
                return failed(number, note_id, "damaged", stream.fault)
    except OSError as error:
        return failed(number, note_id, "unreadable", error.strerror or "cannot be read")
    except (InputError, MissingExtraError) as error:
        return failed(number, note_id, "unreadable", str(error))
    if len(data) > MAX_RECORD_BYTES:
        return failed(number, note_id, "too_long", f"longer than {MAX_RECORD_BYTES} bytes")
    try:
        text, origin = _read(data, suffix(path.name), encoding)
    except (InputError, MissingExtraError) as error:
        kind = "invalid_utf8" if suffix(path.name) == ".txt" else "bad_document"
        return failed(number, note_id, kind, str(error))
    record = read_record({"note_id": note_id, "text": text}, number, Columns())
    return Record(number, record.outcome, origin)


def _read(data: bytes, ending: str, encoding: str) -> tuple[str, Origin]:
    if ending == ".xml":
        return read_ccda(data)
    if ending == ".rtf":
        return read_rtf(data), UNKNOWN
    return decode_note(data) if encoding == "utf-8" else decode(data, encoding), UNKNOWN


def _note_id(path: Path, root: Path) -> str | None:
    name = path.name if path == root else path.relative_to(root).as_posix()
    stem, ending = os.path.splitext(name)
    if ending.lower() in _COMPRESSED:
        stem = os.path.splitext(stem)[0]
    return identifier(stem)
