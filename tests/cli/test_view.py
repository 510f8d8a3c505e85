from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, StandIn

Run = Callable[..., Ran]


def after(heading: str, printed: str) -> list[str]:
    _, found, rest = printed.partition(f"{heading}\n")
    return [line.strip() for line in rest.splitlines() if line.strip()] if found else []


def test_the_auditors_view_of_a_code(run: Run) -> None:
    ran = run("codes", "M62.81", "--view", "auditor")
    assert (ran.code, ran.err) == (0, "")
    assert after("For auditors", ran.out)[0] == "M62.81"
    assert "(article A54992)" in ran.out


def test_the_standard_view_of_a_code_is_the_same_without_that(run: Run) -> None:
    standard, auditors = run("codes", "M62.81").out, run("codes", "M62.81", "--view", "auditor").out
    assert "auditors" not in standard
    assert auditors.startswith(standard)


def test_the_auditors_view_of_codes_found_by_words(run: Run) -> None:
    words = "Other chronic hematogenous osteomyelitis, other site"
    ran = run("codes", words, "--limit", "1", "--view", "auditor")
    assert (ran.code, after("For auditors", ran.out)[0]) == (0, "M86.58")


@pytest.mark.parametrize("form", ["text", "html"])
def test_the_auditors_view_of_a_claim(run: Run, stand_in: type[StandIn], tmp_path: Path, form: str) -> None:
    (tmp_path / "a.txt").write_text("left hip", encoding="utf-8")
    options = ["--format", form, "--claimed", "M86.58,B95.62", "--setting", "inpatient"]
    ran = run("analyze", tmp_path / "a.txt", *options, "--view", "auditor")
    assert (ran.code, ran.err) == (0, "")
    assert "MS-DRG 541 Osteomyelitis without CC/MCC" in " ".join(ran.out.split())
    assert "MS-DRG" not in run("analyze", tmp_path / "a.txt", *options).out


def test_the_service_date_chooses_the_version(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("left hip", encoding="utf-8")
    options = ["--format", "text", "--claimed", "M86.58", "--view", "auditor"]
    ran = run("analyze", tmp_path / "a.txt", *options, "--service-date", "2024-12-31")
    assert "MS-DRG 42, in force from 2024-10-01" in ran.out


@pytest.mark.parametrize("arguments", [["codes", "M86.58", "--format", "json"], ["analyze", "-"]])
def test_json_and_the_auditors_view_do_not_go_together(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments, "--view", "auditor")
    assert (ran.code, ran.out) == (2, "")
    assert "--format text or html" in " ".join(ran.err.replace("│", " ").split())
