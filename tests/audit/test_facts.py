from __future__ import annotations

import sys
from datetime import date

import pytest

from chartgap.audit.facts import Auditor, make_auditor
from chartgap.icd10cm.tree import load_tree
from chartgap.models import AuditFact, Claim, ClaimLine, NoteAnalysis
from tests.report.examples import full

MS_DRG = "MS-DRG 43.1, in force from 2026-04-01; tables of drgpy 0.2.1"
PRINCIPAL = "as principal diagnosis of an inpatient stay without procedures, code edits not applied: MS-DRG "
STAY = (
    "an inpatient stay without procedures, code edits not applied, all diagnoses present on admission, "
    "patient discharged home"
)
OSTEOMYELITIS = f"{PRINCIPAL}539 Osteomyelitis with MCC, 540 with CC, 541 without CC/MCC"


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return make_auditor(load_tree())


def texts(facts: tuple[AuditFact, ...]) -> list[str]:
    return [fact.text for fact in facts]


def coverage(auditor: Auditor, code: str) -> list[tuple[str, str]]:
    return [(f.text, f.authority) for f in auditor.of_codes([code]) if f.source != MS_DRG]


def test_a_code_has_its_groups_and_level_with_authority_and_source(auditor: Auditor) -> None:
    about = {"about": "M86.58", "authority": "coverage", "source": MS_DRG}
    assert auditor.of_codes(["m8658"]) == (
        AuditFact.model_validate({**about, "text": OSTEOMYELITIS}),
        AuditFact.model_validate(
            {**about, "text": "as secondary diagnosis: CC, except beside 205 principal diagnoses"}
        ),
    )


def test_a_header_says_which_of_its_codes_a_fact_is_of(auditor: Auditor) -> None:
    muscle = "Signs and Symptoms of Musculoskeletal System and Connective Tissue"
    assert texts(auditor.of_codes(["M60"])) == [
        f"86 of 111 codes, first M60.000: {PRINCIPAL}557 Tendonitis, Myositis and Bursitis with MCC, "
        "558 without MCC",
        f"25 of 111 codes, first M60.80: {PRINCIPAL}555 {muscle} with MCC, 556 without MCC",
        "39 of 111 codes, first M60.000: as secondary diagnosis: CC",
        "72 of 111 codes, first M60.10: as secondary diagnosis: neither CC nor MCC",
    ]


def test_a_header_whose_codes_agree_is_told_once(auditor: Auditor) -> None:
    assert texts(auditor.of_codes(["M86.5"])) == [OSTEOMYELITIS, "as secondary diagnosis: CC"]


BONE_MASS = (
    "supports a bone mass measurement of a patient with one of these: estrogen deficiency with clinical risk "
    "of osteoporosis, vertebral abnormality, long-term glucocorticoid (steroid) therapy, primary "
    "hyperparathyroidism, monitoring of osteoporosis drug therapy; "
)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("M85.89", [(f"{BONE_MASS}CPT 77080, 77081, 77085, 77086", "coverage")]),
        ("M85.8", [(f"{BONE_MASS}not for M85.80; CPT 77080, 77081, 77085, 77086", "coverage")]),
        (
            "M85.80",
            [
                (
                    "does not support a bone mass measurement, its site being unspecified; "
                    "CPT 77080, 77081, 77085, 77086",
                    "coverage",
                )
            ],
        ),
        (
            "M62.81",
            [
                (
                    "supports nerve conduction studies and electromyography (article A54992); "
                    "not verified: the source page's word",
                    "page",
                ),
                (
                    "supports occupational therapy in home health (article A53057); "
                    "not verified: the source page's word",
                    "page",
                ),
            ],
        ),
        ("M81.0", []),
    ],
)
def test_coverage_of_a_code(auditor: Auditor, code: str, told: list[tuple[str, str]]) -> None:
    assert coverage(auditor, code) == told


def test_a_code_that_the_release_has_not_gives_nothing(auditor: Auditor) -> None:
    assert auditor.of_codes(["M86.58X", "junk", ""]) == ()


def test_a_claim_is_grouped_by_its_first_code(auditor: Auditor) -> None:
    assert texts(auditor.of_claim([" m8658", "B95.62", "M60009", "M46.26", "M85.8", "junk"])) == [
        f"as billed, M86.58 principal: MS-DRG 540 Osteomyelitis with CC ({STAY})",
        "B95.62 counts neither as CC nor as MCC",
        "M60.009 counts as CC",
        "M46.26 is of level CC, but the tables do not count it in this claim",
        "M85.8 is left out: not in the grouper's tables",
        "junk is left out: not in the grouper's tables",
    ]


