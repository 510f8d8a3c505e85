"""brat and Label Studio: offsets slice back, also over line ends and behind an emoji."""

from __future__ import annotations

import json
import re
from pathlib import Path

from chartgap.batch.outputs.brat import BratSink, file_name
from chartgap.batch.outputs.labelstudio import LabelStudioSink
from chartgap.batch.sink import Row
from chartgap.models import NoteAnalysis
from tests.batch.outputs.held import TEXTS, make


def test_every_span_of_brat_is_that_of_the_text(held: list[Row], tmp_path: Path) -> None:
    folder = make(BratSink(), held, tmp_path)
    for number, text in enumerate(TEXTS, start=1):
        name = file_name(number, str(number))
        assert (folder / f"{name}.txt").read_bytes().decode() == text
        lines = (folder / f"{name}.ann").read_text(encoding="utf-8").splitlines()
        spans = [line.split("\t") for line in lines if line.startswith("T")]
        assert spans
        for _, where, words in spans:
            pieces = [tuple(map(int, piece.split())) for piece in where.split(" ", 1)[1].split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words


def test_brat_has_assertions_and_codes(held: list[Row], tmp_path: Path) -> None:
    folder = make(BratSink(), held, tmp_path)
    first = (folder / f"{file_name(1, '1')}.ann").read_text(encoding="utf-8")
    second = (folder / f"{file_name(2, '2')}.ann").read_text(encoding="utf-8")
    assert re.search(r"^A1\tnegated T\d+$", first, re.MULTILINE)
    assert re.search(r"^N\d+\tReference T\d+ ICD10CM:M86\.68\tOther chronic", second, re.MULTILINE)
    kinds = (folder / "annotation.conf").read_text(encoding="utf-8").split("[relations]")[0].split()[1:]
    assert {line.split("\t")[1].split()[0] for line in first.splitlines() if line[0] == "T"} <= set(kinds)


def test_a_hostile_id_stays_in_the_folder() -> None:
    assert file_name(7, "../../etc/passwd\x00=\u202e") == "00000007-.._.._etc_passwd___"
    assert len(file_name(7, "n" * 999)) == 73


def test_label_studio_counts_code_points_or_utf16_units(held: list[Row], tmp_path: Path) -> None:
    for utf16 in (False, True):
        folder = tmp_path / str(utf16)
        folder.mkdir()
        tasks = json.loads((make(LabelStudioSink(utf16=utf16), held, folder) / "tasks.json").read_bytes())
        assert [task["data"]["text"] for task in tasks] == list(TEXTS)
        for task, row in zip(tasks, held, strict=False):
            assert isinstance(row.outcome, NoteAnalysis)
            assert len(task["predictions"][0]["result"]) == len(row.outcome.findings)
            units = task["data"]["text"].encode("utf-16-le") if utf16 else task["data"]["text"]
            size = 2 if utf16 else 1
            for result in task["predictions"][0]["result"]:
                value = result["value"]
                piece = units[value["start"] * size : value["end"] * size]
                assert (piece.decode("utf-16-le") if isinstance(piece, bytes) else piece) == value["text"]


def test_the_labels_are_those_of_the_configuration(held: list[Row], tmp_path: Path) -> None:
    folder = make(LabelStudioSink(), held, tmp_path)
    offered = set(re.findall(r'<Label value="(\w+)"/>', (folder / "config.xml").read_text(encoding="utf-8")))
    tasks = json.loads((folder / "tasks.json").read_bytes())
    used = {
        label
        for task in tasks
        for result in task["predictions"][0]["result"]
        for label in result["value"]["labels"]
    }
    assert used <= offered
