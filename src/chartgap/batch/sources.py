"""Where notes come from. ``docs/sources.md`` describes the formats.

A source is read once, record by record, in order, in bounded memory. What spoils one record is an error row;
what makes the whole input unusable is an ``InputError``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from chartgap.batch.attempt import whereabouts
from chartgap.batch.detect import Found, detect
from chartgap.batch.formats.fhir import Attachments
from chartgap.batch.formats.jsonl import read_jsonl
from chartgap.batch.formats.layouts import Table, fit
from chartgap.batch.formats.parquet import read_parquet
from chartgap.batch.formats.rows import BadRow, Row, Rows, check_header, read_rows
from chartgap.batch.formats.split import read_split
from chartgap.batch.formats.tables import read_table
from chartgap.batch.formats.texts import read_text
from chartgap.batch.records import Columns, Make, Record, failed
from chartgap.batch.source import Source, SourceOptions
from chartgap.batch.streams import Stream, open_stream
from chartgap.errors import InputError
from chartgap.models import ErrorRow

_T = TypeVar("_T")
_DELIMITERS = {"csv": ",", "tsv": "\t"}


@contextmanager
def open_source(path: Path, options: SourceOptions | None = None, *, skip: int = 0) -> Iterator[Source]:
    """Open an input by what it is: a file, or a folder of files of one kind.

    The same input, unchanged, gives the same records with the same numbers in the same order each time.
    ``skip`` leaves out that many records from the beginning; the others keep their numbers.

    Raises:
        InputError: there is no such input, it is of no known kind, or it cannot be used as a whole.
        MissingExtraError: it needs an extra that is not installed.
    """
    options = options or SourceOptions()
    reading = _Reading(detect(path, options), options)
    with closing(reading.records()) as found:
        # The first record is looked for now, so that an input that cannot be used is refused at once.
        makes = chain(list(islice(found, 1)), found)
        numbered = (_made(make, number) for number, make in enumerate(makes, start=1) if number > skip)
        yield Source(
            numbered,
            reading.size(),
            lambda: reading.position(),
            reading.format(),
            reading.attachments.passed_over,
        )


def describe(path: Path, options: SourceOptions) -> Iterator[tuple[str, str]]:
    """What an input is taken for, as names and values; nothing of a note is among them.

    Raises:
        InputError: there is no such input, it is of no known kind, or it cannot be used as a whole.
        MissingExtraError: it needs an extra that is not installed.
    """
    found = detect(path, options)
    reading = _Reading(found, options)
    with closing(reading.records()) as makes:
        first = next((_made(make, 1) for make in makes), None)
        yield "format", reading.format()
        yield "stored as", found.stored
        yield "compression", found.compression or "none"
        yield "encoding", "as each document says" if found.stored in ("fhir", "parquet") else options.encoding
        yield "files", str(len(found.files))
        named = "as each record names them" if found.stored == "jsonl" else "none"
        yield "columns", reading.mapping() or named
        yield "first record", _verdict(first)


def _verdict(record: Record | None) -> str:
    if record is None:
        return "there is none"
    if isinstance(record.outcome, ErrorRow):
        return f"{record.outcome.error}: {record.outcome.message}"
    return "readable"


@dataclass(slots=True)
class _Reading:
    """One pass over the files of an input."""

    found: Found
    options: SourceOptions
    attachments: Attachments = field(default_factory=Attachments)
    position: Callable[[], int] = int
    table: Table | None = None
    header: tuple[str, ...] = ()

    def format(self) -> str:
        return self.table.layout.name if self.table and self.table.layout else self.found.stored

    def size(self) -> int:
        """Bytes; of files that are one note each, how many there are."""
        if self.found.stored == "text":
            return len(self.found.files)
        return sum(os.stat(file).st_size for file in self.found.files)

    def mapping(self) -> str:
        """Which of chartgap's fields are in the table, and under which names."""
        columns = asdict(self.table.columns) if self.table else {}
        return ", ".join(f"{name}={column}" for name, column in columns.items() if column in self.header)

    def records(self) -> Generator[Make, None, None]:
        """All records. Of several files, one that cannot be used is an error row, if it is not the first."""
        match self.found.stored:
            case "text":
                yield from self._texts()
            case "csv" | "tsv" | "parquet":
                yield from self._tables()
            case "fhir":
                yield from self._lines(self.attachments.read)
            case _:
                columns = Columns().renamed(self.options.columns)
                yield from self._lines(lambda stream, encoding: read_jsonl(stream, columns, encoding))

    def _texts(self) -> Iterator[Make]:
        root = self.found.path
        for done, file in enumerate(self.found.files, start=1):
            self.position = partial(int, done)
            yield partial(read_text, Path(file), root, self.options.encoding)

    def _lines(self, read: Callable[[Stream, str], Iterator[Make]]) -> Iterator[Make]:
        return self._files(lambda stream: read(stream, self.options.encoding), _complain)

    def _tables(self) -> Iterator[Make]:
        rows = self._files(self._rows, BadRow)
        # The columns are known when the first row is there.
        if (first := next(rows, None)) is None or self.table is None:
            return
        rows = chain([first], rows)
        if self.table.line:
            yield from read_split(rows, self.table, self.options.line_joint)
        else:
            yield from read_rows(rows, self.table)

    def _rows(self, stream: Stream) -> Iterator[Row | BadRow]:
        if self.found.stored != "parquet":
            yield from self._fitted(read_table(stream, _DELIMITERS[self.found.stored], self.options.encoding))
        elif stream.compression is None:
            yield from self._fitted(read_parquet(stream.file))
        else:
            with _unpacked(stream) as file:
                yield from self._fitted(read_parquet(file))

    def _fitted(self, opened: Rows) -> Iterator[Row | BadRow]:
        if self.table is None:
            self.header = opened.header
            self.table = fit(opened.header, self.options.columns, self.found.layout)
            check_header(opened.header, self.table)
        elif sorted(opened.header) != sorted(self.header):
            raise InputError("its columns are not those of the first file")
        yield from opened.rows

    def _files(
        self, read: Callable[[Stream], Iterator[_T]], complain: Callable[[str, str], _T]
    ) -> Iterator[_T]:
        """What is read from each file. One that cannot be used is told in its place; not the first."""
        done = 0
        begun = False
        for place, file in enumerate(map(Path, self.found.files), start=1):
            try:
                with open_stream(file) as stream:
                    self.position = partial(_sum, done, stream.position)
                    for item in read(stream):
                        begun = True
                        yield item
                    if stream.fault and not begun:
                        raise InputError(stream.fault)
                    if stream.fault:
                        yield complain("damaged", f"file {place} of the input: {stream.fault}")
            except (InputError, OSError) as error:
                message = str(error) if isinstance(error, InputError) else error.strerror or "cannot be read"
                if place == 1 and not begun:
                    raise InputError(f"{file}: {message}") from None
                yield complain("unreadable", f"file {place} of the input: {message}")
            begun = True
            done += file.stat().st_size if file.exists() else 0
            self.position = partial(int, done)


@contextmanager
def _unpacked(stream: Stream) -> Iterator[BinaryIO]:
    """The content of a compressed stream as a file that can be read from the end, as Parquet is."""
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(stream.file, file)
        if stream.fault:
            raise InputError(stream.fault)
        file.seek(0)
        yield cast("BinaryIO", file)


def _sum(done: int, position: Callable[[], int]) -> int:
    return done + position()


def _complain(error: str, message: str) -> Make:
    return partial(_failed, error, message)


def _failed(error: str, message: str, number: int) -> Record:
    return failed(number, None, error, message)


def _made(make: Make, number: int) -> Record:
    """The record, whatever happens: a fault of a reader costs no more than one."""
    try:
        return make(number)
    except Exception as error:
        message = f"chartgap failed here: {whereabouts(error)}; please report it"
        return failed(number, None, "internal_error", message)
