# cython: language_level=3, boundscheck=False, wraparound=False
"""Figures of a text, and which of them may be grades or scores, each in one pass over its characters.

Compiled, because it looks at every character. What it does is described, with types, in ``figures.pyi``.
"""

from cpython.unicode cimport Py_UNICODE_ISALNUM, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISSPACE

from chartgap.pipes.characters cimport Text, at, characters, past_others


cdef unsigned char DIGITS[256]
for _code in b"0123456789":
    DIGITS[_code] = 1

cdef unsigned char GRADES[256]
for _code in b"/012345":
    GRADES[_code] = 1

cdef unsigned char SCORES[256]
for _code in b".=:":
    SCORES[_code] = 1


cdef inline Py_UCS4 _sign(Text* text, Py_ssize_t place) noexcept:
    """The character at a place; 0 outside the text."""
    return at(text, place) if 0 <= place < text.length else 0


cdef inline bint _is_word(Py_UCS4 sign) noexcept:
    if sign < 128:
        return u"a" <= sign <= u"z" or u"A" <= sign <= u"Z" or u"0" <= sign <= u"9" or sign == u"_"
    return Py_UNICODE_ISALNUM(sign)


cdef inline bint _is_grade(Py_UCS4 sign) noexcept:
    return u"0" <= sign <= u"5"


cdef inline bint _is_dash(Py_UCS4 sign) noexcept:
    if sign < 128:
        return sign == u"-"
    return 0x2010 <= sign <= 0x2014 or sign in (0x2212, 0xFE63, 0xFF0D)


cdef bint _ends_word(Text* text, Py_ssize_t stop, str word) noexcept:
    cdef Text held = characters(word)
    cdef Py_ssize_t place
    for place in range(1, held.length + 1):
        if _sign(text, stop - place) != at(&held, held.length - place):
            return False
    return True


cdef Py_ssize_t _under(Text* text, Py_ssize_t slash) noexcept:
    """Where the grade stands that a slash follows; -1 if none does. Its sign may stand between, or be a word."""
    cdef Py_ssize_t place = slash, stop
    while place > slash - 2 and Py_UNICODE_ISSPACE(_sign(text, place - 1)):
        place -= 1
    if _is_grade(_sign(text, place - 1)):
        return place - 1 if place >= slash - 1 else -1
    if _ends_word(text, place, u"plus"):
        place -= 4
    elif _ends_word(text, place, u"minus"):
        place -= 5
    else:
        stop = place
        while place and place > stop - 4 and not _is_word(at(text, place - 1)):
            if Py_UNICODE_ISSPACE(at(text, place - 1)):
                break
            place -= 1
        if place == stop:
            return -1
    if Py_UNICODE_ISSPACE(_sign(text, place - 1)):
        place -= 1
    return place - 1 if _is_grade(_sign(text, place - 1)) else -1


cdef bint _is_whole(Text* text, Py_ssize_t place) noexcept:
    """Whether a figure of grades stands here, and no more of a number or a date."""
    cdef Py_UCS4 after = _sign(text, place + 1)
    if not _is_grade(_sign(text, place)) or Py_UNICODE_ISDECIMAL(after):
        return False
    return not (after == u"/" and Py_UNICODE_ISDECIMAL(_sign(text, place + 2)))


cdef bint _is_alone(Text* text, Py_ssize_t place) noexcept:
    """Whether a figure stands as a bare grade would: by itself or with a sign, and not above a slash."""
    cdef Py_UCS4 before = _sign(text, place - 1), after = _sign(text, place + 1)
    cdef Py_ssize_t word = place + 2, stop
    if before == u"." or before == u"/" or _is_word(before):
        return False
    if after in (u"+", u"-", u"\u2212", u"\u2013"):
        return True
    if after in (u"/", u"%") or _is_word(after):
        return False
    if after == u"." or after == u",":
        return not Py_UNICODE_ISDECIMAL(_sign(text, word))
    if not Py_UNICODE_ISSPACE(after):
        return True
    stop = word + 4
    while word < stop and _is_word(_sign(text, word)):
        word += 1
    if Py_UNICODE_ISSPACE(_sign(text, word)):
        word += 1
    return _sign(text, word) != u"/"


