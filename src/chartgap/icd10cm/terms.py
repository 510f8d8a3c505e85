"""The disorder phrases of the tabular: generated vocabulary, made when a code table is built.

A phrase comes from a title or an inclusion term. It loses NOS, NEC and "unspecified", its site and its side;
a bracketed synonym, a parenthesis and an optional plural give phrases of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chartgap.icd10cm.framing import find_stem
from chartgap.icd10cm.record import Record
from chartgap.icd10cm.terminology import DisorderTerm
from chartgap.icd10cm.titles import ReadTitle, TitleWords, read_title

_BRACKET = re.compile(r"\s*\[([^\]]*)\]")
_PARENTHESIS = re.compile(r"(?P<space>\s*)\((?P<inside>[^()]*)\)(?P<joined>(?=\w))?")
_WORD = re.compile(r"\w+")
_PLURAL = re.compile(r"(?<=\w)\((s|e|es)\)")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A term as one title or inclusion term claims it.

    ``residual`` tells that the text says "and nothing more was said".
    """

    term: DisorderTerm
    text: str
    residual: bool

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        return self.term.term.lower(), self.term.site, self.term.laterality


def build_terms(
    records: Sequence[Record], by_id: Mapping[str, Record], words: TitleWords, stems: Collection[str]
) -> list[DisorderTerm]:
    """Make the disorder terms of the records, each phrase once for each site and side it names.

    ``stems`` are the stems of the frames: a phrase of a header above them pins the one that says least.
    A title whose phrase another stem has is a term as a whole.
    """
    pins = _find_pins(records, stems)
    claims = [
        _Claim(replace(term, category=pins.get(term.category, term.category)), text, residual)
        for record in records
        if record.is_code
        for text, inclusion in _phrases_at(record)
        for residual in (bool(words.residue.search(text)),)
        for term in _terms_of(text, record, by_id, words, inclusion=inclusion)
    ]
    chosen: dict[tuple[str, str | None, str | None], _Claim] = {}
    for claim in claims:
        held = chosen.get(claim.key)
        chosen[claim.key] = claim if held is None else _choose(claim, held, words)
    for claim in claims:
        term = claim.term
        if term.inclusion or _covers(chosen[claim.key].term.category, term.category, words):
            continue
        whole = replace(term, term=words.residue.sub("", claim.text), category=term.origin, qualifiers=())
        for variant in vary_phrase(whole.term):
            own = replace(claim, term=replace(whole, term=variant, site=None, laterality=None))
            chosen.setdefault(own.key, own)
    return [claim.term for claim in chosen.values()]


def _choose(new: _Claim, old: _Claim, words: TitleWords) -> _Claim:
    """Of two places of a phrase: the one that has the other's codes too, or that both are joined to."""
    one, other = new.term.category, old.term.category
    if _covers(other, one, words) and not _prefer(new, old):
        return old
    wider = next((code for code in words.joins if all(_covers(code, c, words) for c in (one, other))), None)
    if one != other and wider:
        return replace(new, term=replace(new.term, category=wider))
    return new if _prefer(new, old) else old


def _covers(category: str, stem: str, words: TitleWords) -> bool:
    joined = words.joins.get(category, ())
    return category == stem or any(_covers(other, stem, words) for other in joined)


def vary_phrase(text: str) -> Iterator[str]:
    """Yield the ways to say a phrase: its parentheses kept, opened and left out; its bracketed synonym."""
    plain = _BRACKET.sub("", text).strip(" ,")
    yield plain
    if plain != text:
        yield text
    for single in dict.fromkeys((_PLURAL.sub("", plain), _PLURAL.sub(r"\1", plain))):
        if single != plain:
            yield single
        if _PARENTHESIS.search(single):
            yield _PARENTHESIS.sub(_opened, single).strip()
            yield _PARENTHESIS.sub(_left_out, single).strip()
    yield from (inside for inside in _BRACKET.findall(text) if inside.isupper() or not _is_name(inside))


def _opened(found: re.Match[str]) -> str:
    return (found["space"] if found["joined"] is not None else " ") + found["inside"]


def _left_out(found: re.Match[str]) -> str:
    return found["space"] if found["joined"] is not None else ""


def _is_name(inside: str) -> bool:
    """Whether a bracket holds a mere eponym, which says nothing alone: its last word has a capital."""
    return inside.split()[-1][0].isupper()


