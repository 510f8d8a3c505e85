"""Makes frames out of titles: finds the stem of each billable code and what tells the code from its siblings.

Runs when a code table is built. The titles are read by ``titles``; here the tree decides which level
carries the disorder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.record import Record, expand_sevenths
from chartgap.icd10cm.titles import ReadTitle, TitleWords, read_title, rewrite


def build_frames(records: Sequence[Record], words: TitleWords) -> list[Frame]:
    """Make the frame of every billable code of a chapter's records, in official order."""
    by_id = {record.id: record for record in records}
    return [
        frame
        for record in records
        if record.is_code and not record.children
        for frame in _frames_of(record, by_id, words)
    ]


@dataclass(frozen=True, slots=True)
class Stem:
    """The level that carries a title's disorder, and the qualifiers by which the title narrows it."""

    code: str
    disorder: str
    """The disorder phrase of the level, with its own capitals."""
    qualifiers: tuple[str, ...] = ()


def _frames_of(record: Record, by_id: Mapping[str, Record], words: TitleWords) -> list[Frame]:
    frame = _frame_of(record, by_id, words)
    full = [
        replace(
            frame,
            code=code,
            title=title,
            seventh=code[-1],
            qualifiers=frame.qualifiers + _narrowed(title.removeprefix(f"{record.title}, "), words),
        )
        for code, title in expand_sevenths(record)
    ]
    return full or [frame]


def _narrowed(said: str, words: TitleWords) -> tuple[str, ...]:
    """What a seventh character says, where it is no encounter."""
    return (said,) if words.narrowings.get(said) else ()


def _frame_of(record: Record, by_id: Mapping[str, Record], words: TitleWords) -> Frame:
    read = read_title(record.title, words)
    stem = find_stem(record, read, by_id, words)
    exception = words.exceptions.get(record.id)
    qualifiers = stem.qualifiers
    if exception:
        site, side = exception.site, exception.laterality
    else:
        moved = words.sites_at.get(stem.code, {})
        site = None if stem.code in words.siteless else moved.get(read.site or "", read.site)
        side = read.laterality
        qualifiers += read.qualifiers
    disorder = (stem.disorder if stem.code != record.id or site else record.title).lower()
    return Frame(
        code=record.id,
        title=record.title,
        stem=stem.code,
        disorder=disorder,
        site=site,
        laterality=side,
        seventh=None,
        qualifiers=qualifiers,
        acuity=next((word for word in words.acuity if word in disorder.split()), None),
        route=next((word for word in words.route if word in disorder.split()), None),
        other=disorder.split()[0] == words.other,
    )


def find_stem(record: Record, read: ReadTitle, by_id: Mapping[str, Record], words: TitleWords) -> Stem:
    """Find the nearest level of the same disorder without a site, else the furthest with one."""
    exception = words.exceptions.get(record.id)
    if exception:
        title = by_id[exception.stem].title
        above = read_title(title, words)
        apart = above.site in (None, exception.site)
        return Stem(exception.stem, above.disorder if apart else rewrite(title, words), exception.qualifiers)
    best = Stem(record.id, read.disorder)
    if read.site is None and read.laterality is None:
        return best
    level = by_id[record.parent]
    while level.is_code:
        for phrase, sited in _phrases_of(level, words):
            left_over = _same_disorder(read.disorder, phrase, words)
            if left_over is not None:
                best = Stem(level.id, phrase, left_over)
                if not sited:
                    return best
                break
        level = by_id[level.parent]
    return best


def _phrases_of(level: Record, words: TitleWords) -> Iterator[tuple[str, bool]]:
    """The disorder phrases that a level's title may mean, and whether it names a site beside them."""
    above = read_title(level.title, words)
    if above.site:
        yield rewrite(level.title, words), False
    yield above.disorder, above.site is not None
    for phrase in words.also.get(level.id, ()):
        yield phrase, False


def _same_disorder(phrase: str, above: str, words: TitleWords) -> tuple[str, ...] | None:
    """The qualifiers by which ``phrase`` narrows the disorder ``above``; ``None`` if it is another."""
    forms = _forms(above, words)
    for below in _plain_forms(phrase, words):
        for form in forms:
            if below == form:
                return ()
            if below.endswith(f" {form}"):
                left_over = tuple(below.removesuffix(f" {form}").split())
                if all(word in words.qualifiers for word in left_over):
                    return left_over
    return None


def _forms(phrase: str, words: TitleWords) -> list[str]:
    """A disorder phrase as its children may say it: with and without its general last words."""
    plain = _plain_forms(phrase, words)
    shorter = (form.removesuffix(generic) for form in plain for generic in words.generic)
    return list(dict.fromkeys((*plain, *shorter)))


def _plain_forms(phrase: str, words: TitleWords) -> list[str]:
    """A phrase in lower case, also without "unspecified", "not elsewhere classified", a last parenthesis."""
    bare = " ".join(re.sub(r"\[[^\]]*\]", "", phrase).lower().split())
    open_end = words.residue.sub("", bare).removeprefix("unspecified ")
    return list(dict.fromkeys((bare, open_end, re.sub(r" \([^()]*\)$", "", open_end))))
