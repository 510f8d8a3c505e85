"""Everything that coding needs, built once: code tree, code rules, site lexicon, authority."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from chartgap.errors import LexiconError
from chartgap.icd10cm.facts import Test, compile_when
from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.stem import StemTable, build_stem
from chartgap.icd10cm.tree import CodeTree
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.family import (
    AdditionalRule,
    CodeRule,
    DefectStem,
    OneStructure,
    OpenFact,
    Settlement,
    SeventhDefault,
    SiteName,
    Withholding,
)
from chartgap.lexicon.family_check import check_codes
from chartgap.lexicon.schema import Axis, SiteEntry

Setting = Literal["page", "index"]
_JOINTS = re.compile(r",? (?:and|or) |, ")
AXES: tuple[Axis, ...] = ("region", "bone", "joint", "spine")


@dataclass(frozen=True, slots=True)
class Rule:
    """A code rule with its test made ready."""

    rule: CodeRule
    holds: Test
    sites: frozenset[str]
    """Those of the rule, for a look-up."""


@dataclass(frozen=True)
class Coder:
    """What coding needs. Immutable but for its caches; share it within a process."""

    tree: CodeTree
    authority: Setting
    sites: Mapping[str, SiteEntry]
    families: Mapping[str, str]
    """Concept → family, by the family files."""
    rules: Mapping[str, tuple[Rule, ...]]
    """Concept → its rules in order."""
    open_facts: Mapping[str, tuple[OpenFact, ...]]
    """Concept → the facts that a note may leave open."""
    additional: tuple[tuple[AdditionalRule, Test], ...]
    withhold: tuple[Withholding, ...]
    settlements: tuple[Settlement, ...]
    structures: tuple[OneStructure, ...]
    sevenths: tuple[SeventhDefault, ...]
    defects: tuple[str, ...]
    """The stems that identify a bone defect beside its disease."""
    aliases: Mapping[str, tuple[str, ...]]
    """Site of the lexicon → the site values of the tabular that mean it."""
    inclusion: Mapping[str, Mapping[str, str]]
    """Stem → sites that its inclusion terms name → the site value they stand at."""
    axis_values: Mapping[Axis, frozenset[str]]
    stems: dict[str, StemTable] = field(default_factory=dict, repr=False, compare=False)
    placements: dict[tuple[str, str, str], object] = field(default_factory=dict, repr=False, compare=False)
    noted: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False, compare=False)
    pairs: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False, compare=False)
    settled: dict[str, tuple[frozenset[int], frozenset[int]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def stem(self, stem: str) -> StemTable:
        """The codes under ``stem``, laid out; kept once made."""
        table = self.stems.get(stem)
        if table is None:
            table = build_stem(self.tree, stem, self.axis_values, self.inclusion.get(stem, {}))
            self.stems[stem] = table
        return table

    def settling(self, code: str) -> tuple[frozenset[int], frozenset[int]]:
        """The places of the settlements that keep ``code``, and of those that drop it; kept once found."""
        held = self.settled.get(code)
        if held is None:
            rules = tuple(enumerate(self.settlements))
            held = self.settled[code] = (
                frozenset(place for place, rule in rules if code.startswith(rule.keep)),
                frozenset(place for place, rule in rules if code.startswith(rule.drop)),
            )
        return held

    def seventh_words(self, frame: Frame) -> str:
        """What a seventh character says, by the official title: what stands after the code's own title."""
        base = self.tree.parent(frame.code)
        title = self.tree.title(base) if base else ""
        said = frame.title.removeprefix(title).strip(", ")
        return said or str(frame.seventh)


def build_coder(
    lexicon: Lexicon, tree: CodeTree, *, authority: Setting = "page", others: Iterable[CodeTree] = ()
) -> Coder:
    """Make ready what coding needs.

    ``others`` are releases that the lexicon's rules are written for beside ``tree``: a rule whose codes only
    they have is left out.

    Raises:
        LexiconError: a rule takes a code that none of the releases has, or an additional code that is a
        header.
    """
    trees = (tree, *others)
    faults = check_codes(
        lexicon,
        lambda code: any(one.valid(code) for one in trees),
        lambda code: any(one.billable(code) for one in trees),
    )
    if faults:
        raise LexiconError(faults)
    rules = _held(_ordered(lexicon.table("families", CodeRule).values()), tree)
    facts = lexicon.table("families", OpenFact).values()
    families = {concept: rule.family for rule in rules for concept in rule.concepts}
    live = [
        Rule(rule, compile_when(rule.when), frozenset(rule.sites))
        for rule in rules
        if rule.under in (None, authority)
    ]
    aliases: dict[str, tuple[str, ...]] = {}
    for named in lexicon.table("conventions", SiteName).values():
        for site in named.sites:
            aliases[site] = (*aliases.get(site, ()), named.value)
    extra = lexicon.table("families", AdditionalRule).values()
    return Coder(
        tree=tree,
        authority=authority,
        sites=lexicon.sites,
        families=families,
        rules={key: tuple(one for one in live if key in one.rule.concepts) for key in families},
        open_facts={key: tuple(fact for fact in facts if key in fact.concepts) for key in families},
        additional=tuple((rule, compile_when(rule.when)) for rule in extra),
        withhold=tuple(lexicon.table("families", Withholding).values()),
        settlements=tuple(lexicon.table("conventions", Settlement).values()),
        structures=tuple(lexicon.table("conventions", OneStructure).values()),
        sevenths=tuple(lexicon.table("conventions", SeventhDefault).values()),
        defects=tuple(
            item.stem for item in lexicon.table("conventions", DefectStem).values() if tree.valid(item.stem)
        ),
        aliases=aliases,
        inclusion=_inclusion_sites(tree),
        axis_values={axis: _values(lexicon.sites, axis, aliases) for axis in AXES},
    )


def _ordered(rules: Iterable[CodeRule]) -> list[CodeRule]:
    """The rules in order, each that names a rule to go before moved there."""
    ordered = list(rules)
    for rule in [one for one in ordered if one.before]:
        ordered.remove(rule)
        names = [one.id for one in ordered]
        ordered.insert(names.index(str(rule.before)) if rule.before in names else len(names), rule)
    return ordered


def _held(rules: Iterable[CodeRule], tree: CodeTree) -> list[CodeRule]:
    """The rules as far as the release has their codes."""
    held = []
    for rule in rules:
        take = tuple(code for code in rule.take if tree.valid(code))
        if take or not rule.take:
            axis = rule.site_axis if rule.site_axis and tree.valid(rule.site_axis) else None
            told = tuple(other for other in rule.confused_with if tree.valid(other.take))
            held.append(rule.model_copy(update={"take": take, "site_axis": axis, "confused_with": told}))
    return held


def _inclusion_sites(tree: CodeTree) -> dict[str, dict[str, str]]:
    """The sites that inclusion terms name, where all codes at the term share one site value."""
    found: dict[str, dict[str, str]] = {}
    for term in tree.terminology.disorder_terms():
        if term.inclusion and term.site and term.origin != term.category:
            values = {frame.site for frame in tree.frames(term.origin)}
            value = values.pop() if len(values) == 1 else None
            for name in _JOINTS.split(term.site) if value else ():
                found.setdefault(term.category, {}).setdefault(name, str(value))
    return found


def _values(
    sites: Mapping[str, SiteEntry], axis: Axis, aliases: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    found: set[str] = set()
    for entry in sites.values():
        held = getattr(entry, axis)
        names = held.values() if isinstance(held, dict) else [held] if held else []
        for name in names:
            found.update((name, *aliases.get(name, ())))
    return frozenset(found)
