"""What the possible answers to a query would make of a condition, and the codes that it would have then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from chartgap.gaps.predicates import counts, holds
from chartgap.gaps.scene import Scene, part
from chartgap.lexicon.gap import Answer, Mentioned
from chartgap.models import CandidateCode, Closing, Condition, ConditionSite, Conflict, Organism, trusted

Resolve = Callable[[Condition], Sequence[CandidateCode]]
"""A condition → its candidate codes."""


def revised(condition: Condition, changes: Mapping[str, JsonValue]) -> Condition:
    """The condition as it would be, had the provider documented these slots.

    Fields of a condition are replaced, anything else is an attribute; an attribute set to null is taken away.
    """
    update: dict[str, Any] = {}
    attributes = dict(condition.attributes)
    for name, value in changes.items():
        if name in ("concept", "acuity", "route"):
            update[name] = value
        elif name == "organisms" and isinstance(value, list):
            update[name] = tuple(Organism.model_validate(item) for item in value)
        elif name == "sites" and isinstance(value, list):
            update[name] = tuple(ConditionSite.model_validate(item) for item in value)
        elif value is None:
            attributes.pop(name, None)
        else:
            attributes[name] = value
    return trusted(Condition, **{**condition.__dict__, **update, "attributes": attributes})


def closings(scene: Scene, answers: Iterable[Answer], resolve: Resolve) -> tuple[Closing, ...]:
    """The codes that each answer would lead to: what would be new, or what would stay if nothing is."""
    found: list[Closing] = []
    for answer in answers:
        if answer.set is not None:
            found.extend(_leads_to(scene, answer.answer, revised(scene.condition, answer.set), resolve))
    return tuple(dict.fromkeys(found))


def offered(scene: Scene, answers: Iterable[Answer]) -> tuple[str, ...]:
    """The answers that the note supports, as options of the query."""
    return tuple(
        answer.answer
        for answer in answers
        if (answer.offer if isinstance(answer.offer, bool) else any(holds(t, scene) for t in answer.offer))
    )


def mentioned(scene: Scene, source: Mentioned) -> tuple[Answer, ...]:
    """Answers that the note itself names, each once, in text order."""
    found: dict[str, Answer] = {}
    for finding in scene.note.reading.by_kind.get(source.finding, ()):
        name = part(finding.value, source.answer)
        if isinstance(name, str) and name not in found and counts(finding, ("uncertain",)):
            found[name] = Answer(answer=name, set={source.into: [finding.value]})
    return tuple(found.values())


def sides_of(conflict: Conflict, condition: Condition) -> tuple[Answer, ...]:
    """The two statements of a conflict as answers, the one that stands first; none if they are not words."""
    if not (isinstance(conflict.value, str) and isinstance(conflict.other, str)):
        return ()
    return tuple(
        Answer(answer=capitalised(said), set=_as_stated(conflict, said, condition))
        for said in (conflict.value, conflict.other)
    )


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest as it was."""
    return text[:1].upper() + text[1:]


def _as_stated(conflict: Conflict, said: str, condition: Condition) -> dict[str, JsonValue]:
    if conflict.element == "laterality":
        doubted = [site for site in condition.sites if site.laterality == conflict.value] or condition.sites
        moved = [
            site.model_copy(update={"laterality": said}) if site in doubted else site
            for site in condition.sites
        ]
        return {"sites": [site.model_dump(mode="json") for site in moved]}
    if conflict.element == "site":
        moved = [
            site.model_copy(update={"site": said}) if site.site == conflict.value else site
            for site in condition.sites
        ]
        return {"sites": [site.model_dump(mode="json") for site in moved]}
    return {"concept" if conflict.element == "disorder" else conflict.element: said}


def _leads_to(scene: Scene, answer: str, condition: Condition, resolve: Resolve) -> list[Closing]:
    then = [code for code in resolve(condition) if code.rank == 1]
    fresh = [code for code in then if code.code not in scene.codes_now]
    reached = fresh or [code for code in then if code.role == "primary"]
    return [trusted(Closing, answer=answer, code=code.code) for code in reached]
