"""Bytes of notes and of files of notes: what is text, and its lines, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from chartgap.errors import InputError

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""A longer line, field or file is refused: one record must fit in memory a few times over."""

_MAGIC = {
    b"PK\x03\x04": "a zip or Office file",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF file",
    b"{\\rtf": "an RTF file",
    b"\xff\xfe": "a UTF-16 file",
    b"\xfe\xff": "a UTF-16 file",
}


def decode_note(data: bytes) -> str:
    """The text of a note's bytes, exactly as it came in: line ends and byte order marks are kept.

    Raises:
        InputError: the bytes are not UTF-8 text.
    """
    if kind := _not_text(data[:8]):
        raise InputError(f"this is {kind}, not text")
    if len(data) > MAX_RECORD_BYTES:
        raise InputError(f"longer than {MAX_RECORD_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}; convert it to UTF-8 first") from None


def open_text(path: Path) -> BufferedReader:
    """Open a file of records for reading.

    Raises:
        InputError: it cannot be read, or is of another kind than text.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if kind := _not_text(file.peek(8)[:8]):
        file.close()
        raise InputError(f"{path}: this is {kind}, not text; {path.suffix} must be UTF-8 text")
    return file


def read_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, without a byte order mark; of a line that is too long only the first part."""
    first = True
    while line := file.readline(MAX_RECORD_BYTES + 1):
        rest = line
        while len(rest) > MAX_RECORD_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MAX_RECORD_BYTES + 1)
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _not_text(head: bytes) -> str | None:
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
