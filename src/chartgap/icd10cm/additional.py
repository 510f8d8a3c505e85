"""The codes that go beside a condition's own: organism, bone defect, causes, adverse effect of a drug."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from pydantic import JsonValue

from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.deciding import Decision, family_of
from chartgap.icd10cm.facts import Facts, site_of
from chartgap.icd10cm.matching import Match, fit
from chartgap.models import Authority, CandidateCode, Reason, Role, trusted


class _Beside(Struct, frozen=True):
    """An additional code before it is a candidate."""

    code: str
    why: str
    finding_ids: tuple[str, ...] = ()
    role: Role = "additional"
    authority: Authority = "tabular"


def additional_codes(
    coder: Coder, facts: Facts, firsts: Iterable[tuple[Decision, Match]]
) -> tuple[CandidateCode, ...]:
    """The rank-1 codes beside the primary ones in ``firsts``; none where the condition itself has no code.

    Only billable codes of the release are given, and none that a primary code already says.
    """
    firsts = list(firsts)
    if not firsts:
        return ()
    primary = {match.code for _, match in firsts}
    found: dict[str, _Beside] = {}
    for beside in _all(coder, facts, firsts):
        if beside.code not in found and beside.code not in primary and coder.tree.billable(beside.code):
            found[beside.code] = beside
    if not found:
        return ()
    barred = {
        rule.code
        for rule in coder.withhold
        if any(code.startswith(rule.beside) for code in (*primary, *found))
    }
    return tuple(_candidate(coder, facts, beside) for code, beside in found.items() if code not in barred)


def _all(coder: Coder, facts: Facts, firsts: list[tuple[Decision, Match]]) -> Iterator[_Beside]:
    yield from _organisms(coder, facts, firsts)
    yield from _defect(coder, facts, firsts)
    for name in ("causes", "additional"):
        yield from _listed(facts.given.get(name))
    drug = facts.given.get("drug")
    yield from _listed([drug] if isinstance(drug, dict) else drug)
    family = family_of(coder, facts)
    for rule, holds in coder.additional:
        if rule.family == family and holds(facts):
            text = f"{rule.why} ({rule.source})"
            yield _Beside(rule.code, text, (), rule.role, rule.authority or "tabular")


def _organisms(coder: Coder, facts: Facts, firsts: list[tuple[Decision, Match]]) -> Iterator[_Beside]:
    for organism in facts.condition.organisms:
        code = organism.code
        if not code:
            continue
        for decision, match in firsts:
            asked = decision.rule.organisms
            if asked == "additional" or (asked is None and noted(coder, match.code, code)):
                text = f"Use additional code to identify the organism: {organism.name}"
                yield _Beside(code, text, organism.finding_ids)
                break


def _defect(coder: Coder, facts: Facts, firsts: list[tuple[Decision, Match]]) -> Iterator[_Beside]:
    defect = facts.given.get("osseous_defect")
    if not isinstance(defect, dict) or defect.get("extent") != "major":
        return
    named = site_of(defect)
    for stem in coder.defects:
        asking = [decision.facts.sites for decision, match in firsts if noted(coder, match.code, stem)]
        if not asking:
            continue
        sites = tuple(dict.fromkeys(site for held in asking for site in held))
        at = facts.at(*((named,) if named else sites))
        for match in fit(coder, stem, family_of(coder, facts), at).matches:
            why = "Use additional code to identify the major osseous defect"
            yield _Beside(match.code, why, _ids(defect))


def noted(coder: Coder, code: str, beside: str) -> bool:
    """Whether a "use additional code" note that governs ``code`` points at ``beside``; kept once found."""
    key = (code, beside)
    held = coder.noted.get(key)
    if held is None:
        notes = coder.tree.notes(code, "use_additional")
        held = any(ref.covers(beside) for note in notes for ref in note.refs)
        coder.noted[key] = held
    return held


def _listed(entries: JsonValue) -> Iterator[_Beside]:
    """Codes that linking found, each ``{code, cause|name, finding_ids, role}``."""
    for entry in entries if isinstance(entries, list) else []:
        code = entry.get("code") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(code, str):
            said = entry.get("cause") or entry.get("name") or code
            role: Role = "code_first" if entry.get("role") == "code_first" else "additional"
            yield _Beside(code, f"Documented with it: {said}", _ids(entry), role)


def _ids(entry: dict[str, JsonValue]) -> tuple[str, ...]:
    held = entry.get("finding_ids")
    return tuple(str(one) for one in held) if isinstance(held, list) else ()


def _candidate(coder: Coder, facts: Facts, beside: _Beside) -> CandidateCode:
    return trusted(
        CandidateCode,
        code=coder.tree.normalise(beside.code),
        description=coder.tree.title(beside.code),
        billable=True,
        condition_id=facts.condition.id,
        role=beside.role,
        rank=1,
        basis="documented",
        rationale=(trusted(Reason, text=beside.why, finding_ids=beside.finding_ids),),
        conflicts=(),
        authority=beside.authority,
    )
