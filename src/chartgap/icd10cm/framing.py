"""Makes frames out of titles: finds the stem of each billable code and what tells the code from its siblings.

Runs when a code table is built. The titles are read by ``titles``; here the tree decides which level
carries the disorder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.record import Record, expand_sevenths
from chartgap.icd10cm.titles import ReadTitle, TitleWords, read_title


def build_frames(records: Sequence[Record], words: TitleWords) -> list[Frame]:
    """Make the frame of every billable code of a chapter's records, in official order."""
    by_id = {record.id: record for record in records}
    return [
        frame
        for record in records
        if record.is_code and not record.children
        for frame in _frames_of(record, by_id, words)
    ]


def _frames_of(record: Record, by_id: Mapping[str, Record], words: TitleWords) -> list[Frame]:
    frame = _frame_of(record, by_id, words)
    full = list(expand_sevenths(record))
    if not full:
        return [frame]
    return [replace(frame, code=code, title=title, seventh=code[-1]) for code, title in full]


def _frame_of(record: Record, by_id: Mapping[str, Record], words: TitleWords) -> Frame:
    read = read_title(record.title, words)
    stem, qualifiers = find_stem(record, read, by_id, words)
    exception = words.exceptions.get(record.id)
    if exception:
        site, side = exception.site, exception.laterality
    else:
        site = (
            None if stem in words.siteless else words.sites_at.get(stem, {}).get(read.site or "", read.site)
        )
        side = read.laterality
        qualifiers += (read.part,) if read.part else ()
    disorder = read_title(by_id[stem].title, words).disorder if stem != record.id or site else record.title
    return Frame(
        code=record.id,
        title=record.title,
        stem=stem,
        disorder=disorder.lower(),
        site=site,
        laterality=side,
        seventh=None,
        qualifiers=qualifiers,
        acuity=next((word for word in words.acuity if word in disorder.lower().split()), None),
        route=next((word for word in words.route if word in disorder.lower().split()), None),
        other=disorder.lower().split()[0] == words.other,
    )


def find_stem(
    record: Record, read: ReadTitle, by_id: Mapping[str, Record], words: TitleWords
) -> tuple[str, tuple[str, ...]]:
    """Find the nearest level of the same disorder without a site, else the furthest with one.

    Returns its code and the qualifiers by which the title narrows its disorder.
    """
    if record.id in words.exceptions:
        return words.exceptions[record.id].stem, words.exceptions[record.id].qualifiers
    if read.site is None and read.laterality is None:
        return record.id, ()
    best: tuple[str, tuple[str, ...]] = (record.id, ())
    level = by_id[record.parent]
    while level.is_code:
        above = read_title(level.title, words)
        left_over = _same_disorder(read.disorder, above.disorder, words)
        if left_over is not None:
            best = level.id, left_over
            if above.site is None:
                break
        level = by_id[level.parent]
    return best


def _same_disorder(phrase: str, above: str, words: TitleWords) -> tuple[str, ...] | None:
    """The qualifiers by which ``phrase`` narrows the disorder ``above``; ``None`` if it is another."""
    below, wide = _bare(phrase), _bare(above)
    wide_forms = {wide, *(wide.removesuffix(generic) for generic in words.generic)}
    for form in wide_forms:
        if below == form:
            return ()
        if below.endswith(f" {form}"):
            left_over = tuple(below.removesuffix(f" {form}").split())
            if all(word in words.qualifiers for word in left_over):
                return left_over
    return None


def _bare(phrase: str) -> str:
    return " ".join(re.sub(r"\[[^\]]*\]", "", phrase).lower().split())
