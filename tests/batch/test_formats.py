from __future__ import annotations

import base64
import json
import os
from datetime import date
from pathlib import Path

import pytest

from chartgap.batch.formats.documents import read_html, read_rtf
from chartgap.batch.records import Origin, Record
from chartgap.batch.source import SourceOptions
from chartgap.batch.sources import describe, open_source
from chartgap.errors import InputError
from chartgap.models import ErrorRow, Note
from tests.batch.exports import document, report

CANARY = "ZEBRA-4711"
SUBJECT = {"reference": "Patient/7"}


def records(path: Path, options: SourceOptions | None = None) -> list[Record]:
    with open_source(path, options) as source:
        return list(source.records)


def told(path: Path, options: SourceOptions | None = None) -> list[tuple[str | None, str]]:
    """Of each record its id, and its text or its kind of error."""
    found = [record.outcome for record in records(path, options)]
    assert all(CANARY not in row.message for row in found if isinstance(row, ErrorRow))
    return [(one.note_id, one.text if isinstance(one, Note) else one.error) for one in found]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def attachment(content: bytes, content_type: str = "text/plain") -> dict[str, str]:
    return {"contentType": content_type, "data": base64.b64encode(content).decode()}


def ndjson(folder: Path, *resources: object) -> Path:
    return write(folder, "in.ndjson", "".join(json.dumps(resource) + "\n" for resource in resources))


def test_html_becomes_lines_as_a_reader_sees_them() -> None:
    page = (
        "<html><head><title>no</title></head><body><h1>Plan</h1><p>a  <b>b</b>\n c<br>d</p><!-- no -->"
        "<script>no</script><ul><li>e<li>f</ul><table><tr><td>g<td>h</tr></table><pre>i\n  j</pre>&lt;k&gt;"
    )
    assert read_html(page.encode(), "utf-8") == "Plan\na b c\nd\ne\nf\ng\th\ni\n  j\n<k>"


def test_html_of_great_depth_is_no_danger() -> None:
    read_html(b"<div>" * 50_000 + b"a", "utf-8")


def test_rtf() -> None:
    text = read_rtf(rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Arial;}a\par b\'e9\u8722?c}")
    assert text == "a\nb\u00e9\N{MINUS SIGN}c"


@pytest.mark.parametrize("data", [rb"{\rtf1 \u99999999 ?}", b"plain", rb"{\rtf1\ansicpg99999 \'e9}"])
def test_rtf_that_cannot_be_read_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError):
        read_rtf(data)


def test_fhir_types_of_attachments(tmp_path: Path) -> None:
    path = ndjson(
        tmp_path,
        document(
            "a",
            SUBJECT,
            attachment("caf\u00e9".encode("cp1252"), "text/plain; charset=windows-1252"),
            attachment(b"<p>one<p>two", "text/html"),
            attachment(rb"{\rtf1 three}", "text/rtf"),
            attachment(CANARY.encode(), "application/pdf"),
            {"contentType": "text/plain", "url": f"https://example.org/{CANARY}"},
            {"contentType": "text/plain", "data": f"{CANARY}!"},
            attachment(b"\xff", "text/plain"),
            attachment(b"a", "text/plain; charset=nonsense"),
            {"contentType": "text/plain"},
        ),
    )
    assert told(path) == [
        ("DocumentReference/a", "caf\u00e9"),
        ("DocumentReference/a#2", "one\ntwo"),
        ("DocumentReference/a#3", "three"),
        ("DocumentReference/a#4", "bad_attachment"),
        ("DocumentReference/a#5", "by_url"),
        ("DocumentReference/a#6", "bad_attachment"),
        ("DocumentReference/a#7", "bad_attachment"),
        ("DocumentReference/a#8", "bad_attachment"),
        ("DocumentReference/a#9", "missing_text"),
    ]


def test_fhir_an_attachment_of_both_resources_is_read_once(tmp_path: Path) -> None:
    same = attachment(b"same")
    path = ndjson(
        tmp_path,
        document("a", SUBJECT, same),
        document("b", SUBJECT, same),
        report("c", SUBJECT, same),
        report("d", {"reference": "Patient/8"}, same),
        {"resourceType": "Patient", "id": "7"},
    )
    with open_source(path) as source:
        ids = [record.outcome.note_id for record in source.records]
        assert source.passed_over == {"same_attachment": 1, "other_resource": 1}
    assert ids == ["DocumentReference/a", "DocumentReference/b", "DiagnosticReport/d"]


