from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markup import Marked, MarkedText, MarkupError, parse_markup


def test_marks_become_offsets() -> None:
    assert parse_markup("[left](laterality) \N{GRINNING FACE} [hip](site).") == MarkedText(
        "left \N{GRINNING FACE} hip.", (Marked("laterality", 0, 4, "left"), Marked("site", 7, 10, "hip"))
    )


def test_marks_nest_and_the_wider_comes_first() -> None:
    assert parse_markup("[[left](laterality) hip](site)").expected == (
        Marked("site", 0, 8, "left hip"),
        Marked("laterality", 0, 4, "left"),
    )


def test_brackets_and_backslashes_can_be_literal() -> None:
    assert parse_markup(r"\[x\] \\ [hip](site)").text == r"[x] \ hip"


@pytest.mark.parametrize(
    "wrong",
    [
        "[left hip",
        "left](laterality)",
        "[left](lateralty)",
        "[left] hip",
        "[left](laterality) hip]",
        "[left (laterality)",
        "[](site)",
        r"a \ b",
        "[left]( laterality)",
    ],
)
def test_what_is_not_a_whole_mark_is_refused(wrong: str) -> None:
    with pytest.raises(MarkupError):
        parse_markup(wrong)


@given(
    st.lists(
        st.tuples(st.text(alphabet="ab \N{BONE}\n", min_size=1), st.sampled_from(["site", "acuity", ""]))
    )
)
def test_every_mark_slices_back(parts: list[tuple[str, str]]) -> None:
    marked = "".join(f"[{text}]({kind})" if kind else text for text, kind in parts)
    text, expected = parse_markup(marked)
    assert text == "".join(part for part, _ in parts)
    assert [mark.text for mark in expected] == [text[mark.start : mark.end] for mark in expected]
    assert [mark.text for mark in expected] == [part for part, kind in parts if kind]
