from __future__ import annotations

import json
from pathlib import Path

import pytest

from chartgap.batch.sink import Row
from chartgap.batch.sinks import format_of, make_sink
from chartgap.errors import InputError
from chartgap.models import ErrorRow
from tests.report.examples import analysis


def test_jsonl_has_one_line_a_row_in_order(tmp_path: Path) -> None:
    sink = make_sink("jsonl")
    error = ErrorRow(note_id="b", error="bad_json", message="not JSON", record=2)
    (tmp_path / "1").write_bytes(sink.encode([Row(1, analysis(note_id="a")), Row(2, error)]))
    (tmp_path / "2").write_bytes(sink.encode([Row(3, analysis(note_id="c"))]))
    sink.assemble([tmp_path / "1", tmp_path / "2"], tmp_path / "out")
    lines = [json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()]
    assert lines == [
        analysis(note_id="a").model_dump(mode="json"),
        error.model_dump(mode="json"),
        analysis(note_id="c").model_dump(mode="json"),
    ]


def test_no_parts_give_an_empty_file(tmp_path: Path) -> None:
    make_sink("jsonl").assemble([], tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b""


def test_an_unknown_format_is_told_with_those_that_are_known() -> None:
    with pytest.raises(InputError, match=r"'docx' is no format of output; formats are jsonl"):
        make_sink("docx")


def test_the_suffix_tells_the_format() -> None:
    assert format_of(Path("OUT.JSONL")) == "jsonl"
    with pytest.raises(InputError, match=r"out\.docx: the output must end in \.jsonl"):
        format_of(Path("out.docx"))
