"""Codes for words: the official titles first, then the words read as a one-line assessment."""

from __future__ import annotations

from typing import NamedTuple

from chartgap.icd10cm.search import search
from chartgap.icd10cm.tree import CodeTree
from chartgap.models import CandidateCode, Condition, Note, NoteAnalysis


class Found(NamedTuple):
    """What words lead to: codes, best first, and disorders that are recognised and not coded."""

    codes: tuple[CandidateCode, ...]
    outside: tuple[Condition, ...] = ()


def look_up(words: str, tree: CodeTree, *, limit: int = 10) -> Found:
    """Candidates for words, each code once.

    An official title or inclusion term gives its code. Other words are read as a clinician's assessment
    ("osteo-x of the left heel"), and the titles that share words with them follow as alternatives. They do
    not where the words name nothing but a disorder that is not coded here.
    """
    titled = search(words, tree, limit=limit)
    if titled and _is_title(words, titled[0].code, tree):
        return Found(titled)
    read = _assess(words, tree)
    primary = sorted((code for code in read.codes if code.role == "primary"), key=lambda code: code.rank)
    outside = tuple(one for one in read.conditions if one.attributes.get("outside"))
    if outside and not primary:
        return Found((), outside)
    found: dict[str, CandidateCode] = {}
    likely = titled if not primary else [one.model_copy(update={"basis": "alternative"}) for one in titled]
    for candidate in (*primary, *likely):
        found.setdefault(candidate.code, candidate)
    codes = (
        candidate.model_copy(update={"rank": rank, "condition_id": "query"})
        for rank, candidate in enumerate(list(found.values())[:limit], 1)
    )
    return Found(tuple(codes), outside)


def _is_title(words: str, code: str, tree: CodeTree) -> bool:
    levels = (code, *tree.ancestors(code))
    named = {tree.title(level) for level in levels if tree.valid(level)}
    named |= {term for level in levels if tree.valid(level) for term in tree.inclusion_terms(level)}
    return _plain(words) in {_plain(name) for name in named}


def _plain(words: str) -> str:
    return " ".join(words.lower().replace(",", " ").split())


def _assess(words: str, tree: CodeTree) -> NoteAnalysis:
    from chartgap.analyzer import Analyzer  # spaCy: only when no title has the words

    return Analyzer(release=tree.release).analyze(Note(text=f"Assessment: {words}"))
