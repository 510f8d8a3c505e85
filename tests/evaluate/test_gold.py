from __future__ import annotations

from pathlib import Path

import pytest

from chartgap.errors import InputError
from chartgap.evaluate.gold import read_gold
from chartgap.models import Note


def test_a_record_needs_no_more_than_id_and_text(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "x", "text": "hip", "age": 60, "sex": "F", "style": "any"}\n\n', encoding="utf-8")
    (gold,) = read_gold(path)
    assert gold.note() == Note(text="hip", note_id="x", age=60, sex="F")
    assert (gold.codes, gold.gaps, gold.conditions, gold.organisms) == (None, None, None, None)


def test_all_faults_are_told_by_line_and_none_quoted(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "x", "text": "a"}\n{"id": "x", "text": "b"}\nZEBRA\n'
        '{"id": "y", "text": 5, "gaps": [["ZEBRA"]]}\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_gold(path)
    assert str(caught.value).splitlines() == [
        f"{path}:2: the id of this record came before",
        f"{path}:3: not a JSON object",
        f"{path}:4: missing or of the wrong form: gaps.0.1, text",
    ]
