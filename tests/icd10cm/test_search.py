from __future__ import annotations

import pytest

from chartgap.icd10cm.search import find_unspecified, search
from chartgap.icd10cm.tree import load_tree
from chartgap.models import CandidateCode, Reason

FAMILIES = [category for category in load_tree().categories() if category.startswith("M")]
REDIRECTS = [
    "G72", "H05.0", "H05.1", "H70.2", "A01.05", "A02.24", "A18.0", "A52.77",
    "A54.43", "B67.2", "D86.87", "R29.898", "R53.1",
]  # fmt: skip


def first(words: str) -> str | None:
    found = search(words, load_tree(), limit=1)
    return found[0].code if found else None


def walk(code: str) -> list[str]:
    tree = load_tree()
    return [code, *(below for child in tree.children(code) for below in walk(child))]


def test_every_title_leads_to_its_code_first() -> None:
    tree = load_tree()
    codes = [code for prefix in (*FAMILIES, *REDIRECTS) for code in tree.descendants(prefix)]
    assert len(codes) > 6665
    assert {code: got for code in codes if (got := first(tree.title(code))) != code} == {}


def test_a_title_in_any_dress_leads_to_its_code() -> None:
    tree = load_tree()
    frames = tree.frames("M80.05")
    dressed = {frame.code: frame.title.upper().replace(",", " ; ") for frame in frames}
    assert {code: got for code, title in dressed.items() if (got := first(title)) != code} == {}


def test_every_inclusion_term_leads_to_its_code_or_the_unspecified_one_under_it() -> None:
    tree = load_tree()
    terms = [
        (code, text)
        for prefix in (*FAMILIES, *REDIRECTS)
        for code in walk(prefix)
        for text in tree.inclusion_terms(code)
    ]
    assert len(terms) > 100
    wrong = {
        (code, text): got
        for code, text in terms
        if (got := first(text)) is None or not (got == code or got in tree.descendants(code))
    }
    assert wrong == {}


def test_every_header_leads_under_itself() -> None:
    tree = load_tree()
    headers = [code for family in FAMILIES for code in walk(family) if not tree.billable(code)]
    wrong = {code: got for code in headers if (got := first(tree.title(code))) not in tree.descendants(code)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("code", "said", "unspecified"),
    [
        ("M86", "", "M86.9"),
        ("M86.5", "", "M86.50"),
        ("M86.8", "Brodie's abscess", "M86.8X9"),
        ("M84.3", "March fracture", "M84.30XA"),
        ("M84.35", "Stress fracture, hip", "M84.359A"),
        ("M80.03", "", "M80.039A"),
        ("M33.1", "Adult dermatomyositis", "M33.10"),
        ("H70.2", "Inflammation of petrous bone", "H70.209"),
        ("M48.1", "", "M48.10"),
        ("M86.58", "", "M86.58"),
    ],
)
def test_the_unspecified_code_of_a_header(code: str, said: str, unspecified: str) -> None:
    assert find_unspecified(load_tree(), code, said) == unspecified


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("chronic osteomyelitis left tibia", "M86.662"),
        ("osteomyelitis", "M86.9"),
        ("osteomyelitis of left femur, acute", "M86.152"),
        ("subacute osteomyelitis r humerus", "M86.221"),
        ("myositis right thigh", "M60.851"),
        ("infective myositis hand", "M60.043"),
        ("muscle weakness", "M62.81"),
        ("weakness", "R53.1"),
        ("stress fracture left hip", "M84.359A"),
        ("stress fracture left femur sequela", "M84.352S"),
        ("age related osteoporosis with pathological fracture right femur", "M80.051A"),
        ("diffuse idiopathic skeletal hyperostosis", "M48.10"),
        ("vertebral osteomyelitis lumbar", "M46.26"),
        ("orbital myositis left", "H05.122"),
        ("brodie abscess", "M86.8X9"),
        ("staphylococcus aureus methicillin resistant", "B95.62"),
        ("primary hyperparathyroidism", "E21.0"),
    ],
)
def test_free_words_lead_to_the_likeliest_code(words: str, code: str) -> None:
    assert first(words) == code


@pytest.mark.parametrize("words", ["", "xyzzy plugh", "left", "unspecified site", "?", "\x00"])
def test_words_that_name_no_disorder_lead_nowhere(words: str) -> None:
    assert search(words, load_tree()) == ()


def test_a_candidate_says_why() -> None:
    assert search("Stress fracture", load_tree(), limit=1) == (
        CandidateCode(
            code="M84.30XA",
            description="Stress fracture, unspecified site, initial encounter for fracture",
            billable=True,
            condition_id="query",
            role="primary",
            rank=1,
            basis="unspecified",
            rationale=(
                Reason(text='"Stress fracture" is a title or inclusion term of ICD-10-CM'),
                Reason(text="site not told: the unspecified value"),
                Reason(text="seventh character A: initial encounter for fracture"),
            ),
        ),
    )


def test_candidates_are_ranked_billable_and_never_of_the_other_side() -> None:
    found = search("chronic osteomyelitis left tibia", load_tree())
    assert [candidate.rank for candidate in found] == list(range(1, len(found) + 1))
    assert [candidate.basis for candidate in found] == ["documented"] + ["alternative"] * (len(found) - 1)
    assert {candidate.billable for candidate in found} == {True}
    assert [candidate.code for candidate in found if "right" in candidate.description] == []


def test_the_limit_is_kept() -> None:
    assert len(search("fracture", load_tree(), limit=3)) == 3
