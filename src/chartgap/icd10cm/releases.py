"""The releases that are at hand, shipped and installed, and which of them a date of service takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chartgap import resources
from chartgap.errors import CodeSetError
from chartgap.icd10cm.table import SUFFIX

_NAME = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Release:
    """An official release with a compiled table."""

    first_day: date
    path: Path
    installed: bool
    """Added by a user; else it came with chartgap."""

    @property
    def name(self) -> str:
        """How it is named everywhere: its first day, ``2026-04-01``."""
        return self.first_day.isoformat()


@dataclass(frozen=True, slots=True)
class Choice:
    """The release that a date of service takes; ``stand_in`` says why, where it is not that date's own."""

    release: Release
    stand_in: str | None = None


def shipped_folder() -> Path:
    """The folder of the tables that come with chartgap."""
    return resources.lexicons() / "icd10cm"


def installed_folder() -> Path:
    """The folder of the tables that a user added; it need not exist."""
    return resources.installed() / "icd10cm"


def list_releases(folder: Path | None = None) -> tuple[Release, ...]:
    """The releases at hand, oldest first; those of ``folder`` only, if given.

    Where a release is shipped, an installed one of the same day does not count.
    """
    places = [(folder, False)] if folder else [(installed_folder(), True), (shipped_folder(), False)]
    found: dict[date, Release] = {}
    for place, installed in places:
        for path in place.glob(f"*{SUFFIX}"):
            day = parse_release(path.stem)
            if day:
                found[day] = Release(day, path, installed)
    return tuple(found[day] for day in sorted(found))


def find_release(name: str | None = None, *, folder: Path | None = None) -> Release:
    """The release of this name, the newest by default.

    Raises:
        CodeSetError: there is no such release; those at hand are named.
    """
    have = list_releases(folder)
    chosen = next((one for one in reversed(have) if name in (None, one.name)), None)
    if chosen is None:
        known = ", ".join(one.name for one in have) or "none"
        raise CodeSetError(
            f"no code table for release {name or 'any'}; there is: {known}; "
            "`chartgap codes install` adds an official release"
        )
    return chosen


def choose_release(day: date, have: Sequence[Release]) -> Choice:
    """The release for a date of service: the newest that had begun, else the oldest.

    Official releases begin on 1 October, and on 1 April where there is an update, so a release is taken to
    hold until the next of these days. From then on, and before the oldest release, it only stands in.

    Raises:
        CodeSetError: there is no release at all.
    """
    if not have:
        raise CodeSetError("no release is at hand; `chartgap codes install` adds an official one")
    begun = [one for one in have if one.first_day <= day]
    if not begun:
        oldest = have[0]
        return Choice(
            oldest, f"no release for {day} is installed; {oldest.name}, the oldest here, stands in for it"
        )
    newest = begun[-1]
    if day < _next_release(newest.first_day):
        return Choice(newest)
    return Choice(
        newest, f"no release for {day} is installed; {newest.name}, the newest before it, stands in for it"
    )


def parse_release(name: str) -> date | None:
    """The first day that a release's name tells; None if it is no ISO date."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _next_release(first_day: date) -> date:
    """The first 1 April or 1 October after a day."""
    year = first_day.year
    return next(day for day in (date(year, 4, 1), date(year, 10, 1), date(year + 1, 4, 1)) if day > first_day)
