"""Codes for words: the official titles first, then the words read as a one-line assessment."""

from __future__ import annotations

from chartgap.icd10cm.search import search
from chartgap.icd10cm.tree import CodeTree
from chartgap.models import CandidateCode, Note


def look_up(words: str, tree: CodeTree, *, limit: int = 10) -> tuple[CandidateCode, ...]:
    """Candidates for words, best first, each code once.

    An official title or inclusion term gives its code. Other words are read as a clinician's assessment
    ("osteo-x of the left heel"), and the titles that share words with them follow.
    """
    titled = search(words, tree, limit=limit)
    if titled and _is_title(words, titled[0].code, tree):
        return titled
    found: dict[str, CandidateCode] = {}
    for candidate in (*_assess(words, tree), *titled):
        found.setdefault(candidate.code, candidate)
    return tuple(
        candidate.model_copy(update={"rank": rank, "condition_id": "query"})
        for rank, candidate in enumerate(list(found.values())[:limit], 1)
    )


def _is_title(words: str, code: str, tree: CodeTree) -> bool:
    levels = (code, *tree.ancestors(code))
    named = {tree.title(level) for level in levels if tree.valid(level)}
    named |= {term for level in levels if tree.valid(level) for term in tree.inclusion_terms(level)}
    return _plain(words) in {_plain(name) for name in named}


def _plain(words: str) -> str:
    return " ".join(words.lower().replace(",", " ").split())


def _assess(words: str, tree: CodeTree) -> list[CandidateCode]:
    from chartgap.analyzer import Analyzer  # spaCy: only when no title has the words

    analysis = Analyzer(release=tree.release).analyze(Note(text=f"Assessment: {words}"))
    primary = [code for code in analysis.codes if code.role == "primary"]
    return sorted(primary, key=lambda code: code.rank)
