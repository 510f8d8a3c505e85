"""The compiled search for pieces of words against Python's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.pieces import Pieces

SIGNS = "aab. \x00\x7fá¡💊–"
"""Some have the same last seven bits."""
TEXTS = st.sampled_from((5, 7, 9, len(SIGNS))).flatmap(
    lambda kinds: st.text(st.sampled_from(SIGNS[:kinds]), max_size=30)
)
PIECES = st.sets(st.text(st.sampled_from(SIGNS), min_size=1, max_size=4), max_size=9)


@given(TEXTS, PIECES)
def test_pieces_are_where_the_text_holds_them(text: str, pieces: set[str]) -> None:
    places = [at for at in range(len(text)) for piece in pieces if text.startswith(piece, at)]
    assert Pieces(pieces).places(text) == places
    assert Pieces(pieces).stand_in(text) == bool(places)


def test_more_first_pairs_than_one_byte_counts() -> None:
    signs = [chr(sign) for sign in range(40, 80)]
    text = "".join(signs)
    held = Pieces([first + second for first in signs for second in signs])
    assert held.places(text) == list(range(len(signs) - 1))
    assert not held.stand_in(signs[0])


def test_an_empty_piece_stands_nowhere() -> None:
    assert not Pieces([""]).stand_in("text")
