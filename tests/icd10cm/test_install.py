"""Adding an official release: what is taken, and what is refused without a trace."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from chartgap.errors import CodeSetError
from chartgap.icd10cm import published
from chartgap.icd10cm.build import find_bundled
from chartgap.icd10cm.install import prepare
from chartgap.icd10cm.releases import installed_folder
from chartgap.icd10cm.table import open_table

XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2031</version><chapter><name>9</name><desc>Tests (Z00-Z09)</desc>
<section id="Z01-Z02"><desc>Narrow (Z01-Z02)</desc>
 <diag><name>Z01</name><desc>Crack</desc>
  <diag><name>Z01.3</name><desc>Crack, wall</desc></diag>
  <diag><name>Z01.5</name><desc>Crack, roof</desc>
   <sevenChrDef>
    <extension char="A">first</extension><extension char="S">sequela</extension>
   </sevenChrDef></diag>
 </diag>
</section></chapter></ICD10CM.tabular>"""
CODES = "Z013    Crack, wall\nZ015XXA Crack, roof, first\nZ015XXS Crack, roof, sequela\n"
ORDER = """\
00001 Z01     0 Crack                                                        Crack
00002 Z013    1 Crack, wall                                                  Crack, wall
00003 Z015    0 Crack, roof                                                  Crack, roof
00004 Z015XXA 1 Crack, roof, first                                           Crack, roof, first
00005 Z015XXS 1 Crack, roof, sequela                                         Crack, roof, sequela
"""
TABULAR, LIST = "Table and Index/icd10cm_tabular_2031.xml", "icd10cm_codes_2031.txt"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARTGAP_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def official(path: Path, **changed: str | bytes) -> Path:
    """A zip as it is published, but for the ``tabular`` or ``codes`` given."""
    return zipped(path, {TABULAR: changed.get("tabular", XML), LIST: changed.get("codes", CODES)})


def test_a_release_is_prepared_from_the_published_zip(tmp_path: Path, home: Path) -> None:
    prepared = prepare([official(tmp_path / "april-1-2031-code-tables-tabular-and-index.zip")])
    assert (prepared.release.name, prepared.release.path) == (
        "2031-04-01",
        home / "icd10cm" / "2031-04-01.codes",
    )
    assert prepared.table is not None
    assert not home.exists()


@pytest.mark.parametrize(
    ("zip_name", "tabular", "given", "release"),
    [
        ("tables.zip", "a/icd10cm_tabular_2031.xml", None, "2030-10-01"),
        ("tables.zip", "icd10cm-tabular-April-1-2031.xml", None, "2031-04-01"),
        ("tables.zip", "icd10cm-tabular-April-2031.xml", None, "2031-04-01"),
        ("2031-april-tables.zip", "icd10cm_tabular_2031.xml", None, "2031-04-01"),
        ("tables-2031-04-01.zip", "icd10cm_tabular_2031.xml", None, "2031-04-01"),
        ("tables.zip", "icd10cm_tabular_2031.xml", "2031-01-01", "2031-01-01"),
    ],
)
def test_the_first_day_is_told_by_names_or_by_the_fiscal_year(
    tmp_path: Path, zip_name: str, tabular: str, given: str | None, release: str
) -> None:
    path = zipped(tmp_path / zip_name, {tabular: XML, LIST: CODES})
    assert prepare([path], release=given).release.name == release


def test_the_two_files_may_be_in_two_zips_or_in_none(tmp_path: Path) -> None:
    one = zipped(tmp_path / "a.zip", {TABULAR: XML})
    two = zipped(tmp_path / "b.zip", {"x/icd10cm_order_2031.txt": ORDER})
    xml, codes = tmp_path / "icd10cm_tabular_2031.xml", tmp_path / "codes.txt"
    xml.write_text(XML, encoding="utf-8")
    codes.write_text("1\nZ01-Z02\nZ01\nZ013\nZ015\nZ015XXA\nZ015XXS\n", encoding="utf-8")
    assert prepare([one, two]).table == prepare([xml, codes]).table == prepare([one, codes]).table


def test_lists_of_changes_and_other_files_do_not_count(tmp_path: Path) -> None:
    others = {
        "icd10cm_codes_addenda_2031.txt": "Add: Z013",
        "__MACOSX/._icd10cm_tabular_2031.xml": "",
        "icd10cm_index_2031.xml": "<x/>",
        "readme.pdf": "",
    }
    path = zipped(tmp_path / "a.zip", {TABULAR: XML, LIST: CODES, **others})
    assert prepare([path]).table == prepare([official(tmp_path / "b.zip")]).table


def write(path: Path, **options: bool) -> bool:
    """Do what the command does with what is prepared; tell whether there was anything to write."""
    prepared = prepare([path], replace=options.get("replace", False))
    if prepared.table is None:
        return False
    prepared.release.path.parent.mkdir(parents=True, exist_ok=True)
    prepared.release.path.write_bytes(prepared.table)
    return True


def test_a_second_time_there_is_nothing_to_write(tmp_path: Path) -> None:
    path = official(tmp_path / "a.zip")
    assert [write(path), write(path)] == [True, False]


def test_another_xml_of_the_same_day_needs_replace(tmp_path: Path) -> None:
    assert write(official(tmp_path / "a.zip"))
    other = official(tmp_path / "b.zip", tabular=XML.replace("Crack, wall", "Crack of wall"))
    with pytest.raises(CodeSetError, match="is installed from another XML; --replace"):
        prepare([other])
    assert write(other, replace=True)


