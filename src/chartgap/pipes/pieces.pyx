# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Pieces of words in a text, in one pass over its characters.

What it does is described, with types, in ``pieces.pyi``.
"""

from cpython.unicode cimport PyUnicode_1BYTE_KIND, PyUnicode_2BYTE_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libcpp.vector cimport vector

from chartgap.pipes.characters cimport Text, characters

ctypedef fused Sign:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    SIGNS = 128
    MOST_PAIRS = 255


cdef inline Py_ssize_t _pair(uint32_t first, uint32_t second) noexcept:
    return (first & (SIGNS - 1)) * SIGNS + (second & (SIGNS - 1))


cdef bint _stands(Sign* signs, Py_ssize_t room, vector[uint32_t]& piece) noexcept:
    cdef Py_ssize_t place, length = piece.size()
    if length > room:
        return False
    for place in range(length):
        if signs[place] != piece[place]:
            return False
    return True


cdef class Pieces:
    """Pieces of words, by their first two characters."""

    cdef uint8_t _numbers[SIGNS * SIGNS]  # of the pieces that may begin so; 0 if none does
    cdef vector[vector[vector[uint32_t]]] _pieces

    def __cinit__(self, pieces):
        cdef Py_ssize_t second
        self._pieces.resize(1)
        for piece in pieces:
            if len(piece) > 1:
                self._add(_pair(ord(piece[0]), ord(piece[1])), piece)
                continue
            for second in range(SIGNS if piece else 0):
                self._add(_pair(ord(piece), second), piece)

    cdef void _add(self, Py_ssize_t pair, str piece):
        cdef vector[uint32_t] signs
        for sign in piece:
            signs.push_back(ord(sign))
        if not self._numbers[pair]:
            if self._pieces.size() <= MOST_PAIRS:
                self._pieces.resize(self._pieces.size() + 1)
            self._numbers[pair] = self._pieces.size() - 1
        for held in self._pieces[self._numbers[pair]]:
            if held == signs:
                return
        self._pieces[self._numbers[pair]].push_back(signs)

    cdef Py_ssize_t _find(self, Sign* signs, Py_ssize_t length, list found):
        """How many were found; no more than one where there is no list for them."""
        cdef Py_ssize_t place, count = 0, index
        cdef uint8_t number
        for place in range(length):
            number = self._numbers[_pair(signs[place], signs[place + 1])]  # a text ends with a 0
            if number == 0:
                continue
            for index in range(<Py_ssize_t>self._pieces[number].size()):
                if _stands(signs + place, length - place, self._pieces[number][index]):
                    count += 1
                    if found is None:
                        return count
                    found.append(place)
        return count

    cdef Py_ssize_t _look(self, str text, list found):
        cdef Text opened = characters(text)
        if opened.kind == PyUnicode_1BYTE_KIND:
            return self._find(<uint8_t*>opened.data, opened.length, found)
        if opened.kind == PyUnicode_2BYTE_KIND:
            return self._find(<uint16_t*>opened.data, opened.length, found)
        return self._find(<uint32_t*>opened.data, opened.length, found)

    def places(self, str text):
        cdef list found = []
        self._look(text, found)
        return found

    def stand_in(self, str text):
        return self._look(text, None) > 0
