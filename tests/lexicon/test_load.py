from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgap.errors import LexiconError
from chartgap.lexicon.book import Lexicon, examples
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.schema import PatternEntry, TermEntry
from tests.lexicon.folders import DISORDERS, folder, small


def _faults(*overlays: Path, shipped: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(LexiconError) as caught:
        load_lexicon(*overlays, shipped=shipped)
    return [(fault.path.name, fault.line, fault.key, fault.message) for fault in caught.value.faults]


def _values(lexicon: Lexicon) -> dict[str, object]:
    return {term.id: term.value for term in lexicon.terms}


def test_the_shipped_lexicon_loads() -> None:
    lexicon = load_lexicon()
    assert lexicon.sites["scapula"].sided is True
    assert lexicon.concepts["osteomyelitis"].family == "osteomyelitis"
    assert {term.kind for term in lexicon.terms} >= {"site", "organism", "disorder", "acuity", "laterality"}
    assert lexicon.families and lexicon.sections and lexicon.context
    assert lexicon.spellings["osteomylitis"] == "osteomyelitis"


def test_entries_take_kind_source_and_authority_of_their_file(tmp_path: Path) -> None:
    text = """\
    kind: acuity
    source: the file
    authority: page
    entries:
      - {id: a.one, value: acute, terms: [acute], fires: [acute], silent: [accurate]}
      - {id: a.two, value: chronic, terms: [chronic], source: its own, authority: tabular}
    patterns:
      - {id: a.three, pattern: "since \\\\d{1,2}", kind: duration}
    """
    lexicon = load_lexicon(shipped=folder(tmp_path, attributes__a=text))
    assert lexicon.terms == (
        TermEntry(id="a.one", value="acute", kind="acuity", source="the file", authority="page",
                  terms=("acute",), fires=("acute",), silent=("accurate",)),
        TermEntry(id="a.two", value="chronic", kind="acuity", source="its own", authority="tabular",
                  terms=("chronic",)),
    )  # fmt: skip
    assert lexicon.patterns == (
        PatternEntry(
            id="a.three", pattern=r"since \d{1,2}", kind="duration", source="the file", authority="page"
        ),
    )


def test_concept_terms_become_disorder_terms_with_what_they_imply(tmp_path: Path) -> None:
    lexicon = load_lexicon(shipped=small(tmp_path))
    term = next(term for term in lexicon.terms if term.id == "disorder.rust")
    assert (term.kind, term.value) == ("disorder", {"concept": "rust", "acuity": "chronic"})
    assert dict(lexicon.concepts)["rust"].terms == ()


def test_alternatives_in_braces_are_written_out(tmp_path: Path) -> None:
    text = """\
    kind: site
    source: test
    entries:
      - {id: s, value: knob, sided: true, terms: ["kno{b|bs}"], not_before: ["{a|b} c"]}
    """
    [term] = load_lexicon(shipped=folder(tmp_path, sites=text)).terms
    assert (term.terms, term.not_before) == (("knob", "knobs"), ("a c", "b c"))


def test_an_overlay_replaces_adds_and_disables(tmp_path: Path) -> None:
    base = small(tmp_path / "base")
    overlay = folder(
        tmp_path / "mine",
        sites__mine="""\
        kind: site
        source: mine
        entries:
          - {id: site.knob, value: knob, sided: false, terms: [button]}
          - {id: site.hub, value: hub, sided: true, terms: [hub]}
        """,
        disable="disable: [rust]\n",
    )
    lexicon = load_lexicon(overlay, shipped=base)
    assert _values(lexicon) == {"site.knob": "knob", "site.hub": "hub"}
    assert lexicon.sites["knob"].terms == ("button",)
    assert dict(lexicon.concepts) == {}
    assert lexicon.disabled == {"rust"}


def test_an_overlay_adds_terms_to_a_concept_it_does_not_define(tmp_path: Path) -> None:
    base = small(tmp_path / "base")
    more = "source: mine\nconcepts:\n  - id: rust\n    terms: [{id: mine.rust, terms: [verdigris]}]\n"
    lexicon = load_lexicon(folder(tmp_path / "mine", disorders__mine=more), shipped=base)
    assert lexicon.concepts["rust"].family == "corrosion"
    assert [(term.id, term.terms) for term in lexicon.terms if term.kind == "disorder"] == [
        ("mine.rust", ("verdigris",)),
        ("disorder.rust", ("rust",)),
    ]


def test_a_later_overlay_stands_first_so_its_terms_win(tmp_path: Path) -> None:
    def more(name: str) -> str:
        return f"kind: acuity\nsource: {name}\nentries: [{{id: {name}, value: acute, terms: [new]}}]\n"

    first = folder(tmp_path / "1", attributes__x=more("first"))
    second = folder(tmp_path / "2", attributes__x=more("second"))
    lexicon = load_lexicon(first, second, shipped=small(tmp_path / "base"))
    assert [term.id for term in lexicon.terms if term.kind == "acuity"] == ["second", "first"]


def test_generated_terms_can_be_disabled_though_no_file_has_them(tmp_path: Path) -> None:
    overlay = folder(tmp_path / "mine", disable="disable: [tabular.M85.0]\n")
    assert load_lexicon(overlay, shipped=small(tmp_path / "base")).disabled == {"tabular.M85.0"}


def test_every_fault_of_every_file_is_reported_with_its_line(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sites__a="""\
        kind: site
        source: test
        entries:
          - id: s one
            value: knob
            sided: "yes"
            bony: true
          - id: s.two
            value: 3
            terms: knob
        """,
        attributes__b="kind: acuity\nkind: route\nsource: x\n",
        attributes__c="kind: acuity\n",
        unknown__d="a: 1\n",
    )
    faults = _faults(shipped=root)
    assert [(name, line, key) for name, line, key, _ in faults] == [
        ("b.yaml", 2, "kind"),
        ("c.yaml", 1, "source"),
        ("a.yaml", 4, "entries.0.id"),
        ("a.yaml", 6, "entries.0.sided"),
        ("a.yaml", 7, "entries.0.bony"),
        ("a.yaml", 9, "entries.1.value"),
        ("a.yaml", 10, "entries.1.terms"),
        ("d.yaml", 0, ""),
    ]
    assert faults[-1][3].startswith("belongs to no table; the tables are: attributes, ")


def test_an_id_that_stands_twice_in_a_folder_is_a_fault(tmp_path: Path) -> None:
    root = small(tmp_path)
    folder(
        root, attributes__z="kind: route\nsource: x\nentries:\n- {id: site.knob, value: direct, terms: [x]}\n"
    )
    first = f"the id stands already at {root / 'attributes/z.yaml'}:4"
    assert _faults(shipped=root) == [("all.yaml", 4, "site.knob", first)]


def test_an_overlay_may_not_take_an_id_to_another_table(tmp_path: Path) -> None:
    overlay = folder(
        tmp_path / "mine",
        attributes__z="kind: route\nsource: x\nentries:\n- {id: site.knob, value: direct, terms: [x]}\n",
    )
    assert _faults(overlay, shipped=small(tmp_path / "base")) == [
        ("z.yaml", 4, "site.knob", "the id belongs to the table sites")
    ]


def test_disabling_what_is_not_there_is_a_fault(tmp_path: Path) -> None:
    overlay = folder(tmp_path / "mine", disable="disable: [site.nob]\n")
    assert _faults(overlay, shipped=small(tmp_path / "base")) == [
        ("disable.yaml", 1, "disable", "no lexicon below has site.nob to disable")
    ]


def test_terms_of_undefined_sites_and_concepts_are_faults(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        sites__a="""\
        kind: site
        source: test
        entries:
          - {id: s.one, value: knob, terms: [knob]}
          - {id: s.two, value: hub, sided: true, terms: [hub]}
          - {id: s.three, value: hub, sided: true, terms: [boss]}
        """,
        disorders__a=DISORDERS.replace("    family: corrosion\n", ""),
    )
    assert _faults(shipped=root) == [
        ("a.yaml", 6, "disorder.rust", "no file defines the concept rust (with `family`)"),
        ("a.yaml", 4, "s.one", "no entry defines the site knob (with `sided`)"),
        ("a.yaml", 6, "s.three", "hub is defined already by s.two"),
    ]


def test_a_runaway_pattern_of_an_overlay_is_refused_before_any_note_meets_it(tmp_path: Path) -> None:
    overlay = folder(
        tmp_path / "mine",
        attributes__z="kind: duration\nsource: x\npatterns:\n- {id: p.bad, pattern: '(a+)+$'}\n",
    )
    [(name, line, key, message)] = _faults(overlay, shipped=small(tmp_path / "base"))
    assert (name, line, key) == ("z.yaml", 4, "p.bad")
    assert message.startswith("may run for ever")


def test_a_folder_that_is_none_is_a_fault(tmp_path: Path) -> None:
    assert _faults(tmp_path / "no", shipped=small(tmp_path / "base")) == [
        ("no", 0, "", "is not a folder of lexicons")
    ]


def test_the_digest_follows_the_content_and_not_the_file(tmp_path: Path) -> None:
    one = load_lexicon(shipped=small(tmp_path / "one"))
    moved = small(tmp_path / "two")
    (moved / "sites" / "all.yaml").rename(moved / "sites.yaml")
    (moved / "sites.yaml").write_text("# a comment\n" + (moved / "sites.yaml").read_text())
    two = load_lexicon(shipped=moved)
    three = load_lexicon(folder(tmp_path / "mine", disable="disable: [rust]\n"), shipped=moved)
    assert one.digest == two.digest != three.digest


def test_examples_are_every_text_of_every_rule(tmp_path: Path) -> None:
    assert sorted(examples(load_lexicon(shipped=small(tmp_path)))) == [
        ("disorder.rust", "rust", True),
        ("disorder.rust", "trust", False),
        ("site.knob", "a knob", True),
        ("site.knob", "knobby", False),
    ]


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(["a.b", "knob"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "id value terms kind source entries concepts patterns pattern disable within sided".split()
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    table=st.sampled_from(
        ["sites", "disorders", "attributes", "gaps", "families", "context", "sections", "disable"]
    ),
    data=_JSON,
)
def test_no_data_gives_anything_but_a_lexicon_or_faults(tmp_path: Path, table: str, data: object) -> None:
    root = tmp_path / "any"
    root.mkdir(exist_ok=True)
    for old in root.glob("*.yaml"):
        old.unlink()
    (root / f"{table}.yaml").write_text(json.dumps(data), encoding="utf-8")
    try:
        load_lexicon(shipped=root)
    except LexiconError as error:
        assert error.faults


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=120))
def test_no_bytes_give_anything_but_a_lexicon_or_faults(tmp_path: Path, content: bytes) -> None:
    root = tmp_path / "any"
    root.mkdir(exist_ok=True)
    (root / "sites.yaml").write_bytes(content)
    with pytest.raises(LexiconError):
        load_lexicon(shipped=root)
