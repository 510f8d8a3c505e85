"""The commands that keep the code sets, and words beside commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chartgap.icd10cm.releases import installed_folder, list_releases
from tests.cli.conftest import Ran
from tests.icd10cm.test_install import official

Run = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARTGAP_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_an_installed_release_is_listed(run: Run, home: Path, tmp_path: Path) -> None:
    path = official(tmp_path / "april-1-2031-tables.zip")
    table = home / "icd10cm" / "2031-04-01.codes"
    assert run("codes", "install", path) == Ran(0, f"2031-04-01 installed: 3 codes, {table}\n", "")
    assert run("codes", "install", path) == Ran(0, f"2031-04-01 is there already: {table}\n", "")
    assert [file.name for file in table.parent.iterdir()] == ["2031-04-01.codes"]
    rows = json.loads(run("codes", "releases", "--format", "json").out)
    assert [(row["release"], row["codes"], row["origin"]) for row in rows] == [
        ("2026-04-01", 74719, "shipped"),
        ("2031-04-01", 3, "installed"),
    ]
    text = run("codes", "releases").out
    assert all(row[key] in text for row in rows for key in ("release", "origin", "source", "sha256"))


def test_a_refused_release_leaves_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    ran = run("codes", "install", official(tmp_path / "a.zip", codes="Z014 Crack\n"))
    assert (ran.code, ran.out) == (2, "")
    assert "disagree" in ran.err
    assert not home.exists()


def test_a_damaged_table_is_named_and_the_others_are_listed(run: Run, home: Path) -> None:
    installed_folder().mkdir(parents=True)
    (installed_folder() / "2031-04-01.codes").write_bytes(b"x")
    ran = run("codes", "releases")
    assert ran.code == 2
    assert list_releases()[0].name in ran.out
    assert "2031-04-01.codes: not a code table, or damaged" in ran.err


@pytest.mark.usefixtures("two_releases")
def test_the_difference_of_two_releases(run: Run, april_2025: tuple[Path, Path]) -> None:
    told = run("codes", "diff", "2025-04-01", "2026-04-01", "--under", "M61", "--format", "json")
    found = json.loads(told.out)
    assert [one["code"] for one in found["retitled"]] == ["M61.129"]
    assert (found["added"], found["deleted"], found["turned"]) == ([], [], [])
    text = run("codes", "diff", april_2025[0], "2026-04-01", "--under", "m61").out
    assert "Retitled: 1\n  M61.129  " in text
    assert "code.muscle-calcification.progressive  M61.129" in text


def test_a_release_that_is_not_at_hand_has_no_difference(run: Run) -> None:
    ran = run("codes", "diff", "1999-10-01", "2026-04-01")
    assert (ran.code, ran.out) == (2, "")
    assert "no code table for release 1999-10-01" in ran.err


@pytest.mark.usefixtures("two_releases")
def test_the_lexicon_is_checked_against_a_release(run: Run) -> None:
    ran = run("lexicon", "check", "--release", "2025-04-01")
    assert ran.code == 1
    assert "the release has no code T36.AX5A" in ran.out


def test_all_that_is_told_of_a_code_as_json(run: Run) -> None:
    found = json.loads(run("codes", "M86.58", "--format", "json", "--details").out)
    assert found["place"]["code"] == "M86.58"
    assert {one["element"] for one in found["elements"]} == {"acuity", "route", "site"}


def test_a_file_that_is_not_there_may_have_been_meant_as_words(run: Run) -> None:
    ran = run("codes", "install", "prosthesis")
    assert (ran.code, ran.out) == (2, "")
    assert "prosthesis: is no file" in ran.err
    assert "chartgap codes show" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("Stress fracture, hip, unspecified",),
        ("show", "Stress fracture, hip, unspecified"),
        ("Stress", "fracture,", "hip,", "unspecified"),
        ("--limit", "1", "Stress fracture, hip, unspecified"),
    ],
)
def test_words_are_looked_up_with_and_without_show(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("codes", *arguments, "--format", "json")
    assert json.loads(ran.out)[0]["code"] == "M84.359A"
    assert ran.code == 0


def test_words_in_one_argument_are_words_whatever_they_begin_with(run: Run) -> None:
    ran = run("codes", "releases of zzzyzx")
    assert (ran.code, ran.out) == (1, "")
    assert "no code has these words" in ran.err
