"""Where the sentences end that readers of measurements read, found by compiled code."""

def find_ends(text: str, start: int, end: int, words: frozenset[str], sides: frozenset[str]) -> list[int]:
    """Where the sentences of ``text[start:end]`` end; each begins where the one before ends.

    A stop ends one with its closing marks before white space, a comma (a list exported as one line), or a
    capital letter run on to it.

    Args:
        text: the note.
        start: where the stretch begins.
        end: where it ends, and with it the last sentence.
        words: abbreviations in lower case, of at most six letters: a stop behind one is none.
        sides: those of them that end a statement all the same behind a grade: "finger flexors 3/5 R."
    """
