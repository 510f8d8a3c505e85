from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chartgap.report.visible import quotation, visible


def test_controls_become_pictures() -> None:
    assert visible("a\x00b\x1b[1m\r\n\x7f\u202e\ud800") == "a␀b␛[1m␍␊\ufffd\ufffd\ufffd"


def test_line_ends_and_tabs_can_stay() -> None:
    assert visible("a\r\n\tb\x0b", keep_lines=True) == "a\r\n\tb␋"


def test_plain_text_stays() -> None:
    assert visible("T-score −2.1 µg/dL 😀 é") == "T-score −2.1 µg/dL 😀 é"


@given(st.text(st.characters()))
def test_length_stays_and_the_result_is_printable_utf8(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert visible(shown) == shown


def test_a_quotation_is_one_line_shortened_in_the_middle() -> None:
    assert quotation(" a\n  b\tc ") == "a b c"
    assert quotation("x" * 200, width=20) == "xxxxxxxx … xxxxxxxx"
