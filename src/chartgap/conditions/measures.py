"""What measured values say of a condition: T-scores tie sites, strength grades tell weak regions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from chartgap.compiled import splitting
from chartgap.conditions.gather import Sites, affirmed
from chartgap.conditions.scope import Scope
from chartgap.lexicon.linking import ScoreRange
from chartgap.models import ConditionSite, Finding, Note, revised, trusted

UNSIDED = ("trunk", "neck", "face")
GRADE = re.compile(r"^[+-]?(\d)\s*([+-]?)")


class Patient(Struct, frozen=True):
    """Age, sex and menopause, from the caller or the text; None is unknown."""

    age: float | None
    sex: str | None
    menopause: str | None


def read_patient(note: Note, scope: Scope) -> Patient:
    """The caller's word first, then the text's."""
    age: float | None = note.age
    sex: str | None = note.sex
    menopause: str | None = None
    for finding in scope.of_kind("demographic"):
        if not isinstance(finding.value, dict) or not affirmed(finding):
            continue
        said, state = finding.value.get("age"), finding.value.get("state")
        if age is None and isinstance(said, int | float):
            age = float(said)
        if sex is None and finding.value.get("sex"):
            sex = str(finding.value["sex"])
        if menopause is None and state:
            menopause = str(state)
    return Patient(age, sex, menopause)


def applies(rule: ScoreRange, patient: Patient) -> bool | None:
    """Whether the score applies to the patient; None when the note does not tell."""
    if patient.age is not None and patient.age < rule.adult_age:
        return False
    if patient.menopause == "premenopausal":
        return False
    if patient.age is None:
        return None
    if patient.sex == "M":
        return patient.age >= rule.male_age
    if patient.sex == "F" and patient.menopause is None:
        return patient.age >= rule.menopause_age
    return True


def _score(finding: Finding) -> tuple[float, ConditionSite | None] | None:
    value = finding.value
    if not isinstance(value, dict) or not isinstance(value.get("value"), int | float):
        return None
    site, side = value.get("site"), value.get("laterality")
    place = trusted(ConditionSite, site=site, laterality=side, finding_ids=(finding.id,)) if site else None
    return float(value["value"]), place  # type: ignore[arg-type]


def current_scores(scope: Scope, kind: str) -> list[Finding]:
    """Scores that are not prior values."""
    return [f for f in scope.of_kind(kind) if not f.assertion.historical]


def score_sites(rule: ScoreRange, scores: Sequence[Finding], sites: Sites) -> list[ConditionSite]:
    """The sites with a score in the disorder's range, each once."""
    found: dict[tuple[str, str | None], ConditionSite] = {}
    for finding in scores:
        read = _score(finding)
        if read is None:
            continue
        value, place = read
        if place is not None and rule.above < value < rule.below:
            side = place.laterality if sites.sided(place.site) else None
            found.setdefault((place.site, side), revised(place, laterality=side))
    return list(found.values())


def region_of(text: str, movements: Mapping[str, str]) -> set[str]:
    """The body regions that the words of a tested muscle or movement name."""
    words = splitting.words_in(text)
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return {name for w in (*pairs, *words) if w in movements for name in movements[w].split(", ")}


def sided_regions(region: str, laterality: str | None) -> list[str]:
    """A region by side: both arms are two regions, an arm of unknown side is one, the trunk has no side."""
    if region in UNSIDED or region.startswith(("right ", "left ")):
        return [region]
    if laterality == "bilateral":
        return [f"right {region}", f"left {region}"]
    return [f"{laterality} {region}" if laterality else region]


def _is_weak(grade: str) -> bool:
    match = GRADE.match(grade)
    return match is not None and (int(match[1]) < 5 or match[2] == "-")


def strong_sentences(scope: Scope) -> set[int]:
    """Where the sentences start that grade strength, all of it full."""
    strong: dict[int, bool] = {}
    for finding in scope.of_kind("strength"):
        grade = str(finding.value.get("grade")) if isinstance(finding.value, dict) else ""
        start = scope.sentence(finding.start).start
        strong[start] = strong.get(start, True) and not _is_weak(grade)
    return {start for start, full in strong.items() if full}


def weak_regions(scope: Scope) -> list[str]:
    """Body regions with a graded strength below 5/5."""
    movements = scope.rules.file.movements
    found: dict[str, None] = {}
    for finding in scope.of_kind("strength"):
        value = finding.value
        if not isinstance(value, dict) or finding.assertion.historical:
            continue
        if not _is_weak(str(value.get("grade"))):
            continue
        side = value.get("laterality")
        for region in sorted(region_of(str(value.get("target") or ""), movements)):
            for name in sided_regions(region, str(side) if side else None):
                found[name] = None
    return list(found)
