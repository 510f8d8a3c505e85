# What a token is, for scanner.pyx: see its description in scanner.pyi.

from cpython.unicode cimport Py_UNICODE_ISALNUM, Py_UNICODE_ISDECIMAL

from chartgap.pipes.characters cimport Text, at, characters, past_space

cdef enum:
    LETTER = 1  # and every other character of a word that is no decimal digit
    DIGIT = 2
    RULER = 4  # a run of one such sign is one token
    MOST_LETTERS = 120
    MOST_DIGITS = 40
    MOST_PARTS = 6

cdef unsigned char CLASSES[256]


cdef int _sort(Py_UCS4 sign) noexcept:
    if Py_UNICODE_ISDECIMAL(sign):
        return DIGIT
    if Py_UNICODE_ISALNUM(sign):
        return LETTER
    return RULER if sign in (0x2013, 0x2014) else 0


def _prepare():
    for sign in range(256):
        CLASSES[sign] = RULER if chr(sign) in ".-=_*~#" else _sort(sign)


_prepare()


cdef inline int _class(Text* text, Py_ssize_t place) noexcept:
    """The class of a character; 0 behind the end."""
    if place >= text.length:
        return 0
    cdef Py_UCS4 sign = at(text, place)
    return CLASSES[sign] if sign < 256 else _sort(sign)


cdef inline Py_ssize_t _run(Text* text, Py_ssize_t place, int classes, Py_ssize_t most) noexcept:
    """Where the characters of some classes, at most so many, end."""
    cdef Py_ssize_t stop = min(place + most, text.length)
    cdef const unsigned char* signs = <const unsigned char*>text.data
    if text.kind == 1:
        while place < stop and CLASSES[signs[place]] & classes:
            place += 1
        return place
    while place < stop and _class(text, place) & classes:
        place += 1
    return place


cdef Py_ssize_t _number(Text* text, Py_ssize_t start) noexcept:
    """Where a number with its thousands or decimals ends."""
    cdef Py_ssize_t place = _run(text, start, DIGIT, 3)
    cdef Py_ssize_t groups = place
    cdef Py_ssize_t stop
    cdef int part
    while groups < text.length and at(text, groups) == u"," and _run(text, groups + 1, DIGIT, 3) == groups + 4:
        groups += 4
    if groups > place and not _class(text, groups) & DIGIT:
        if groups >= text.length or at(text, groups) != u",":
            return _decimals(text, groups)
    place = _run(text, start, DIGIT, MOST_DIGITS)
    for part in range(MOST_PARTS):
        stop = _decimals(text, place)
        if stop == place:
            break
        place = stop
    return place


cdef inline Py_ssize_t _decimals(Text* text, Py_ssize_t place) noexcept:
    cdef Py_ssize_t stop
    if place < text.length and at(text, place) == u".":
        stop = _run(text, place + 1, DIGIT, MOST_DIGITS)
        if stop > place + 1:
            return stop
    return place


cdef Py_ssize_t _token(Text* text, Py_ssize_t start) noexcept:
    """Where the visible part of the token that begins at ``start`` ends."""
    cdef Py_UCS4 sign = at(text, start)
    cdef int sort = _class(text, start)
    cdef Py_ssize_t stop
    if sort == LETTER:
        return _run(text, start + 1, LETTER | DIGIT, MOST_LETTERS - 1)
    if sort == DIGIT:
        return _number(text, start)
    if sign == u"'" or sign == u"\u2019":
        if start and _class(text, start - 1) == LETTER:
            stop = _run(text, start + 1, LETTER, 2)
            if stop > start + 1 and not _class(text, stop) & (LETTER | DIGIT):
                return stop
    stop = start + 1
    if sort == RULER:
        while stop < text.length and stop < start + MOST_LETTERS and at(text, stop) == sign:
            stop += 1
    return stop


cdef inline bint _is_number(Text* text, Py_ssize_t start, Py_ssize_t stop) noexcept:
    """Whether a token is a number in the digits 0 to 9."""
    cdef Py_ssize_t place
    if _class(text, start) != DIGIT:
        return False
    for place in range(start, stop):
        if at(text, place) >= 128:
            return False
    return True
