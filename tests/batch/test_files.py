from __future__ import annotations

from pathlib import Path

import pytest

from chartgap.batch.files import whole_file
from chartgap.errors import InputError


def test_the_file_appears_whole(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    with whole_file(place) as file:
        file.write(b"a\n")
        assert not place.exists()
    assert place.read_bytes() == b"a\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.jsonl"]


def test_after_an_error_the_old_file_stands_and_nothing_is_left_over(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    place.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), whole_file(place) as file:
        file.write(b"new")
        raise KeyboardInterrupt
    assert place.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("place", ["missing/out.jsonl", "."])
def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path, place: str) -> None:
    with pytest.raises(InputError), whole_file(tmp_path / place):
        pass
