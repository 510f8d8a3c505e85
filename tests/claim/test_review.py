"""Claims against notes: each pitfall by its name, the whole review compared."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.analyzer import Analyzer
from chartgap.models import Claim, Note, Setting, Verdict

TIBIA = "ASSESSMENT: Chronic hematogenous osteomyelitis of the left tibia."
CLAVICLE = "ASSESSMENT: Chronic hematogenous osteomyelitis of the left clavicle."
LOW_SPINE = "DXA: lumbar spine T-score -1.8.\nASSESSMENT: Osteopenia of the lumbar spine."
GENERAL = "PE: strength 4/5 in both arms and legs.\nASSESSMENT: Generalized muscle weakness."
FALL = "ASSESSMENT: Left hip fracture after a fall."
Line = tuple[Verdict | None, tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """A note, the codes billed, and the verdict and better codes of each; ``missing`` is the claim's."""

    note: str
    lines: dict[str, Line]
    missing: tuple[str, ...] = ()
    setting: Setting = "outpatient"


PITFALLS = {
    "multiple sites billed, one named": Case(
        LOW_SPINE, {"M85.89": ("unsupported", ("M85.88",))}, missing=("M85.88",)
    ),
    "osteopenia billed beside a T-score of -2.5": Case(
        "DXA: lumbar spine T-score -2.5, left femoral neck T-score -1.9.\n"
        "ASSESSMENT: Osteopenia of the lumbar spine and left femoral neck.",
        {"M85.89": ("unsupported", ("M81.0",))},
    ),
    "a header": Case(LOW_SPINE, {"M85.8": ("not_billable", ("M85.88",))}, missing=("M85.88",)),
    "other site billed where the thigh is named": Case(
        "ASSESSMENT: Traumatic myositis ossificans of the right thigh.",
        {"M61.08": ("more_specific_available", ("M61.051",))},
        missing=("M61.051",),
    ),
    "other site billed where two are named": Case(
        "ASSESSMENT: Traumatic myositis ossificans of the right thigh and left upper arm.",
        {"M61.08": ("more_specific_available", ("M61.09",))},
        missing=("M61.09",),
    ),
    "other calcification billed with a traumatic cause": Case(
        "ASSESSMENT: Heterotopic ossification of the right thigh due to a contusion.",
        {"M61.451": ("unsupported", ("M61.051",))},
        missing=("M61.051",),
    ),
    "muscle weakness beside weakness": Case(
        GENERAL, {"M62.81": ("supported", ()), "R53.1": ("excluded_pair", ("M62.81",))}
    ),
    "weakness documented, muscle weakness billed beside it": Case(
        "ASSESSMENT: Generalized weakness.",
        {"R53.1": ("supported", ()), "M62.81": ("excluded_pair", ("R53.1",))},
    ),
    "muscle weakness with sarcopenia": Case(
        "ASSESSMENT: Muscle weakness due to sarcopenia.",
        {"M62.81": ("excluded_pair", ("M62.84",))},
        missing=("M62.84",),
    ),
    "muscle weakness of one region": Case(
        "ASSESSMENT: Muscle weakness of the left leg.",
        {"M62.81": ("unsupported", ("R29.898",))},
        missing=("R29.898",),
    ),
    "myositis unspecified with sites named": Case(
        "ASSESSMENT: Myositis of the left thigh.",
        {"M60.9": ("more_specific_available", ("M60.852",))},
        missing=("M60.852",),
    ),
    "other site of myositis with two named": Case(
        "ASSESSMENT: Myositis of the left thigh and right calf.",
        {"M60.88": ("more_specific_available", ("M60.89",))},
        missing=("M60.89",),
    ),
    "myositis with dermatomyositis": Case(
        "ASSESSMENT: Dermatomyositis with myositis of the thighs and shoulders.",
        {"M60.89": ("excluded_pair", ("M33.12",))},
        missing=("M33.12",),
    ),
    "bone of a limb billed for a vertebra": Case(
        "ASSESSMENT: Chronic hematogenous osteomyelitis of the L3 vertebra.",
        {"M86.58": ("unsupported", ("M46.26",))},
        missing=("M46.26",),
    ),
    "other site billed for an ankle": Case(
        "ASSESSMENT: Chronic hematogenous osteomyelitis of the left ankle.",
        {"M86.58": ("more_specific_available", ("M86.572",))},
        missing=("M86.572",),
    ),
    "chronic billed for an acute infection": Case(
        "ASSESSMENT: Acute hematogenous osteomyelitis of the left clavicle.",
        {"M86.58": ("unsupported", ("M86.08",))},
        missing=("M86.08",),
    ),
    "hematogenous billed for contiguous spread": Case(
        "ASSESSMENT: Chronic osteomyelitis of the left clavicle by contiguous spread.",
        {"M86.58": ("unsupported", ("M86.68",))},
        missing=("M86.68",),
    ),
    "an organism documented and not billed": Case(
        f"{CLAVICLE} Bone culture grew MRSA.", {"M86.58": ("supported", ())}, missing=("B95.62",)
    ),
    "a seventh character where none belongs": Case(
        "ASSESSMENT: Traumatic myositis ossificans of the clavicle.",
        {"M61.08A": ("invalid_code", ("M61.08",))},
        missing=("M61.08",),
    ),
    "a seventh character missing where it is due": Case(
        "ASSESSMENT: Osteoporosis with a pathological fracture of a vertebra, subsequent encounter.",
        {"M80.08X": ("invalid_code", ("M80.08XD",)), "M80.08": ("not_billable", ("M80.08XD",))},
        missing=("M80.08XD",),
    ),
}

