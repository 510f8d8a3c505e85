from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from chartgap.models import Note
from tests.cli.conftest import Ran, StandIn

Run = Callable[..., Ran]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "visit.txt"
    path.write_bytes(b"left hip\r\npain")
    return path


def test_json_is_one_line_a_note_in_the_order_given(run: Run, stand_in: type[StandIn], note: Path) -> None:
    second = note.with_name("another.txt")
    second.write_text("nothing", encoding="utf-8")
    ran = run("analyze", note, second)
    assert (ran.code, ran.err) == (0, "")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["note_id"] for row in rows] == ["visit", "another"]
    assert [one["text"] for one in rows[0]["findings"]] == ["hip"]


def test_the_note_is_analyzed_as_it_came_in_with_what_is_known(
    run: Run, stand_in: type[StandIn], note: Path
) -> None:
    options = "--setting inpatient --age 62.5 --sex F --service-date 2026-02-17 --authority index"
    ran = run(
        "analyze",
        note,
        *options.split(),
        "--claimed",
        "m86.58,B95.61",
        "--lexicons",
        note.parent,
        "--lexicons",
        note.parent,
    )
    assert ran.code == 0
    assert stand_in.seen == [
        Note(
            text="left hip\r\npain",
            note_id="visit",
            age=62.5,
            sex="F",
            service_date=date(2026, 2, 17),
            claimed_codes=("M86.58", "B95.61"),
        )
    ]
    assert stand_in.made == [
        {"setting": "inpatient", "authority": "index", "lexicons": (note.parent, note.parent)}
    ]


def test_standard_input_has_no_id_of_its_own(run: Run, stand_in: type[StandIn]) -> None:
    ran = run("analyze", "-", stdin=b"hip \xf0\x9f\xa6\xb4")
    assert ran.code == 0
    assert stand_in.seen == [Note(text="hip \N{BONE}")]


def test_notes_of_the_same_name_keep_their_paths(run: Run, stand_in: type[StandIn], note: Path) -> None:
    other = note.parent / "more" / note.name
    other.parent.mkdir()
    other.write_bytes(b"x")
    run("analyze", note, other)
    assert [seen.note_id for seen in stand_in.seen] == [str(note), str(other)]


@pytest.mark.parametrize("form", ["text", "html"])
def test_pages(run: Run, stand_in: type[StandIn], note: Path, form: str) -> None:
    ran = run("analyze", note, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "visit" in ran.out
    assert ran.out.startswith("<!DOCTYPE html>") == (form == "html")


@pytest.mark.parametrize("form", ["json", "text", "html"])
def test_a_report_can_go_to_a_file(run: Run, stand_in: type[StandIn], note: Path, form: str) -> None:
    printed = run("analyze", note, "--format", form).out
    ran = run("analyze", note, "--format", form, "-o", note.with_name("report"))
    assert ran == Ran(0, "", "")
    assert note.with_name("report").read_bytes().decode("utf-8") == printed


def test_a_note_that_fails_has_an_error_row_and_the_others_are_analyzed(
    run: Run, stand_in: type[StandIn], note: Path
) -> None:
    bad = note.with_name("bad.txt")
    bad.write_bytes(b"\xff\xfe\x00")
    empty = note.with_name("empty.txt")
    empty.write_bytes(b"refuse")
    ran = run("analyze", bad, note, empty)
    assert ran.code == 1
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["note_id"], row.get("error")) for row in rows] == [
        ("bad", "unusable_note"),
        ("visit", None),
        ("empty", "unusable_note"),
    ]
    assert ran.err == "chartgap: bad: this is a UTF-16 file, not text\nchartgap: empty: the note is empty\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.txt"],
        ["."],
        ["-", "--format", "xml"],
        ["-", "--age", "131"],
        ["-", "--age", "old"],
        ["-", "--sex", "X"],
        ["-", "--service-date", "17/02/2026"],
        ["-", "--setting", "home"],
        ["-", "--authority", "me"],
        ["-", "--lexicons", "missing"],
        ["-", "--unknown"],
    ],
)
def test_unusable_arguments_are_told_without_a_traceback(
    run: Run, stand_in: type[StandIn], arguments: list[str]
) -> None:
    ran = run("analyze", *arguments, stdin=b"hip")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err
    assert stand_in.seen == []
