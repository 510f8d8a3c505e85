"""The tests that code rules put to the facts of a condition."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from chartgap.icd10cm.facts import compile_when, lies_within, read_facts
from chartgap.lexicon.family import When
from chartgap.lexicon.load import load_lexicon
from tests.icd10cm.coding import condition

SITES = load_lexicon().sites
OF = condition(
    "osteomyelitis",
    ("tibia", "left"),
    acuity="acute",
    organisms=(("Staphylococcus aureus, methicillin resistant", "B95.62"),),
    sinus=False,
    count=2,
    fracture={"site": "hip", "healed": False},
    regions=["left arm", "left arm", "right leg"],
)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({}, True),
        ({"acuity": "acute"}, True),
        ({"acuity": ["chronic", "acute"]}, True),
        ({"acuity": "chronic"}, False),
        ({"route": None}, True),
        ({"acuity": None}, False),
        ({"sinus": None}, True),
        ({"sinus": True}, False),
        ({"acuity": "*"}, True),
        ({"route": "*"}, False),
        ({"count": {"min": 2}}, True),
        ({"count": {"max": 1}}, False),
        ({"acuity": {"not": "chronic"}}, True),
        ({"route": {"not": [None, "direct"]}}, False),
        ({"fracture.site": "hip"}, True),
        ({"fracture.healed": None}, True),
        ({"fracture.type": "*"}, False),
        ({"region_count": 2}, True),
        ({"site_count": 1}, True),
        ({"sited": True}, True),
        ({"site": ["tibia", "femur"]}, True),
        ({"organism": ["staphylococcus"]}, True),
        ({"organism": ["staph resistant"]}, True),
        ({"organism": ["streptococcus"]}, False),
        (({"acuity": "chronic"}, {"route": None}), True),
        (({"acuity": "chronic"}, {"route": "direct"}), False),
    ],
    ids=str,
)
def test_a_test_holds_or_not(when: When | tuple[When, ...], holds: bool) -> None:
    assert compile_when(when)(read_facts(OF, SITES)) is holds


def test_facts_can_be_changed_on_trial() -> None:
    changed: dict[str, JsonValue] = {"acuity": "chronic"}
    facts = read_facts(OF, SITES)
    assert facts.changed(**changed).get("acuity") == "chronic"
    assert facts.get("acuity") == "acute"


def test_a_site_lies_within_itself_and_what_is_wider() -> None:
    found = {
        name: lies_within(name, ("spine",), SITES) for name in ("spine", "lumbar spine", "tibia", "no such")
    }
    assert found == {"spine": True, "lumbar spine": True, "tibia": False, "no such": False}
