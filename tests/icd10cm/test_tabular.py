from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from chartgap.errors import CodeSetError
from chartgap.icd10cm.record import Record, expand_sevenths
from chartgap.icd10cm.tabular import read_tabular

SMALL = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><chapter><name>9</name><desc>Tests (Z00-Z09)</desc>
<section id="Z00-Z09"><desc>Wide (Z00-Z09)</desc></section>
<section id="Z01-Z02"><desc>Narrow (Z01-Z02)</desc>
 <excludes1><note>late things (Z96.-)</note></excludes1>
 <diag><name>Z01</name><desc>Crack</desc>
  <excludes1><note>crack due to:</note><note>heat (Z03.1)</note><note>cold (Z03.2)</note></excludes1>
  <sevenChrNote><note>7th characters</note></sevenChrNote>
  <sevenChrDef>
   <extension char="A">first visit</extension><extension char="S">sequela</extension>
  </sevenChrDef>
  <notes><note>7th characters S do not apply to codes in category Z01 with 6th character 7 - worst, or 8 - bad
  </note></notes>
  <diag><name>Z01.3</name><desc>Crack,  wall</desc>
   <inclusionTerm><note>Wall crack NOS</note></inclusionTerm></diag>
  <diag><name>Z01.557</name><desc>Crack, roof</desc></diag>
 </diag>
</section></chapter></ICD10CM.tabular>"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "icd10cm_tabular_2030.xml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_records_keep_titles_parents_and_notes_of_every_level(small: Path) -> None:
    _, records = read_tabular(small)
    assert [(r.id, r.title, r.parent, r.children) for r in records] == [
        ("9", "Tests (Z00-Z09)", "", 0),
        ("Z00-Z09", "Wide (Z00-Z09)", "9", 0),
        ("Z01-Z02", "Narrow (Z01-Z02)", "Z00-Z09", 0),
        ("Z01", "Crack", "Z01-Z02", 2),
        ("Z01.3", "Crack, wall", "Z01", 0),
        ("Z01.557", "Crack, roof", "Z01", 0),
    ]
    assert records[2].notes == [("excludes1", "late things (Z96.-)")]
    assert records[4].notes == [("inclusion_term", "Wall crack NOS")]


def test_a_line_under_a_lead_carries_the_lead(small: Path) -> None:
    _, records = read_tabular(small)
    assert [text for kind, text in records[3].notes if kind == "excludes1"] == [
        "crack due to: heat (Z03.1)",
        "crack due to: cold (Z03.2)",
    ]


def test_seventh_characters_are_inherited_padded_and_titled(small: Path) -> None:
    _, records = read_tabular(small)
    assert list(expand_sevenths(records[4])) == [
        ("Z01.3XXA", "Crack, wall, first visit"),
        ("Z01.3XXS", "Crack, wall, sequela"),
    ]


def test_a_note_can_bar_seventh_characters(small: Path) -> None:
    _, records = read_tabular(small)
    assert list(expand_sevenths(records[5])) == [("Z01.557A", "Crack, roof, first visit")]


def test_a_category_of_three_characters_is_padded_after_its_dot() -> None:
    record = Record("Y33", "Event", "Y21-Y33", sevenths=(("A", "first"),))
    assert list(expand_sevenths(record)) == [("Y33.XXXA", "Event, first")]


def test_a_header_has_no_full_codes(small: Path) -> None:
    _, records = read_tabular(small)
    assert list(expand_sevenths(records[3])) == []


def test_the_published_zip_is_read(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(small, "table and index/icd10cm_tabular_2030.xml")
        archive.writestr("table and index/icd10cm_index_2030.xml", "<index/>")
    assert read_tabular(path) == read_tabular(small)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "tabular.xml"
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    path.write_bytes(text.encode(encoding))
    with pytest.raises(CodeSetError, match="declares a DTD"):
        read_tabular(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [("<a>", "malformed XML"), ("<a/>", "no codes in it"), ("", "malformed XML")],
)
def test_what_is_no_tabular_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "tabular.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodeSetError, match=message):
        read_tabular(path)


def test_a_missing_file_is_a_code_set_error(tmp_path: Path) -> None:
    with pytest.raises(CodeSetError, match="cannot be read"):
        read_tabular(tmp_path / "none.xml")
