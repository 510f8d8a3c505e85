# cython: language_level=3, boundscheck=False, wraparound=False
"""Where titles and items may begin inside lines, and titles as they are compared.

Compiled, because it looks at every character. What it does is described, with types, in ``marks.pyi``.
"""

import re

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_ISUPPER,
    PyUnicode_DecodeASCII,
)
from libc.string cimport memcpy

from chartgap.pipes.characters cimport Text, at, characters, past_others, past_space


_APART = re.compile("[^a-z0-9]+")

cdef unsigned char COLON[256]
cdef unsigned char MARKS[256]
COLON[u":"] = MARKS[u","] = MARKS[u"."] = MARKS[u")"] = 1


cdef inline bint _is_around(Py_UCS4 sign) noexcept:
    """Whether a sign may stand around a title and is no part of it."""
    return sign in (u" ", u"\t", u"*", u"_", u"#")


cdef inline bint _is_letter(Py_UCS4 sign) noexcept:
    return u"a" <= sign <= u"z" or u"A" <= sign <= u"Z"


def fold(str title):
    if not title.isascii():
        return _APART.sub(" ", title.lower().replace("&", " and ")).strip()
    cdef Text opened = characters(title)
    cdef Py_ssize_t place, length = 0
    cdef Py_UCS4 sign
    cdef bint apart = False
    # "&" becomes "and" and a space before it.
    cdef char* folded = <char*>PyMem_Malloc(4 * opened.length + 1)
    if folded == NULL:
        raise MemoryError
    for place in range(opened.length):
        sign = at(&opened, place)
        if not _is_letter(sign) and not u"0" <= sign <= u"9" and sign != u"&":
            apart = True
            continue
        if length and (apart or sign == u"&"):
            folded[length] = b" "
            length += 1
        apart = sign == u"&"
        if apart:
            memcpy(folded + length, b"and", 3)
            length += 3
        else:
            folded[length] = <char>sign
            if sign >= u"A":
                folded[length] |= 0x20
            length += 1
    try:
        return PyUnicode_DecodeASCII(folded, length, NULL)
    finally:
        PyMem_Free(folded)


cdef Py_ssize_t _delimiter(Text* text, Py_ssize_t place, Py_ssize_t stop, bint* lost) noexcept:
    """Where the delimiter at ``place`` ends, 0 if there is none; ``lost`` if it holds a comma."""
    cdef Py_UCS4 sign = at(text, place)
    cdef Py_ssize_t behind = place + 1
    lost[0] = False
    if Py_UNICODE_ISSPACE(sign):
        behind = past_space(text, behind, stop)
        if behind > place + 1 or sign == u"\t":
            return behind
        while behind < stop and at(text, behind) == u"-":
            behind += 1
        return behind + 1 if behind > place + 1 and behind < stop and Py_UNICODE_ISSPACE(at(text, behind)) else 0
    if sign == u",":
        lost[0] = True
        if behind == stop or Py_UNICODE_ISSPACE(at(text, behind)) or Py_UNICODE_ISDECIMAL(at(text, behind)):
            return 0
        return behind
    if sign in (u".", u";", u"!", u"?", u")", u'"', u"\u201d", u":", u"|"):
        behind = past_space(text, behind, stop)
        if sign == u"|" or (sign != u":" and behind > place + 1):
            return behind
        if sign in (u".", u";", u"!", u"?", u":") and behind < stop and at(text, behind) == u",":
            lost[0] = True
            return past_space(text, behind + 1, stop)
        return 0
    if sign in (u"\u2013", u"\u2014") and behind < stop and Py_UNICODE_ISSPACE(at(text, behind)):
        return behind + 1
    return 0


cdef Py_ssize_t _begin(Text* text, Py_ssize_t low, Py_ssize_t start, Py_ssize_t colon, bint* lost) noexcept:
    """Where a title before a colon begins: behind the last delimiter from ``low`` on, if there is one."""
    cdef Py_ssize_t place = colon - 2, behind
    cdef bint comma
    lost[0] = False
    while place >= low and at(text, place) != u",":
        place -= 1
    if place >= low and _delimiter(text, place, colon, &comma):
        start = low = place + 1
        lost[0] = True
    place = low
    while place < colon:
        behind = _delimiter(text, place, colon, &comma)
        if behind:
            start, lost[0], place = behind, comma, behind
        else:
            place += 1
    return start


