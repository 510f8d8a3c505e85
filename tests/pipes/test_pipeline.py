"""The pipeline as a whole: loaded by name, saved and loaded again, unmoved by odd texts."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.util import load_config

from chartgap import resources
from chartgap.errors import ChartgapError
from chartgap.lexicon.schema import TermEntry
from chartgap.models import Reading
from chartgap.pipes.pipeline import load
from chartgap.pipes.read import read

NOTE = (
    "HPI: 58-year-old man, s/p fall. No fever.\nFAMILY HISTORY: Mother had osteoporosis.\n"
    "ASSESSMENT:\n1. Chronic osteomyelitis of the left  tibia, MSSA.\n2. Possible myositis of the thigh.\n"
)
STATEMENTS = [
    "osteomyelitis",
    "no",
    "possible",
    "left",
    "hip",
    ".",
    ",",
    "\n",
    "1. ",
    "A:",
    " ",
    "history of",
    "\x00",
    "−",
    "?",
]


def told(reading: Reading) -> list[tuple[str, str, str | None, frozenset[str]]]:
    return [
        (
            finding.kind,
            finding.text,
            finding.section,
            frozenset(name for name, value in finding.assertion if value),
        )
        for finding in reading.findings
        if finding.kind == "disorder"
    ]


def test_a_note_is_read(nlp: Language) -> None:
    reading = read(nlp(NOTE))
    assert told(reading) == [
        ("disorder", "osteoporosis", "family_history", frozenset({"family"})),
        ("disorder", "osteomyelitis", "assessment", frozenset()),
        ("disorder", "myositis", "assessment", frozenset({"uncertain"})),
    ]


def test_bare_docs_give_the_same_findings(nlp: Language) -> None:
    bare = load(bare=True)
    paths = sorted(Path("fixtures/notes").glob("*.txt"))
    texts = [NOTE, *(path.read_text(encoding="utf-8") for path in paths)]
    assert [read(bare(text)) for text in texts] == [read(nlp(text)) for text in texts]
    assert (len(bare(NOTE)), list(bare(NOTE).spans)) == (0, [])


def test_ids_follow_the_text_and_offsets_slice(nlp: Language) -> None:
    reading = read(nlp(NOTE))
    assert [finding.id for finding in reading.findings] == [f"f{n + 1}" for n in range(len(reading.findings))]
    assert [finding.start for finding in reading.findings] == sorted(f.start for f in reading.findings)
    assert all(NOTE[finding.start : finding.end] == finding.text for finding in reading.findings)


def test_a_negated_term_names_its_cue(nlp: Language) -> None:
    text = "There is no osteomyelitis."
    (finding,) = [finding for finding in read(nlp(text)).findings if finding.kind == "disorder"]
    assert (
        finding.assertion.negated,
        [text[start:end] for start, end in finding.cues],
        finding.disputed,
    ) == (
        True,
        ["no"],
        False,
    )


def test_where_the_two_readers_differ_the_finding_says_so(nlp: Language) -> None:
    (finding,) = [
        finding for finding in read(nlp("Osteomyelitis: never.")).findings if finding.kind == "disorder"
    ]
    assert (finding.assertion.negated, finding.disputed) == (True, True)


def test_a_saved_pipeline_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert read(again(NOTE)) == read(nlp(NOTE))
    assert [path.name for path in (tmp_path / "saved").iterdir() if path.is_dir()] == ["vocab"]


def test_a_saved_pipeline_refuses_another_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extra = TermEntry(id="test.gout", kind="disorder", value={"concept": "gout"}, terms=("zzgout",))
    load(extra_terms=[extra]).to_disk(tmp_path / "saved")
    monkeypatch.setattr("chartgap.pipes.words._HELD", {})
    with pytest.raises(ChartgapError, match="was saved with the lexicon"):
        spacy.load(tmp_path / "saved")


def test_extra_terms_are_found(nlp: Language) -> None:
    extra = TermEntry(id="test.gout", kind="disorder", value={"concept": "gout"}, terms=("zzgout",))
    findings = read(load(extra_terms=[extra])("zzgout today")).findings
    assert [(finding.rule, finding.text) for finding in findings] == [("test.gout", "zzgout")]


def test_the_config_is_spacys(nlp: Language) -> None:
    config = load_config(resources.pipelines() / "default.cfg")
    assert config["nlp"]["pipeline"] == nlp.pipe_names


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(ChartgapError, match="no pipeline named 'nothing'"):
        load("nothing")


def test_warning_filters_are_as_before() -> None:
    code = (
        "import spacy, warnings; before = list(warnings.filters)\n"
        "from chartgap.pipes.pipeline import load\nnlp = load(); nlp('No fever.')\n"
        "assert list(warnings.filters) == before, warnings.filters\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_spacys_command_line_waits_until_it_is_asked_for() -> None:
    code = (
        "import sys; from chartgap.pipes.quiet import import_spacy; import_spacy(); import spacy\n"
        "assert not sys.modules.keys() & {'spacy.cli', 'spacy.cli.info', 'typer'}\n"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__\n"
        "assert spacy.cli.info.__module__ == 'spacy.cli.info'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_loading_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load()


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "no " * 20_000, "x" * 100_000, "\n" * 10_000, ":" * 5_000]
)
def test_odd_texts_are_read(nlp: Language, text: str) -> None:
    assert read(nlp(text)).text == text


@given(st.lists(st.sampled_from(STATEMENTS) | st.text(max_size=5), max_size=30).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_and_every_offset_slices(nlp: Language, text: str) -> None:
    reading = read(nlp(text))
    assert reading == read(nlp(text))
    assert all(text[finding.start : finding.end] == finding.text != "" for finding in reading.findings)
    laid = reading.layout
    for extents in (laid.sections, laid.items):
        assert all(0 <= extent.start <= extent.end <= len(text) for extent in extents)
    assert all(0 <= start < end <= len(text) for start, end in laid.sentences)
    assert list(laid.sentences) == sorted(laid.sentences)
