"""The examples of lexicons/README.md are valid lexicons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chartgap import resources
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.tables import TABLES

README = (resources.lexicons() / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
PLACES = {
    "id: local.great_toe": "sites/a.yaml",
    "terms are added to the shipped": "disorders/a.yaml",
    "kind: acuity": "attributes/a.yaml",
    "kind: duration": "attributes/a.yaml",
    "kind: site": "sites/a.yaml",
    "role: diagnosis": "disorders/a.yaml",
    "category: negated": "context/a.yaml",
    "sections:": "sections.yaml",
    "family: muscle\n": "families/a.yaml",
    "id: gap.local": "gaps/a.yaml",
    "id: local.coverage": "coverage/a.yaml",
}


def _place(block: str) -> str:
    return next(place for mark, place in PLACES.items() if mark in block)


@pytest.mark.parametrize("block", BLOCKS, ids=_place)
def test_an_example_of_the_documentation_loads_as_an_overlay(tmp_path: Path, block: str) -> None:
    path = tmp_path / _place(block)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block, encoding="utf-8")
    assert load_lexicon(tmp_path).tables


def test_every_table_is_documented() -> None:
    assert [name for name in TABLES if f"`{name}" not in README] == []
