from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from chartgap.models import CandidateCode, NoteAnalysis
from tests.cli.conftest import Ran, StandIn

Run = Callable[..., Ran]


def test_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"chartgap {version('chartgap')}\n", "")


@pytest.mark.parametrize("command", ["analyze", "batch", "codes", "schema", "evaluate", "lexicon"])
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert "Usage: chartgap" in ran.out


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["lexicon", "nonsense"], ["--nonsense"]])
def test_no_command_is_an_unusable_argument(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).code == 2


def test_schema_is_that_of_the_analysis(run: Run) -> None:
    ran = run("schema")
    assert ran.code == 0
    assert json.loads(ran.out) == NoteAnalysis.model_json_schema(mode="serialization")


def test_codes_of_a_code_tell_what_it_needs(run: Run) -> None:
    ran = run("codes", "m86512")
    assert ran.code == 0
    assert "M86.512" in ran.out
    assert "M86.511" in ran.out
    assert "B95-B97" in ran.out


def test_codes_for_words_as_json(run: Run) -> None:
    ran = run("codes", "chronic osteomyelitis left tibia", "--format", "json")
    found = [CandidateCode.model_validate(one) for one in json.loads(ran.out)]
    assert (ran.code, ran.err) == (0, "")
    assert found[0].code == "M86.662"
    assert [one.rank for one in found] == list(range(1, len(found) + 1))


def test_codes_of_a_code_as_json_is_a_list_of_one(run: Run) -> None:
    (one,) = json.loads(run("codes", "M86.58", "--format", "json").out)
    assert (one["code"], one["billable"]) == ("M86.58", True)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("M61.08A", "M61.08 takes no seventh character: A does not belong there. Nearest: M61.08"),
        ("M86.99", "M86.9 takes no further character: 9 does not belong there. Nearest: M86.9"),
        ("Z99.99", "It would stand under Z99. Nearest: Z99.0, Z99.1, Z99.2, Z99.3, Z99.8"),
        ("FOO1", "It is not written like a code."),
    ],
)
def test_what_is_no_code_is_told_with_the_nearest_that_are(run: Run, code: str, told: str) -> None:
    said = f"chartgap: ICD-10-CM 2026-04-01 has no code {code}. {told}\n"
    assert run("codes", code) == Ran(2, "", said)


def test_words_that_lead_nowhere_are_said_to(run: Run) -> None:
    ran = run("codes", "zzzyzx")
    assert (ran.code, ran.out) == (1, "")
    assert "no code" in ran.err


def test_evaluate_prints_figures_and_differences(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "x", "text": "hip", "codes": ["M86.9"], "gaps": []}\n', encoding="utf-8")
    ran = run("evaluate", gold, "--show")
    assert (ran.code, ran.err) == (0, "")
    assert "x  codes: missing M86.9\n" in ran.out
    assert "1 notes; whole code set exact in 0 of 1" in ran.out
    figures = json.loads(run("evaluate", gold, "--json").out)
    assert figures["kinds"]["codes"] == {"precision": 1.0, "recall": 0.0, "f1": 0.0, "expected": 1}


def test_evaluate_counts_failed_notes(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "x", "text": "refuse"}\n', encoding="utf-8")
    ran = run("evaluate", gold)
    assert ran.code == 1
    assert "1 of 1 notes failed" in ran.err


def test_evaluate_refuses_what_is_no_gold_file(run: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "x"}\nZEBRA\n', encoding="utf-8")
    ran = run("evaluate", gold)
    assert (ran.code, ran.out) == (2, "")
    assert f"{gold}:1: missing or of the wrong form: text" in ran.err
    assert f"{gold}:2: not a JSON object" in ran.err
    assert "ZEBRA" not in ran.err


def test_titles_that_share_words_with_a_reading_are_alternatives(run: Run) -> None:
    found = json.loads(run("codes", "DJD lumbar spine", "--format", "json").out)
    assert (found[0]["code"], found[0]["basis"]) == ("M47.816", "documented")
    assert {one["basis"] for one in found[1:]} == {"alternative"}


def test_lexicon_check_names_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    wrong = tmp_path / "sites" / "mine.yaml"
    wrong.write_text(
        "kind: site\nsource: mine\nentries:\n  - id: site.mine\n    nonsense: 1\n", encoding="utf-8"
    )
    ran = run("lexicon", "check", tmp_path)
    assert ran.code == 1
    assert f"{wrong}:" in ran.out
    assert "nonsense" in ran.out


def test_lexicon_check_refuses_a_query_that_leads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gaps").mkdir()
    rule = tmp_path / "gaps" / "mine.yaml"
    rule.write_text(
        """\
id: gap.local.spread
kind: missing
element: etiology
severity: supporting
authority: page
source: mine
when: {concepts: [osteomyelitis]}
message: "The cause is not documented."
question: "Is this infection due to diabetes?"
fires: ["ASSESSMENT: Osteomyelitis."]
silent: ["ASSESSMENT: Osteopenia."]
""",
        encoding="utf-8",
    )
    ran = run("lexicon", "check", tmp_path)
    assert ran == Ran(1, f"{rule}:1: gap.local.spread: the question asks for yes or no\n1 fault\n", "")


def test_the_shipped_lexicon_has_no_fault(run: Run) -> None:
    assert run("lexicon", "check") == Ran(0, "0 faults\n", "")


def test_a_command_loads_what_it_needs_alone() -> None:
    script = (
        "import sys\n"
        "from chartgap.cli.main import main\n"
        "try: main(['codes', 'M86.58'])\n"
        "except SystemExit: pass\n"
        "assert not {'spacy', 'jinja2', 'chartgap.batch.pool', 'chartgap.cli.analyze'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_a_command_that_is_misspelt_is_guessed(run: Run) -> None:
    ran = run("anlyze")
    assert ran.code == 2
    assert "Did you mean 'analyze'?" in ran.err


@pytest.mark.parametrize("words", ["carpal tunnel", "carpal tunnel syndrome"])
def test_words_of_a_disorder_outside_the_chapter_are_told_where_they_belong(run: Run, words: str) -> None:
    told = "G56.0-: a disease of the nervous system, outside chapter XIII"
    assert run("codes", words) == Ran(0, "", f"chartgap: carpal tunnel syndrome is not coded here: {told}\n")


def test_help_does_not_load_spacy() -> None:
    script = (
        "import sys\n"
        "from chartgap.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'spacy', 'medspacy', 'numpy'} & set(sys.modules), 'loaded'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_away_is_no_error_message() -> None:
    script = "import subprocess, sys\nfrom chartgap.cli.main import main\nmain(['schema'])"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
