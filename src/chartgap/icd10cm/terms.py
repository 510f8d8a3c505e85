"""The disorder phrases of the tabular: generated vocabulary, made when a code table is built.

A phrase comes from a title or an inclusion term. It loses NOS, NEC and "unspecified", its site and its side;
a bracketed synonym, a parenthesis and an optional plural give phrases of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chartgap.icd10cm.framing import find_stem
from chartgap.icd10cm.record import Record
from chartgap.icd10cm.titles import ReadTitle, TitleWords, read_title
from chartgap.icd10cm.tree import DisorderTerm

_BRACKET = re.compile(r"\s*\[([^\]]*)\]")
_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)")
_PLURAL = re.compile(r"(?<=\w)\((s|e|es)\)")


def build_terms(
    records: Sequence[Record], by_id: Mapping[str, Record], words: TitleWords
) -> list[DisorderTerm]:
    """Make the disorder terms of the records, each phrase once for each site and side it names."""
    only = _find_only_children(records, words)
    chosen: dict[tuple[str, str | None, str | None], tuple[bool, DisorderTerm]] = {}
    for record in records:
        if not record.is_code:
            continue
        for text, inclusion in _phrases_at(record):
            residual = bool(words.residue.search(text))
            for term in _terms_of(text, record, by_id, words, inclusion=inclusion):
                settled = replace(term, category=only.get(term.category, term.category))
                key = (settled.term.lower(), settled.site, settled.laterality)
                if key not in chosen or _prefer((residual, settled), chosen[key]):
                    chosen[key] = residual, settled
    return [term for _, term in chosen.values()]


def vary_phrase(text: str) -> Iterator[str]:
    """Yield the ways to say a phrase: its parentheses kept, opened and left out; its bracketed synonym."""
    plain = _BRACKET.sub("", text).strip(" ,")
    yield plain
    for single in dict.fromkeys((_PLURAL.sub("", plain), _PLURAL.sub(r"\1", plain))):
        if single != plain:
            yield single
        if _PARENTHESIS.search(single):
            yield _PARENTHESIS.sub(r" \1", single).strip()
            yield _PARENTHESIS.sub("", single).strip()
    # A single word in brackets is an eponym that says nothing alone, unless it is an abbreviation.
    yield from (inside for inside in _BRACKET.findall(text) if " " in inside or inside.isupper())


def _phrases_at(record: Record) -> Iterator[tuple[str, bool]]:
    yield record.title, False
    for kind, text in record.notes:
        if kind == "inclusion_term":
            yield text, True


def _terms_of(
    text: str, record: Record, by_id: Mapping[str, Record], words: TitleWords, *, inclusion: bool
) -> Iterator[DisorderTerm]:
    read = read_title(text, words)
    if inclusion and read.site is None:
        read = read_title(words.residue.sub("", text), words)
    stem, qualifiers = find_stem(record, read, by_id, words)
    term = DisorderTerm(read.disorder, stem, record.id, inclusion, read.site, read.laterality, qualifiers)
    if inclusion and stem == record.id:
        term = _split_at_stem(text, record, by_id, words) or term
    elif not inclusion and stem != record.id:
        # The stem's own title says it, but for the qualifier.
        if record.id in words.exceptions and read == ReadTitle(words.residue.sub("", text)):
            term = replace(term, category=record.id)
        elif not qualifiers or record.id in words.exceptions:
            return
        term = replace(term, site=None, laterality=None)
    if term.category == record.id and term.site is not None:
        # The only code of its disorder: the site is part of the name.
        term = replace(term, term=text, site=None, laterality=None)
    for variant in vary_phrase(words.residue.sub("", term.term)):
        if variant.lower() not in words.vague:
            yield replace(term, term=variant)


def _split_at_stem(
    text: str, record: Record, by_id: Mapping[str, Record], words: TitleWords
) -> DisorderTerm | None:
    """Split an inclusion term whose site the data do not know where its stem's disorder phrase ends."""
    level = record
    while level.is_code:
        above = read_title(level.title, words)
        disorder = words.residue.sub("", above.disorder)
        # Below the stem a site may follow without comma or "of".
        joint = r",? (?:of )?" if above.site else r"(?:,| of) "
        for form in (disorder, *(disorder.removesuffix(generic) for generic in words.generic)):
            found = re.fullmatch(rf"({re.escape(form)}){joint}(.+)", text, re.IGNORECASE)
            if found:
                stem, qualifiers = find_stem(level, above, by_id, words)
                return DisorderTerm(found[1], stem, record.id, True, found[2], None, qualifiers)
        level = by_id[level.parent]
    return None


def _find_only_children(records: Sequence[Record], words: TitleWords) -> dict[str, str]:
    """Headers that only wrap one child of the same name (``M86.8`` → ``M86.8X``)."""
    children: dict[str, list[Record]] = {}
    for record in records:
        children.setdefault(record.parent, []).append(record)
    return {
        record.id: below[0].id
        for record in records
        if len(below := children.get(record.id, [])) == 1 and below[0].title == record.title
    }


def _prefer(new: tuple[bool, DisorderTerm], old: tuple[bool, DisorderTerm]) -> bool:
    """Of two places of a phrase: the one that means it without more, a title, the deeper of a line."""
    (new_residual, new_term), (old_residual, old_term) = new, old
    if new_residual != old_residual:
        return new_residual
    if new_term.inclusion != old_term.inclusion:
        return old_term.inclusion
    return new_term.category != old_term.category and new_term.category.startswith(old_term.category)
