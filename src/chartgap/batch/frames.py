"""Messages between processes over a socket: a JSON head and some bytes. Nothing else, and no objects."""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence
from typing import Any

import orjson

_LENGTH = struct.Struct("!I")


def send(to: socket.socket, head: dict[str, Any], bodies: Sequence[bytes] = ()) -> None:
    """Send one message.

    Raises:
        OSError: the other side has gone.
    """
    packed = orjson.dumps({**head, "sizes": [len(body) for body in bodies]})
    to.sendall(_LENGTH.pack(len(packed)) + packed)
    for body in bodies:
        to.sendall(body)


def receive(source: socket.socket) -> tuple[dict[str, Any], list[bytes]]:
    """Wait for one message.

    Raises:
        OSError: the other side has gone, be it within the message (EOFError is told as an OSError, too).
    """
    (length,) = _LENGTH.unpack(_exactly(source, _LENGTH.size))
    head: dict[str, Any] = orjson.loads(_exactly(source, length))
    return head, [_exactly(source, size) for size in head.pop("sizes")]


def _exactly(source: socket.socket, size: int) -> bytes:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = source.recv_into(view)
        if not count:
            raise ConnectionResetError("the other side has gone")
        view = view[count:]
    return bytes(data)
