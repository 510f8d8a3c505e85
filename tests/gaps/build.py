"""Hand-made readings, conditions and codes: what the gap engine is given, without the steps before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import JsonValue

from chartgap import resources
from chartgap.compiled.extents import Extents
from chartgap.gaps.compliance import check_query
from chartgap.gaps.engine import find_gaps
from chartgap.gaps.openings import OpenAxis
from chartgap.gaps.scene import NoteScene, Scene, SiteFacts
from chartgap.lexicon import schema
from chartgap.lexicon.gap import GapBook, gap_book
from chartgap.lexicon.load import load_lexicon
from chartgap.models import (
    Acuity,
    Assertion,
    Authority,
    CandidateCode,
    Closing,
    Condition,
    ConditionSite,
    Conflict,
    Element,
    Finding,
    FindingKind,
    Gap,
    GapKind,
    Layout,
    Organism,
    Reading,
    Role,
    Section,
)


@cache
def shipped_book() -> GapBook:
    """The shipped gap data, loaded without the other tables."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("gaps", "axes"):
            shutil.copytree(resources.lexicons() / name, root / name)
        shutil.copy(resources.lexicons() / "query.yaml", root)
        return gap_book(load_lexicon(shipped=root))


@dataclass(frozen=True)
class Place:
    """A site as the engine sees it."""

    region: str | dict[str, str] | None
    within: tuple[str, ...] = ()
    ambiguous: Mapping[schema.Axis, tuple[str, ...]] = field(default_factory=dict)


SITES: Mapping[str, SiteFacts] = {
    "femoral neck": Place("thigh", ("femur", "hip")),
    "total hip": Place("thigh", ("hip",)),
    "hip": Place("thigh", ambiguous={"bone": ("femur", "pelvis")}),
    "femur": Place("thigh"),
    "lumbar spine": Place("other", ("spine",)),
    "thoracic spine": Place("other", ("spine",)),
    "spine": Place("other"),
    "pelvis": Place({"default": "other", "muscle": "thigh"}),
    "distal radius": Place("forearm", ("radius",)),
    "wrist": Place("forearm"),
}


def found(
    text: str,
    words: str,
    kind: FindingKind,
    value: JsonValue = None,
    *,
    nth: int = 0,
    flags: Assertion | None = None,
    section: str | None = None,
) -> Finding:
    """A finding at the ``nth`` place where ``words`` stand in ``text``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    end = start + len(words)
    return Finding(
        id=f"{kind}-{start}",
        kind=kind,
        text=words,
        start=start,
        end=end,
        section=section,
        value=words if value is None else value,
        assertion=flags or Assertion(),
        rule="test",
    )


def reading(text: str, *findings: Finding, sections: Sequence[Section] = ()) -> Reading:
    """A reading whose sentences end at full stops and line ends."""
    sentences: list[tuple[int, int]] = []
    start = 0
    for place, sign in enumerate(text):
        if sign == "\n" or text[place : place + 2] in (". ", ".\n") or place == len(text) - 1:
            sentences.append((start, place + 1))
            start = place + 1
    ordered = tuple(sorted(findings, key=lambda finding: (finding.start, finding.end)))
    return Reading(
        text=text,
        findings=ordered,
        layout=Layout(sections=tuple(sections), sentences=Extents(sentences)),
    )


def condition(
    concept: str,
    *findings: Finding,
    sites: Sequence[tuple[str, str | None]] = (),
    acuity: Acuity | None = None,
    organisms: Sequence[str] = (),
    conflicts: Sequence[Conflict] = (),
    key: str = "c1",
    **attributes: JsonValue,
) -> Condition:
    """A present condition that rests on these findings."""
    return Condition(
        id=key,
        concept=concept,
        status="present",
        sites=tuple(ConditionSite.model_validate({"site": site, "laterality": side}) for site, side in sites),
        acuity=acuity,
        organisms=tuple(Organism(name=name) for name in organisms),
        conflicts=tuple(conflicts),
        attributes=attributes,
        finding_ids=tuple(finding.id for finding in findings),
    )


def candidate(code: str, *, key: str = "c1", rank: int = 1, role: Role = "primary") -> CandidateCode:
    """A candidate code of a condition."""
    return CandidateCode(
        code=code,
        description=code,
        billable=True,
        condition_id=key,
        role=role,
        rank=rank,
        basis="documented" if rank == 1 else "alternative",
    )


@dataclass(frozen=True)
class Axis:
    """An open axis as the code tree would report it."""

    element: Element
    kind: GapKind
    closings: tuple[Closing, ...] = ()
    sites: tuple[str, ...] = ()
    finding_ids: tuple[str, ...] = ()
    site_axis: str | None = None
    authority: Authority = "tabular"
    source: str = ""


Coder = Callable[[Condition], Sequence[CandidateCode]]


def gaps_of(
    read: Reading,
    held: Condition | Sequence[Condition],
    *codes: str | CandidateCode,
    axes: Sequence[OpenAxis] = (),
    resolve: Coder | None = None,
    book: GapBook | None = None,
) -> tuple[Gap, ...]:
    """The gaps of these conditions, every query linted. A plain code is a rank-1 primary code of ``c1``."""
    candidates = tuple(candidate(code) if isinstance(code, str) else code for code in codes)
    book = book or shipped_book()
    gaps = find_gaps(
        read,
        (held,) if isinstance(held, Condition) else held,
        candidates,
        book=book,
        open_axes=lambda _: axes,
        resolve=resolve or (lambda _: candidates),
        sites=SITES,
    )
    assert {gap.rule: check_query(gap.query, read.text, book.policy) for gap in gaps} == {
        gap.rule: [] for gap in gaps
    }
    return gaps


def keys(gaps: Sequence[Gap]) -> list[tuple[str, str, str]]:
    """What the gaps are: kind, element, severity, in their order."""
    return [(gap.kind, gap.element, gap.severity) for gap in gaps]


def scene(read: Reading, held: Condition, *codes: str) -> Scene:
    """One condition in its note."""
    return Scene(NoteScene(read, SITES), held, tuple(candidate(code) for code in codes))
