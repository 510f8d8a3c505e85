"""Makes an official release ready to be added: read, checked and compiled. Nothing is written here."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chartgap.errors import CodeSetError
from chartgap.icd10cm.build import compile_records
from chartgap.icd10cm.codelist import compare, read_code_list
from chartgap.icd10cm.published import Published, read_published
from chartgap.icd10cm.record import Record
from chartgap.icd10cm.releases import Release, installed_folder, list_releases, parse_release
from chartgap.icd10cm.table import SUFFIX, open_table
from chartgap.icd10cm.tabular import parse_tabular

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    rf"(?P<month>{_MONTH})[-_ ]+(?:(?P<day>\d{{1,2}})(?:st)?[-_ ,]+)?(?P<year>20\d\d)"
    rf"|(?P<year2>20\d\d)[-_ ]+(?P<month2>{_MONTH})"
    r"|(?P<iso>20\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release and the bytes of its table; None where that very table is there already."""

    release: Release
    table: bytes | None


def prepare(files: Sequence[Path], *, release: str | None = None, replace: bool = False) -> Prepared:
    """Check and compile the release that the published files hold, for the user's data directory.

    Args:
        files: the published zips, or the tabular XML and the list of codes out of them.
        release: its first day; None reads it from the files.
        replace: whether it may take the place of an installed release of the same day made from another XML.

    Raises:
        CodeSetError: the files are unreadable, unsafe or not a release, they disagree with each other, the
            first day is not told, or there is such a release already, made from another XML.
    """
    published = read_published(files)
    tabular = published.tabular
    version, records = parse_tabular(tabular.data, tabular.path)
    _check_records(records, tabular.path)
    day = _first_day(published, version, release)
    for one in published.lists:
        differences = compare(records, read_code_list(one.data, one.path))
        if differences:
            raise CodeSetError(f"{tabular.path} and {one.path} disagree: {'; '.join(differences)}")
    digest = hashlib.sha256(tabular.data).hexdigest()
    there = next((held for held in list_releases() if held.first_day == day), None)
    if there and not there.installed:
        if open_table(there.path).source_sha256 != digest:
            raise CodeSetError(
                f"release {day} comes with chartgap, made from another XML; nothing is installed"
            )
        return Prepared(there, None)
    packed = compile_records(records, str(day), source=tabular.name, source_sha256=digest)
    if there and there.path.read_bytes() == packed:
        return Prepared(there, None)
    if there and not replace and _is_other(there, digest):
        raise CodeSetError(
            f"release {day} is installed from another XML; --replace puts this one in its place"
        )
    path = installed_folder() / f"{day}{SUFFIX}"
    return Prepared(Release(day, path, True), packed)


def _check_records(records: Sequence[Record], name: str) -> None:
    seen: set[str] = set()
    for record in records:
        if record.is_code and not _CODE.fullmatch(record.id):
            raise CodeSetError(f"{name}: {record.id[:20]!r} is no code")
        if not record.title:
            raise CodeSetError(f"{name}: {record.id} has no title")
        if record.id in seen:
            raise CodeSetError(f"{name}: {record.id} is there twice")
        seen.add(record.id)


def _first_day(published: Published, version: str, release: str | None) -> date:
    """The release's first day: as given, as the files' names tell, or 1 October before its fiscal year."""
    name = published.tabular.path
    year = int(version) if re.fullmatch(r"20\d\d", version) else None
    if release is not None:
        day = parse_release(release)
        if day is None:
            raise CodeSetError(f"a release is named by its first day, 2026-04-01, not {release!r}")
    else:
        named = dict.fromkeys(_named_days(published))
        if len(named) > 1:
            told = " and ".join(str(day) for day in named)
            raise CodeSetError(f"the names of the files tell different days, {told}; give --release")
        if not named and year is None:
            raise CodeSetError(f"{name}: neither it nor its name tells the first day; give --release")
        day = next(iter(named), None) or date(int(version) - 1, 10, 1)
    if year is not None and not date(year - 1, 10, 1) <= day < date(year, 10, 1):
        raise CodeSetError(f"{name}: is of the fiscal year {year}, which {day} does not lie in")
    return day


def _named_days(published: Published) -> Iterator[date]:
    members = (published.tabular, *published.lists)
    for name in (name for member in members for name in (member.path, member.holder)):
        for found in _DAY.finditer(name):
            if found["iso"]:
                day = parse_release(found["iso"])
            else:
                month = _MONTHS[(found["month"] or found["month2"]).lower()]
                day = parse_release(
                    f"{found['year'] or found['year2']}-{month:02}-{int(found['day'] or 1):02}"
                )
            if day:
                yield day


def _is_other(there: Release, digest: str) -> bool:
    """Whether a release was made from another XML; a damaged table may always be replaced."""
    try:
        return open_table(there.path).source_sha256 != digest
    except CodeSetError:
        return False
