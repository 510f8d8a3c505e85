"""Text of a note made safe to look at: what would steer a terminal or reorder a page becomes visible."""

from __future__ import annotations

import re

# C0 and C1 controls, bidirectional overrides and isolates, line and paragraph separators, lone surrogates.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES = 0x2400


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Replace control characters by their pictures and other unseen ones by U+FFFD, one for one.

    The length stays, so offsets still hold. ``keep_lines`` keeps line feeds, carriage returns and tabs.
    """

    def show(found: re.Match[str]) -> str:
        character = found.group()
        if keep_lines and character in "\n\r\t":
            return character
        return chr(_PICTURES + ord(character)) if character < " " else "\ufffd"

    return _UNSEEN.sub(show, text)


def quotation(text: str, *, width: int = 90) -> str:
    """A piece of a note on one line, shortened in the middle."""
    line = visible(" ".join(text.split()))
    half = (width - 3) // 2
    return line if len(line) <= width else f"{line[:half]} … {line[-half:]}"