FURTHER = {
    "what is documented is supported": Case(TIBIA, {"M86.562": ("supported", ())}),
    "the other side": Case(TIBIA, {"M86.561": ("unsupported", ("M86.562",))}, missing=("M86.562",)),
    "an unspecified side": Case(
        TIBIA, {"M86.569": ("more_specific_available", ("M86.562",))}, missing=("M86.562",)
    ),
    "an unspecified site": Case(
        TIBIA, {"M86.50": ("more_specific_available", ("M86.562",))}, missing=("M86.562",)
    ),
    "an unspecified disease": Case(
        TIBIA, {"M86.9": ("more_specific_available", ("M86.562",))}, missing=("M86.562",)
    ),
    "another site": Case(TIBIA, {"M86.552": ("unsupported", ("M86.562",))}, missing=("M86.562",)),
    "a side that is not documented": Case(
        "ASSESSMENT: Chronic hematogenous osteomyelitis of the tibia.",
        {"M86.562": ("unsupported", ("M86.569",))},
        missing=("M86.569",),
    ),
    "a site that is not documented": Case(
        "ASSESSMENT: Chronic hematogenous osteomyelitis.",
        {"M86.562": ("unsupported", ("M86.50",))},
        missing=("M86.50",),
    ),
    "an acuity that is not documented": Case(
        "ASSESSMENT: Osteomyelitis of the left tibia.",
        {"M86.662": ("unsupported", ("M86.9",))},
        missing=("M86.9",),
    ),
    "both sides documented, one billed": Case(
        "ASSESSMENT: Chronic hematogenous osteomyelitis of both tibias.",
        {"M86.562": ("supported", ())},
        missing=("M86.561",),
    ),
    "both codes of acute on chronic": Case(
        "ASSESSMENT: Acute on chronic osteomyelitis of the left tibia by direct inoculation.",
        {"M86.162": ("supported", ()), "M86.662": ("supported", ())},
    ),
    "a possible disorder in an outpatient": Case(
        "ASSESSMENT: Possible chronic hematogenous osteomyelitis of the left tibia.",
        {"M86.562": ("unsupported", ())},
    ),
    "a possible disorder in an inpatient": Case(
        "ASSESSMENT: Possible chronic hematogenous osteomyelitis of the left tibia.",
        {"M86.562": ("supported", ())},
        setting="inpatient",
    ),
    "a disorder that is denied": Case(
        "ASSESSMENT: No osteomyelitis of the left tibia.", {"M86.9": ("unsupported", ())}
    ),
    "a disorder of the past": Case(
        "PMH: chronic osteomyelitis of the left tibia in 2009.\nASSESSMENT: Hypertension.",
        {"M86.662": ("unsupported", ())},
    ),
    "nothing in the note leads there": Case(TIBIA, {"M81.0": ("unsupported", ())}, missing=("M86.562",)),
    "a code outside what is read for": Case(TIBIA, {"I10": (None, ()), "M86.562": ("supported", ())}),
    "the site as the other authority reads it": Case(CLAVICLE, {"M86.512": ("supported", ())}),
    "another organism": Case(
        f"{TIBIA} Bone culture grew MRSA.",
        {"M86.562": ("supported", ()), "B95.61": ("unsupported", ("B95.62",))},
        missing=("B95.62",),
    ),
    "an unspecified organism": Case(
        f"{TIBIA} Bone culture grew MRSA.",
        {"M86.562": ("supported", ()), "B95.8": ("more_specific_available", ("B95.62",))},
        missing=("B95.62",),
    ),
    "two billed codes that exclude each other, neither documented": Case(
        "ASSESSMENT: Hypertension.",
        {"M62.81": ("excluded_pair", ()), "R53.1": ("excluded_pair", ())},
    ),
    "osteoporosis billed without the fracture that is documented": Case(
        "ASSESSMENT: Osteoporosis with a pathological fracture of a vertebra, subsequent encounter.",
        {"M81.0": ("excluded_pair", ("M80.08XD",))},
        missing=("M80.08XD",),
    ),
    "codes that Excludes2 lets stand together": Case(
        "ASSESSMENT: 1. Myositis of the thighs and calves. 2. Inclusion body myositis.",
        {"M60.89": ("supported", ()), "G72.41": ("supported", ())},
    ),
    "an adverse effect documented and not billed": Case(
        "ASSESSMENT: Statin-induced myositis of the right thigh.",
        {"M60.851": ("supported", ())},
        missing=("T46.6X5A",),
    ),
    "junk beside a good line": Case(TIBIA, {"M86.562": ("supported", ()), "??": ("invalid_code", ())}),
}


