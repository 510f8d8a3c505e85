from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.batch.outputs.tables import TABLES
from chartgap.batch.outputs.xlsx import MAX_CELL, XlsxSink
from chartgap.batch.sink import Row
from chartgap.models import ErrorRow
from tests.batch.outputs.held import make


def sheets(workbook: Path) -> dict[str, str]:
    """The XML of each sheet by its name."""
    with zipfile.ZipFile(workbook) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        return {
            name: archive.read(f"xl/worksheets/sheet{place}.xml").decode()
            for place, name in enumerate(names, start=1)
        }


def texts(xml: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<t(?: [^>]*)?>(.*?)</t>", xml, re.DOTALL)]


def test_one_sheet_a_table_with_its_heading(held: list[Row], tmp_path: Path) -> None:
    found = sheets(make(XlsxSink(), held, tmp_path))
    assert list(found) == list(TABLES)
    for name, columns in TABLES.items():
        assert texts(found[name])[: len(columns)] == [column.name for column in columns]


def test_a_failed_record_stands_in_its_sheet(held: list[Row], tmp_path: Path) -> None:
    found = texts(sheets(make(XlsxSink(), held, tmp_path))["errors"])
    assert found[4:] == ["r4", "invalid_utf8", "not UTF-8 at byte 3"]


@given(
    st.lists(st.sampled_from("=+-@\t\r|\uff1d\uff0b\uff0d\uff20a1'\"<&"), min_size=1, max_size=12).map(
        "".join
    )
)
def test_nothing_becomes_a_formula_or_a_link(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("xlsx")
    row = Row(1, ErrorRow(note_id=text, error="http://x.example", message=f"{{={text}}}", record=1))
    xml = sheets(make(XlsxSink(), [row], folder))["errors"]
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    assert f"{{={text}}}".replace("\r", "") in [one.replace("_x000D_", "") for one in texts(xml)]


def test_a_cell_takes_no_more_than_it_can(tmp_path: Path) -> None:
    row = Row(1, ErrorRow(note_id="a", error="e", message="\U0001f9b4" * MAX_CELL, record=1))
    (message,) = texts(sheets(make(XlsxSink(), [row], tmp_path))["errors"])[6:]
    assert len(message.encode("utf-16-le")) // 2 <= MAX_CELL
    assert message.endswith("…")


def test_a_long_table_goes_on_in_another_sheet(
    held: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chartgap.batch.outputs.xlsx.MAX_ROWS", 10)
    found = sheets(make(XlsxSink(), held, tmp_path))
    assert {"findings", "findings 2"} <= set(found)
    assert max(xml.count("<row ") for xml in found.values()) == 10
