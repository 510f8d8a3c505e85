"""What an input is: told by its suffix and its content, unless the caller says."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from chartgap.batch.formats.texts import SUFFIXES, suffix, walk
from chartgap.batch.plain import not_text
from chartgap.batch.source import SourceOptions
from chartgap.batch.streams import open_stream
from chartgap.errors import InputError

FORMATS = ("jsonl", "csv", "tsv", "parquet", "text", "ccda", "fhir", "omop", "mimic", "epic")
TABLES = frozenset({"csv", "tsv", "parquet"})
_LAYOUTS = frozenset({"omop", "mimic", "epic"})
_STORED = {
    **{name: name for name in ("jsonl", "csv", "tsv", "parquet", "text", "fhir")},
    "ccda": "text",
}
_HEAD = 65_536
_BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    **dict.fromkeys(SUFFIXES, "text"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The files of an input and how each is stored; ``layout`` is the format the caller forced for tables."""

    path: Path
    files: tuple[str, ...]
    """Their paths, as text: a folder may hold millions."""
    stored: str
    compression: str | None
    layout: str | None


def detect(path: Path, options: SourceOptions) -> Found:
    """Tell what an input is. A folder holds files of one kind.

    Raises:
        InputError: there is no such input, it is of no known kind, or it holds no notes.
        MissingExtraError: its compression needs an extra.
    """
    if options.format not in (None, *FORMATS):
        raise InputError(f"no such format; formats are {', '.join(FORMATS)}")
    files = _files(path, options.format) if path.is_dir() else (str(path),)
    compression, head = _look(Path(files[0]))
    stored = _stored(Path(files[0]), head, options)
    layout = options.format if options.format in TABLES | _LAYOUTS else None
    return Found(path, files, stored, compression, layout)


def _files(folder: Path, forced: str | None) -> tuple[str, ...]:
    kinds: dict[str, list[str]] = {}
    try:
        for entry in walk(folder):
            if kind := _BY_SUFFIX.get(suffix(entry)):
                kinds.setdefault(kind, []).append(entry)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}") from None
    wanted = {"fhir": "jsonl", "ccda": "text"}.get(forced or "", forced)
    if wanted and wanted not in _LAYOUTS:
        kinds = {kind: files for kind, files in kinds.items() if kind == wanted}
    if not kinds:
        endings = ", ".join(
            ending for ending, kind in _BY_SUFFIX.items() if wanted in (None, kind, *_LAYOUTS)
        )
        raise InputError(f"{folder}: there is no file of notes in this folder ({endings}; also .gz and .zst)")
    if len(kinds) > 1:
        raise InputError(
            f"{folder}: files of several kinds ({', '.join(sorted(kinds))}); say which with --from"
        )
    ((kind, files),) = kinds.items()
    if kind != "text" and (links := sum(os.path.islink(file) for file in files)):
        raise InputError(f"{folder}: {links} of its files are links; links in a folder are not followed")
    return tuple(files)


def _look(path: Path) -> tuple[str | None, bytes]:
    """The compression and the first bytes of a file; nothing of one that its own record complains of."""
    try:
        with open_stream(path) as stream:
            return stream.compression, stream.file.read(_HEAD)
    except (InputError, OSError) as error:
        if suffix(path.name) in SUFFIXES:
            return None, b""
        message = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: {message}") from None


def _stored(path: Path, head: bytes, options: SourceOptions) -> str:
    """How a file is stored: lines of JSON, a table of some kind, FHIR, or one note."""
    if options.format in _STORED:
        return _STORED[options.format]
    by_suffix = _BY_SUFFIX.get(suffix(path.name))
    if head.startswith(b"PAR1") or by_suffix == "parquet":
        return "parquet"
    if by_suffix == "text" and options.format is None:
        return "text"
    kind = not_text(head) if options.encoding == "utf-8" else None
    if kind:
        hint = "; name its encoding with --encoding" if "UTF" in kind else ""
        raise InputError(f"{path}: this is {kind}, not text{hint}")
    found = _by_content(by_suffix, _start(head, options.encoding), options.format)
    if found is None:
        raise InputError(f"{path}: cannot tell what this is; say with --from: {', '.join(FORMATS)}")
    return found


def _by_content(by_suffix: str | None, start: str, layout: str | None) -> str | None:
    if layout or by_suffix in ("csv", "tsv"):
        return "tsv" if by_suffix == "tsv" or _tabs(start) else "csv"
    if by_suffix == "jsonl" or _json(start):
        return "fhir" if _resource(start) else "jsonl"
    return _table(start)


def _start(head: bytes, encoding: str) -> str:
    """The first line that is not empty."""
    try:
        text = io.TextIOWrapper(io.BytesIO(head), encoding, "replace").read()
    except LookupError:
        raise InputError("no such encoding") from None
    except UnicodeError:
        text = ""
    return next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip()), "")


def _tabs(header: str) -> bool:
    return "\t" in header and "," not in header


def _json(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except ValueError:
        return False


def _resource(line: str) -> bool:
    """Whether a line is a FHIR resource; of one longer than what was looked at, its beginning has to tell."""
    try:
        raw = orjson.loads(line)
    except ValueError:
        return line.lstrip().startswith("{") and '"resourceType"' in line[:4096]
    return isinstance(raw, dict) and "resourceType" in raw


def _table(header: str) -> str | None:
    """Whether a line without a telling suffix is the header of a table that has a text."""
    for kind, delimiter in (("tsv", "\t"), ("csv", ",")):
        names = {name.strip().lower() for name in _fields(header, delimiter)}
        if len(names) > 1 and names & {"text", "note_text"}:
            return kind
    return None


def _fields(line: str, delimiter: str) -> Iterable[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
