"""The compiled table: the same as a fresh build, whole or refused, small and quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from chartgap import resources
from chartgap.errors import CodeSetError
from chartgap.icd10cm.build import compile_table, find_bundled, main
from chartgap.icd10cm.releases import list_releases
from chartgap.icd10cm.table import FORMAT, SUFFIX, open_table, pack_table
from chartgap.icd10cm.tree import load_tree

MEASURE = """
import re
from pathlib import Path
# Not ru_maxrss: a child process starts with its parent's peak there.
def rss(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
from chartgap.icd10cm.tree import load_tree
tree = load_tree()
frames = sum(len(tree.frames(f"M{number}")) for number in (*range(60, 64), *range(80, 91)))
terms = len(tree.terminology.disorder_terms())
print(frames, rss())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    packed = pack_table(
        release="2030-10-01", source="x.xml", source_sha256="0", parts={"levels": {"records": []}}
    )
    (tmp_path / f"2030-10-01{SUFFIX}").write_bytes(packed)
    return tmp_path


def test_the_shipped_table_is_what_the_official_xml_compiles_to(tmp_path: Path) -> None:
    source, release = find_bundled()
    fresh = tmp_path / f"{release}{SUFFIX}"
    fresh.write_bytes(compile_table(source, release))
    old, new = open_table(resources.lexicons() / "icd10cm" / fresh.name), open_table(fresh)
    assert (old.release, old.source, old.source_sha256) == (new.release, new.source, new.source_sha256)
    assert list(old.parts) == list(new.parts)
    # Unpacked and compared, since another zlib may pack otherwise.
    assert [name for name in old.parts if old.part(name) != new.part(name)] == []


def test_it_holds_exactly_the_codes_of_the_official_list() -> None:
    source, _ = find_bundled()
    names = next(source.parent.glob("code-list-*.txt")).read_text(encoding="utf-8").split()
    official = {name for name in names if not name.isdigit() and "-" not in name}
    tree = load_tree()
    held: set[str] = set()
    for category in tree.categories():
        todo = [category]
        while todo:
            code = todo.pop()
            held.add(code.replace(".", ""))
            todo.extend(tree.children(code))
    assert (sorted(official - held), sorted(held - official)) == ([], [])


def test_it_loads_in_60_mb() -> None:
    run = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True)
    frames, megabytes = run.stdout.split()
    assert frames == "2568"
    assert float(megabytes) < 60


def test_it_is_small() -> None:
    shipped = resources.lexicons() / "icd10cm" / f"2026-04-01{SUFFIX}"
    assert shipped.stat().st_size < 3_000_000


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_changed_byte_is_found(folder: Path, place: int) -> None:
    path = folder / f"2030-10-01{SUFFIX}"
    data = bytearray(path.read_bytes())
    data[place] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(CodeSetError, match=r"damaged|not a code table|format version"):
        load_tree(folder=folder)


@pytest.mark.parametrize("kept", [0, 10, 200])
def test_a_cut_off_file_is_found(folder: Path, kept: int) -> None:
    path = folder / f"2030-10-01{SUFFIX}"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(CodeSetError, match=r"damaged|not a code table"):
        load_tree(folder=folder)


def test_another_format_version_is_refused(folder: Path) -> None:
    path = folder / f"2030-10-01{SUFFIX}"
    head, _, body = path.read_bytes().partition(b"\n")
    header = orjson.loads(head) | {"format": FORMAT + 1}
    path.write_bytes(orjson.dumps(header) + b"\n" + body)
    with pytest.raises(CodeSetError, match=f"format version {FORMAT + 1}, this chartgap reads {FORMAT}"):
        load_tree(folder=folder)


def test_a_release_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(CodeSetError, match=r"no code table for release 1999-10-01; there is: 2030-10-01"):
        load_tree("1999-10-01", folder=folder)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CodeSetError, match="there is: none"):
        load_tree(folder=tmp_path)


def test_the_newest_release_is_the_default(folder: Path) -> None:
    older = pack_table(release="2029-10-01", source="x", source_sha256="0", parts={})
    (folder / f"2029-10-01{SUFFIX}").write_bytes(older)
    assert [one.name for one in list_releases(folder)] == ["2029-10-01", "2030-10-01"]
    assert load_tree(folder=folder).release == "2030-10-01"
    assert load_tree("2029-10-01", folder=folder).release == "2029-10-01"


def test_a_newer_release_is_built_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "tabular.xml"
    source.write_text(
        '<t><chapter><name>1</name><desc>One</desc><section id="A00-A09"><desc>Block</desc>'
        "<diag><name>A00</name><desc>Thing</desc></diag></section></chapter></t>",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert main([str(source), "--release", "2031-10-01", "--out", str(out)]) == 0
    assert load_tree(folder=out).title("a00") == "Thing"
    assert "2031-10-01.codes" in capsys.readouterr().out


def test_an_unusable_source_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(tmp_path / "none.xml"), "--release", "2031-10-01"]
    assert main(arguments) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main([str(tmp_path / "none.xml"), "--release", "October"]) == 2