def review(analyzer: Analyzer, case: Case) -> Claim:
    analysis = analyzer.analyze(Note(text=case.note, claimed_codes=tuple(case.lines), setting=case.setting))
    assert analysis.claim is not None
    return analysis.claim


@pytest.mark.parametrize("case", PITFALLS.values(), ids=PITFALLS.keys())
def test_a_pitfall_of_the_source_pages(analyzer: Analyzer, case: Case) -> None:
    check(analyzer, case)


@pytest.mark.parametrize("case", FURTHER.values(), ids=FURTHER.keys())
def test_a_claim(analyzer: Analyzer, case: Case) -> None:
    check(analyzer, case)


def check(analyzer: Analyzer, case: Case) -> None:
    claim = review(analyzer, case)
    assert {line.code: (line.verdict, line.better) for line in claim.lines} == case.lines
    assert claim.missing == case.missing


def reasons(analyzer: Analyzer, note: str, code: str) -> list[str]:
    claim = review(analyzer, Case(note, {code: (None, ())}))
    return [reason.text for reason in claim.lines[0].reasons]


def test_a_contradicted_axis_is_told_with_both_values(analyzer: Analyzer) -> None:
    assert reasons(analyzer, TIBIA, "M86.561") == ["It says right; the note says left."]


def test_an_open_axis_is_told_with_the_answer_that_would_close_it(analyzer: Analyzer) -> None:
    note = "ASSESSMENT: Chronic hematogenous osteomyelitis of the tibia."
    told = reasons(analyzer, note, "M86.562")
    assert told[0] == "It says left; the note does not state the side."
    assert told[-1] == "It would be supported if the provider documents laterality: Left."


def test_an_exclusion_names_the_note_and_its_level(analyzer: Analyzer) -> None:
    claim = review(analyzer, PITFALLS["muscle weakness beside weakness"])
    assert [line.reasons[0].text for line in claim.lines] == [
        f"Not with {other}, which is billed too: "
        'Excludes1 at R53.1 Weakness: "muscle weakness (generalized) (M62.81)".'
        for other in ("R53.1", "M62.81")
    ]


def test_a_disorder_outside_the_chapter_is_told_where_it_excludes_the_code(analyzer: Analyzer) -> None:
    note = "ASSESSMENT: Right hip fracture after a fall."
    assert reasons(analyzer, note, "M84.459A") == [
        "The note names traumatic fracture, which belongs to S72.0-: "
        "Excludes1 at M84.4 Pathological fracture, not elsewhere classified: "
        '"traumatic fracture (S12.-, S22.-, S32.-, S42.-, S52.-, S62.-, S72.-, S82.-, S92.-)".'
    ]
    assert reasons(analyzer, note, "M81.0") == ["Nothing in the note leads to this code."]


def test_of_a_pair_the_code_that_a_disorder_outside_belongs_to_is_not_the_excluded_one(
    analyzer: Analyzer,
) -> None:
    claim = review(analyzer, Case(FALL, {"M84.452A": (None, ()), "S72.002A": (None, ())}))
    assert [(line.code, line.verdict, line.better) for line in claim.lines] == [
        ("M84.452A", "excluded_pair", ("S72.002A",)),
        ("S72.002A", None, ()),
    ]
    assert claim.lines[1].reasons[-1].text == (
        "The note names traumatic fracture, which belongs here; which code of it is not reviewed."
    )