def test_fhir_bad_resources_are_error_rows(tmp_path: Path) -> None:
    spoiled = {**document("a", SUBJECT, attachment(b"x")), "status": "entered-in-error"}
    wrong = {**document("b", SUBJECT), "content": CANARY}
    path = ndjson(tmp_path, spoiled, wrong, document("c", SUBJECT), {"id": "d"}, [CANARY])
    assert told(path) == [
        ("DocumentReference/a", "entered_in_error"),
        ("DocumentReference/b", "wrong_type"),
        ("DocumentReference/c", "missing_text"),
        ("record-4", "wrong_type"),
        ("record-5", "wrong_type"),
    ]


def test_fhir_origin(tmp_path: Path) -> None:
    resource = {
        **document("a", SUBJECT, attachment(b"x")),
        "date": "2026-02-17T08:00:00Z",
        "author": [{"display": "Dr. A"}],
        "context": {"encounter": [{"reference": "Encounter/9"}]},
        "type": {"coding": [{"code": "x"}, {"system": "http://loinc.org", "code": "11506-3"}]},
    }
    (record,) = records(ndjson(tmp_path, resource))
    day = date(2026, 2, 17)
    assert record.origin == Origin("7", "9", "Dr. A", day, "11506-3", "DocumentReference/a")


def test_mimic_marks_notes_that_are_errors(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "NOTEEVENTS.csv",
        "ROW_ID,SUBJECT_ID,HADM_ID,CHARTDATE,CATEGORY,ISERROR,TEXT\n"
        "1,2,3,2151-08-04,Radiology,1,a\n4,2,,2151-08-04,Radiology,,b\n",
    )
    assert told(path) == [("1", "entered_in_error"), ("4", "b")]
    assert records(path)[1].origin == Origin("2", None, None, date(2151, 8, 4), "Radiology")


def test_a_foreign_table_with_a_column_it_does_not_have_is_refused(tmp_path: Path) -> None:
    header = f"note_id,person_id,note_type_concept_id,note_text,{CANARY}\n"
    with pytest.raises(InputError, match="position 5") as caught:
        records(write(tmp_path, "note.csv", header))
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("x,10,c\nx,9,b\n" + "".join(f"x,{n},a\n" for n in range(1, 9)), [("x", "a\n" * 8 + "b\nc")]),
        ("x,1,a\ny,1,b\nx,2,c\n", [("x", "a\nc"), ("y", "b")]),
        ("x,1,a\nx,3,c\ny,1,b\n", [("x", "bad_line"), ("y", "b")]),
        ("x,2,a\n", [("x", "bad_line")]),
        ("x,1,a\nx,1,b\n", [("x", "bad_line")]),
        ("x,one,a\ny,1,b\n", [("x", "bad_line"), ("y", "b")]),
        (f",1,{CANARY}\ny,1,b\n", [("record-1", "wrong_value"), ("y", "b")]),
        ("x,1\ny,1,b\n", [("record-1", "bad_csv"), ("y", "b")]),
        ("x,1,{\\rtf1 a\nx,2,b}\n", [("x", "a\nb")]),
    ],
)
def test_notes_split_over_rows(tmp_path: Path, rows: str, expected: list[tuple[str, str]]) -> None:
    path = write(tmp_path, "notes.csv", "NOTE_ID,LINE,NOTE_TEXT\n" + rows)
    assert [(name, text.replace("ab", "a\nb")) for name, text in told(path)] == expected


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("x,1,a\nx,1,b\nx,2,c\n", "line 1 of the note is there twice"),
        ("x,1,a\nx,3,c\n", "line 2 of the note is missing"),
    ],
)
def test_the_line_of_a_split_note_that_is_wrong_is_named(tmp_path: Path, rows: str, message: str) -> None:
    (record,) = records(write(tmp_path, "notes.csv", "NOTE_ID,LINE,NOTE_TEXT\n" + rows))
    assert isinstance(record.outcome, ErrorRow)
    assert record.outcome.message == message


def test_the_columns_of_json_lines_are_those_that_each_record_names(tmp_path: Path) -> None:
    told = dict(describe(write(tmp_path, "in.jsonl", '{"text": "a"}\n'), SourceOptions()))
    assert told["columns"] == "as each record names them"


