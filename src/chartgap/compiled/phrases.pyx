# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Phrases in a stretch of text, in one pass over its characters.

What it does is described, with types, in ``phrases.pyi``.
"""

from cpython.unicode cimport (
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_TOLOWER,
)
from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

cdef enum:
    SIGNS = 128


cdef inline uint32_t _folded(uint32_t sign) noexcept:
    """The character in lower case; a small letter that shares its capital with a plainer one counts as that."""
    if sign < 128:
        return sign + 32 if c"A" <= sign <= c"Z" else sign
    if sign == 0x17F:
        return c"s"
    return c"i" if sign == 0x131 else Py_UNICODE_TOLOWER(sign)


cdef inline bint _is_word(uint32_t sign) noexcept:
    return Py_UNICODE_ISALNUM(sign) or sign == c"_"


cdef bint _stands(
    uint32_t* phrase, Py_ssize_t length, int kind, void* data, Py_ssize_t place, Py_ssize_t end
) noexcept:
    """Whether a phrase stands at ``place`` and does not go on as a word there."""
    cdef Py_ssize_t behind
    for behind in range(length):
        if _folded(PyUnicode_READ(kind, data, place + behind)) != phrase[behind]:
            return False
    if Py_UNICODE_ISALNUM(phrase[0]) and place and _is_word(PyUnicode_READ(kind, data, place - 1)):
        return False
    behind = place + length
    return not (
        Py_UNICODE_ISALNUM(phrase[length - 1])
        and behind < end
        and _is_word(PyUnicode_READ(kind, data, behind))
    )


cdef class Phrases:
    """Phrases by the characters that they begin with, the longest first."""

    cdef vector[vector[uint32_t]] _beginning[SIGNS]

    def __cinit__(self, phrases):
        cdef vector[uint32_t] signs
        for phrase in sorted(filter(None, phrases), key=len, reverse=True):
            signs.clear()
            for sign in phrase:
                signs.push_back(_folded(ord(sign)))
            self._beginning[signs[0] & (SIGNS - 1)].push_back(signs)

    cdef Py_ssize_t _end(self, int kind, void* data, Py_ssize_t place, Py_ssize_t end) noexcept:
        """Where the longest phrase ends that begins at ``place``; 0 if none does."""
        cdef vector[vector[uint32_t]]* held
        cdef Py_ssize_t number, length
        held = &self._beginning[_folded(PyUnicode_READ(kind, data, place)) & (SIGNS - 1)]
        for number in range(<Py_ssize_t>held.size()):
            length = held[0][number].size()
            if length <= end - place and _stands(held[0][number].data(), length, kind, data, place, end):
                return place + length
        return 0

    def stand_in(self, str text, Py_ssize_t start, Py_ssize_t end):
        cdef Py_ssize_t place
        for place in range(start, min(end, len(text))):
            if self._end(PyUnicode_KIND(text), PyUnicode_DATA(text), place, min(end, len(text))):
                return True
        return False

    def find_all(self, str text, Py_ssize_t start, Py_ssize_t end):
        cdef list found = []
        cdef Py_ssize_t place = start, last
        end = min(end, len(text))
        while place < end:
            last = self._end(PyUnicode_KIND(text), PyUnicode_DATA(text), place, end)
            if last:
                found.append((place, last))
            place = last or place + 1
        return found
