"""Precision, recall and F1 by kind over annotated notes, and every difference."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from chartgap.evaluate.compared import Compared, compare_sets
from chartgap.evaluate.gold import GoldCondition, GoldNote, GoldStrength
from chartgap.evaluate.strength import compare_strengths
from chartgap.models import Condition, NoteAnalysis

CODE_FAMILIES = tuple(
    "M60 M61 M62 M63 M80 M81 M82 M83 M84 M85 M86 M89.7 M46.2 M33 M48.1 G72.0 G72.4 M27.2 H05.0 H70.2 "
    "A02.24 A54.43 B67.2 B95 B96 B97 R53.1 E21 E23 E24 N95.1 Z78.0 Z79.52 Z79.811 T46.6X5".split()
)
"""Codes outside these are not compared unless the caller names other families: annotators list only these."""

_NO_CONDITION = tuple("M89.7 B95 B96 B97 E21 E23 E24 N95.1 Z78.0 Z79.52 Z79.811 T46.6X5".split())
"""Families of additional codes: a condition is not of the annotated families by one of these alone."""

_EXTRA_CONDITION = ("G72", "R29.898")
_SEVERITIES = ("blocking", "supporting")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one note's analysis has too few and too many of one kind."""

    note_id: str
    kind: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass
class Tally:
    """Counts of one kind over all notes."""

    hits: int = 0
    missing: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 if nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0

    @property
    def recall(self) -> float:
        """The share of what is right that was found; 1 if there is nothing to find."""
        return self.hits / (self.hits + self.missing) if self.hits + self.missing else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        together = self.precision + self.recall
        return 2 * self.precision * self.recall / together if together else 0.0


@dataclass
class Evaluation:
    """The running result: a tally a kind, the notes whose whole code set is exact, every difference."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    notes: int = 0
    notes_with_codes: int = 0
    exact_codes: int = 0
    differences: list[Difference] = field(default_factory=list)

    def add(self, gold: GoldNote, analysis: NoteAnalysis, families: tuple[str, ...] = CODE_FAMILIES) -> None:
        """Compare one note."""
        self.notes += 1
        for kind, compared in _compare(gold, analysis, families).items():
            tally = self.tallies.setdefault(kind, Tally())
            tally.hits += compared.hits
            tally.missing += len(compared.missing)
            tally.extra += len(compared.extra)
            differs = bool(compared.missing or compared.extra)
            if kind == "codes":
                self.notes_with_codes += 1
                self.exact_codes += not differs
            if differs:
                missing, extra = (tuple(map(_in_words, part)) for part in (compared.missing, compared.extra))
                self.differences.append(Difference(gold.id, kind, missing, extra))


def _compare(gold: GoldNote, analysis: NoteAnalysis, families: tuple[str, ...]) -> dict[str, Compared]:
    compared: dict[str, Compared] = {}
    covered = _covered(analysis, families)
    if gold.codes is not None and gold.codes_scored:
        want = {code for code in gold.codes if code.startswith(families)}
        have = {one.code for one in analysis.codes if one.rank == 1 and one.code.startswith(families)}
        compared["codes"] = compare_sets(want, have, gold.codes_also_ok)
    if gold.gaps is not None:
        asked = {
            (gap.kind, gap.element)
            for gap in analysis.gaps
            if gap.severity in _SEVERITIES and gap.condition_id in covered
        }
        compared["gaps"] = compare_sets(set(gold.gaps), asked, gold.gaps_also_ok)
    if gold.t_scores is not None:
        have_scores = {
            (_number(value.get("value")), value.get("site"), value.get("laterality"))
            for value in _values(analysis, "t_score")
        }
        want_scores = {(round(one.value, 2), one.site, one.laterality) for one in gold.t_scores}
        compared["t_scores"] = compare_sets(want_scores, have_scores)
    if gold.strength is not None:
        given = [GoldStrength.model_validate(value) for value in _values(analysis, "strength")]
        compared["strength"] = compare_strengths(gold.strength, given)
    if gold.conditions is not None:
        compared.update(_conditions(gold.conditions, covered.values()))
    if gold.organisms is not None:
        named = {organism.name for condition in covered.values() for organism in condition.organisms}
        compared["organisms"] = compare_sets(set(gold.organisms), named)
    return compared


def _covered(analysis: NoteAnalysis, families: tuple[str, ...]) -> dict[str, Condition]:
    """The conditions that the annotators looked at: those with a code of the families."""
    own = tuple(family for family in families if family not in _NO_CONDITION)
    own += _EXTRA_CONDITION if families == CODE_FAMILIES else ()
    wanted = {one.condition_id for one in analysis.codes if one.code.startswith(own)}
    return {condition.id: condition for condition in analysis.conditions if condition.id in wanted}


def _conditions(gold: Iterable[GoldCondition], given: Iterable[Condition]) -> dict[str, Compared]:
    want = [one for one in gold if one.status == "present"]
    have = [one for one in given if one.status == "present"]
    have_sites = {(site.site, site.laterality) for one in have for site in one.sites}
    want_sites = {site for one in want for site in one.sites}
    want_sides = {pair for pair in want_sites if pair[1]}
    have_sides = {pair for pair in have_sites if pair[1]}
    return {
        "sites": compare_sets({name for name, _ in want_sites}, {name for name, _ in have_sites}),
        "sides": compare_sets(want_sides, have_sides),
        "acuity": compare_sets(_told(one.acuity for one in want), _told(one.acuity for one in have)),
        "route": compare_sets(_told(one.route for one in want), _told(one.route for one in have)),
    }


def _told(values: Iterable[str | None]) -> set[str]:
    return {value for value in values if value}


def _values(analysis: NoteAnalysis, kind: str) -> list[Mapping[str, JsonValue]]:
    return [one.value for one in analysis.findings if one.kind == kind and isinstance(one.value, dict)]


def _number(value: JsonValue) -> float | None:
    return round(float(value), 2) if isinstance(value, int | float) else None


def _in_words(one: Hashable) -> str:
    return " ".join(str(part) for part in one if part is not None) if isinstance(one, tuple) else str(one)
