"""Billed codes + what a note documents → a verdict for each line, and what the claim lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chartgap.claim.billed import Billed, Elsewhere, read_billed
from chartgap.claim.codebook import CodeBook
from chartgap.claim.compare import Difference, compare
from chartgap.claim.documentation import Documentation, Yielded
from chartgap.claim.outside import Excluded, belonging, tell_excluded, tell_unled
from chartgap.models import CandidateCode, Claim, ClaimLine, Condition, Gap, Reason, Verdict

_STATUS = {
    "possible": "only possible here, which an outpatient claim does not code (Official Guidelines IV.H)",
    "absent": "ruled out or denied",
    "historical": "history only",
    "hypothetical": "mentioned as something that might be",
    "family": "said of a relative",
}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What the lines of one claim are held against."""

    book: CodeBook
    excluded: Excluded
    elsewhere: Elsewhere
    held: Documentation


def review_claim(codes: Sequence[str], reviewer: Reviewer) -> Claim:
    """The review of the billed ``codes``, in their order."""
    billed = [read_billed(code, reviewer.book, reviewer.elsewhere) for code in codes]
    standing = list(dict.fromkeys(one.code for one in billed if one.fault is None))
    lines = []
    for place, one in enumerate(billed):
        line = _faulty(one, reviewer) if one.fault else _reportable(one.code, standing, reviewer)
        if any(one.code == before.code for before in billed[:place]):
            line = line.model_copy(
                update={"reasons": (*line.reasons, Reason(text="It is billed more than once."))}
            )
        lines.append(line)
    covered = {code for one in standing for code in _stands_for(one, reviewer)}
    missing = tuple(one.code for one in reviewer.held.documented if one.code not in covered)
    return Claim(lines=tuple(lines), missing=missing)


def _stands_for(code: str, reviewer: Reviewer) -> tuple[str, ...]:
    """The documented codes that a billed one makes needless: itself, or what the other authority reads so."""
    reading = _reading(code, reviewer)
    return (code,) if reading is None else (code, *(one.code for one in reading))


def _faulty(billed: Billed, reviewer: Reviewer) -> ClaimLine:
    """A code that cannot be reported; ``better`` is what the note supports of what was meant."""
    assert billed.fault is not None
    documented = reviewer.held.documented
    meant = billed.meant or ""
    under = tuple(one.code for one in documented if meant and one.code.startswith(meant))
    reasons = [Reason(text=billed.fault)]
    if not under and meant and reviewer.book.billable(meant):
        under = _reportable(meant, [meant], reviewer).better
    elif not under and meant:
        condition = reviewer.held.about(meant)
        under = _codes(reviewer.held.firsts(condition.id)) if condition else ()
    if under:
        ids = [one.finding_ids for one in _conditions(under, reviewer)]
        told = ", ".join(under)
        reasons.append(Reason(text=f"The note supports {told}.", finding_ids=_flat(ids)))
    elif meant:
        reasons.append(Reason(text="The note supports no code in its place."))
    title = reviewer.book.title(billed.code) if reviewer.book.valid(billed.code) else None
    return ClaimLine(
        code=billed.code, description=title, verdict=billed.verdict, reasons=tuple(reasons), better=under
    )


def _reportable(code: str, standing: Sequence[str], reviewer: Reviewer) -> ClaimLine:
    verdict, reasons, better, gaps = _judge(code, reviewer)
    documented = {one.code for one in reviewer.held.documented}
    clashes = dict(_clashes(code, standing, documented, reviewer))
    if clashes:
        reasons = (*clashes.values(), *reasons)
        if code not in documented and belonging(code, reviewer.held) is None:
            verdict = "excluded_pair"
            better = better or tuple(
                other for other in clashes if other in documented or belonging(other, reviewer.held)
            )
    return ClaimLine(
        code=code,
        description=reviewer.book.title(code),
        verdict=verdict,
        reasons=reasons,
        better=better,
        gap_ids=gaps,
    )


_Judgement = tuple[Verdict | None, tuple[Reason, ...], tuple[str, ...], tuple[str, ...]]


def _judge(code: str, reviewer: Reviewer) -> _Judgement:
    """Verdict, reasons, better codes and gaps of a code that can be reported, looked at alone."""
    held = reviewer.held
    candidate = held.candidate(code)
    if candidate is not None and candidate.rank == 1:
        return _documented(candidate, held)
    reading = _reading(code, reviewer)
    if reading is not None and candidate is not None:
        reasons = (*candidate.rationale, *(Reason(text=text) for text in candidate.conflicts))
        return "supported", reasons, (), ()
    condition = held.about(code)
    if condition is not None:
        return _differing(code, condition, candidate, reviewer)
    condition = held.uncoded(code)
    if condition is not None:
        text = f"The note names {condition.concept}, but it is {_STATUS[condition.status]}."
        return "unsupported", (Reason(text=text, finding_ids=condition.finding_ids),), (), ()
    outside = tuple(tell_excluded(code, held, reviewer.excluded))
    if outside:
        return "unsupported", outside, (), ()
    yielded = held.yielded(code)
    if yielded is not None:
        return "unsupported", (_gives_way(yielded),), _codes(held.firsts(yielded.to.id)), ()
    if code.startswith(tuple(reviewer.book.searched())):
        return "unsupported", (tell_unled(reviewer.book.title(code), held),), (), ()
    told = belonging(code, held)
    if told is not None:
        text = f"The note names {told.concept}, which belongs here; which code of it is not reviewed."
        return None, (Reason(text=text, finding_ids=told.finding_ids),), (), ()
    text = "Not reviewed: this code lies outside what chartgap reads notes for."
    return None, (Reason(text=text),), (), ()