def test_installing_again_mends_a_damaged_table(tmp_path: Path) -> None:
    path = official(tmp_path / "a.zip")
    write(path)
    held = installed_folder() / "2030-10-01.codes"
    held.write_bytes(held.read_bytes()[:-1])
    assert write(path)
    assert open_table(held).release == "2030-10-01"


def test_a_shipped_release_is_not_replaced(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {TABULAR: XML.replace(">2031<", ">2026<"), LIST: CODES})
    with pytest.raises(CodeSetError, match="2026-04-01 comes with chartgap, made from another XML"):
        prepare([path], release="2026-04-01", replace=True)


DTD = XML.replace("<ICD10CM.tabular>", '<!DOCTYPE x [<!ENTITY a "aaaa">]><ICD10CM.tabular>')
DEEP = "<ICD10CM.tabular>" + "<diag>" * 10_000 + "</diag>" * 10_000 + "</ICD10CM.tabular>"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"tabular": DTD}, "declares a DTD"),
        ({"tabular": DEEP}, "elements lie 50 deep"),
        ({"tabular": XML[:-30]}, "malformed XML"),
        ({"tabular": "<x/>"}, "no codes in it"),
        ({"tabular": XML.replace("Z01.3", "Z01.3; rm")}, "is no code"),
        ({"tabular": XML.replace("Z01.5", "Z01.3")}, "Z01.3 is there twice"),
        ({"tabular": XML.replace("Crack, roof", "")}, "Z01.5 has no title"),
        ({"codes": CODES + "Z014    Crack, floor\n"}, "1 only in the list of codes: Z01.4"),
        ({"codes": CODES[:20]}, "2 only in the tabular list: Z01.5XXA, Z01.5XXS"),
        ({"codes": ORDER.replace("Z013    1", "Z013    0")}, "1 only in the tabular list: Z01.3"),
        ({"codes": CODES + "Z01     Crack\n"}, "1 only in the list of codes: Z01$"),
        ({"codes": "This is a letter.\n"}, "line 1 holds no code"),
        ({"codes": "\n"}, "no codes in it"),
    ],
)
def test_contents_that_are_no_release_are_refused(
    tmp_path: Path, home: Path, changed: dict[str, str], message: str
) -> None:
    with pytest.raises(CodeSetError, match=message):
        prepare([official(tmp_path / "a.zip", **changed)])
    assert not home.exists()


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({TABULAR: XML}, "holds no list of codes .* name both files"),
        ({LIST: CODES}, "expected one tabular XML .* found none"),
        ({TABULAR: XML, "b/icd10cm_tabular_2031.xml": XML, LIST: CODES}, "expected one tabular XML"),
        ({TABULAR: XML, LIST: CODES, "../../evil.txt": "x"}, "leads out of the zip"),
        ({TABULAR: XML, LIST: CODES, "/etc/evil.txt": "x"}, "leads out of the zip"),
        ({TABULAR: XML, LIST: CODES, "C:\\evil.txt": "x"}, "leads out of the zip"),
        ({TABULAR: XML, LIST: CODES, "a\\..\\..\\evil.txt": "x"}, "leads out of the zip"),
        (
            {TABULAR: XML, "icd10cm-codes-April-2031.txt": CODES, "icd10cm-order-October-2030.txt": ORDER},
            "--release",
        ),
        ({TABULAR: XML, "icd10cm-codes-April-2030.txt": CODES}, "fiscal year 2031"),
    ],
)
def test_zips_that_are_no_release_are_refused(
    tmp_path: Path, home: Path, members: dict[str, str | bytes], message: str
) -> None:
    with pytest.raises(CodeSetError, match=message):
        prepare([zipped(tmp_path / "a.zip", members)])
    assert not home.exists()


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = official(tmp_path / "a.zip")
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(CodeSetError, match="leads out of the zip"):
        prepare([path])


@pytest.mark.parametrize("name", [TABULAR, LIST])
def test_no_member_is_unpacked_beyond_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(published, "MAX_BYTES", 10_000)
    path = zipped(tmp_path / "a.zip", {TABULAR: XML, LIST: CODES} | {name: b" " * 10_001})
    with pytest.raises(CodeSetError, match="unpacks to more than 10000 bytes"):
        prepare([path])


def test_a_zip_of_very_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "MAX_MEMBERS", 1)
    with pytest.raises(CodeSetError, match="has 2 members"):
        prepare([official(tmp_path / "a.zip")])


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_zip_that_is_cut_off_is_refused(tmp_path: Path, home: Path, cut: int) -> None:
    path = official(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(CodeSetError, match="cut off"):
        prepare([path])
    assert not home.exists()


def test_a_changed_byte_in_a_zip_is_found(tmp_path: Path) -> None:
    path = official(tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    data[data.index(b".xml") + 40] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(CodeSetError, match=r"damaged|malformed"):
        prepare([path])


def test_a_fiscal_year_or_a_name_must_tell_the_first_day(tmp_path: Path) -> None:
    path = official(tmp_path / "a.zip", tabular=XML.replace("<version>2031</version>", ""))
    with pytest.raises(CodeSetError, match="tells the first day; give --release"):
        prepare([path])
    with pytest.raises(CodeSetError, match="not 'October'"):
        prepare([path], release="October")


def test_april_2025_gives_the_table_that_the_build_gives(
    april_2025: tuple[Path, Path], april_2025_table: bytes
) -> None:
    prepared = prepare(april_2025)
    assert (prepared.release.name, prepared.table) == ("2025-04-01", april_2025_table)


def test_the_shipped_release_is_there_already() -> None:
    source, release = find_bundled()
    prepared = prepare([source, next(source.parent.glob("code-list-*.txt"))])
    assert (prepared.release.name, prepared.release.installed, prepared.table) == (release, False, None)
