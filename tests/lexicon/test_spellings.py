from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.lexicon.spellings import MAX_SPELLINGS, all_slips, spellings


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("plain term", ["plain term"]),
        ("a{b|c}", ["ab", "ac"]),
        ("{a |}b", ["a b", "b"]),
        ("{a|b{c|}} d", ["a d", "bc d", "b d"]),
        ("{a|a} b", ["a b"]),
        ("a | b", ["a | b"]),
        ("a   {b}", ["a b"]),
    ],
)
def test_alternatives_are_written_out_in_order(term: str, expected: list[str]) -> None:
    assert spellings(term) == expected


@pytest.mark.parametrize("term", ["{a", "a}", "{a|}", "{{{{{a}}}}}", "{a|b}" * 20])
def test_unusable_braces_are_refused(term: str) -> None:
    with pytest.raises(ValueError, match=r"brace|nothing|spellings"):
        spellings(term)


@given(st.text(alphabet="ab {}|", max_size=40))
def test_any_term_gives_spellings_without_braces_or_a_value_error(term: str) -> None:
    try:
        found = spellings(term)
    except ValueError:
        return
    assert 0 < len(found) <= MAX_SPELLINGS
    assert not any("{" in spelling or "}" in spelling or not spelling for spelling in found)


def test_slips_leave_out_double_or_swap_a_letter_of_a_long_word() -> None:
    found = all_slips({"abcdefghij"})
    assert len(found) == 9 + 9 + 8
    assert {"acdefghij", "abbcdefghij", "acbdefghij", "abcdefghi"} <= found.keys()
    assert set(found.values()) == {"abcdefghij"}


def test_a_short_word_has_no_slips_and_a_slip_of_two_words_is_of_neither() -> None:
    found = all_slips({"abcdefghi", "xabcdefghij", "xabcdefghik"})
    assert "abcdefgh" not in found
    assert "xabcdefghi" not in found
    assert found["xbcdefghij"] == "xabcdefghij"
