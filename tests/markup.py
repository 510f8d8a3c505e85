r"""Marked-up test text: ``[chronic](acuity) infection of the [left](laterality) [clavicle](site)``.

Marks may nest. A literal bracket or backslash is written with a backslash before it. Anything that is not a
complete mark of a known kind is refused, so that no typing error can make a test pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, get_args

from chartgap.models import FindingKind

KINDS: frozenset[str] = frozenset(get_args(FindingKind))
_TOKEN = re.compile(
    r"\\(?P<literal>[\[\]\\])|(?P<open>\[)|\]\((?P<kind>[a-z_]+)\)|(?P<stray>[\]\\])|(?P<plain>[^\[\]\\]+)"
)


class MarkupError(ValueError):
    """Marked-up text is wrong; the message says where."""


class Marked(NamedTuple):
    """A marked stretch: ``text == plain[start:end]``."""

    kind: str
    start: int
    end: int
    text: str


class MarkedText(NamedTuple):
    """The text without its marks, and the marks in text order, the wider first."""

    text: str
    expected: tuple[Marked, ...]


def parse_markup(marked: str, *, kinds: Iterable[str] = KINDS) -> MarkedText:
    """Take the marks out of a text.

    Raises:
        MarkupError: a bracket is unclosed or stray, a mark is empty, or its kind is not one of ``kinds``.
    """
    known = frozenset(kinds)
    plain = ""
    opened: list[int] = []
    found: list[Marked] = []
    for token in _TOKEN.finditer(marked):
        at = token.start()
        if token["open"]:
            opened.append(len(plain))
        elif kind := token["kind"]:
            if not opened:
                raise MarkupError(f"']({kind})' at {at} closes nothing")
            if kind not in known:
                raise MarkupError(f"unknown kind {kind!r} at {at}")
            start = opened.pop()
            if start == len(plain):
                raise MarkupError(f"empty mark at {at}")
            found.append(Marked(kind, start, len(plain), plain[start:]))
        elif token["stray"]:
            raise MarkupError(f"stray {token['stray']!r} at {at}: write a backslash before a literal one")
        else:
            plain += token["literal"] or token["plain"]
    if opened:
        raise MarkupError(f"{len(opened)} unclosed mark(s)")
    return MarkedText(plain, tuple(sorted(found, key=lambda mark: (mark.start, -mark.end))))
