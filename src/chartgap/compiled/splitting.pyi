"""The words and marks of a text, one after the other, without a pattern.

A word is a run of letters, with one apostrophe between letters, or a run of digits; a mark is any other
character that is no white space and no underscore.
"""

def words_in(text: str) -> list[str]:
    """The words and marks of a text, in lower case."""

def has_digit(text: str) -> bool:
    """Whether one of the characters is a digit, a raised or lowered one too."""

def count_unknown(
    text: str, start: int, end: int, without: list[tuple[int, int]], known: frozenset[str]
) -> int:
    """How many words and marks of ``text[start:end]`` are not ``known``, less those in ``without``.

    The stretches left out are in text order.
    """