def find_grades(str text):
    cdef Text opened = characters(text)
    cdef Py_ssize_t place, behind, graded
    cdef Py_UCS4 sign
    cdef list slashed = [], alone = []
    cdef bint roman = False
    place = past_others(&opened, 0, opened.length, GRADES)
    while place < opened.length:
        if at(&opened, place) != u"/":
            if _is_alone(&opened, place):
                alone.append(place)
        else:
            sign = _sign(&opened, place + 1)
            roman = roman or sign == u"V" or (sign == u" " and _sign(&opened, place + 2) == u"V")
            behind = place + 2 if Py_UNICODE_ISSPACE(sign) else place + 1
            graded = _under(&opened, place) if _is_whole(&opened, behind) else -1
            if graded >= 0:
                slashed.append(graded)
        place = past_others(&opened, place + 1, opened.length, GRADES)
    return slashed, alone, roman


cdef bint _is_signed(Text* text, Py_ssize_t point) noexcept:
    """Whether a plus or minus leads the decimal of this point: "-2.1", "- .5"."""
    cdef Py_ssize_t place = point - 1
    if not Py_UNICODE_ISDECIMAL(_sign(text, point + 1)):
        return False
    if Py_UNICODE_ISDECIMAL(_sign(text, place)):
        place -= 1
    if Py_UNICODE_ISSPACE(_sign(text, place)):
        place -= 1
    return _sign(text, place) == u"+" or _is_dash(_sign(text, place))


cdef bint _is_equated(Text* text, Py_ssize_t place) noexcept:
    """Whether a lone T or Z is told to be a figure at this sign: "T = -2", "Z: 1"."""
    cdef Py_ssize_t letter = place - 1, figure = place + 1
    if Py_UNICODE_ISSPACE(_sign(text, letter)):
        letter -= 1
    if _sign(text, letter) not in (u"T", u"Z", u"t", u"z") or _is_word(_sign(text, letter - 1)):
        return False
    if Py_UNICODE_ISSPACE(_sign(text, figure)):
        figure += 1
    if _is_dash(_sign(text, figure)):
        figure += 1
    if Py_UNICODE_ISSPACE(_sign(text, figure)):
        figure += 1
    return Py_UNICODE_ISDECIMAL(_sign(text, figure))


def shows_score(str text):
    cdef Text opened = characters(text)
    cdef Py_ssize_t place = past_others(&opened, 0, opened.length, SCORES)
    while place < opened.length:
        if _is_signed(&opened, place) if at(&opened, place) == u"." else _is_equated(&opened, place):
            return True
        place = past_others(&opened, place + 1, opened.length, SCORES)
    return False


cdef bint _holds(Text* signs, Py_UCS4 sign) noexcept:
    cdef Py_ssize_t place
    for place in range(signs.length):
        if at(signs, place) == sign:
            return True
    return False


def find_figures(str text, Py_ssize_t end, str behind):
    cdef Text opened = characters(text), signs = characters(behind)
    cdef Py_ssize_t place, start, stop
    cdef list found = []
    end = min(end, opened.length)
    place = past_others(&opened, 0, end, DIGITS)
    while place < end:
        start = place
        while u"0" <= _sign(&opened, place) <= u"9":
            place += 1
        stop = place
        while _sign(&opened, stop) == u"-" or Py_UNICODE_ISSPACE(_sign(&opened, stop)):
            stop += 1
        if _holds(&signs, _sign(&opened, stop)):
            found.append(start)
        place = past_others(&opened, place, end, DIGITS)
    return found


def find_behind(str text, bytes wanted):
    cdef Text opened = characters(text)
    cdef const unsigned char* signs = wanted
    cdef list found = []
    cdef Py_UCS4 sign
    cdef Py_ssize_t place = past_others(&opened, 0, opened.length, DIGITS) + 1
    while place < opened.length:
        sign = at(&opened, place)
        if sign < 256 and signs[sign]:
            found.append(place)
        place = past_others(&opened, place, opened.length, DIGITS) + 1
    return found