def test_a_byte_of_another_encoding_spoils_the_split_note_it_is_in(tmp_path: Path) -> None:
    rows = b"NOTE_ID,LINE,NOTE_TEXT\nx,1,a\nx,2,\xff\ny,1,b\n"
    assert told(write(tmp_path, "notes.csv", rows)) == [("x", "bad_line"), ("y", "b")]


def test_lines_may_be_joined_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path, "notes.csv", "NOTE_ID,LINE,NOTE_TEXT\nx,1,a\nx,2,b\n")
    assert told(path, SourceOptions(line_joint="")) == [("x", "ab")]


CCDA = """<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2" extension="D1"/><code code="11506-3"/>
<effectiveTime value="20260217080000"/>
<recordTarget><patientRole><id extension="7"/></patientRole></recordTarget>
<component><structuredBody><component><section><title>Assessment</title>
<text><paragraph>one <content>two</content></paragraph><list><item>three</item></list></text>
<component><section><title>Inner</title><text>four</text></section></component>
</section></component></structuredBody></component></ClinicalDocument>"""


def test_ccda(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml", CCDA)
    (record,) = records(path)
    assert record.outcome == Note(note_id="a", text="Assessment\none two\nthree\nInner\nfour")
    assert record.origin == Origin("7", None, None, date(2026, 2, 17), "11506-3", "1.2^D1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type_is_refused(tmp_path: Path, encoding: str) -> None:
    content = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + CCDA.replace("one", "&e;")
    assert told(write(tmp_path, "a.xml", content.encode(encoding))) == [("a", "bad_document")]


def test_a_folder_is_read_with_the_folders_in_it_and_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write(folder, "b.txt", "two")
    write(folder, "c.rtf", rb"{\rtf1 three}")
    write(folder / "a", "x.txt", "one")
    write(tmp_path, "out.txt", CANARY)
    os.symlink(tmp_path / "out.txt", folder / "d.txt")
    os.symlink(tmp_path, folder / "e")
    assert told(folder) == [("a/x", "one"), ("b", "two"), ("c", "three"), ("d", "unreadable")]


def test_other_encodings(tmp_path: Path) -> None:
    line = '{"text": "caf\u00e9"}\n{"text": "b"}\n'
    for encoding in ("cp1252", "utf-16", "utf-16-le"):
        path = write(tmp_path, "in.jsonl", line.encode(encoding))
        assert told(path, SourceOptions(encoding=encoding)) == [(None, "caf\u00e9"), (None, "b")]


def test_bytes_that_are_not_of_the_encoding_spoil_their_line_only(tmp_path: Path) -> None:
    path = write(tmp_path, "in.csv", b"text,note_id\n\xc2\x81,a\nb,c\n")
    assert told(path, SourceOptions(encoding="ascii")) == [("a", "invalid_utf8"), ("c", "b")]


def test_a_later_file_that_cannot_be_used_is_an_error_row(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    write(folder, "1.csv", "text\na\n")
    write(folder, "2.csv", f"{CANARY}\nb\n")
    write(folder, "3.csv", "text\nc\n")
    assert told(folder) == [(None, "a"), ("record-2", "unreadable"), (None, "c")]


def test_what_an_input_is_taken_for(tmp_path: Path) -> None:
    path = write(tmp_path, "x.csv", f"note_id\tLINE\tnote_text\n{CANARY}\t1\t{CANARY}\n")
    assert dict(describe(path, SourceOptions())) == {
        "format": "epic",
        "stored as": "tsv",
        "compression": "none",
        "encoding": "utf-8",
        "files": "1",
        "columns": "note_id=note_id, text=note_text",
        "first record": "readable",
    }


def test_a_forced_format_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "x.csv", "note_id,text\na,b\n")
    with pytest.raises(InputError, match="a table of omop has the columns"):
        records(path, SourceOptions(format="omop"))


def test_an_encoding_that_breaks_off_is_told_after_what_was_read(tmp_path: Path) -> None:
    content = '{"text": "a"}\n'.encode("utf-16-le") * 20_000 + b"\x00\xd8a\x00" * 9
    *kept, last = told(write(tmp_path, "in.jsonl", content), SourceOptions(encoding="utf-16-le"))
    assert set(kept) == {(None, "a")}
    assert last == (f"record-{len(kept) + 1}", "unreadable")
