"""Names of disorders by their words alone: which stretches are read, and which names stand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.word_order import Held, WordOrder


def hold(names: Mapping[str, JsonValue]) -> WordOrder[str]:
    """The names with their values."""
    order: WordOrder[str] = WordOrder(load_lexicon().patterns)
    for name, value in names.items():
        order.add(name.split(), value, name)
    order.index()
    return order


def read(text: str, *names: str, held: str = "", kind: str = "site") -> list[tuple[str, str]]:
    """The names found in a text of words, each with its words; ``held`` stands there in one piece."""
    order = hold({name: {"concept": name} for name in names})
    words, piece = text.split(), held.split()
    places = [at for at in range(len(words)) if piece and words[at : at + len(piece)] == piece]
    whole = [Held(at, at + len(piece), kind, {"concept": held}) for at in places]
    found = order.read(
        words, range(len(names)), lambda first, last: [one for one in whole if first <= one.first < last]
    )
    return [(name, " ".join(words[first:last])) for first, last, name in found]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("fasciitis , plantar , left", "fasciitis , plantar"),
        ("plantar fasciitis", "plantar fasciitis"),
        ("severe fasciitis", None),
        ("fasciitis of the plantar type ; seen", "fasciitis of the plantar"),
        ("chronic fasciitis , plantar , with pain", "fasciitis , plantar"),
        ("with fasciitis , plantar", None),
        ("no fasciitis , plantar", None),
    ],
)
def test_a_stretch_holds_nothing_but_the_name(text: str, span: str | None) -> None:
    assert read(text, "plantar fasciitis") == ([("plantar fasciitis", span)] if span else [])


def test_a_site_may_stand_within() -> None:
    found = read("contracture left elbow muscle", "muscle contracture", held="elbow")
    assert found == [("muscle contracture", "contracture left elbow muscle")]


def test_the_name_of_most_words_stands() -> None:
    found = read("tear , meniscus , old", "meniscus tear", "old meniscus tear")
    assert found == [("old meniscus tear", "tear , meniscus , old")]


def test_a_name_has_the_words_of_one_that_stands_there_in_one_piece() -> None:
    assert read("gout , knee effusion", "knee effusion", held="gout", kind="disorder") == []


def test_a_name_that_only_adds_what_is_tied_anyway_gives_way_to_its_own_concept() -> None:
    order = hold({"hip arthritis": {"concept": "arthritis", "site": "hip"}})
    words, site = ["arthritis", ",", "hip"], Held(2, 3, "site", None)
    for concept, found in (("arthritis", []), ("pain", [(0, 3, "hip arthritis")])):
        held = {(0, 3): [Held(0, 1, "disorder", {"concept": concept}), site]}
        assert list(order.read(words, [0], lambda *bounds, held=held: held[bounds])) == found


def test_without_patterns_nothing_is_left_out() -> None:
    order: WordOrder[str] = WordOrder(())
    order.add(["plantar", "fasciitis"], None, "x")
    order.index()
    assert list(order.read(["fasciitis", ",", "plantar"], [0], lambda first, last: [])) == []
