"""Short notes on disorders of chapter XIII that only the code tree names: whole sets of codes and gaps."""

from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer


def first_codes(analyzer: Analyzer, text: str) -> list[str]:
    return [code.code for code in analyzer.analyze(text).codes if code.rank == 1]


def gaps_of(analyzer: Analyzer, text: str) -> list[tuple[str, str, str]]:
    """Kind, element and the codes that the answers lead to, in the order of the codes."""
    return [
        (gap.kind, gap.element, " ".join(sorted({closing.code for closing in gap.codes_if_closed})))
        for gap in analyzer.analyze(text).gaps
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("Assessment: Charcôt's joint, left wrist.", ["M14.632"], id="accented-name"),
        pytest.param(
            "Assessment: Muckle-Wells syndrome. The familial cold urticaria is worse.",
            ["M04.2"],
            id="names-of-one-stem",
        ),
        pytest.param("Assessment: osteophyte, right hip.", ["M25.751"], id="sign-assessed"),
        pytest.param("Exam: osteophyte at the right hip.", [], id="sign-only-found"),
        pytest.param("Exam: fistula of the left arm with good thrill.", [], id="word-without-its-site"),
        pytest.param("History: pain 3/10 in the left knee.", [], id="everyday-word"),
    ],
)
def test_a_phrase_of_the_tabular_is_read_in_a_note(analyzer: Analyzer, text: str, codes: list[str]) -> None:
    assert first_codes(analyzer, text) == codes


