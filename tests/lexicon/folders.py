"""Small lexicon folders for tests."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

SITES = """\
kind: site
source: test
entries:
  - {id: site.knob, value: knob, sided: true, region: upper, terms: [knob], fires: [a knob], silent: [knobby]}
"""
DISORDERS = """\
source: test
concepts:
  - id: rust
    family: corrosion
    role: diagnosis
    terms:
      - {id: disorder.rust, terms: [rust], implies: {acuity: chronic}, fires: [rust], silent: [trust]}
"""


def folder(root: Path, **files: str) -> Path:
    """Write files into a new folder: ``sites__local="..."`` is ``sites/local.yaml``."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return root


def small(root: Path) -> Path:
    """A faultless lexicon of one site and one concept."""
    return folder(root, sites__all=SITES, disorders__all=DISORDERS)
