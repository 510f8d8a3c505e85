"""Figures of a text, and which of them may be grades or scores, found by compiled code in one pass each."""

def find_grades(text: str) -> tuple[list[int], list[int], bool]:
    """The figures 0 to 5 that may be grades.

    Returns:
        Where figures stand that a slash with another such figure follows, past a plus or minus; where bare
        figures stand, by themselves or with a sign; and whether a V stands behind a slash.
    """

def shows_score(text: str) -> bool:
    """Whether a text holds a signed decimal, or a figure set equal to a lone T or Z."""

def find_figures(text: str, end: int, behind: str) -> list[int]:
    """Where runs of the digits 0 to 9 begin before ``end``, in order.

    Only those behind which, past white space and hyphens, one of the signs of ``behind`` stands.
    """

def find_behind(text: str, wanted: bytes) -> list[int]:
    """Where signs stand right behind one of the figures 0 to 9.

    Args:
        text: the note.
        wanted: for each of the first 256 characters 1 if it is looked for, else 0.
    """
