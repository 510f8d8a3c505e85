"""The vocabulary that the code tree itself gives: its disorder phrases as terms of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from chartgap.icd10cm.tree import CodeTree, load_tree
from chartgap.lexicon.family import CodeRule
from chartgap.lexicon.load import GENERATED, Lexicon, load_lexicon
from chartgap.lexicon.schema import Concept, Role, TermEntry

SOURCE = "ICD-10-CM tabular"
UNSPECIFIED = "unspecified"
"""The qualifier of a code for what is not told: no words of a clause choose it."""


def _owners(lexicon: Lexicon) -> dict[str, str]:
    """Stem → the concept whose code rules lead there, where a single one does."""
    found: dict[str, set[str]] = {}
    for rule in lexicon.table("families", CodeRule).values():
        for stem in rule.take:
            for concept in rule.concepts[:1]:
                found.setdefault(stem, set()).add(concept)
    return {stem: next(iter(names)) for stem, names in found.items() if len(names) == 1}


def _spoken(terms: Iterable[TermEntry]) -> set[str]:
    return {word.lower() for term in terms if term.kind == "disorder" for word in (*term.terms, *term.cased)}


def tabular_terms(tree: CodeTree, lexicon: Lexicon) -> tuple[TermEntry, ...]:
    """Disorder terms for the phrases of the tabular that the lexicon does not have itself.

    A phrase pins its stem: ``{concept, category}``. Where the stem belongs to a concept of the lexicon, the
    phrase is one more name of that concept.
    """
    owners = _owners(lexicon)
    spoken = _spoken(lexicon.terms)
    entries: dict[str, TermEntry] = {}
    # A phrase that a title gives without a site goes before one that an inclusion term gives with one.
    for term in sorted(tree.disorder_terms(), key=lambda term: term.site is not None):
        phrase = " ".join(term.term.split())
        if phrase.lower() in spoken:
            continue
        spoken.add(phrase.lower())
        value: dict[str, JsonValue] = {
            "concept": owners.get(term.category, phrase.lower()),
            "category": term.category,
        }
        if term.qualifiers:
            value["qualifiers"] = list(term.qualifiers)
        choices = {q for frame in tree.frames(term.category) for q in frame.qualifiers} - set(term.qualifiers)
        choices.discard(UNSPECIFIED)
        if choices:
            value["choices"] = [*sorted(choices)]
        key = f"{GENERATED}{term.category}"
        while key in entries:
            key += "+"
        words = {"cased": (phrase,)} if phrase.isupper() else {"terms": (phrase,)}
        entries[key] = TermEntry(
            id=key, value=value, kind="disorder", source=SOURCE, authority="tabular", **words
        )
    return tuple(entries.values())


def tabular_concepts(tree: CodeTree, terms: Iterable[TermEntry]) -> dict[str, Concept]:
    """The concepts of tabular terms. Names of one stem in one note are one condition."""
    symptoms = tree.symptoms()
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
