from __future__ import annotations

import pytest

from chartgap.errors import CodeSetError
from chartgap.icd10cm.tree import CodeTree, load_tree


@pytest.fixture
def tree() -> CodeTree:
    return load_tree()


def levels(notes: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(note.level, note.text) for note in notes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("spelling", ["M86.58", "M8658", "m86.58", " m8658 "])
def test_a_code_is_written_as_the_release_does(tree: CodeTree, spelling: str) -> None:
    assert tree.normalise(spelling) == "M86.58"
    assert tree.title(spelling) == "Other chronic hematogenous osteomyelitis, other site"


@pytest.mark.parametrize(
    ("code", "valid", "billable"),
    [
        ("M86.58", True, True),
        ("M86.5", True, False),
        ("M86", True, False),
        ("M86-M90", False, False),
        ("13", False, False),
        ("M86.58A", False, False),
        ("M80.051", True, False),
        ("M80.051A", True, True),
        ("M80.08XA", True, True),
        ("M80.08A", False, False),
        ("T46.6X5A", True, True),
        ("S06.1X7A", True, True),
        ("S06.1X7D", False, False),
        ("B95.62", True, True),
        ("XYZ", False, False),
        ("", False, False),
    ],
)
def test_validity_and_billability(tree: CodeTree, code: str, valid: bool, billable: bool) -> None:
    assert (tree.valid(code), tree.billable(code)) == (valid, billable)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("B96.20", "Unspecified Escherichia coli [E. coli] as the cause of diseases classified elsewhere"),
        ("E21.0", "Primary hyperparathyroidism"),
        ("M62.5A0", "Muscle wasting and atrophy, not elsewhere classified, back, cervical"),
        ("M84.451A", "Pathological fracture, right femur, initial encounter for fracture"),
        ("M86-M90", "Other osteopathies (M86-M90)"),
        ("13", "Diseases of the musculoskeletal system and connective tissue (M00-M99)"),
    ],
)
def test_titles_of_every_level(tree: CodeTree, code: str, title: str) -> None:
    assert tree.title(code) == title


def test_an_unknown_code_is_a_code_set_error(tree: CodeTree) -> None:
    with pytest.raises(CodeSetError, match=r"ICD-10-CM 2026-04-01 has no code 'M86\.58A'"):
        tree.title("M86.58A")


def test_the_way_up_and_down(tree: CodeTree) -> None:
    assert tree.ancestors("M80.051A") == ("M80.051", "M80.05", "M80.0", "M80", "M80-M85", "M80-M94", "13")
    assert tree.parent("M80.051A") == "M80.051"
    assert tree.parent("M80") is None
    assert tree.children("M80.051") == tuple(f"M80.051{character}" for character in "ADGKPS")
    assert tree.children("M86.65") == ("M86.651", "M86.652", "M86.659")
    assert tree.children("M86.58") == ()
    assert tree.descendants("M62.83") == ("M62.830", "M62.831", "M62.838")


def test_notes_are_inherited_from_every_level(tree: CodeTree) -> None:
    assert levels(tree.notes("M86.58", "excludes1")) == [
        ("M86", "osteomyelitis due to: echinococcus (B67.2)"),
        ("M86", "osteomyelitis due to: gonococcus (A54.43)"),
        ("M86", "osteomyelitis due to: salmonella (A02.24)"),
        ("M86-M90", "postprocedural osteopathies (M96.-)"),
    ]
    assert {note.level for note in tree.notes("M80.051A")} == {"M80.05", "M80.0", "M80", "13"}


@pytest.mark.parametrize(
    ("a", "b", "notes"),
    [
        ("R53.1", "M62.81", [("R53.1", "muscle weakness (generalized) (M62.81)")]),
        ("M60.89", "M33.20", [("M60-M63", "dermatopolymyositis (M33.-)")]),
        ("M62.81", "M33.90", [("M60-M63", "dermatopolymyositis (M33.-)")]),
        ("M86.58", "M96.0", [("M86-M90", "postprocedural osteopathies (M96.-)")]),
        ("M86.9", "A02.24", [("M86", "osteomyelitis due to: salmonella (A02.24)")]),
        ("M85.89", "M48.10", [("M85.8", "diffuse idiopathic skeletal hyperostosis [DISH] (M48.1)")]),
        ("M62.81", "G72.0", [("M62", "drug-induced myopathy (G72.0)")]),
        ("M60.89", "G72.41", [("G72", "myositis (M60.-)")]),
        ("M86.9", "M46.26", []),
        ("M86.58", "M86.59", []),
        ("M27.8", "M27.8", []),
    ],
)
def test_excludes1_works_both_ways(tree: CodeTree, a: str, b: str, notes: list[tuple[str, str]]) -> None:
    assert levels(tree.excludes1(a, b)) == notes
    assert levels(tree.excludes1(b, a)) == notes


def test_notes_of_one_kind(tree: CodeTree) -> None:
    assert levels(tree.notes("M60.051", "use_additional")) == [
        ("M60.0", "code (B95-B97) to identify infectious agent")
    ]
    assert [note.covers("T46.6X5A") for note in tree.notes("G72.0", "use_additional")] == [True]
    assert [note.covers("T46.6X1A") for note in tree.notes("G72.0", "use_additional")] == [False]
    assert levels(tree.notes("M63.851", "code_first"))[:1] == levels(tree.notes("M63", "code_first"))[:1]
    assert tree.notes("M62.81", "code_first") == ()


def test_inclusion_terms_stand_at_their_own_code_only(tree: CodeTree) -> None:
    assert tree.inclusion_terms("M62.84") == ("Age-related sarcopenia",)
    assert tree.inclusion_terms("M60.051") == ()


def test_seventh_characters_and_their_texts(tree: CodeTree) -> None:
    assert [character for character, _ in tree.sevenths("M84.31")] == list("ADGKPS")
    assert tree.sevenths("M86.58") == ()


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        pytest.param("M54.3", ["M54.30", "M54.31", "M54.32"], id="its-own"),
        pytest.param("M16.1", ["M16.10", "M16.11", "M16.12", "M16.0"], id="joined-with-both-sides"),
        pytest.param("M19.9", ["M19.90", "M16.9", "M17.9", "M18.9"], id="joined-with-other-sites"),
        pytest.param("M92.5", ["M92.501", "M92.502", "M92.503", "M92.509"], id="above-other-disorders"),
        pytest.param(
            "M40.2",
            [f"M40.2{n}" for n in ("02", "03", "04", "05", "09", "92", "93", "94", "95", "99")],
            id="header",
        ),
        pytest.param("M17.11", ["M17.11"], id="code"),
        pytest.param("R53.1", [], id="other-chapter"),
    ],
)
def test_the_codes_of_a_stem_are_laid_out(stem: str, codes: list[str]) -> None:
    assert [frame.code for frame in load_tree().laid_out(stem)] == codes


def test_every_join_is_of_codes_that_the_release_has() -> None:
    tree = load_tree()
    joins = tree.terminology.joins()
    assert [code for stem, others in joins.items() for code in (stem, *others) if not tree.valid(code)] == []
