"""Stretches without objects against plain pairs."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chartgap.compiled.extents import Extents

BOUNDS = st.lists(st.integers(0, 30), unique=True).map(sorted)


@given(BOUNDS, st.integers(-1, 31))
def test_the_stretch_that_holds_an_offset(bounds: list[int], offset: int) -> None:
    pairs = list(pairwise(bounds))[::2]
    extents = Extents(pairs)
    assert extents.at(offset) == next(((start, end) for start, end in pairs if start <= offset < end), None)
    assert (list(extents), len(extents)) == (pairs, len(pairs))


@given(BOUNDS, BOUNDS)
def test_equal_are_those_with_the_same_stretches(bounds: list[int], others: list[int]) -> None:
    mine, theirs = list(pairwise(bounds)), list(pairwise(others))
    assert (Extents(mine) == Extents(theirs)) == (mine == theirs)
