"""The work directory of a run: finished parts and the manifest that says which. It makes a run resumable.

``manifest.jsonl`` has a head (what the run is) and one line for each finished shard, with the SHA-256 of its
parts. A part is used again only if it has that digest, so nothing here needs to reach the disk in any order.
The parts hold note text, as the outputs do: the folder is closed to other users and goes when all is done.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from chartgap.batch.workers import Done
from chartgap.errors import InputError


@dataclass(frozen=True, slots=True)
class Finished:
    """A shard whose parts are there."""

    shard: int
    records: int
    errors: int
    parts: Mapping[str, str]


class WorkDirectory:
    """The folder ``.OUTPUT.chartgap`` beside an output, held by one run at a time.

    Args:
        output: the output that the run is named after.
        head: what the run is; a run is resumed only with an equal one.
        resume: go on with what is there.

    Raises:
        InputError: it cannot be written, another run holds it, an unfinished run is there and ``resume`` is
            not set, or that run was another one.
    """

    def __init__(self, output: Path, head: Mapping[str, Any], *, resume: bool) -> None:
        self.path = output.with_name(f".{output.name}.chartgap")
        self.finished: set[int] = set()
        self.records = self.errors = 0
        self._output = output
        try:
            self.path.mkdir(mode=0o700, exist_ok=True)
            self._manifest = (self.path / "manifest.jsonl").open("a+b")
        except OSError as error:
            raise InputError(f"{output}: cannot be written: {error.strerror}") from None
        try:
            self._begin(dict(head), resume=resume)
        except BaseException:
            self._manifest.close()
            raise

    def _begin(self, head: dict[str, Any], *, resume: bool) -> None:
        try:
            fcntl.flock(self._manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(f"{self._output}: another run is writing it") from None
        self._manifest.seek(0)
        lines = self._manifest.readlines()
        if _whole(lines):
            if not resume:
                raise InputError(
                    f"{self._output}: an unfinished run is there: continue it with --resume, "
                    f"or remove {self.path} to begin anew"
                )
            _compare(orjson.loads(lines[0]), head, self._output)
            self._read(lines[1:])
        else:
            self._manifest.truncate(0)
            self._write(head)

    def _read(self, lines: list[bytes]) -> None:
        for line in lines:
            try:
                entry = Finished(**orjson.loads(line))
            except (ValueError, TypeError):
                continue  # the line that was being written when the run was ended
            if all(_digest(self.part(entry.shard, name)) == digest for name, digest in entry.parts.items()):
                self._count(entry)
        if lines and not lines[-1].endswith(b"\n"):
            self._manifest.write(b"\n")

    def part(self, shard: int, name: str) -> Path:
        """Where the part of a shard for a format is."""
        return self.path / f"{shard:08}.{name}"

    def parts(self, name: str) -> Iterator[Path]:
        """All parts of a format, in order."""
        return (self.part(shard, name) for shard in sorted(self.finished))

    def keep(self, done: Done, formats: tuple[str, ...]) -> None:
        """Write the parts of a shard, then its line.

        Raises:
            InputError: they cannot be written; the disk is full, for example.
        """
        number = done.shard.number
        digests = {}
        kept = "nothing is done yet that could be kept"
        if self.finished:
            kept = "what is done so far is kept: continue with --resume"
        try:
            for name, data in zip(formats, done.parts, strict=True):
                place = self.part(number, name)
                beside = place.with_suffix(".tmp")
                beside.write_bytes(data)
                beside.replace(place)
                digests[name] = hashlib.sha256(data).hexdigest()
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written: {error.strerror}; {kept}") from None
        entry = Finished(number, len(done.shard.items), done.errors, digests)
        self._write(asdict(entry))
        self._count(entry)

    def _count(self, entry: Finished) -> None:
        self.finished.add(entry.shard)
        self.records += entry.records
        self.errors += entry.errors

    def _write(self, line: Mapping[str, Any]) -> None:
        try:
            self._manifest.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            self._manifest.flush()
            os.fsync(self._manifest.fileno())
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written: {error.strerror}") from None

    def remove(self) -> None:
        """Remove it with everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.finished:
            self.remove()
        self._manifest.close()


def _whole(lines: list[bytes]) -> bool:
    return bool(lines) and lines[0].endswith(b"\n")


def _compare(then: dict[str, Any], now: dict[str, Any], output: Path) -> None:
    now = orjson.loads(orjson.dumps(now))
    differing = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    if differing:
        raise InputError(
            f"{output}: the unfinished run cannot be resumed, because this differs: {', '.join(differing)}"
        )


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
