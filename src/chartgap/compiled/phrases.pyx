# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Phrases in a stretch of text, in one pass over its characters.

What it does is described, with types, in ``phrases.pyi``.
"""

from cpython.unicode cimport (
    PyUnicode_1BYTE_KIND,
    PyUnicode_2BYTE_KIND,
    PyUnicode_DATA,
    PyUnicode_KIND,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_TOLOWER,
)
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libcpp.vector cimport vector

ctypedef fused Sign:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    MARKS = 32


cdef inline uint32_t _folded(uint32_t sign) noexcept:
    """The character in lower case; a small letter that shares its capital with a plainer one counts as that."""
    if sign < 128:
        return sign + 32 if c"A" <= sign <= c"Z" else sign
    if sign == 0x17F:
        return c"s"
    return c"i" if sign == 0x131 else Py_UNICODE_TOLOWER(sign)


cdef inline uint32_t _mark(Sign sign) noexcept:
    """The last five bits of a character in lower case: those of its capital, where it is of Latin-1."""
    return (sign if sign < 256 else _folded(sign)) & (MARKS - 1)


cdef inline bint _is_word(uint32_t sign) noexcept:
    if sign < 128:
        return c"a" <= sign | 32 <= c"z" or c"0" <= sign <= c"9" or sign == c"_"
    return Py_UNICODE_ISALNUM(sign)


cdef bint _stands(vector[uint32_t]& phrase, Sign* signs, Py_ssize_t place, Py_ssize_t end) noexcept:
    """Whether a phrase stands at ``place`` and does not go on as a word there."""
    cdef Py_ssize_t behind, length = phrase.size()
    if length > end - place:
        return False
    if place and _is_word(signs[place - 1]) and Py_UNICODE_ISALNUM(phrase[0]):
        return False
    for behind in range(length):
        if _folded(signs[place + behind]) != phrase[behind]:
            return False
    behind = place + length
    return not (Py_UNICODE_ISALNUM(phrase[length - 1]) and behind < end and _is_word(signs[behind]))


cdef class Phrases:
    """Phrases by the marks of the characters that they begin with, the longest first."""

    cdef vector[vector[uint32_t]] _phrases[MARKS]
    cdef uint32_t _seconds[MARKS]  # first mark -> a bit for each second mark

    def __cinit__(self, phrases):
        cdef vector[uint32_t] signs
        cdef uint32_t first
        for phrase in sorted(filter(None, phrases), key=len, reverse=True):
            signs.clear()
            for sign in phrase:
                signs.push_back(_folded(ord(sign)))
            first = _mark(signs[0])
            self._phrases[first].push_back(signs)
            self._seconds[first] |= (<uint32_t>1 << _mark(signs[1])) if signs.size() > 1 else ~<uint32_t>0

    cdef Py_ssize_t _end(self, Sign* signs, Py_ssize_t place, Py_ssize_t end) noexcept:
        """Where the longest phrase ends that begins at ``place``; 0 if none does."""
        cdef Py_ssize_t number
        cdef uint32_t first = _mark(signs[place])
        for number in range(<Py_ssize_t>self._phrases[first].size()):
            if _stands(self._phrases[first][number], signs, place, end):
                return place + self._phrases[first][number].size()
        return 0

    cdef bint _find(self, Sign* signs, Py_ssize_t place, Py_ssize_t end, list found):
        """Whether a phrase was found; no more than one where there is no list for them."""
        cdef Py_ssize_t last
        while place < end:
            # A text ends with a 0: there is always a character behind.
            if self._seconds[_mark(signs[place])] >> _mark(signs[place + 1]) & 1:
                last = self._end(signs, place, end)
                if last and found is None:
                    return True
                if last:
                    found.append((place, last))
                    place = last
                    continue
            place += 1
        return bool(found)

    cdef bint _look(self, str text, Py_ssize_t start, Py_ssize_t end, list found):
        cdef int kind = PyUnicode_KIND(text)
        end = min(end, len(text))
        if start >= end:
            return False
        if kind == PyUnicode_1BYTE_KIND:
            return self._find(<uint8_t*>PyUnicode_DATA(text), start, end, found)
        if kind == PyUnicode_2BYTE_KIND:
            return self._find(<uint16_t*>PyUnicode_DATA(text), start, end, found)
        return self._find(<uint32_t*>PyUnicode_DATA(text), start, end, found)

    def stand_in(self, str text, Py_ssize_t start, Py_ssize_t end):
        return self._look(text, start, end, None)

    def find_all(self, str text, Py_ssize_t start, Py_ssize_t end):
        cdef list found = []
        self._look(text, start, end, found)
        return found
