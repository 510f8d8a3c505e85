"""The compiled code table: one file a release, read in parts.

A line of JSON (format version, release, hashes, where each part lies), then the parts, each a zlib-packed
JSON value: ``levels`` (chapters and blocks), ``terms`` (disorder phrases) and one for each category. Built by
``chartgap.icd10cm.build``; damage is found by the hash of the body.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import orjson

from chartgap.errors import CodeSetError

T = TypeVar("T")

FORMAT = 1
SUFFIX = ".codes"


@dataclass(frozen=True)
class Table:
    """An opened table. ``part`` unpacks a part on demand."""

    release: str
    source: str
    source_sha256: str
    compiler: str
    """Digest of the code that compiled it; ``""`` where it is not recorded."""
    parts: Mapping[str, tuple[int, int]] = field(repr=False)
    body: memoryview = field(repr=False)

    def part(self, name: str) -> Any:
        """Unpack a part; ``None`` if the table has none of this name."""
        place = self.parts.get(name)
        if place is None:
            return None
        start, length = place
        return orjson.loads(zlib.decompress(self.body[start : start + length]))


def unpack_row(kind: Callable[..., T], row: Iterable[Any]) -> T:
    """Make a ``kind`` of a row of its fields; lists in it become tuples."""
    values = (tuple(value) if isinstance(value, list) else value for value in row)
    return kind(*values)


def pack_table(
    *, release: str, source: str, source_sha256: str, parts: Mapping[str, Any], compiler: str = ""
) -> bytes:
    """Pack the parts into the bytes of a table file; the same parts give the same bytes."""
    body = bytearray()
    places = {}
    for name, value in parts.items():
        packed = zlib.compress(orjson.dumps(value), 9)
        places[name] = [len(body), len(packed)]
        body += packed
    header = {
        "format": FORMAT,
        "system": "ICD-10-CM",
        "release": release,
        "source": source,
        "source_sha256": source_sha256,
        "compiler": compiler,
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "parts": places,
    }
    return orjson.dumps(header) + b"\n" + bytes(body)


def open_table(path: Path) -> Table:
    """Open a table file and check it.

    Raises:
        CodeSetError: the file is missing, damaged, or of another format version.
    """
    try:
        head, newline, body = path.read_bytes().partition(b"\n")
        header = orjson.loads(head)
        version = header["format"]
    except OSError as error:
        raise CodeSetError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CodeSetError(f"{path}: not a code table, or damaged; build it again") from error
    if version != FORMAT:
        raise CodeSetError(
            f"{path}: format version {version!r}, this chartgap reads {FORMAT}; build it again"
        )
    if not newline or hashlib.sha256(body).hexdigest() != header.get("body_sha256"):
        raise CodeSetError(f"{path}: damaged: its hash does not match; build it again")
    return Table(
        release=header["release"],
        source=header["source"],
        source_sha256=header["source_sha256"],
        compiler=header.get("compiler", ""),
        parts=header["parts"],
        body=memoryview(body),
    )
