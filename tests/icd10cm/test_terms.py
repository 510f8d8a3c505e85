from __future__ import annotations

import pytest

from chartgap.icd10cm.terminology import DisorderTerm
from chartgap.icd10cm.terms import vary_phrase
from chartgap.icd10cm.tree import load_tree


def find(text: str) -> list[DisorderTerm]:
    return [term for term in load_tree().terminology.disorder_terms() if term.term.lower() == text.lower()]


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("Solitary cyst", ["Solitary cyst"]),
        ("Dysplasia (single)", ["Dysplasia (single)", "Dysplasia single", "Dysplasia"]),
        ("Muscle (sheath) hernia", ["Muscle (sheath) hernia", "Muscle sheath hernia", "Muscle hernia"]),
        ("Deformans [Smith's disease]", ["Deformans", "Deformans [Smith's disease]", "Smith's disease"]),
        (
            "Inclusion body disease [IBD]",
            ["Inclusion body disease", "Inclusion body disease [IBD]", "IBD"],
        ),
        ("Localized loss [Smith]", ["Localized loss", "Localized loss [Smith]"]),
        ("Localized loss [van Smith]", ["Localized loss", "Localized loss [van Smith]"]),
        (
            "Erosive (osteo)arthritis",
            ["Erosive (osteo)arthritis", "Erosive osteoarthritis", "Erosive arthritis"],
        ),
        ("CR(E)ST loss", ["CR(E)ST loss", "CREST loss", "CRST loss"]),
        ("Cyst of jaw(s)", ["Cyst of jaw(s)", "Cyst of jaw", "Cyst of jaws"]),
    ],
)
def test_a_phrase_is_said_in_several_ways(text: str, variants: list[str]) -> None:
    assert list(vary_phrase(text)) == variants


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Osteitis deformans", "M88"),
        ("Paget's disease of bone", "M88"),
        ("Fibrous dysplasia", "M85.0"),
        ("Fibrous dysplasia (monostotic)", "M85.0"),
        ("Other osteomyelitis", "M86.8X"),
        ("Brodie's abscess", "M86.8X"),
        ("Osteomyelitis", "M86.9"),
        ("Infection of bone", "M86.9"),
        ("Osteoporosis", "M81.0"),
        ("Osteoporosis with current pathological fracture", "M80.0"),
        ("Muscle weakness", "M62.81"),
        ("Other muscle spasm", "M62.838"),
        ("Charley-horse", "M62.831"),
        ("Hyperostosis of skull", "M85.2"),
        ("Idiopathic aseptic necrosis of bone", "M87.0"),
        ("Foreign body granuloma of soft tissue", "M60.2"),
        ("Pathological fracture", "M84.4"),
        ("Atypical femoral fracture", "M84.75"),
        ("Inflammatory myopathy", "G72.49"),
        ("IBM", "G72.41"),
        ("DISH", "M48.1"),
        ("Osteomyelitis of vertebra", "M46.2"),
        ("Osteomyelitis of orbit", "H05.02"),
        ("Orbital myositis", "H05.12"),
        ("Petrositis", "H70.2"),
        ("Polymyositis", "M33.20"),
        ("Salmonella osteomyelitis", "A02.24"),
        ("Tuberculous osteomyelitis", "A18.03"),
        ("Weakness", "R53.1"),
    ],
)
def test_a_phrase_pins_its_stem(text: str, category: str) -> None:
    assert [term.category for term in find(text) if term.site is None] == [category]


def test_a_term_with_a_site_keeps_it_apart() -> None:
    assert [term for term in find("stress fracture") if term.inclusion and term.site] == [
        DisorderTerm("Stress fracture", "M84.3", "M84.35", True, "hip")
    ]
    assert [(t.origin, t.site, t.laterality) for t in find("infective myositis") if t.inclusion] == [
        ("M60.000", "upper limb", "right"),
        ("M60.001", "upper limb", "left"),
        ("M60.002", "upper limb", None),
        ("M60.003", "lower limb", "right"),
        ("M60.004", "lower limb", "left"),
        ("M60.005", "lower limb", None),
    ]


def test_a_narrower_title_of_one_stem_keeps_its_qualifiers() -> None:
    assert [(t.category, t.qualifiers) for t in find("complete physeal arrest")] == [("M89.1", ("complete",))]


def test_a_phrase_with_its_site_stands_once() -> None:
    keys = [
        (term.term.lower(), term.site, term.laterality)
        for term in load_tree().terminology.disorder_terms(("M",))
    ]
    assert len(keys) == len(set(keys))


def test_only_titles_keep_a_residue_word_at_their_end() -> None:
    tree = load_tree()
    ends = {term.term.split()[-1] for term in tree.terminology.disorder_terms()}
    assert ends & {"NOS", "NEC", "classified,"} == set()
    open_ended = [term for term in tree.terminology.disorder_terms() if term.term.endswith("unspecified")]
    assert [t for t in open_ended if not tree.title(t.origin).startswith(t.term)] == []


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Other instability", []),
        ("Other instability, right knee", ["M25.361"]),
        ("Pain in right shoulder", ["M25.511"]),
        ("Granuloma", []),
        ("Granuloma of left orbit", ["H05.112"]),
        ("Fistula, vertebrae", ["M25.18"]),
        ("Exostosis", []),
        ("Rheumatoid arthritis of left hip with involvement of other organs and systems", ["M05.652"]),
        ("Staphylococcal arthritis", ["M00.0"]),
        ("Gout attack", ["M10.9"]),
        ("Gout, unspecified", ["M10.9"]),
        ("Primary osteoarthritis", ["M19.91"]),
        ("Unilateral primary osteoarthritis, right hip", ["M16.11"]),
        ("Periprosthetic fracture around internal prosthetic", ["M97.9"]),
        ("Periarthritis", ["M77.9"]),
        ("Periarthritis, right wrist", ["M77.21"]),
        ("Intervertebral disc degeneration", []),
        ("Other intervertebral disc degeneration", ["M51.3"]),
    ],
)
def test_a_phrase_that_says_little_is_a_term_only_as_a_whole_title(text: str, categories: list[str]) -> None:
    assert [term.category for term in find(text) if term.site is None] == categories


def test_every_stem_of_the_families_has_a_term() -> None:
    tree = load_tree()
    pinned = {term.category for term in tree.terminology.disorder_terms()}
    families = sorted(
        {frame.stem for n in (*range(60, 64), *range(80, 91)) for frame in tree.frames(f"M{n}")}
    )
    unpinned = [stem for stem in families if stem not in pinned]
    assert unpinned == []


def test_terms_of_one_family_can_be_had_alone() -> None:
    terms = load_tree().terminology.disorder_terms(("M62.84",))
    assert [(term.term, term.inclusion) for term in terms] == [
        ("Sarcopenia", False),
        ("Age-related sarcopenia", True),
    ]
