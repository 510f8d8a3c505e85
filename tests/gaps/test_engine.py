"""The engine: what of axes, conflicts and rules becomes a gap, in which order, with which codes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import JsonValue

from chartgap.gaps.engine import gap_id
from chartgap.lexicon.gap import GapRule
from chartgap.models import (
    Assertion,
    CandidateCode,
    Closing,
    Condition,
    Conflict,
    FindingKind,
    Gap,
    Query,
    Section,
)
from tests.gaps.build import Axis, candidate, condition, found, gaps_of, keys, reading, shipped_book

TEXT = "History: bone infection.\nAssessment: Chronic osteomyelitis of the left tibia."
MENTION = found(TEXT, "osteomyelitis", "disorder", {"concept": "osteomyelitis"})
SITE = found(TEXT, "tibia", "site", {"site": "tibia", "laterality": "left"})
CHRONIC = found(TEXT, "Chronic", "acuity", "chronic")
EARLY = found(TEXT, "bone infection", "disorder", {"concept": "osteomyelitis"})
READ = reading(TEXT, MENTION, SITE, CHRONIC, EARLY)
HELD = condition("osteomyelitis", EARLY, MENTION, SITE, sites=[("tibia", "left")], culture="pending")


def test_an_open_axis_becomes_a_gap_with_its_closings() -> None:
    closings = (Closing(answer="Hematogenous", code="M86.562"), Closing(answer="Contiguous", code="M86.662"))
    (gap,) = gaps_of(READ, HELD, "M86.662", axes=[Axis("route", "missing", closings)])
    assert gap == Gap(
        id=gap_id("c1", "missing", "route"),
        kind="missing",
        element="route",
        severity="blocking",
        condition_id="c1",
        message="The route by which the osteomyelitis arose is not documented.",
        finding_ids=(EARLY.id, MENTION.id, SITE.id),
        codes_now=("M86.662",),
        codes_if_closed=closings,
        query=Query.model_validate(
            {
                "indicators": [
                    {"text": "History: bone infection.", "finding_id": EARLY.id},
                    {
                        "text": "Assessment: Chronic osteomyelitis of the left tibia.",
                        "finding_id": MENTION.id,
                    },
                ],
                "question": "Based on your clinical judgment, by which route did the osteomyelitis arise?",
                "options": [
                    "Hematogenous",
                    "Contiguous spread",
                    "Direct inoculation",
                    "Postprocedural",
                    "Other (please specify)",
                    "Unable to determine",
                ],
            }
        ),
        rule="axis.route",
        authority="tabular",
        source="ICD-10-CM tabular, M86.0, M86.1, M86.5, M86.6",
    )


def test_an_ambiguous_site_offers_the_readings_of_the_tree() -> None:
    closings = (Closing(answer="femur", code="M86.652"), Closing(answer="Pelvis", code="M86.68"))
    (gap,) = gaps_of(READ, HELD, "M86.60", axes=[Axis("site", "ambiguous", closings)])
    assert gap.query.options == ("Femur", "Pelvis", "Other (please specify)", "Unable to determine")
    assert gap.codes_if_closed == (Closing(answer="Femur", code="M86.652"), closings[1])


def test_a_missing_site_is_asked_openly() -> None:
    closings = (Closing(answer="femur", code="M86.652"),)
    (gap,) = gaps_of(READ, HELD, "M86.60", axes=[Axis("site", "missing", closings)])
    assert gap.query.options == ("Other (please specify)", "Unable to determine")


@pytest.mark.parametrize("element", ["site", "laterality", "acuity", "route", "etiology", "encounter"])
@pytest.mark.parametrize("kind", ["missing", "ambiguous", "vague"])
def test_every_axis_of_the_tree_is_worded(element: str, kind: str) -> None:
    axis = Axis(element, kind)  # type: ignore[arg-type]
    assert keys(gaps_of(READ, HELD, "M86.9", axes=[axis])) == [(kind, element, "blocking")]


def test_a_condition_without_a_code_has_no_gap() -> None:
    assert gaps_of(READ, HELD, axes=[Axis("route", "missing")]) == ()


def test_an_alternative_or_additional_code_alone_makes_no_gap() -> None:
    codes = (candidate("M86.662", rank=2), candidate("B95.61", role="additional"))
    assert gaps_of(READ, HELD, *codes, axes=[Axis("route", "missing")]) == ()


def test_codes_of_another_condition_do_not_count() -> None:
    assert gaps_of(READ, HELD, candidate("M86.662", key="c2"), axes=[Axis("route", "missing")]) == ()


def test_codes_now_are_all_first_rank_codes_of_the_condition() -> None:
    codes = (
        candidate("M86.662"),
        candidate("B95.61", role="additional"),
        candidate("M86.562", rank=2),
        candidate("M62.81", key="c2"),
    )
    (gap,) = gaps_of(READ, HELD, *codes, axes=[Axis("route", "missing")])
    assert gap.codes_now == ("M86.662", "B95.61")


def test_one_kind_and_element_is_one_gap_the_most_severe_and_of_equals_the_first() -> None:
    held = condition("weakness", MENTION, regions=["left arm"])
    twice = [Axis("site", "vague", source="first"), Axis("site", "vague", source="second")]
    both = gaps_of(READ, held, "R29.898", "R53.1", axes=twice)
    assert [(gap.kind, gap.element, gap.severity, gap.source) for gap in both[:3]] == [
        ("vague", "disorder", "blocking", both[0].source),
        ("vague", "site", "blocking", "first"),
        ("missing", "distribution", "blocking", both[2].source),
    ]
    assert len({(gap.kind, gap.element) for gap in both}) == len(both)


@pytest.mark.parametrize(
    ("words", "kind", "value", "flags", "option"),
    [
        ("after a fall", "trauma", {"mechanism": "fall"}, Assertion(), ["Injury, surgical trauma included"]),
        ("old burn", "feature", {"feature": "burn"}, Assertion(historical=True), ["Burn"]),
        ("no burn", "feature", {"feature": "burn"}, Assertion(negated=True), []),
        (
            "tetraplegia",
            "feature",
            {"feature": "paralysis"},
            Assertion(),
            ["Paralysis from spinal cord or brain injury"],
        ),
        ("nothing", "imaging", {"modality": "CT"}, Assertion(), []),
    ],
)
def test_causes_of_an_ossification_are_offered_only_where_the_note_speaks_of_them(
    words: str, kind: FindingKind, value: dict[str, JsonValue], flags: Assertion, option: list[str]
) -> None:
    text = f"Assessment: myositis ossificans. He had {words}."
    mention = found(text, "myositis ossificans", "disorder")
    read = reading(text, mention, found(text, words, kind, value, flags=flags))
    held = condition("myositis ossificans", mention)
    (gap,) = gaps_of(read, held, "M61.50", axes=[Axis("etiology", "missing")])
    assert list(gap.query.options[:-2]) == option


def test_an_axis_brings_its_own_sites_evidence_authority_and_source() -> None:
    text = "Assessment: osteomyelitis of femur and left tibia. Film of the femur."
    mention, femur, film = (
        found(text, "osteomyelitis", "disorder"),
        found(text, "femur", "site"),
        found(text, "femur", "site", nth=1),
    )
    held = condition("osteomyelitis", mention, sites=[("femur", None), ("tibia", "left")], culture="sent")
    axis = Axis(
        "laterality",
        "missing",
        sites=("femur",),
        finding_ids=(femur.id, film.id),
        authority="index",
        source="the Index",
    )
    (gap,) = gaps_of(reading(text, mention, femur, film), held, "M86.659", axes=[axis])
    assert (gap.query.question, gap.authority, gap.source, gap.finding_ids) == (
        "On which side is the osteomyelitis (femur)?",
        "index",
        "the Index",
        (femur.id, film.id, mention.id),
    )


def test_gaps_come_by_severity_then_condition_then_element() -> None:
    first = condition("muscle weakness", MENTION, key="c1")
    second = condition("osteoporosis", EARLY, key="c2")
    third = condition("heterotopic ossification", SITE, key="c3", etiology="traumatic")
    codes = (
        candidate("M62.81", key="c1"),
        candidate("M81.0", key="c2"),
        candidate("M61.052", key="c3"),
    )
    gaps = gaps_of(READ, (first, second, third), *codes)
    assert [(gap.severity, gap.condition_id, gap.element) for gap in gaps] == [
        ("supporting", "c1", "strength"),
        ("supporting", "c1", "distribution"),
        ("supporting", "c1", "function"),
        ("supporting", "c1", "underlying_cause"),
        ("supporting", "c2", "t_score"),
        ("supporting", "c3", "imaging"),
        ("supporting", "c3", "inciting_trauma"),
        ("supporting", "c3", "trauma_date"),
        ("supporting", "c3", "onset"),
        ("advisory", "c3", "external_cause"),
    ]


def test_blocking_gaps_of_a_later_condition_come_first() -> None:
    first = condition("muscle weakness", MENTION, key="c1", causes=[{"cause": "x"}])
    second = condition("weakness", EARLY, key="c2", regions=["left arm"])
    codes = (candidate("M62.81", key="c1"), candidate("R29.898", key="c2"))
    gaps = gaps_of(READ, (first, second), *codes)
    assert [(gap.severity, gap.condition_id) for gap in gaps][:2] == [
        ("blocking", "c2"),
        ("supporting", "c1"),
    ]


def coded(held: Condition) -> Sequence[CandidateCode]:
    """A small code system for conflicts: side and acuity of the tibia."""
    side = {"right": "1", "left": "2", None: "9"}[held.sites[0].laterality]
    return (candidate({"acute": "M86.16", "chronic": "M86.66"}[held.acuity or "chronic"] + side),)


def test_a_conflict_of_sides_offers_both_and_computes_both() -> None:
    held = HELD.model_copy(
        update={
            "conflicts": (
                Conflict(element="laterality", value="left", other="right", finding_ids=(SITE.id,)),
            )
        }
    )
    (gap,) = gaps_of(READ, held, "M86.662", resolve=coded, axes=[Axis("laterality", "missing")])
    assert keys([gap]) == [("conflict", "laterality", "blocking")]
    assert gap.query.options == ("Left", "Right", "Other (please specify)", "Unable to determine")
    assert gap.codes_if_closed == (
        Closing(answer="Left", code="M86.662"),
        Closing(answer="Right", code="M86.661"),
    )
    assert gap.message == "The note gives two different sides for the osteomyelitis: left and right."
    assert gap.finding_ids == (SITE.id, EARLY.id, MENTION.id)


def test_a_conflict_of_acuity_computes_both() -> None:
    conflict = Conflict(element="acuity", value="chronic", other="acute", finding_ids=(CHRONIC.id,))
    held = HELD.model_copy(update={"acuity": "chronic", "conflicts": (conflict,)})
    (gap,) = gaps_of(READ, held, "M86.662", resolve=coded)
    assert keys([gap]) == [("conflict", "acuity", "blocking")]
    assert [(closing.answer, closing.code) for closing in gap.codes_if_closed] == [
        ("Chronic", "M86.662"),
        ("Acute", "M86.162"),
    ]


def test_a_conflict_leaves_other_elements_open() -> None:
    conflict = Conflict(element="laterality", value="left", other="right")
    held = HELD.model_copy(update={"conflicts": (conflict,)})
    gaps = gaps_of(READ, held, "M86.662", resolve=coded, axes=[Axis("route", "missing")])
    assert keys(gaps) == [("conflict", "laterality", "blocking"), ("missing", "route", "blocking")]


def test_the_codes_of_an_answer_are_computed_by_resolving() -> None:
    def resolve(held: Condition) -> Sequence[CandidateCode]:
        extra = [candidate("M89.762", role="additional")] if held.attributes.get("osseous_defect") else []
        return (candidate("M86.662"), candidate("M86.562", rank=2), *extra)

    held = condition("osteomyelitis", MENTION, culture="sent", osseous_defect={"extent": None})
    (gap,) = gaps_of(READ, held, "M86.662", resolve=resolve)
    assert gap.codes_if_closed == (
        Closing(answer="Major osseous defect", code="M89.762"),
        Closing(answer="Bone loss without a major osseous defect", code="M86.662"),
    )


def test_an_organism_of_the_note_is_resolved_as_an_answer() -> None:
    text = "Swab: Escherichia coli. Assessment: osteomyelitis."
    mention = found(text, "osteomyelitis", "disorder")
    germ = found(text, "Escherichia coli", "organism", {"name": "Escherichia coli", "code": "B96.20"})

    def resolve(held: Condition) -> Sequence[CandidateCode]:
        germs = [candidate(str(germ.code), role="additional") for germ in held.organisms]
        return (candidate("M86.9"), *germs)

    held = condition("osteomyelitis", mention)
    (gap,) = gaps_of(reading(text, mention, germ), held, "M86.9", resolve=resolve)
    assert gap.codes_if_closed == (Closing(answer="Escherichia coli", code="B96.20"),)
    assert held.organisms == ()


def test_an_answer_changes_only_what_it_says() -> None:
    seen: list[Condition] = []

    def resolve(held: Condition) -> Sequence[CandidateCode]:
        seen.append(held)
        return (candidate("M62.81"),)

    held = condition("weakness", MENTION, regions=["left arm"], age=70)
    gaps_of(READ, held, "R29.898", resolve=resolve)
    regions = ["right arm", "left arm", "right leg", "left leg"]
    assert seen == [
        held.model_copy(update={"concept": "muscle weakness", "attributes": {"regions": regions, "age": 70}}),
        held,
    ]


def test_the_assessment_is_quoted_before_the_history() -> None:
    lines = [f"Old line {place}: bone infection.\n" for place in range(4)]
    text = "".join(lines) + "Assessment: osteomyelitis."
    early = [found(text, "bone infection", "disorder", nth=place) for place in range(4)]
    mention = found(text, "osteomyelitis", "disorder")
    start = text.index("Assessment")
    sections = (
        Section(category="history", title="", start=0, body=0, end=start),
        Section(category="assessment", title="Assessment", start=start, body=start + 11, end=len(text)),
    )
    read = reading(text, *early, mention, sections=sections)
    (gap,) = gaps_of(read, condition("osteomyelitis", *early, mention), "M86.9")
    assert [indicator.text for indicator in gap.query.indicators] == [
        "Old line 0: bone infection.",
        "Old line 1: bone infection.",
        "Assessment: osteomyelitis.",
    ]


def test_findings_of_others_are_no_evidence_of_the_gap() -> None:
    text = "Father: graded 4/5. Goal 5/5. Assessment: muscle weakness. Legs 4-/5."
    mention = found(text, "muscle weakness", "disorder")
    father = found(text, "4/5", "strength", flags=mention.assertion.model_copy(update={"family": True}))
    goal = found(text, "5/5", "strength", flags=mention.assertion.model_copy(update={"hypothetical": True}))
    legs = found(text, "4-/5", "strength", {"grade": "4-/5"})
    held = condition("muscle weakness", mention, regions=["a", "b"], causes=[{"cause": "x"}])
    (gap,) = gaps_of(reading(text, mention, father, goal, legs), held, "M62.81")
    assert (gap.element, gap.finding_ids) == ("function", (mention.id, legs.id))


def test_gap_ids_depend_on_condition_kind_and_element_alone() -> None:
    (one,) = gaps_of(READ, HELD, "M86.662", axes=[Axis("route", "missing")])
    text = "Another note: osteomyelitis."
    mention = found(text, "osteomyelitis", "disorder")
    held = condition("osteomyelitis", mention, culture="sent")
    (other,) = gaps_of(reading(text, mention), held, "M86.9", axes=[Axis("route", "missing")])
    assert one.id == other.id == gap_id("c1", "missing", "route")
    parts = [
        ("c1", "missing", "route"),
        ("c2", "missing", "route"),
        ("c1", "vague", "route"),
        ("c1", "missing", "site"),
    ]
    assert len({gap_id(*part) for part in parts}) == 4


def test_rules_are_asked_in_the_order_of_their_ids() -> None:
    ids = [rule.id for rule in shipped_book().rules]
    assert ids == sorted(ids)
    assert all(isinstance(rule, GapRule) for rule in shipped_book().rules)


@pytest.mark.parametrize(
    ("concept", "site", "question"),
    [
        ("achilles tendinitis", "achilles tendon", "On which side is the Achilles tendinitis?"),
        ("loose body in knee", "knee", "On which side is the loose body in knee?"),
        ("chondromalacia patellae", "patella", "On which side is the chondromalacia patellae?"),
        ("other joint derangement", "hip", "On which side is the joint derangement (hip)?"),
        ("adhesive capsulitis", "shoulder", "On which side is the adhesive capsulitis (shoulder)?"),
    ],
)
def test_a_side_is_asked_with_the_site_that_the_name_does_not_tell(
    concept: str, site: str, question: str
) -> None:
    mention = found(concept, concept, "disorder", {"concept": concept})
    held = condition(concept, mention, sites=[(site, None)])
    (gap,) = gaps_of(reading(concept, mention), held, "M75.00", axes=[Axis("laterality", "missing")])
    assert gap.query.question == question
