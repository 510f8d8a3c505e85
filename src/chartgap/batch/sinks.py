"""Where analyses go: the formats of output by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from chartgap.batch.jsonl_sink import JsonlSink
from chartgap.batch.sink import Sink
from chartgap.errors import InputError

FORMATS: Mapping[str, Callable[[], Sink]] = {"jsonl": JsonlSink}
"""How to make the sink of a format. Making one raises ``MissingExtraError`` where its extra is missing."""

SUFFIXES: Mapping[str, str] = {".jsonl": "jsonl"}
"""The format that the name of an output tells."""


def make_sink(name: str) -> Sink:
    """The sink of a format.

    Raises:
        InputError: there is no such format.
        MissingExtraError: the format needs an extra that is not installed.
    """
    if name not in FORMATS:
        raise InputError(f"{name!a} is no format of output; formats are {', '.join(FORMATS)}")
    return FORMATS[name]()


def format_of(path: Path) -> str:
    """The format that an output's suffix tells.

    Raises:
        InputError: it tells none.
    """
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(SUFFIXES)
        raise InputError(
            f"{path}: the output must end in {known}; or name the format: --to FORMAT=PATH"
        ) from None
