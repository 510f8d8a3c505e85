from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.lint import check, normalized
from tests.lexicon.folders import folder, small


def _check(
    *overlays: Path, shipped: Path, valid: Callable[[str], bool] | None = None
) -> list[tuple[int, str, str]]:
    return [
        (fault.line, fault.key, fault.message) for fault in check(*overlays, shipped=shipped, valid=valid)
    ]


def test_the_shipped_lexicon_has_no_fault() -> None:
    tree = load_tree()
    generated = [" ".join(term.term.split()).lower() for term in tree.terminology.disorder_terms()]
    assert [str(fault) for fault in check(valid=tree.valid, extra_concepts=generated)] == []


def test_a_faultless_folder_has_no_fault(tmp_path: Path) -> None:
    assert _check(shipped=small(tmp_path)) == []


def test_faults_of_loading_are_told(tmp_path: Path) -> None:
    [(line, key, message)] = _check(shipped=folder(tmp_path, sites="kind: site\n"))
    assert (line, key, message) == (1, "source", "Field required")


def test_missing_examples_and_terms_are_told(tmp_path: Path) -> None:
    text = """\
    kind: acuity
    source: x
    entries:
      - {id: a.one, value: acute, terms: [acute], silent: [cute]}
      - {id: a.two, value: chronic, fires: [a], silent: [b]}
    """
    assert _check(shipped=folder(tmp_path, attributes=text)) == [
        (4, "a.one", "has no example that fires"),
        (5, "a.two", "has no terms, so it can never fire"),
    ]


def test_terms_that_shadow_each_other_are_told_and_dead_entries_named(tmp_path: Path) -> None:
    text = """\
    kind: acuity
    source: x
    entries:
      - {id: a.one, value: acute, terms: [new, fresh], fires: [a], silent: [b]}
      - {id: a.two, value: chronic, terms: ["New", old], fires: [a], silent: [b]}
      - {id: a.three, value: acute, terms: [fresh], fires: [a], silent: [b]}
      - {id: a.four, value: acute, cased: [Fresh], fires: [a], silent: [b]}
    """
    root = folder(tmp_path, attributes=text)
    where = f"a.one ({root / 'attributes.yaml'}:4), which wins"
    assert _check(shipped=root) == [
        (5, "a.two", f'"new" has another value in {where}'),
        (6, "a.three", f'"fresh" is already a term of {where}'),
        (6, "a.three", "is dead: other entries win all of its terms"),
        (7, "a.four", f'"fresh" is already a term of {where}'),
        (7, "a.four", "is dead: other entries win all of its terms"),
    ]


def test_a_term_that_stands_back_under_a_condition_shadows_nothing(tmp_path: Path) -> None:
    text = """\
    kind: acuity
    source: x
    entries:
      - {id: a.one, value: acute, terms: [new], beside: [bone], fires: [a], silent: [b]}
      - {id: a.two, value: chronic, terms: [new], fires: [a], silent: [b]}
      - {id: a.three, value: chronic, cased: [OM], fires: [a], silent: [b]}
      - {id: a.four, value: acute, terms: [om], fires: [a], silent: [b]}
    """
    assert _check(shipped=folder(tmp_path, attributes=text)) == []


def test_a_closing_cue_stands_beside_one_of_the_same_words(tmp_path: Path) -> None:
    text = """\
    category: negated
    source: x
    rules:
      - {id: c.one, direction: backward, terms: [gone], fires: ["[a] gone"], silent: ["[a]"]}
      - {id: c.two, direction: backward, closing: true, terms: [gone], fires: ["[a] gone"], silent: ["[a]"]}
      - {id: c.three, direction: backward, closing: true, terms: [gone], fires: ["[a] gone"], silent: ["[a]"]}
    """
    root = folder(tmp_path, context__negated=text)
    winner = f"c.two ({root / 'context/negated.yaml'}:5), which wins"
    assert _check(shipped=root) == [
        (6, "c.three", f'"gone" is already a term of {winner}'),
        (6, "c.three", "is dead: other entries win all of its terms"),
    ]


def test_references_to_nothing_are_told(tmp_path: Path) -> None:
    root = small(tmp_path)
    folder(
        root,
        sites__more="""\
        kind: site
        source: x
        entries:
          - {id: site.hub, value: hub, sided: true, within: [wheel, hub], terms: [h], fires: [a], silent: [b]}
        """,
        families__f="""\
        family: corrosion
        source: x
        concepts: [rust]
        rules:
          - {id: code.rust, concepts: [rust, rot], take: [M99], sites: [knob, rim], why: x}
        """,
    )
    assert _check(shipped=root) == [
        (5, "code.rust", "refers to the concept rot, which no file defines"),
        (5, "code.rust", "refers to the site rim, which no file defines"),
        (4, "site.hub", "lies within itself"),
        (4, "site.hub", "refers to the site wheel, which no file defines"),
    ]


def test_codes_that_are_not_in_the_release_are_told(tmp_path: Path) -> None:
    text = """\
    kind: organism
    source: x
    entries:
      - {id: o.one, value: {name: A, code: B95.0}, terms: [a], fires: [a], silent: [b]}
      - {id: o.two, value: {name: B, code: B95.99}, terms: [b], fires: [b], silent: [a]}
    """
    assert _check(shipped=folder(tmp_path, organisms=text), valid=lambda code: code == "B95.0") == [
        (5, "o.two", "the release has no code B95.99")
    ]


def test_runaway_patterns_are_told(tmp_path: Path) -> None:
    text = "kind: duration\nsource: x\npatterns:\n- {id: p, pattern: '(x|x)*y', fires: [y], silent: [n]}\n"
    [(line, key, message)] = _check(shipped=folder(tmp_path, attributes=text))
    assert (line, key, message[:16]) == (4, "p", "may run for ever")


def test_with_overlays_only_their_own_faults_are_told(tmp_path: Path) -> None:
    def of(name: str, value: str, more: str) -> str:
        return f"kind: acuity\nsource: x\nentries: [{{id: {name}, value: {value}, terms: [new]{more}}}]\n"

    base = folder(tmp_path / "base", attributes=of("a", "acute", ""))
    mine = folder(tmp_path / "mine", attributes=of("b", "acute", ", fires: [a], silent: [b]"))
    assert {fault.key for fault in check(shipped=base)} == {"a"}
    assert [fault.key for fault in check(mine, shipped=base)] == []


def test_an_overlay_that_gives_shipped_words_another_value_is_told(tmp_path: Path) -> None:
    def of(name: str, value: str) -> str:
        entry = f"{{id: {name}, value: {value}, terms: [new], fires: [a], silent: [b]}}"
        return f"kind: acuity\nsource: x\nentries: [{entry}]\n"

    base = folder(tmp_path / "base", attributes=of("a", "acute"))
    mine = folder(tmp_path / "mine", attributes=of("b", "chronic"))
    told = _check(mine, shipped=base)
    assert told == [(3, "b", f'takes "new" from a ({base / "attributes.yaml"}:3), which has another value')]


def test_terms_are_compared_as_the_matcher_does() -> None:
    assert normalized("S.aureus") == normalized("s. Aureus")
    assert normalized("C\u2013Spine") == normalized("c - spine")
    assert normalized("4th rib") != normalized("4 rib")
