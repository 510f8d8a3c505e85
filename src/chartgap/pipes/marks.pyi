"""Where titles and items may begin inside lines, and titles as they are compared, by compiled code."""

def fold(title: str) -> str:
    """A title as it is compared: lower case, letters a-z and digits, single spaces; ``&`` is ``and``."""

def find_titles(text: str, begin: int, end: int, longest: int) -> list[tuple[int, str, str, bool, int]]:
    """What may be the title before each colon of a stretch of the text.

    It begins behind the last delimiter (a sentence's end, a wide gap, a semicolon, a dash, the comma that
    stands for a lost line break), or behind the colon before, and has at most ``longest`` characters. Unless
    it stands behind a lost line break its first letter is a capital.

    Returns:
        For each, in order, where it starts, the title without markup, the same folded, whether it starts
        after a lost line break, and where the text behind its colon begins.
    """

def past_markup(text: str, place: int, end: int) -> int:
    """Past closing marks of emphasis, white space and the commas of lost line breaks."""

def has_more_stops(text: str, place: int, end: int, most: int) -> bool:
    """Whether a stretch of the text has more than so many stops; what stands before a digit is none."""

def find_marks(text: str) -> list[tuple[int, int, int]]:
    """What items inside lines may begin at: a comma before a marker, or a stop or bracket behind a number.

    Returns:
        For each, in order, the place of the sign, where the text behind it begins, and for a comma where the
        marker stands, for the others 0.
    """