def _documented(candidate: CandidateCode, held: Documentation) -> _Judgement:
    """A code that the note supports today, unless two of its statements cannot both hold."""
    gaps = [gap for gap in held.gaps if gap.condition_id == candidate.condition_id]
    if candidate.role != "primary":
        gaps = []
    conflicts = [gap for gap in gaps if _blocks(gap)]
    if conflicts:
        led = [one for gap in conflicts for one in gap.codes_if_closed if one.code != candidate.code]
        reasons = [_weakness(gap) for gap in conflicts]
        reasons += [
            Reason(text=f"If the provider answers {one.answer}, the code is {one.code}.") for one in led
        ]
        better = tuple(dict.fromkeys(one.code for one in led))
        return "unsupported", tuple(reasons), better, tuple(gap.id for gap in conflicts)
    weak = [gap for gap in gaps if gap.severity != "advisory"]
    conflicts_told = tuple(Reason(text=text) for text in candidate.conflicts)
    told = (*candidate.rationale[:1], *conflicts_told, *(_weakness(gap) for gap in weak))
    return "supported", told, (), tuple(gap.id for gap in weak)


def _blocks(gap: Gap) -> bool:
    """Whether two statements of the note cannot both hold and the code turns on them."""
    return gap.kind == "conflict" and gap.severity == "blocking"


def _weakness(gap: Gap) -> Reason:
    return Reason(text=f"{gap.severity.capitalize()} gap: {gap.message}", finding_ids=gap.finding_ids)


def _reading(code: str, reviewer: Reviewer) -> tuple[CandidateCode, ...] | None:
    """The documented codes that another authority reads as ``code``; None where none does.

    Where authorities place a site differently and the tabular is silent, a claim may follow either.
    """
    candidate = reviewer.held.candidate(code)
    if candidate is None or candidate.rank == 1 or not candidate.conflicts:
        return None
    mine = reviewer.book.frame(code)
    same = tuple(
        one
        for one in reviewer.held.firsts(candidate.condition_id)
        if one.conflicts and mine and (frame := reviewer.book.frame(one.code)) and frame.stem == mine.stem
    )
    return same or None


def _differing(
    code: str, condition: Condition, candidate: CandidateCode | None, reviewer: Reviewer
) -> _Judgement:
    """A code of a documented condition that is not the one its documentation supports."""
    held = reviewer.held
    better = held.instead(code, condition.id)
    if not better:
        told = candidate.rationale if candidate else ()
        text = f"The note names {condition.concept}, which has no code as it is documented."
        return "unsupported", (Reason(text=text, finding_ids=condition.finding_ids), *told), (), ()
    compared = [compare(code, one.code, condition, reviewer.book) for one in better]
    differences = min(compared, key=lambda found: sum(one.relation != "less" for one in found))
    less = all(one.relation == "less" for one in differences)
    evidence = condition.finding_ids
    if better[0].role != "primary":
        evidence = _flat([reason.finding_ids for reason in better[0].rationale])
    reasons = [Reason(text=one.text, finding_ids=evidence) for one in differences]
    yielded = None if less else held.yielded(code)
    if yielded is not None:
        reasons.insert(0, _gives_way(yielded))
    if candidate is not None:
        reasons.extend(candidate.rationale)
        reasons.extend(Reason(text=text) for text in candidate.conflicts)
    closing = held.closing(code, condition.id)
    if closing and not less:
        gap, answer = closing
        text = f"It would be supported if the provider documents {gap.element.replace('_', ' ')}: {answer}."
        reasons.append(Reason(text=text, finding_ids=gap.finding_ids))
    conflicts = [gap for gap in held.gaps if gap.condition_id == condition.id and _blocks(gap)]
    reasons.extend(_weakness(gap) for gap in conflicts)
    bearing = (closing[0].id,) if closing else _about(differences, condition, held)
    gaps = tuple(dict.fromkeys((*bearing, *(gap.id for gap in conflicts))))
    verdict: Verdict = "more_specific_available" if less else "unsupported"
    # Until the provider settles the conflict that this code would close, the other is no better.
    open_still = closing is not None and closing[0] in conflicts
    return verdict, tuple(reasons), () if open_still else _codes(better), gaps


def _gives_way(yielded: Yielded) -> Reason:
    text = f"The note names {yielded.concept} too, which gives way to {yielded.to.concept}."
    return Reason(text=text, finding_ids=yielded.finding_ids)


def _about(differences: Sequence[Difference], condition: Condition, held: Documentation) -> tuple[str, ...]:
    """The gaps of a condition over the elements on which the codes differ."""
    elements = {one.element for one in differences}
    return tuple(gap.id for gap in held.gaps if gap.condition_id == condition.id and gap.element in elements)


def _clashes(
    code: str, standing: Sequence[str], documented: set[str], reviewer: Reviewer
) -> Iterator[tuple[str, Reason]]:
    """The Excludes1 notes against the other lines and, for an undocumented code, against the note's codes."""
    others = [*standing, *(() if code in documented else sorted(documented - set(standing)))]
    for other in others:
        note = reviewer.excluded(code, other) if other != code else None
        if note:
            where = "is billed too" if other in standing else "is what the note supports"
            yield other, Reason(text=f"Not with {other}, which {where}: {note}.")


def _conditions(codes: Sequence[str], reviewer: Reviewer) -> Iterator[Condition]:
    for code in codes:
        candidate = reviewer.held.candidate(code)
        if candidate is not None:
            yield reviewer.held.condition(candidate.condition_id)


def _codes(candidates: Sequence[CandidateCode]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in candidates))


def _flat(ids: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for held in ids for key in held))