@pytest.mark.parametrize("first", ["M85.8", "M61.08A", "junk"])
def test_a_claim_whose_first_code_cannot_be_grouped_is_not_grouped_by_the_next(
    auditor: Auditor, first: str
) -> None:
    (fact,) = auditor.of_claim([first, "M86.58"])
    assert (fact.about, fact.text) == (
        "the claim",
        f"as billed: not grouped, the grouper's tables have not the first code, {first}",
    )


def test_no_claim_is_no_group(auditor: Auditor) -> None:
    assert auditor.of_claim([]) == ()


def reviewed(*lines: ClaimLine, missing: tuple[str, ...] = ()) -> NoteAnalysis:
    """A note that supports M86.68, with its claim reviewed."""
    return full().model_copy(update={"claim": Claim(lines=lines, missing=missing)})


def claim_texts(auditor: Auditor, analysis: NoteAnalysis) -> list[str]:
    told = auditor.of_note(analysis, sex="F", setting="inpatient")
    return [fact.text.partition(" (an inpatient")[0] for fact in told if fact.about == "the claim"]


def test_a_note_tells_its_claim_then_billed_and_supported_codes(auditor: Auditor) -> None:
    told = auditor.of_note(full(), sex="F", setting="inpatient")
    assert list(dict.fromkeys(fact.about for fact in told)) == ["the claim", "M86.9", "M86.68"]


def test_a_claim_that_the_note_supports_has_one_group(auditor: Auditor) -> None:
    lines = ClaimLine(code="M86.68", verdict="supported"), ClaimLine(code="I10", verdict=None)
    assert claim_texts(auditor, reviewed(*lines)) == [
        "as billed, M86.68 principal: MS-DRG 541 Osteomyelitis without CC/MCC",
        "I10 counts neither as CC nor as MCC",
    ]


def test_a_claim_that_says_more_than_the_note_is_grouped_as_documented_too(auditor: Auditor) -> None:
    lines = (
        ClaimLine(code="M86.58", verdict="unsupported", better=("M86.68",)),
        ClaimLine(code="M60.009", verdict="unsupported"),
    )
    assert claim_texts(auditor, reviewed(*lines, missing=("M86.68",))) == [
        "as billed, M86.58 principal: MS-DRG 540 Osteomyelitis with CC",
        "M60.009 counts as CC",
        "as documented, M86.68: MS-DRG 541 Osteomyelitis without CC/MCC",
    ]


def test_a_code_that_the_claim_lacks_counts_as_documented(auditor: Auditor) -> None:
    line = ClaimLine(code="M81.0", verdict="supported")
    assert claim_texts(auditor, reviewed(line, missing=("M86.68",))) == [
        "as billed, M81.0 principal: MS-DRG 554 Bone Diseases and Arthropathies without MCC",
        "as documented, M81.0, M86.68: MS-DRG 554 Bone Diseases and Arthropathies without MCC",
    ]


def test_what_an_answer_could_lead_to_is_not_documented(auditor: Auditor) -> None:
    line = ClaimLine(code="M85.89", verdict="unsupported", better=("M81.0",))
    assert claim_texts(auditor, reviewed(line)) == [
        "as billed, M85.89 principal: MS-DRG 566 Other Musculoskeletal System and Connective Tissue "
        "Diagnoses without CC/MCC",
        "as documented: not grouped, no supported code stands for M85.89",
    ]


def test_the_claim_of_an_outpatient_is_said_to_be_outside_the_grouping(auditor: Auditor) -> None:
    told = auditor.of_note(full(), sex="F", setting="outpatient")
    assert told[0].text == "MS-DRGs group inpatient stays; this note is an outpatient's"


def test_a_date_beyond_the_tables_is_told() -> None:
    late = make_auditor(load_tree(), day=date(2027, 1, 1)).of_codes(["M81.0"])
    assert late[-1].text == (
        "the date lies beyond the fiscal year of these tables: a later version may be in force"
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (None, "MS-DRG and CC/MCC need the extra 'drg': pip install 'chartgap[drg]'"),
        (date(2017, 1, 1), "drgpy 0.2.1 has no MS-DRG tables for 2017-01-01"),
    ],
)
def test_without_a_grouper_coverage_stays_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, day: date | None, told: str
) -> None:
    if day is None:
        monkeypatch.setitem(sys.modules, "drgpy.msdrg_allvers", None)
    auditor = make_auditor(load_tree(), day=day)
    line = ClaimLine(code="M85.80", verdict="unsupported")
    facts = auditor.of_note(reviewed(line), sex=None, setting="inpatient")
    assert [(fact.about, fact.text.partition(",")[0]) for fact in facts] == [
        ("M85.80", "does not support a bone mass measurement"),
        ("grouping", told),
    ]
