"""Tells whether a code table was compiled by the code and title words of this chartgap."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from chartgap import resources

_MODULES = ("build", "frame", "framing", "record", "table", "tabular", "terminology", "terms", "titles")
"""What a table's contents depend on, beside the title words."""


@cache
def compiler_digest() -> str:
    """A digest of everything that turns the tabular XML into a table; another one may give another table."""
    here = Path(__file__).parent
    paths = [*(here / f"{name}.py" for name in _MODULES), resources.lexicons() / "icd10cm" / "titles.yaml"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
