"""The events of a unit: words joined to targets, their sides taken off, and the words around them.

A target is a run of words, "left hip flexors" or "distal muscle groups"; its name is the run
without its side.
"""

from __future__ import annotations

import re

from chartgap.pipes.grades import Grade
from chartgap.pipes.muscle_letters import TOUCHING, names_level, with_letters
from chartgap.pipes.muscle_names import complete_names
from chartgap.pipes.muscles import CLOSED, Event, Target
from chartgap.pipes.phrases import Hit, PhraseBook

_RUN = frozenset(("muscle", "part", "move", "limb", "whole", "quality", "head"))

_GRADE = frozenset(("grade",))

_TARGET = frozenset(("target",))

_NO_ROLES: frozenset[str] = frozenset()


def read_events(text: str, start: int, end: int, grades: list[Grade], book: PhraseBook) -> list[Event]:
    """The events of ``text[start:end]`` in order, words joined to targets."""
    found: list[Event] = []
    place = start
    for grade in grades:
        found.extend(_segment(text, book.scan(text, place, grade.start), _named(found)))
        found.append(Event(grade.start, grade.end, _GRADE, text[grade.start : grade.end], grade=grade))
        place = grade.end
    found.extend(_segment(text, book.scan(text, place, end), _named(found)))
    return complete_names(text, found)


def _named(events: list[Event]) -> bool:
    """Whether a grade ends the events and its target stands before it."""
    return len(events) > 1 and any(event.target for event in events[-4:-1])


def _segment(text: str, hits: list[Hit], named: bool) -> list[Event]:
    """The events of a stretch without grades; ``named`` where a grade with its target stands before it."""
    for hit in hits:
        if hit.role == "letter" or names_level(hit):
            hits = with_letters(text, hits)
            break
    found: list[Event] = []
    place, count = 0, len(hits)
    while place < count:
        hit = hits[place]
        side_first = hit.role == "side" and place + 1 < count and hits[place + 1].role in _RUN
        if side_first and not TOUCHING.match(text[hit.end : hits[place + 1].start]):
            side_first = False
        if side_first and (_closes(text, hits, place) or _ends(text, hits, place, named)):
            side_first = False
        if side_first or (hit.role in _RUN and not (hit.role == "head" and "passing" in hit.roles)):
            stop = _run_end(text, hits, place)
            found.append(_target(text, hits[place:stop]))
            place = stop
            continue
        found.append(_word(text, hit))
        place += 1
    return found


_ON = re.compile(r"\bon\s+(?:the\s+)?\Z", re.IGNORECASE)


def _closes(text: str, hits: list[Hit], place: int) -> bool:
    """Whether a side ends what came before: "4/5 on the left grip is 5/5", "on both sides knee extensors"."""
    side = hits[place]
    if not _ON.search(text, max(0, side.start - 8), side.start):
        return False
    if text[side.start : side.end].lower().endswith(("side", "sides")):
        return True
    stop = _run_end(text, hits, place + 1)
    return stop < len(hits) and text[hits[stop].start : hits[stop].end].lower() in (
        "is",
        "are",
        "was",
        "were",
    )


def _ends(text: str, hits: list[Hit], place: int, named: bool) -> bool:
    """Whether a side with a stop ends a sentence: "DF 5/5 bilat. PF 4/5", "raises R 6, L. UE 5/5"."""
    side, after = hits[place], hits[place + 1]
    if text[side.end - 1] != "." or not text[side.end].isspace() or not text[after.start].isupper():
        return False
    last = hits[place - 1].value if place else None
    return last[:1].isdigit() if isinstance(last, str) else named


def _run_end(text: str, hits: list[Hit], place: int) -> int:
    """Where the run of target words beginning at ``place`` ends."""
    closed = hits[place].role in CLOSED
    muscle = hits[place].role in ("muscle", "limb", "whole")
    stop = place + 1
    while stop < len(hits):
        role = hits[stop].role
        if role not in _RUN or not TOUCHING.match(text[hits[stop - 1].end : hits[stop].start]):
            break
        if (
            closed
            and role not in ("head", "move")
            and not names_level(hits[stop])
            and not (role == "part" and hits[stop - 1].role == "quality")
        ):
            break
        if muscle and role == "move" and hits[stop - 1].role in ("limb", "whole"):
            break
        if (
            role == "head"
            and "passing" in hits[stop].roles
            and closed
            and hits[stop - 1].role in ("limb", "whole")
        ):
            break
        closed = closed or role in CLOSED
        muscle = muscle or role in ("muscle", "limb", "whole")
        stop += 1
    return stop


def _target(text: str, run: list[Hit]) -> Event:
    side: str | None = None
    named = run
    if run[0].role == "side":
        side, named = str(run[0].value), run[1:]
    kinds = frozenset(hit.role for hit in named)
    strong = (
        "muscle" in kinds
        or {"part", "move"} <= kinds
        or {"quality", "head"} <= kinds
        or {"part", "head"} <= kinds
    )
    central = False
    for hit in named:
        if isinstance(hit.value, dict):
            told = hit.value.get("side")
            side = side or (told if isinstance(told, str) else None)
            strong = strong or bool(hit.value.get("strong"))
            central = central or bool(hit.value.get("midline"))
    start, end = run[0].start, run[-1].end
    name = " ".join(text[named[0].start : end].split())
    target = Target(start, end, name, side, kinds, strong, central)
    return Event(start, end, _TARGET, name.lower(), target=target)


def _word(text: str, hit: Hit) -> Event:
    value = hit.value
    if not hit.role:
        return Event(hit.start, hit.end, _NO_ROLES, str(value))
    scope = ""
    if isinstance(value, dict):
        scope = str(value.get("scope", "")) + ("bare" if value.get("bare") else "")
    side = str(value) if hit.role == "side" else None
    return Event(
        hit.start,
        hit.end,
        hit.roles,
        text[hit.start : hit.end].lower(),
        side=side,
        scope=scope,
        rule=hit.rule,
    )


def table_label(text: str, start: int, end: int, book: PhraseBook) -> Target | None:
    """The target that a cell names, if it names one; sides are the columns' matter."""
    events = read_events(text, start, end, [], book)
    targets = [event.target for event in events if event.target]
    if not targets or any(event.has("blocker") and event.scope == "unit" for event in events):
        return None
    strong = [target for target in targets if target.strong]
    named = [target for target in strong if not _LEVEL.match(target.name)]
    return next(iter([*named, *strong, *targets]))


_LEVEL = re.compile(r"[CTLS]\d\Z", re.IGNORECASE)
"""A myotome before the movement that it stands for: "C5 elbow flexors"."""
