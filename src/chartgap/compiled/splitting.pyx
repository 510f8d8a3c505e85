# cython: language_level=3, boundscheck=False, wraparound=False
"""The words and marks of a text, one after the other, without a pattern.

What it does is described, with types, in ``splitting.pyi``.
"""

from cpython.unicode cimport (
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISDIGIT,
    Py_UNICODE_ISSPACE,
)


cdef struct Text:
    int kind
    void* data
    Py_ssize_t length


cdef inline Py_UCS4 _at(Text* text, Py_ssize_t place) noexcept:
    return PyUnicode_READ(text.kind, text.data, place) if place < text.length else 0


cdef inline bint _is_letter(Py_UCS4 sign) noexcept:
    return Py_UNICODE_ISALNUM(sign) and not Py_UNICODE_ISDECIMAL(sign)


cdef inline Py_ssize_t _past_letters(Text* text, Py_ssize_t place) noexcept:
    while _is_letter(_at(text, place)):
        place += 1
    return place


cdef str _next(Text* text, str whole, Py_ssize_t* place):
    """The next word or mark from ``place`` on, which is moved behind it; None at the end."""
    cdef Py_ssize_t first, last
    cdef Py_UCS4 sign
    for first in range(place[0], text.length):
        sign = _at(text, first)
        if sign == "_" or Py_UNICODE_ISSPACE(sign):
            continue
        last = first + 1
        if _is_letter(sign):
            last = _past_letters(text, last)
            if _at(text, last) == "'" and _is_letter(_at(text, last + 1)):
                last = _past_letters(text, last + 1)
        elif Py_UNICODE_ISDECIMAL(sign):
            while Py_UNICODE_ISDECIMAL(_at(text, last)):
                last += 1
        place[0] = last
        return PyUnicode_Substring(whole, first, last)
    place[0] = text.length
    return None


cdef inline Text _characters(str text) noexcept:
    cdef Text opened
    opened.kind = PyUnicode_KIND(text)
    opened.data = PyUnicode_DATA(text)
    opened.length = len(text)
    return opened


def words_in(str text):
    cdef str low = text.lower(), word
    cdef Text opened = _characters(low)
    cdef Py_ssize_t place = 0
    cdef list found = []
    while True:
        word = _next(&opened, low, &place)
        if word is None:
            return found
        found.append(word)


def has_digit(str text):
    cdef Py_UCS4 sign
    for sign in text:
        if Py_UNICODE_ISDIGIT(sign):
            return True
    return False


cdef Py_ssize_t _count(str part, frozenset known):
    cdef str low = part.lower(), word
    cdef Text opened = _characters(low)
    cdef Py_ssize_t place = 0, count = 0
    while True:
        word = _next(&opened, low, &place)
        if word is None:
            return count
        if word not in known:
            count += 1


def count_unknown(str text, Py_ssize_t start, Py_ssize_t end, list without, frozenset known):
    cdef Py_ssize_t place = start, first, last, count = 0
    for first, last in without:
        if last <= place or first >= end:
            continue
        if first > place:
            count += _count(PyUnicode_Substring(text, place, first), known)
        place = last
    if place < end:
        count += _count(PyUnicode_Substring(text, place, end), known)
    return count
