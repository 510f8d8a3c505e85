"""Several byte strings in one part, by name: what a sink's workers hand to its assembly."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

_HEAD = struct.Struct(">HQ")


def pack_members(members: Mapping[str, bytes]) -> bytes:
    """The members one after the other, each behind the lengths of its name and body."""
    pieces = []
    for name, body in members.items():
        label = name.encode("ascii")
        pieces += [_HEAD.pack(len(label), len(body)), label, body]
    return b"".join(pieces)


def read_members(part: Path) -> Iterator[tuple[str, bytes]]:
    """The members of a part, one in memory at a time."""
    with part.open("rb") as file:
        while head := file.read(_HEAD.size):
            label, body = _HEAD.unpack(head)
            yield file.read(label).decode("ascii"), file.read(body)
