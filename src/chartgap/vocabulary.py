"""The vocabulary that the code tree itself gives: its disorder phrases as terms of the pipeline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from pydantic import JsonValue

from chartgap.icd10cm.terminology import DisorderTerm
from chartgap.icd10cm.tree import CodeTree, load_tree
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.family import CodeRule
from chartgap.lexicon.load import GENERATED, load_lexicon
from chartgap.lexicon.schema import Concept, Role, TermEntry

SOURCE = "ICD-10-CM tabular"
UNSPECIFIED = "unspecified"
OPEN = f", {UNSPECIFIED}"
"""The end of a title that says no more than its disorder: a concept's own rules read it better."""


def _owners(lexicon: Lexicon) -> dict[str, str]:
    """Stem → the concept whose code rules lead there, where a single one does."""
    found: dict[str, set[str]] = {}
    for rule in lexicon.table("families", CodeRule).values():
        for stem in rule.take:
            for concept in rule.concepts[:1]:
                found.setdefault(stem, set()).add(concept)
    return {stem: next(iter(names)) for stem, names in found.items() if len(names) == 1}


def _name(phrase: str) -> str:
    """A phrase as the name of a concept: in lower case, without what stands in brackets."""
    return re.sub(r"\s*\[[^\]]*\]", "", phrase).lower()


def _spoken(terms: Iterable[TermEntry]) -> set[str]:
    return {word.lower() for term in terms if term.kind == "disorder" for word in (*term.terms, *term.cased)}


def tabular_terms(tree: CodeTree, lexicon: Lexicon) -> tuple[TermEntry, ...]:
    """Disorder terms for the phrases of the tabular that the lexicon does not have itself.

    A phrase pins its stem: ``{concept, category}``. Where the stem belongs to a concept of the lexicon, the
    phrase is one more name of that concept.
    """
    owners = _owners(lexicon)
    chosen = _choose_phrases(tree, _spoken(lexicon.terms), owners)
    starts = sorted({low.partition(",")[0] for low in chosen if "," in low} - chosen.keys())
    heads = _heads((*_spoken(lexicon.terms), *chosen, *starts))
    told: dict[str, dict[str, JsonValue]] = {}
    entries: dict[str, TermEntry] = {}
    for low, term in chosen.items():
        phrase = " ".join(term.term.split())
        if term.category not in told:
            told[term.category] = _tell(tree, lexicon, term.category)
        value = {"concept": owners.get(term.category, _name(phrase)), **told[term.category]}
        if term.qualifiers:
            value["qualifiers"] = list(term.qualifiers)
        key = f"{GENERATED}{term.category}"
        while key in entries:
            key += "+"
        start, comma, _ = low.partition(",")
        entries[key] = TermEntry(
            id=key,
            value=value,
            kind="disorder",
            source=SOURCE,
            authority="tabular",
            # "arthropathy, unspecified" is no phrase of "reactive arthropathy, unspecified knee".
            not_after=tuple(heads.get(start, ())) if comma else (),
            cased=(phrase,) if phrase.isupper() else (),
            terms=() if phrase.isupper() else (phrase,),
        )
    return tuple(entries.values())


def _choose_phrases(
    tree: CodeTree, spoken: Collection[str], owners: Mapping[str, str]
) -> dict[str, DisorderTerm]:
    """The tabular's phrases, in lower case, that the lexicon leaves to it.

    One that a title gives without a site goes before one that an inclusion term gives with one.
    """
    chosen: dict[str, DisorderTerm] = {}
    for term in sorted(tree.terminology.disorder_terms(), key=lambda term: term.site is not None):
        low = " ".join(term.term.split()).lower()
        if low not in spoken and not (term.category in owners and low.endswith(OPEN)):
            chosen.setdefault(low, term)
    return chosen


def _tell(tree: CodeTree, lexicon: Lexicon, category: str) -> dict[str, JsonValue]:
    """What a phrase says by its category: the one site of its codes, and what a clause may choose among."""
    value: dict[str, JsonValue] = {"category": category}
    site, qualifiers = tree.terminology.told_by(category)
    if site in lexicon.sites:
        value["site"] = site
    if choices := [name for name in qualifiers if name != UNSPECIFIED]:
        said = tree.terminology.said()
        value["choices"] = {name: [*said.get(name, (name,))] for name in choices}
    return value


def _heads(phrases: Iterable[str]) -> dict[str, list[str]]:
    """What stands before a phrase in the longer ones that end with it."""
    known = list(phrases)
    found: dict[str, list[str]] = {phrase: [] for phrase in known}
    for phrase in known:
        head, _, rest = phrase.partition(" ")
        while rest:
            if rest in found:
                found[rest].append(head)
            word, _, rest = rest.partition(" ")
            head = f"{head} {word}"
    return found


def tabular_concepts(tree: CodeTree, terms: Iterable[TermEntry]) -> dict[str, Concept]:
    """The concepts of tabular terms. Names of one stem in one note are one condition."""
    symptoms = tree.terminology.symptoms()
    found: dict[str, Concept] = {}
    for term in terms:
        value = term.value
        if isinstance(value, dict):
            name, stem = str(value["concept"]), str(value["category"])
            role: Role = "symptom" if stem.startswith(symptoms) else "diagnosis"
            found[name] = Concept(id=name, family="tabular", role=role, group=stem)
    return found


def shipped_terms() -> tuple[TermEntry, ...]:
    """The terms of the newest release over the shipped lexicon, for a pipeline that was saved to disk."""
    return tabular_terms(load_tree(), load_lexicon())