@pytest.mark.parametrize(
    ("text", "codes", "gaps"),
    [
        pytest.param(
            "Assessment: primary osteoarthritis of the hip.",
            ["M16.10"],
            [("missing", "laterality", "M16.0 M16.11 M16.12")],
            id="osteoarthritis-without-side",
        ),
        pytest.param(
            "Assessment: primary osteoarthritis of both knees.", ["M17.0"], [], id="osteoarthritis-both-sides"
        ),
        pytest.param(
            "Assessment: primary osteoarthritis of the right shoulder.",
            ["M19.011"],
            [],
            id="osteoarthritis-elsewhere",
        ),
        pytest.param(
            "Assessment: idiopathic gout.",
            ["M10.00"],
            [
                (
                    "missing",
                    "site",
                    "M10.019 M10.029 M10.039 M10.049 M10.059 M10.069 M10.079 M10.08",
                )
            ],
            id="gout-without-site",
        ),
        pytest.param(
            "Assessment: idiopathic gout of the left great toe.",
            ["M10.072"],
            [],
            id="gout-with-site-and-side",
        ),
        pytest.param(
            "Assessment: chronic gout due to renal impairment, left knee.",
            ["M1A.3620"],
            [],
            id="gout-no-tophus-told",
        ),
        pytest.param(
            "Assessment: chronic gout due to renal impairment of the left knee with tophi.",
            ["M1A.3621"],
            [],
            id="gout-with-tophus",
        ),
        pytest.param(
            "Assessment: pathological fracture of the left humerus.",
            ["M84.422A"],
            [
                (
                    "missing",
                    "encounter",
                    "M84.422A M84.422D M84.422G M84.422K M84.422P M84.422S",
                )
            ],
            id="pathological-fracture-without-encounter",
        ),
        pytest.param(
            "Assessment: fatigue fracture of vertebra, thoracic region, routine healing.",
            ["M48.44XD"],
            [],
            id="vertebral-fracture-with-encounter",
        ),
        pytest.param(
            "Assessment: periprosthetic fracture around internal prosthetic right knee joint.",
            ["M97.11XA"],
            [("missing", "encounter", "M97.11XA M97.11XD M97.11XS")],
            id="periprosthetic-fracture-without-encounter",
        ),
        pytest.param(
            "Assessment: cervical disc disorder with radiculopathy.",
            ["M50.10"],
            [("missing", "site", "M50.11 M50.120 M50.121 M50.122 M50.123 M50.13")],
            id="cervical-disc-without-level",
        ),
        pytest.param(
            "Assessment: cervical disc disorder with radiculopathy at C5-6.",
            ["M50.122"],
            [],
            id="cervical-disc-with-level",
        ),
        pytest.param(
            "Assessment: other cervical disc displacement at C3-C4 and C6-7.",
            ["M50.21", "M50.223"],
            [],
            id="cervical-disc-with-two-levels",
        ),
        pytest.param(
            "Assessment: other intervertebral disc degeneration.",
            ["M51.9"],
            [("missing", "site", "M51.34 M51.35 M51.369 M51.379")],
            id="disc-without-level",
        ),
        pytest.param(
            "Assessment: other intervertebral disc degeneration at L4-L5 with discogenic back pain only.",
            ["M51.360"],
            [],
            id="disc-with-qualifier",
        ),
        pytest.param(
            "Assessment: other intervertebral disc degeneration at L5-S1.",
            ["M51.379"],
            [],
            id="disc-without-qualifier",
        ),
        pytest.param(
            "Assessment: adolescent idiopathic scoliosis.",
            ["M41.129"],
            [("missing", "site", "M41.122 M41.123 M41.124 M41.125 M41.126 M41.127")],
            id="scoliosis-without-region",
        ),
        pytest.param(
            "Assessment: patellar tendinitis.",
            ["M76.50"],
            [("missing", "laterality", "M76.51 M76.52")],
            id="tendinopathy-without-side",
        ),
        pytest.param(
            "Assessment: prepatellar bursitis.",
            ["M70.40"],
            [("missing", "laterality", "M70.41 M70.42")],
            id="bursitis-without-side",
        ),
        pytest.param(
            "Assessment: idiopathic aseptic necrosis of the femoral head.",
            ["M87.059"],
            [("missing", "laterality", "M87.051 M87.052")],
            id="osteonecrosis-without-side",
        ),
        pytest.param(
            "Assessment: staphylococcal arthritis.",
            ["M00.00", "B95.8"],
            [
                (
                    "missing",
                    "site",
                    "M00.019 M00.029 M00.039 M00.049 M00.059 M00.069 M00.079 M00.08",
                )
            ],
            id="arthritis-by-organism-without-joint",
        ),
        pytest.param(
            "Assessment: pneumococcal arthritis of the right hip and left knee.",
            ["M00.19"],
            [],
            id="arthritis-by-organism-in-two-joints",
        ),
        pytest.param("Assessment: right foot drop.", ["M21.371"], [], id="side-before-a-name-with-its-site"),
        pytest.param(
            "Assessment: lumbago with sciatica.",
            ["M54.40"],
            [("missing", "laterality", "M54.41 M54.42")],
            id="side-without-a-site",
        ),
        pytest.param(
            "Assessment: segmental and somatic dysfunction of the sacrum.",
            ["M99.04"],
            [],
            id="region-of-the-body",
        ),
    ],
)
def test_the_tree_tells_what_a_note_leaves_open(
    analyzer: Analyzer, text: str, codes: list[str], gaps: list[tuple[str, str, str]]
) -> None:
    assert (first_codes(analyzer, text), gaps_of(analyzer, text)) == (codes, gaps)


@pytest.mark.parametrize(
    ("disorder", "message"),
    [
        ("kissing spine", "The spinal level of the kissing spine is not documented."),
        ("Kaschin-Beck disease", "The joint of the kaschin-beck disease is not documented."),
        ("cauliflower ear", "The side of the cauliflower ear is not documented."),
        ("skeletal fluorosis", "The site of the skeletal fluorosis is not documented."),
    ],
)
def test_a_gap_speaks_of_what_the_codes_differ_by(analyzer: Analyzer, disorder: str, message: str) -> None:
    assert [gap.message for gap in analyzer.analyze(f"Assessment: {disorder}.").gaps] == [message]
