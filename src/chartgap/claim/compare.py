"""Two codes of one condition, the billed and the documented, axis by axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from chartgap.claim.codebook import CodeBook, Frame
from chartgap.models import Condition, Element

Relation = Literal["less", "more", "other"]
"""The billed value is less specific than the documented one, more specific than it, or another."""

UNSPECIFIED, OTHER, MULTIPLE = "unspecified", "other", "multiple"


@dataclass(frozen=True, slots=True)
class Difference:
    """An axis on which a billed code says something else than the note; ``text`` tells it in words."""

    element: Element
    relation: Relation
    text: str


def compare(billed: str, documented: str, condition: Condition, book: CodeBook) -> tuple[Difference, ...]:
    """How a billed code differs from a documented one of the same condition."""
    one, other = book.frame(billed), book.frame(documented)
    if one is None or other is None:
        return (_by_title(billed, documented, book),)
    stated = tuple(_stated(one, condition))
    if one.stem != other.stem:
        if is_unspecified(billed, book) and not is_unspecified(documented, book):
            text = f"It names no specific kind; the note supports {documented} {book.title(documented)}."
            return (Difference("disorder", "less", text),)
        text = f"The note supports another kind: {documented} {book.title(documented)}."
        return stated or (Difference("disorder", "other", text),)
    named = " and ".join(site.site for site in condition.sites)
    found = (*stated, *_site(one, other, named), *_side(one, other), *_seventh(one, other))
    text = f"The note supports {documented} {book.title(documented)}."
    return found or (Difference("disorder", "other", text),)


def is_unspecified(code: str, book: CodeBook) -> bool:
    """Whether a code stands for what is not told: its title says so and its frame has no axis for it."""
    frame = book.frame(code)
    if frame is not None and UNSPECIFIED in (frame.site, frame.laterality):
        return False
    return UNSPECIFIED in book.title(code).lower().replace(",", " ").split()


def _by_title(billed: str, documented: str, book: CodeBook) -> Difference:
    text = f"The note supports {documented} {book.title(documented)}."
    if billed[:3] == documented[:3] and is_unspecified(billed, book) and not is_unspecified(documented, book):
        return Difference("disorder", "less", text)
    return Difference("disorder", "other", text)


def _stated(frame: Frame, condition: Condition) -> Iterator[Difference]:
    """The acuity and route that the billed title states, against those of the note."""
    said: tuple[tuple[Element, str | None, str | None], ...] = (
        ("acuity", frame.acuity, condition.acuity),
        ("route", frame.route, condition.route),
    )
    for element, wanted, held in said:
        if wanted is None or wanted == held or (held is not None and wanted in held.split(" on ")):
            continue
        if held is None:
            yield Difference(element, "more", f"It says {wanted}; the note does not state the {element}.")
        else:
            yield Difference(element, "other", f"It says {wanted}; the note says {held}.")


def _site(one: Frame, other: Frame, named: str) -> Iterator[Difference]:
    """``named`` are the condition's sites in words."""
    billed, held = one.site, other.site
    if billed == held or billed is None or held is None:
        return
    said = named or held
    if billed.startswith(UNSPECIFIED):
        yield Difference("site", "less", f"Its site is unspecified; the note names {said}.")
    elif held.startswith(UNSPECIFIED):
        yield Difference("site", "more", f"It says {_words(billed)}; the note does not settle the site.")
    elif billed.startswith(OTHER):
        text = f"It says another site than those with codes of their own; the note names {said}."
        yield Difference("site", "less", text)
    else:
        yield Difference("site", "other", f"It says {_words(billed)}; the note names {said}.")


def _side(one: Frame, other: Frame) -> Iterator[Difference]:
    billed, held = one.laterality, other.laterality
    if billed == held or billed is None or held is None or one.site != other.site:
        return
    if billed == UNSPECIFIED:
        yield Difference("laterality", "less", f"Its side is unspecified; the note says {held}.")
    elif held == UNSPECIFIED:
        yield Difference("laterality", "more", f"It says {billed}; the note does not state the side.")
    else:
        yield Difference("laterality", "other", f"It says {billed}; the note says {held}.")


def _seventh(one: Frame, other: Frame) -> Iterator[Difference]:
    if one.seventh != other.seventh:
        text = f"Its seventh character is {one.seventh}; the note supports {other.seventh}."
        yield Difference("encounter", "other", text)


def _words(site: str) -> str:
    return f"{site} sites" if site == MULTIPLE else f"{site} site" if site == OTHER else site
