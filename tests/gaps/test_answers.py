"""What an answer would make of a condition."""

from __future__ import annotations

from pydantic import JsonValue

from chartgap.gaps.answers import mentioned, revised, sides_of
from chartgap.lexicon.gap import Mentioned
from chartgap.models import Assertion, Conflict, Organism
from tests.gaps.build import condition, found, reading, scene

HELD = condition(
    "infection",
    sites=[("femur", "left"), ("tibia", "right")],
    acuity="chronic",
    defect={"extent": None},
    age=50,
)
GERMS = Mentioned(finding="organism", answer="name", into="organisms")


def test_fields_are_replaced_and_anything_else_is_an_attribute() -> None:
    germ: JsonValue = {"name": "Escherichia coli", "code": "B96.20"}
    after = revised(
        HELD, {"concept": "abscess", "acuity": "acute", "organisms": [germ], "form": "x", "age": None}
    )
    assert after == HELD.model_copy(
        update={
            "concept": "abscess",
            "acuity": "acute",
            "organisms": (Organism(name="Escherichia coli", code="B96.20"),),
            "attributes": {"defect": {"extent": None}, "form": "x"},
        }
    )


def test_the_condition_itself_stays_as_it_is() -> None:
    before = HELD.model_dump_json()
    revised(HELD, {"form": "x", "age": None, "sites": [], "acuity": None})
    assert HELD.model_dump_json() == before


def test_a_conflict_of_sides_moves_only_the_doubted_site() -> None:
    conflict = Conflict(element="laterality", value="left", other="right")
    sides = [
        [(site.site, site.laterality) for site in revised(HELD, answer.set or {}).sites]
        for answer in sides_of(conflict, HELD)
    ]
    assert sides == [[("femur", "left"), ("tibia", "right")], [("femur", "right"), ("tibia", "right")]]


def test_a_conflict_of_sites_moves_only_the_doubted_site() -> None:
    conflict = Conflict(element="site", value="femur", other="patella")
    named = [
        [(site.site, site.laterality) for site in revised(HELD, answer.set or {}).sites]
        for answer in sides_of(conflict, HELD)
    ]
    assert named == [[("femur", "left"), ("tibia", "right")], [("patella", "left"), ("tibia", "right")]]


def test_a_conflict_of_diagnoses_changes_the_concept_and_others_their_own_slot() -> None:
    diagnoses = sides_of(Conflict(element="disorder", value="a", other="b"), HELD)
    phases = sides_of(Conflict(element="encounter", value="A", other="D"), HELD)
    assert [answer.set for answer in diagnoses] == [{"concept": "a"}, {"concept": "b"}]
    assert [answer.set for answer in phases] == [{"encounter": "A"}, {"encounter": "D"}]


def test_a_conflict_that_is_not_of_words_offers_nothing() -> None:
    assert sides_of(Conflict(element="t_score", value=-1.8, other=-2.7), HELD) == ()


def test_what_the_note_names_is_offered_once_and_only_where_affirmed() -> None:
    text = "Grew MRSA. MRSA again. No candida. Plan: look for anthrax. Possible E. coli."
    told = [
        found(text, "MRSA", "organism", {"name": "MRSA"}),
        found(text, "MRSA", "organism", {"name": "MRSA"}, nth=1),
        found(text, "candida", "organism", {"name": "candida"}, flags=Assertion(negated=True)),
        found(text, "anthrax", "organism", {"name": "anthrax"}, flags=Assertion(hypothetical=True)),
        found(text, "E. coli", "organism", {"name": "E. coli"}, flags=Assertion(uncertain=True)),
        found(text, "again", "organism"),
    ]
    answers = mentioned(scene(reading(text, *told), HELD), GERMS)
    assert [(answer.answer, answer.set) for answer in answers] == [
        ("MRSA", {"organisms": [{"name": "MRSA"}]}),
        ("E. coli", {"organisms": [{"name": "E. coli"}]}),
    ]
