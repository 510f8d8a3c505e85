"""MS-DRGs and CC/MCC status of codes, from the grouper tables that the package drgpy carries.

Codes are written without a dot, as the tables have them. The grouping is that of an inpatient stay without
procedures, with every diagnosis present on admission and the patient discharged home alive. The Medicare Code
Editor, which tells whether a code may stand as principal diagnosis at all, is not applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Literal

from chartgap.errors import CodeSetError, MissingExtraError
from chartgap.models import Sex

Level = Literal["MCC", "CC"]
_NO_DRG = "000"


@dataclass(frozen=True, slots=True)
class Drg:
    """A diagnosis-related group."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Severity:
    """What a code counts as beside a principal diagnosis, and how many principal diagnoses bar that."""

    level: Level
    barred_by: int
    alive_only: bool


@dataclass(frozen=True, slots=True)
class ClaimGrouping:
    """The group of a claim: one, or one for each sex where the sex is not known and decides.

    ``secondary`` has each secondary diagnosis with the level it counts as beside this principal diagnosis.
    """

    principal: str
    drgs: tuple[Drg, ...]
    secondary: tuple[tuple[str, Level | None], ...]


class Grouper:
    """One version of the MS-DRG tables. Share it within a process."""

    def __init__(self, engine: Any, *, day: date) -> None:
        self._engine = engine
        first: date = engine.version_info.effective_date
        name = engine.version.removeprefix("v")
        self.source = f"MS-DRG {name}, in force from {first}; tables of drgpy {version('drgpy')}"
        self.outdated = _fiscal_year(day) > _fiscal_year(first)
        """The day lies in a later fiscal year than the newest tables: their successor is not there."""

    def has(self, code: str) -> bool:
        """Whether the tables have this diagnosis."""
        return code in self._engine.dxmap

    def drgs(self, code: str) -> tuple[Drg, ...]:
        """The groups of ``code`` as the principal diagnosis, from most to least severe company."""
        numbers = [drg for sex in ("F", "M") for drg in self._group([code], sex)]
        labels = (label.split("|")[0].split("&") for label in self._engine.dxmap.get(code, ()))
        families = [family for family in labels if set(family) & set(numbers)]
        return tuple(self._drg(one) for one in dict.fromkeys(one for family in families for one in family))

    def severity(self, code: str) -> Severity | None:
        """What ``code`` counts as when it is a secondary diagnosis; ``None`` where it does not count."""
        row = self._engine.ccmap.get(code)
        if row is None:
            return None
        return Severity(row["level"], len(self._engine.exmap.get(row["pdx"], ())), row["aowa"])

    def claim(self, codes: Sequence[str], sex: Sex | None) -> ClaimGrouping:
        """Group a claim of codes that the tables have, the principal diagnosis first."""
        principal, *others = dict.fromkeys(codes)
        sexes = (sex,) if sex else ("F", "M")
        drgs = dict.fromkeys(drg for each in sexes for drg in self._group([principal, *others], each))
        return ClaimGrouping(
            principal=principal,
            drgs=tuple(self._drg(one) for one in drgs),
            secondary=tuple((other, self._level(principal, other, list(drgs))) for other in others),
        )

    def _group(self, codes: list[str], sex: str) -> list[str]:
        drg: str = self._engine.get_drg(codes, [], gender=sex)
        return [] if drg == _NO_DRG else [drg]

    def _level(self, principal: str, other: str, drgs: list[str]) -> Level | None:
        barred = set().union(*(self._engine.drg_exclusions.get(drg, ()) for drg in drgs))
        features = self._engine.get_features([principal, other], [], severity_exclusions=barred)
        if features["_MCC"]:
            return "MCC"
        return "CC" if features["_CC"] else None

    def _drg(self, number: str) -> Drg:
        return Drg(number, self._engine.drgmap[number]["desc"])


def load_grouper(day: date) -> Grouper:
    """The grouper in force on ``day``.

    Raises:
        MissingExtraError: drgpy is not installed.
        CodeSetError: its tables begin later.
    """
    try:
        from drgpy.msdrg_allvers import get_version_for_date
    except ImportError:
        raise MissingExtraError(
            "MS-DRG and CC/MCC need the extra 'drg': pip install 'chartgap[drg]'"
        ) from None
    try:
        name = get_version_for_date(day).name
    except ValueError:
        raise CodeSetError(f"drgpy {version('drgpy')} has no MS-DRG tables for {day}") from None
    return Grouper(_engines().get_engine(name), day=day)


@lru_cache(maxsize=1)
def _engines() -> Any:
    """The engines of all versions, each read on first use."""
    from drgpy.msdrg_allvers import DRGEngineAllVers

    return DRGEngineAllVers()


def _fiscal_year(day: date) -> int:
    return day.year + (day.month >= 10)
