"""Bytes of notes and of files of notes: what is text."""

from __future__ import annotations

from chartgap.errors import InputError

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""A longer line, field or file is refused: one record must fit in memory a few times over."""

_MAGIC = {
    b"PK\x03\x04": "a zip or Office file",
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
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
    if kind := not_text(data[:8]):
        raise InputError(f"this is {kind}, not text")
    if len(data) > MAX_RECORD_BYTES:
        raise InputError(f"longer than {MAX_RECORD_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}; convert it to UTF-8 first") from None


def not_text(head: bytes) -> str | None:
    """What a file is that begins so, where that is no text; else None."""
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