def test_a_code_that_nothing_leads_to_is_told_what_the_note_has_of_its_noun(analyzer: Analyzer) -> None:
    (told,) = reasons(analyzer, FALL, "M80.052A")
    assert told.startswith("The note names traumatic fracture, which belongs to S72.0-: injuries, outside")


def test_until_a_conflict_is_settled_two_codes_do_not_name_each_other(analyzer: Analyzer) -> None:
    note = "DXA: lumbar spine T-score -2.6.\nASSESSMENT: Osteopenia of the lumbar spine."
    lines: dict[str, Line] = {"M85.88": ("unsupported", ("M81.0",)), "M81.0": ("unsupported", ())}
    check(analyzer, Case(note, lines))


def test_a_disorder_that_gives_way_to_another_is_told(analyzer: Analyzer) -> None:
    note = "ASSESSMENT: Osteoporosis of the lumbar spine, osteopenia of the left femoral neck."
    assert reasons(analyzer, note, "M85.852") == [
        "The note names osteopenia too, which gives way to osteoporosis."
    ]


def test_a_code_that_the_documented_one_excludes_has_that_one_as_better(analyzer: Analyzer) -> None:
    claim = review(analyzer, Case("ASSESSMENT: Dermatomyositis.", {"M60.89": (None, ())}))
    assert [(line.verdict, line.better) for line in claim.lines] == [("excluded_pair", ("M33.13",))]


def test_a_conflict_of_the_note_is_told_of_every_line_it_bears_on(analyzer: Analyzer) -> None:
    told = reasons(analyzer, "DXA: lumbar spine T-score -2.6.\nASSESSMENT: Osteopenia.", "M85.89")
    assert told[-1] == (
        "Blocking gap: The documented osteopenia and a T-score of -2.5 or below do not go together."
    )


def test_a_possible_disorder_names_the_guideline(analyzer: Analyzer) -> None:
    told = reasons(analyzer, "ASSESSMENT: Possible osteomyelitis of the left tibia.", "M86.9")
    assert len(told) == 1
    assert "only possible" in told[0]
    assert "Official Guidelines IV.H" in told[0]


def test_a_supported_line_names_the_gaps_that_weaken_it(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(Note(text=GENERAL, claimed_codes=("M62.81",)))
    assert analysis.claim is not None
    (line,) = analysis.claim.lines
    assert line.gap_ids == tuple(gap.id for gap in analysis.gaps if gap.severity != "advisory")
    assert line.gap_ids


def test_a_line_that_is_billed_twice_says_so(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(Note(text=TIBIA, claimed_codes=("M86.562", "m86562")))
    assert analysis.claim is not None
    first, second = analysis.claim.lines
    assert (first.code, first.verdict) == (second.code, second.verdict)
    assert [reason.text for reason in second.reasons if reason not in first.reasons] == [
        "It is billed more than once."
    ]


def test_without_billed_codes_there_is_no_review(analyzer: Analyzer) -> None:
    assert analyzer.analyze(TIBIA).claim is None


CODES = st.one_of(
    st.sampled_from(
        ["M86.562", "M86.9", "M86.561", "B95.62", "M85.8", "M61.08A", "R53.1", "M62.81", "I10", "M80.08X"]
    ),
    st.text(max_size=9),
    st.from_regex(r"[A-Za-z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", fullmatch=True),
)


@given(st.lists(CODES, min_size=1, max_size=5))
def test_whatever_is_billed_each_line_has_its_review(analyzer: Analyzer, codes: list[str]) -> None:
    analysis = analyzer.analyze(Note(text=f"{TIBIA} Bone culture grew MRSA.", claimed_codes=tuple(codes)))
    assert analysis.claim is not None
    assert len(analysis.claim.lines) == len(codes)
    known = {finding.id for finding in analysis.findings}
    for line in analysis.claim.lines:
        assert line.reasons
        assert {key for reason in line.reasons for key in reason.finding_ids} <= known


@given(st.permutations(["M86.561", "M86.9", "B95.62", "R53.1", "M62.81", "M85.8"]))
def test_the_order_of_lines_changes_no_verdict(analyzer: Analyzer, codes: list[str]) -> None:
    analysis = analyzer.analyze(Note(text=TIBIA, claimed_codes=tuple(codes)))
    assert analysis.claim is not None
    assert {line.code: line.verdict for line in analysis.claim.lines} == {
        "M86.561": "unsupported",
        "M86.9": "more_specific_available",
        "B95.62": "unsupported",
        "R53.1": "excluded_pair",
        "M62.81": "excluded_pair",
        "M85.8": "not_billable",
    }
