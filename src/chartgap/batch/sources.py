"""Where notes come from: JSONL, CSV, TSV, Parquet, or a folder of ``.txt`` files.

A source is read once, record by record, in order, in bounded memory. What spoils one record is an error row;
what makes the whole input unusable is an ``InputError``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from chartgap.batch.jsonl import read_jsonl
from chartgap.batch.parquet import read_parquet
from chartgap.batch.plain import MAX_RECORD_BYTES, decode_note, open_text
from chartgap.batch.records import Columns, Record, failed, read_record
from chartgap.batch.source import Source, SourceOptions
from chartgap.batch.tables import read_csv, read_tsv
from chartgap.errors import InputError

_TEXT_READERS = {".jsonl": read_jsonl, ".ndjson": read_jsonl, ".csv": read_csv, ".tsv": read_tsv}


@contextmanager
def open_source(path: Path, options: SourceOptions | None = None, *, skip: int = 0) -> Iterator[Source]:
    """Open an input by what it is: a folder, or a file by its suffix.

    The same input, unchanged, gives the same records with the same numbers in the same order each time.
    ``skip`` leaves out that many records from the beginning; the others keep their numbers.

    Raises:
        InputError: there is no such input, it is of no known kind, or it cannot be used as a whole.
        MissingExtraError: it is a Parquet file and the extra ``parquet`` is not installed.
    """
    with _open(path, Columns().renamed(options.columns if options else {})) as source:
        yield replace(source, records=islice(source.records, skip, None))


@contextmanager
def _open(path: Path, columns: Columns) -> Iterator[Source]:
    suffix = path.suffix.lower()
    if path.is_dir():
        yield _folder(path)
    elif suffix == ".parquet":
        yield read_parquet(path, columns)
    elif suffix in _TEXT_READERS:
        with open_text(path) as file:
            position = file.tell if file.seekable() else lambda: 0
            yield Source(_TEXT_READERS[suffix](file, columns), path.stat().st_size, position)
    else:
        raise InputError(
            f"{path}: cannot tell what this is; use .jsonl, .csv, .tsv, .parquet or a folder of .txt"
        )


def _folder(path: Path) -> Source:
    files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() == ".txt")
    if not files:
        raise InputError(f"{path}: there is no .txt file in this folder")
    done = 0

    def records() -> Iterator[Record]:
        nonlocal done
        for done, file in enumerate(files, start=1):
            yield _file(file, done)

    return Source(records(), len(files), lambda: done)


def _file(path: Path, number: int) -> Record:
    try:
        with path.open("rb") as file:
            text = decode_note(file.read(MAX_RECORD_BYTES + 1))
    except OSError as error:
        return failed(number, path.stem, "unreadable", error.strerror or "cannot be read")
    except InputError as error:
        return failed(number, path.stem, "invalid_utf8", str(error))
    return read_record({"note_id": path.stem, "text": text}, number, Columns())