def find_titles(str text, Py_ssize_t begin, Py_ssize_t end, Py_ssize_t longest):
    cdef Text opened = characters(text)
    cdef Py_ssize_t colon = begin - 1, last = begin, low, start, first, stop
    cdef bint lost
    cdef list found = []
    while True:
        colon = past_others(&opened, colon + 1, end, COLON)
        if colon >= end:
            break
        low = max(last, colon - longest)
        start = _begin(&opened, low, low if low == last else colon, colon, &lost)
        last = colon + 1
        first, stop = start, colon
        while first < stop and _is_around(at(&opened, first)):
            first += 1
        while stop > first and _is_around(at(&opened, stop - 1)):
            stop -= 1
        if first < stop and (lost or Py_UNICODE_ISUPPER(at(&opened, first))):
            title = text[first:stop]
            found.append((start, title, fold(title), lost, _past_markup(&opened, colon + 1, end)))
    return found


def past_markup(str text, Py_ssize_t place, Py_ssize_t end):
    cdef Text opened = characters(text)
    return _past_markup(&opened, place, end)


cdef Py_ssize_t _past_markup(Text* text, Py_ssize_t place, Py_ssize_t end) noexcept:
    while place < end and at(text, place) in (u"*", u"_"):
        place += 1
    place = _past_commas(text, place, end)
    while place + 1 < end and at(text, place) in (u"*", u"_") and at(text, place + 1) == at(text, place):
        place = _past_commas(text, place + 2, end)
    return place


cdef inline Py_ssize_t _past_commas(Text* text, Py_ssize_t place, Py_ssize_t end) noexcept:
    while place < end and (at(text, place) == u"," or Py_UNICODE_ISSPACE(at(text, place))):
        place += 1
    return place


def has_more_stops(str text, Py_ssize_t place, Py_ssize_t end, Py_ssize_t most):
    cdef Text opened = characters(text)
    while place < end:
        if at(&opened, place) in (u".", u"!", u"?", u":", u";"):
            if place + 1 == end or not Py_UNICODE_ISDECIMAL(at(&opened, place + 1)):
                most -= 1
                if most < 0:
                    return True
        place += 1
    return False


cdef Py_ssize_t _past_marker(Text* text, Py_ssize_t place) noexcept:
    """Where the marker at ``place`` ends, 0 if there is none: a number of one or two digits, or a bullet."""
    cdef Py_ssize_t start
    if place < text.length and at(text, place) in (u"*", u"-", u"\u2022"):
        return place + 1
    if place < text.length and at(text, place) == u"(":
        place += 1
    start = place
    while place < text.length and place < start + 2 and Py_UNICODE_ISDECIMAL(at(text, place)):
        place += 1
    return place + 1 if place > start and place < text.length and at(text, place) in (u".", u")") else 0


def find_marks(str text):
    cdef Text opened = characters(text)
    cdef Py_ssize_t place = -1, item, stop, behind
    cdef Py_UCS4 sign
    cdef list found = []
    while True:
        place = past_others(&opened, place + 1, opened.length, MARKS)
        if place == opened.length:
            break
        sign = at(&opened, place)
        if sign == u",":
            item = past_space(&opened, place + 1, opened.length)
            stop = _past_marker(&opened, item)
            behind = past_space(&opened, stop, opened.length) if stop else 0
            if behind > stop and behind < opened.length:
                found.append((place, behind, item))
        elif place and Py_UNICODE_ISDECIMAL(at(&opened, place - 1)):
            behind = past_space(&opened, place + 1, opened.length)
            if behind > place + 1 and behind < opened.length:
                sign = at(&opened, behind)
                if _is_letter(sign) or sign in (u'"', u"'", u"("):
                    found.append((place, behind, 0))
    return found
