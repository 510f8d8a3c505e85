"""Bytes of a file as a stream, expanded where it is gzip or zstd, and the lines of it, in bounded memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_EXPANSION = 250
"""How many times its size a compressed file may hold, once it has given ``EXPANSION_FREE`` bytes."""
EXPANSION_FREE = 64 * 1024 * 1024

_PIECE = 1024
"""So few compressed bytes at a time give at most 32 MB: zstd makes a block of 128 kB of four."""


class Stream:
    """An open file. ``fault`` tells, once its end is reached, why that is not the end it should have."""

    def __init__(self, raw: io.FileIO, compression: str | None) -> None:
        self.compression = compression
        self._raw = raw
        self._expanded = _Expanded(raw, compression) if compression else None
        self.file = io.BufferedReader(self._expanded or raw, 65_536)

    @property
    def fault(self) -> str | None:
        """Why a compressed file ended before its end, or None."""
        return self._expanded.fault if self._expanded else None

    def position(self) -> int:
        """How many bytes of the file on disk have been used."""
        return self._raw.tell() if self._expanded else self.file.tell()


@contextmanager
def open_stream(path: Path) -> Iterator[Stream]:
    """Open a file; what it is compressed with is told by its first bytes.

    Raises:
        InputError: it is no file, or cannot be read.
        MissingExtraError: it is zstd and the extra ``zstd`` is not installed.
    """
    if path.exists() and not path.is_file():
        raise InputError("not a regular file")
    try:
        raw = path.open("rb", buffering=0)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read") from None
    with raw:
        head = raw.read(4)
        raw.seek(0)
        yield Stream(raw, next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None))


def read_lines(stream: Stream, encoding: str = "utf-8") -> Iterator[bytes]:
    """The lines as UTF-8, without a byte order mark; of a line that is too long only the first part.

    Bytes that are not of the encoding stay bytes that are not UTF-8. A line that was cut off by damage to a
    compressed file is left out: it may look whole.
    """
    with _reading(stream, encoding) as readline:
        first = True
        while line := readline(MAX_RECORD_BYTES + 1):
            rest = line
            while len(rest) > MAX_RECORD_BYTES and not rest.endswith(b"\n"):
                rest = readline(MAX_RECORD_BYTES + 1)
            if stream.fault and not rest.endswith(b"\n"):
                return
            yield line.removeprefix(b"\xef\xbb\xbf") if first else line
            first = False


@contextmanager
def _reading(stream: Stream, encoding: str) -> Iterator[Callable[[int], bytes]]:
    if encoding == "utf-8":
        yield stream.file.readline
        return
    text = io.TextIOWrapper(stream.file, encoding, "surrogateescape", newline="\n")
    try:
        yield lambda limit: text.readline(limit).encode("utf-8", "surrogatepass")
    except UnicodeError:
        raise InputError("from here on not text of this encoding") from None
    finally:
        # The file is the stream's to close; after it is closed there is nothing to let go of.
        with suppress(ValueError):
            text.detach()


class _Expanded(io.RawIOBase):
    """The content of a compressed file, member after member."""

    def __init__(self, raw: io.FileIO, name: str) -> None:
        self.fault: str | None = None
        self._raw = raw
        self._name = name
        self._decompressor = _DECOMPRESSORS[name]
        self._member: Any = None
        self._waiting = b""
        self._ready = memoryview(b"")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._ready and not self.fault:
            if not (piece := self._waiting or self._raw.read(_PIECE)):
                if self._member is not None:
                    self.fault = f"the {self._name} data is cut off"
                return 0
            self._expand(piece)
        view = memoryview(buffer)
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _expand(self, piece: bytes) -> None:
        self._waiting = b""
        if self._member is None:
            if not (piece := piece.lstrip(b"\0") if self._given else piece):
                return
            self._member = self._decompressor()
        try:
            self._ready = memoryview(self._member.decompress(piece))
        except Exception as error:
            if not isinstance(error, _errors()):
                raise
            self.fault = f"the {self._name} data is damaged"
            return
        self._given += len(self._ready)
        if self._member.eof:
            self._waiting = self._member.unused_data
            self._member = None
        if self._given > max(EXPANSION_FREE, MAX_EXPANSION * self._raw.tell()):
            self.fault = f"the {self._name} data expands to more than {MAX_EXPANSION} times its size"


def _gzip() -> Any:
    return zlib.decompressobj(wbits=31)


def _zstd() -> Any:
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("zstd needs the extra 'zstd': pip install 'chartgap[zstd]'") from None
    return zstandard.ZstdDecompressor().decompressobj()


def _errors() -> tuple[type[Exception], ...]:
    try:
        import zstandard
    except ImportError:
        return (zlib.error,)
    return (zlib.error, zstandard.ZstdError)


_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_DECOMPRESSORS = {"gzip": _gzip, "zstd": _zstd}
