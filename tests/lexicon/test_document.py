from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgap.errors import Fault
from chartgap.lexicon.document import MAX_BYTES, MAX_DEPTH, Document, read_document


def _read(tmp_path: Path, text: str) -> Document | list[Fault]:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def _told(read: Document | list[Fault]) -> list[tuple[int, str]]:
    assert isinstance(read, list)
    return [(fault.line, fault.message) for fault in read]


def test_words_that_yaml_takes_for_booleans_dates_and_octals_stay_text(tmp_path: Path) -> None:
    read = _read(tmp_path, "a: [no, yes, on, 2026-04-01, 0o17, 1_000, 12:30, .5, 1e3, NULL, True]\n")
    assert isinstance(read, Document)
    assert read.data == {
        "a": ["no", "yes", "on", "2026-04-01", "0o17", "1_000", "12:30", ".5", "1e3", "NULL", "True"]
    }


def test_plain_numbers_truth_values_and_null_are_read(tmp_path: Path) -> None:
    read = _read(tmp_path, "a: [1, -2.5, true, false, null, ~, '1', \"true\"]\nb:\n")
    assert isinstance(read, Document)
    assert read.data == {"a": [1, -2.5, True, False, None, None, "1", "true"], "b": None}


def test_a_duplicate_key_is_refused_with_its_line(tmp_path: Path) -> None:
    assert _told(_read(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n")) == [
        (5, "the key stands twice in this mapping"),
        (6, "the key stands twice in this mapping"),
    ]


def test_aliases_and_tags_are_refused(tmp_path: Path) -> None:
    read = _read(tmp_path, "a: &x [1]\nb: *x\nc: !!python/name:os.system x\nd: !!set {q}\n")
    assert _told(read) == [
        (1, "is used by an alias (*name); write it out at each place"),
        (3, "the tag tag:yaml.org,2002:python/name:os.system is not allowed here"),
        (4, "the tag tag:yaml.org,2002:set is not allowed"),
    ]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "a: " + "[" * 60 + "]" * 60]
)
def test_deep_nesting_is_refused_without_overrunning_the_stack(tmp_path: Path, text: str) -> None:
    assert _told(_read(tmp_path, text)) == [(0, f"is nested more than {MAX_DEPTH} levels deep")]


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    told = _told(_read(tmp_path, "a: b\n" + "# x\n" * (MAX_BYTES // 4)))
    assert told == [(0, f"the file is larger than {MAX_BYTES} bytes; split it")]


def test_a_syntax_fault_has_its_line(tmp_path: Path) -> None:
    [(line, message)] = _told(_read(tmp_path, "a: 1\nb: [1, 2\nc: 3\n"))
    assert (line, message.startswith("is not YAML: ")) == (3, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"- a\n", "must be a mapping of keys to values"),
        (b"a: \xff\n", "is not UTF-8 (byte 3)"),
    ],
)
def test_a_file_that_is_no_mapping_of_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(content)
    assert [message_ for _, message_ in _told(read_document(path))] == [message]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert _told(read_document(tmp_path / "none.yaml")) == [(0, "cannot be read: No such file or directory")]


def test_a_place_has_its_line(tmp_path: Path) -> None:
    read = _read(tmp_path, "a:\n  - b: 1\n    c:\n      - x\n      - y\n")
    assert isinstance(read, Document)
    lines = [
        read.line(loc) for loc in [("a",), ("a", 0), ("a", 0, "c"), ("a", 0, "c", 1), ("a", 0, "str", "no")]
    ]
    assert lines == [1, 2, 3, 5, 2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t\\0x~", max_size=80).map(str.encode),
    )
)
def test_no_bytes_give_anything_but_a_document_or_faults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(content)
    read = read_document(path)
    assert isinstance(read, Document) or (read and all(isinstance(fault, Fault) for fault in read))
