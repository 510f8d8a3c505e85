"""Files that appear whole or not at all: written beside their place, then moved."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO

from chartgap.errors import InputError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes the place of ``path`` only when the block ends without an error.

    Raises:
        InputError: the file cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{path}: this is a folder")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        file = beside.open("xb")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_place(path: Path) -> Iterator[Path]:
    """A free place beside ``path`` for a file or a folder, which takes the place of ``path`` at the end.

    Raises:
        InputError: it cannot be written, or a folder that is not empty is there.
    """
    beside = path.with_name(f".{path.name}.chartgap.tmp")
    try:
        _remove(beside)
        yield beside
        for written in (beside, *beside.rglob("*")):
            with written.open("rb") if written.is_file() else nullcontext() as file:
                if file:
                    os.fsync(file.fileno())
        if path.is_dir() and beside.is_dir():
            path.rmdir()
        beside.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        _remove(beside)


def check_place(path: Path) -> None:
    """See at once that an output can be written to a place.

    Raises:
        InputError: it cannot.
    """
    if path.is_dir() and any(path.iterdir()):
        raise InputError(f"{path}: this is a folder, and it is not empty")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
