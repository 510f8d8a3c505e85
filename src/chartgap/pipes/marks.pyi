"""Where titles and items may begin inside lines, and titles as they are compared, by compiled code."""

def fold_ascii(title: str) -> str:
    """A title of ASCII characters in lower case, only letters and digits, single spaces; ``&`` is ``and``."""

def find_titles(text: str, begin: int, end: int, longest: int) -> list[tuple[int, int, bool]]:
    """What may be the title before each colon of a stretch of the text.

    It begins behind the last delimiter (a sentence's end, a wide gap, a semicolon, a dash, the comma that
    stands for a lost line break), or behind the colon before, and has at most ``longest`` characters.

    Returns:
        For each colon where the title starts, the colon's place, and whether the title starts after a lost
        line break. Where nothing tells the start it is the colon's own place.
    """

def past_markup(text: str, place: int, end: int) -> int:
    """Past closing marks of emphasis, white space and the commas of lost line breaks."""

def find_marks(text: str) -> list[tuple[int, int, int]]:
    """What items inside lines may begin at: a comma before a marker, or a stop or bracket behind a number.

    Returns:
        For each, in order, the place of the sign, where the text behind it begins, and for a comma where the
        marker stands, for the others 0.
    """