def _phrases_at(record: Record) -> Iterator[tuple[str, bool]]:
    yield record.title, False
    for kind, text in record.notes:
        if kind == "inclusion_term":
            yield text, True


def _terms_of(
    text: str, record: Record, by_id: Mapping[str, Record], words: TitleWords, *, inclusion: bool
) -> Iterator[DisorderTerm]:
    named = _name_inclusion if inclusion else _name_title
    term = named(text, record, by_id, words)
    if term.category == record.id and term.site is not None:
        # The only code of its disorder: the site is part of the name.
        term = replace(term, term=text, site=None, laterality=None)
    plain = words.residue.sub("", term.term)
    variants = [*vary_phrase(plain)]
    if not inclusion:
        # Problem lists have titles in full: "Gout, unspecified", "Monoarthritis, not elsewhere classified".
        variants += [whole for whole in (term.term, plain + words.tails[0]) if text.startswith(whole)]
    for variant in dict.fromkeys(variants):
        if not _is_vague(variant, words):
            yield replace(term, term=variant)


def _name_title(text: str, record: Record, by_id: Mapping[str, Record], words: TitleWords) -> DisorderTerm:
    """The name that a title gives: its disorder phrase at the stem, or the whole title at its own code."""
    read = read_title(text, words)
    stem = find_stem(record, read, by_id, words)
    term = DisorderTerm(
        read.disorder, stem.code, record.id, False, read.site, read.laterality, stem.qualifiers
    )
    if stem.code == record.id:
        return term
    term = replace(term, site=None, laterality=None)
    if record.id in words.exceptions and read == ReadTitle(words.residue.sub("", text)):
        return replace(term, category=record.id)
    spread = not text.lower().startswith(read.disorder.lower())
    if spread or words.narrowing.search(text) or _is_vague(read.disorder, words):
        # The disorder phrase does not stand in the title in one piece, or says nothing without the rest.
        return replace(term, term=text, category=record.id, qualifiers=())
    return term


def _name_inclusion(
    text: str, record: Record, by_id: Mapping[str, Record], words: TitleWords
) -> DisorderTerm:
    """The name that an inclusion term gives, with the site and side it names."""
    read = read_title(text, words)
    if read.site is None:
        read = read_title(words.residue.sub("", text), words)
    if _is_vague(read.disorder, words) or (read.site and _said_narrowly(text, words)):
        return DisorderTerm(text, record.id, record.id, True)
    stem = find_stem(record, read, by_id, words)
    term = DisorderTerm(
        read.disorder, stem.code, record.id, True, read.site, read.laterality, stem.qualifiers
    )
    return (_split_at_stem(text, record, by_id, words) or term) if stem.code == record.id else term


def _said_narrowly(text: str, words: TitleWords) -> bool:
    return any(text.endswith(f" {phrase}") for phrases in words.narrowings.values() for phrase in phrases)


def _is_vague(phrase: str, words: TitleWords) -> bool:
    return words.residue.sub("", phrase).lower() in words.vague


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
                stem = find_stem(level, above, by_id, words)
                return DisorderTerm(found[1], stem.code, record.id, True, found[2], None, stem.qualifiers)
        level = by_id[level.parent]
    return None


def _find_pins(records: Sequence[Record], stems: Collection[str]) -> dict[str, str]:
    """Headers above the stems, each with the stem below that says least beyond it (``M10`` → ``M10.9``)."""
    titles = {record.id: record.title for record in records}
    pins = {}
    for header in titles.keys() - stems:
        below = [stem for stem in stems if stem.startswith(header)]
        if below:
            pins[header] = min(below, key=lambda stem: (_excess(titles[stem], titles[header]), stem))
    return pins


def _excess(title: str, above: str) -> tuple[bool, bool, int]:
    said = set(_WORD.findall(title.lower())) - set(_WORD.findall(above.lower()))
    return "other" in said, "unspecified" not in title.lower(), len(said - {"unspecified"})


def _prefer(new: _Claim, old: _Claim) -> bool:
    """Of two places of a phrase: the one that means it without more, a title, the deeper of a line."""
    if new.residual != old.residual:
        return new.residual
    if new.term.inclusion != old.term.inclusion:
        return old.term.inclusion
    one, other = new.term.category, old.term.category
    return one != other and one.startswith(other)
