"""Where sentences may end, found by compiled code in one pass over the characters of a note."""

def find_stops(text: str, endings: frozenset[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """The stops of a text: a sign with its closing marks, then white space or the comma of a lost line break.

    A colon is one only where that comma stands.

    Args:
        text: the note.
        endings: the last four letters of words before which a full stop may belong to an abbreviation.

    Returns:
        Where the sentences begin behind stops that surely end one, having a full word of small letters before
        and a capital behind; and for every other stop where it stands and where a sentence behind it would
        begin.
    """

def find_tokens(begins: list[int], offsets: list[int]) -> list[int]:
    """The tokens in which offsets stand, each once, in order; a token goes up to where the next begins."""

def cut_stretches(text: str, bounds: list[int]) -> list[tuple[int, int]]:
    """The stretches between each two bounds, without the white space around them; empty ones are left out."""
