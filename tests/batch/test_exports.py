from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgap.batch import streams
from chartgap.batch.source import SourceOptions
from chartgap.batch.sources import open_source
from chartgap.models import ErrorRow, Note
from tests.batch.exports import EXPORTS, made_up, pack

TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=7)


def read(path: Path, options: SourceOptions | None = None, skip: int = 0) -> list[Note | ErrorRow]:
    with open_source(path, options, skip=skip) as source:
        return [record.outcome for record in source.records]


def pairs(outcomes: list[Note | ErrorRow]) -> list[tuple[str, str]]:
    assert all(isinstance(outcome, Note) for outcome in outcomes), outcomes
    return sorted(
        ((note.note_id or "").rpartition("/")[2], note.text) for note in outcomes if isinstance(note, Note)
    )


@pytest.mark.parametrize("name", EXPORTS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(texts=TEXTS)
def test_any_notes_come_back_as_they_were(
    name: str, texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = [text for text in texts if text or name != "fhir"]  # FHIR has no empty data
    notes = [(str(number), text) for number, text in enumerate(kept or ["a"], start=1)]
    folder = tmp_path_factory.mktemp("any")
    try:
        assert pairs(read(EXPORTS[name](folder, notes))) == sorted(notes)
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_may_be_compressed(name: str, compression: str, tmp_path: Path) -> None:
    path = pack(EXPORTS[name](tmp_path, made_up(7)), compression)
    assert pairs(read(path)) == sorted(made_up(7))


@pytest.mark.parametrize("name", EXPORTS)
def test_what_is_skipped_does_not_change_the_rest(name: str, tmp_path: Path) -> None:
    path = EXPORTS[name](tmp_path, made_up(7))
    assert read(path, skip=3) == read(path)[3:]
    assert read(path, skip=9) == []


def test_members_of_a_compressed_file_follow_each_other(tmp_path: Path) -> None:
    lines = [b'{"text": "a"}\n', b'{"text": "b"}\n']
    for compress in (gzip.compress, zstandard.compress):
        (tmp_path / "in.jsonl.gz").write_bytes(b"".join(compress(line) for line in lines))
        assert read(tmp_path / "in.jsonl.gz") == [Note(text="a"), Note(text="b")]


@pytest.mark.parametrize("name", ["jsonl", "csv", "omop", "mimic-iii"])
@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_of_a_cut_file_what_is_whole_is_kept_and_the_cut_is_told(
    name: str, compression: str, tmp_path: Path
) -> None:
    path = pack(EXPORTS[name](tmp_path, made_up(40_000 if compression == "zstd" else 500)), compression)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    *kept, last = read(path)
    assert isinstance(last, ErrorRow)
    assert last.error == "damaged"
    whole = dict(made_up(40_000))
    notes = [note for note in kept if isinstance(note, Note)]
    assert len(notes) > 50
    assert all(whole[note.note_id or ""] == note.text for note in notes)
    assert [row.error for row in kept if isinstance(row, ErrorRow)] in ([], ["bad_csv"])


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_a_bomb_is_stopped_and_what_was_before_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compress: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(streams, "EXPANSION_FREE", 1_000_000)
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(compress(b'{"text": "a"}\n' + b" " * 50_000_000))
    first, second = read(path)
    assert first == Note(text="a")
    assert isinstance(second, ErrorRow)
    assert "250 times" in second.message
