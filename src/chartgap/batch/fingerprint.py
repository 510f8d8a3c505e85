"""Whether an input is still what it was: enough to refuse to resume a run over one that has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from chartgap.errors import InputError

_HEAD = 65_536


def fingerprint(path: Path) -> str:
    """A digest of the names, sizes, times of change and first bytes of an input's files.

    Raises:
        InputError: a file of it cannot be read.
    """
    files = sorted(entry for entry in path.rglob("*") if entry.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        try:
            state = file.stat()
            with file.open("rb") as opened:
                head = hashlib.sha256(opened.read(_HEAD)).hexdigest()
        except OSError as error:
            raise InputError(f"{file}: {error.strerror}") from None
        name = file.relative_to(path).as_posix() if file != path else ""
        digest.update(f"{name!a} {state.st_size} {state.st_mtime_ns} {head}\n".encode())
    return digest.hexdigest()
