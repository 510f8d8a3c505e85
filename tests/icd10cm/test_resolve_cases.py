"""Every case of every code rule: the condition gets exactly these rank-1 codes, and by this rule."""

from __future__ import annotations

import pytest

from chartgap.icd10cm.coder import Coder, build_coder
from chartgap.icd10cm.deciding import decide
from chartgap.icd10cm.facts import read_facts
from chartgap.icd10cm.resolve import resolve
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.family import Case, CodeRule
from chartgap.lexicon.load import load_lexicon
from chartgap.models import Condition, ConditionSite, Organism

RULES = list(load_lexicon().table("families", CodeRule).values())


@pytest.fixture(scope="module", params=["page", "index"])
def coders(request: pytest.FixtureRequest) -> Coder:
    return build_coder(load_lexicon(), load_tree(), authority=request.param)


def as_condition(rule: CodeRule, case: Case) -> Condition:
    return Condition(
        id="c1",
        concept=case.concept or rule.concepts[0],
        status="present",
        sites=tuple(ConditionSite(site=site, laterality=side) for site, side in case.sites),
        acuity=case.acuity,
        route=case.route,
        organisms=tuple(Organism(name=name) for name in case.organisms),
        attributes=case.attributes,
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_case_gets_its_codes_by_its_rule(rule: CodeRule, coders: Coder) -> None:
    if rule.under not in (None, coders.authority):
        return
    for case in rule.cases:
        condition = as_condition(rule, case)
        codes = tuple(one.code for one in resolve(coders, condition) if one.rank == 1)
        if coders.authority == (rule.under or "page"):
            assert codes == case.codes, case
        assert rule.read_as or rule.id in [
            one.rule.id for one in decide(coders, read_facts(condition, coders.sites))
        ]


def test_every_rule_has_a_case() -> None:
    assert [rule.id for rule in RULES if not rule.cases] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.not_for], ids=lambda rule: rule.id)
def test_other_conditions_are_decided_by_other_rules(rule: CodeRule, coders: Coder) -> None:
    for case in rule.not_for:
        facts = read_facts(as_condition(rule, case), coders.sites)
        assert rule.id not in [one.rule.id for one in decide(coders, facts)]
