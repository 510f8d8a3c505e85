"""Which code rules decide a condition, and with which of its sites."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.facts import Facts, lies_within, read_facts, site_of
from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.matching import Fit, fit
from chartgap.lexicon.family import CodeRule
from chartgap.models import Condition, ConditionSite, revised

PINNED = "code.pinned"


class Decision(Struct, frozen=True):
    """A rule, and the facts (with the sites) that it decides."""

    rule: CodeRule
    facts: Facts


def family_of(coder: Coder, facts: Facts) -> str:
    """The family of the condition's concept; concepts without a family file are their own."""
    concept = facts.condition.concept
    return coder.families.get(concept, concept)


def decide(coder: Coder, facts: Facts) -> tuple[Decision, ...]:
    """The rules that decide the condition, in the order of its codes.

    Redirects take their sites away; what is left is decided by the stem that the note's own words pin, or
    by the first rule that holds. A condition that no rule and no pinned stem decides has no code.
    """
    return tuple(_decide(coder, facts))


def _decide(coder: Coder, facts: Facts) -> Iterator[Decision]:
    pinned = facts.pinned
    if pinned is not None and not coder.tree.valid(pinned):
        pinned = None
    for one in coder.rules.get(facts.condition.concept, ()):
        rule = one.rule
        if pinned is not None and not pinned.startswith(rule.replaces or ("-",)):
            continue
        if one.sites:
            mine = [site for site in facts.sites if lies_within(site.site, one.sites, coder.sites)]
            if not mine or not one.holds(facts):
                continue
            yield Decision(rule, replace(facts, sites=tuple(mine)))
            rest = tuple([site for site in facts.sites if site not in mine])
            if not rest:
                return
            facts = replace(facts, sites=rest)
        elif one.holds(facts):
            yield from _readings(coder, rule, facts)
            return
    if pinned is not None:
        yield Decision(_pin(pinned, facts.condition.concept), facts)


def _readings(coder: Coder, rule: CodeRule, facts: Facts) -> Iterator[Decision]:
    if not rule.read_as:
        yield Decision(rule, _sited(rule, facts))
        return
    for reading in rule.read_as:
        for decision in _decide(coder, facts.changed(**reading)):
            why = f"{rule.why}; {decision.rule.why}"
            yield replace(decision, rule=decision.rule.model_copy(update={"why": why}))


def _sited(rule: CodeRule, facts: Facts) -> Facts:
    """The facts at the sites that the rule looks at."""
    if rule.reads:
        read = (revised(site, site=rule.reads.get(site.site, site.site)) for site in facts.sites)
        facts = replace(facts, sites=tuple(read))
    if rule.sites_from is None:
        return facts
    held = facts.given.get(rule.sites_from)
    found = tuple(filter(None, map(site_of, held if isinstance(held, list) else [held])))
    if found:
        return facts.at(*found)
    if rule.default_site is None:
        return facts
    within = tuple(site for site in facts.sites if lies_within(site.site, (rule.default_site,), facts.within))
    return facts.at(*(within or (ConditionSite(site=rule.default_site),)))


@lru_cache(maxsize=4096)
def _pin(stem: str, concept: str) -> CodeRule:
    return CodeRule.model_construct(
        id=PINNED,
        concepts=(concept,),
        take=(stem,),
        why="The note's own words are those of the official title",
        authority="tabular",
        source=f"ICD-10-CM tabular {stem}",
    )


class View(Struct, frozen=True):
    """A condition under facts: every decision with each of its stems and how the condition fits it."""

    facts: Facts
    fits: tuple[tuple[Decision, str, Fit], ...]


def view_under(coder: Coder, facts: Facts) -> View:
    """The condition under these facts: as the note is, or with something answered."""
    family = family_of(coder, facts)
    fits = [
        (decision, stem, fit(coder, stem, family, decision.facts))
        for decision in _decide(coder, facts)
        for stem in decision.rule.take
    ]
    return View(facts, tuple(fits))


def view_of(coder: Coder, condition: Condition) -> View:
    """The condition as the note is. Codes and open axes both start from it."""
    return view_under(coder, read_facts(condition, coder.sites))


def primary_codes(coder: Coder, facts: Facts) -> tuple[str, ...]:
    """The rank-1 codes of the condition itself under these facts: what an answer to a gap would lead to."""
    return tuple(primary_frames(coder, facts))


def primary_frames(coder: Coder, facts: Facts) -> dict[str, Frame]:
    """The same codes, each with its frame."""
    fits = view_under(coder, facts).fits
    return {match.frame.code: match.frame for _, _, held in fits for match in held.matches}


def reachable_stems(coder: Coder, condition: Condition) -> tuple[str, ...]:
    """The stems that a condition's rules can lead to, and the one that its own words pin."""
    stems = dict.fromkeys(stem for one in coder.rules.get(condition.concept, ()) for stem in one.rule.take)
    pinned = condition.attributes.get("category")
    return (*stems, pinned) if isinstance(pinned, str) else tuple(stems)
