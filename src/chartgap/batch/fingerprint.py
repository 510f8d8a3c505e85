"""Whether an input is still what it was: enough to refuse to resume a run over one that has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from chartgap.errors import InputError

_HEAD = 65_536


def fingerprint(path: Path) -> str:
    """A digest of the names, sizes, times of change and first bytes of an input's files.

    Raises:
        InputError: a file of it cannot be read.
    """
    digest = hashlib.sha256()
    for file in _files(path):
        try:
            state = os.stat(file)
            with open(file, "rb") as opened:
                head = hashlib.sha256(opened.read(_HEAD)).hexdigest()
        except OSError as error:
            raise InputError(f"{file}: {error.strerror}") from None
        name = os.path.relpath(file, path)
        digest.update(f"{name!a} {state.st_size} {state.st_mtime_ns} {head}\n".encode())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[str]:
    """The file itself, or all files below a folder, sorted; as text, for there may be millions."""
    if not path.is_dir():
        yield str(path)
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(folder, name)
            if os.path.isfile(file):
                yield file
