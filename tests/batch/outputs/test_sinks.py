"""What holds of every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartgap.batch.sink import Row
from chartgap.batch.sinks import FORMATS, make_sink
from tests.batch.outputs.held import contents, make


@pytest.mark.parametrize("name", FORMATS)
def test_the_cut_into_parts_changes_no_byte(name: str, held: list[Row], tmp_path: Path) -> None:
    sink = make_sink(name)
    whole = contents(make(sink, held, tmp_path, each=4))
    assert whole
    assert contents(make(make_sink(name), held, tmp_path, each=1)) == whole
    assert contents(make(sink, held, tmp_path, each=3)) == whole


@pytest.mark.parametrize("name", FORMATS)
def test_a_batch_of_nothing_has_its_empty_output(name: str, tmp_path: Path) -> None:
    assert contents(make(make_sink(name), [], tmp_path))


@pytest.mark.parametrize("name", ["jsonl", "omop", "fhir", "brat", "labelstudio", "labelstudio-utf16"])
def test_a_record_that_failed_is_not_lost(name: str, held: list[Row], tmp_path: Path) -> None:
    made = contents(make(make_sink(name), held, tmp_path))
    assert any(b"not UTF-8 at byte 3" in body for body in made.values())
