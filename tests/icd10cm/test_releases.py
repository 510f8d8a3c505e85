"""Which release a date of service takes, and where releases are looked for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap import resources
from chartgap.errors import CodeSetError
from chartgap.icd10cm.compiler import compiler_digest
from chartgap.icd10cm.releases import Release, choose_release, find_release, list_releases
from chartgap.icd10cm.table import SUFFIX, pack_table
from chartgap.icd10cm.tree import open_tree


def releases(*days: str) -> tuple[Release, ...]:
    return tuple(Release(date.fromisoformat(day), Path(day), True) for day in days)


@pytest.mark.parametrize(
    ("day", "release", "stand_in"),
    [
        ("2025-04-01", "2025-04-01", None),
        ("2025-09-30", "2025-04-01", None),
        (
            "2025-10-01",
            "2025-04-01",
            "no release for 2025-10-01 is installed; 2025-04-01, the newest before it, stands in for it",
        ),
        (
            "2026-03-31",
            "2025-04-01",
            "no release for 2026-03-31 is installed; 2025-04-01, the newest before it, stands in for it",
        ),
        ("2026-04-01", "2026-04-01", None),
        (
            "2026-10-01",
            "2026-04-01",
            "no release for 2026-10-01 is installed; 2026-04-01, the newest before it, stands in for it",
        ),
        (
            "2025-03-31",
            "2025-04-01",
            "no release for 2025-03-31 is installed; 2025-04-01, the oldest here, stands in for it",
        ),
    ],
)
def test_a_date_takes_the_release_that_had_begun(day: str, release: str, stand_in: str | None) -> None:
    choice = choose_release(date.fromisoformat(day), releases("2025-04-01", "2026-04-01"))
    assert (choice.release.name, choice.stand_in) == (release, stand_in)


def test_a_release_of_october_holds_until_april() -> None:
    have = releases("2025-10-01")
    assert choose_release(date(2026, 3, 31), have).stand_in is None
    assert choose_release(date(2026, 4, 1), have).stand_in is not None


DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(
    DAYS,
    st.sets(st.sampled_from([f"{y}-{m}-01" for y in range(2016, 2030) for m in ("04", "10")]), min_size=1),
)
def test_a_later_date_never_takes_an_earlier_release(day: date, names: set[str]) -> None:
    have = releases(*sorted(names))
    one, next_one = choose_release(day, have), choose_release(day + timedelta(days=1), have)
    assert one.release.first_day <= next_one.release.first_day
    assert one.release.first_day <= day or one.release == have[0]


def test_no_release_at_all_is_an_error() -> None:
    with pytest.raises(CodeSetError, match="no release is at hand"):
        choose_release(date(2026, 1, 1), ())


def table(folder: Path, name: str, release: str, compiler: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    packed = pack_table(release=release, source="x.xml", source_sha256="0", parts={}, compiler=compiler)
    (folder / f"{name}{SUFFIX}").write_bytes(packed)


def test_installed_releases_stand_beside_the_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHARTGAP_DATA_HOME", str(tmp_path))
    shipped = list_releases()
    table(tmp_path / "icd10cm", "2031-10-01", "2031-10-01")
    table(tmp_path / "icd10cm", shipped[0].name, shipped[0].name)
    (tmp_path / "icd10cm" / "notes.codes").write_text("not a release")
    installed = Release(date(2031, 10, 1), tmp_path / "icd10cm" / f"2031-10-01{SUFFIX}", True)
    assert list_releases() == (*shipped, installed)
    assert find_release() == installed


def test_a_table_of_another_release_is_refused(tmp_path: Path) -> None:
    table(tmp_path, "2031-10-01", "2030-10-01")
    with pytest.raises(CodeSetError, match="holds the release 2030-10-01"):
        open_tree(find_release(folder=tmp_path))


def test_a_release_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    table(tmp_path, "2031-10-01", "2031-10-01")
    before = open_tree(find_release(folder=tmp_path))
    packed = pack_table(release="2031-10-01", source="y.xml", source_sha256="0", parts={})
    (tmp_path / f"2031-10-01{SUFFIX}").write_bytes(packed)
    assert (before.source, open_tree(find_release(folder=tmp_path)).source) == ("x.xml", "y.xml")


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"CHARTGAP_DATA_HOME": "/own", "XDG_DATA_HOME": "/xdg"}, "/own"),
        ({"XDG_DATA_HOME": "/xdg"}, "/xdg/chartgap"),
        ({"XDG_DATA_HOME": "relative"}, "/home/me/.local/share/chartgap"),
        ({}, "/home/me/.local/share/chartgap"),
    ],
)
def test_where_installed_releases_are(
    environment: dict[str, str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHARTGAP_DATA_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", **environment}.items():
        monkeypatch.setenv(name, value)
    assert resources.installed() == Path(place)


def test_a_table_that_another_chartgap_installed_is_to_be_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARTGAP_DATA_HOME", str(tmp_path))
    table(tmp_path / "icd10cm", "2031-10-01", "2031-10-01", compiler="another")
    with pytest.raises(
        CodeSetError, match="another version of chartgap; install the release 2031-10-01 again"
    ):
        open_tree(find_release("2031-10-01"))
    table(tmp_path / "icd10cm", "2032-10-01", "2032-10-01", compiler=compiler_digest())
    assert open_tree(find_release("2032-10-01")).release == "2032-10-01"
