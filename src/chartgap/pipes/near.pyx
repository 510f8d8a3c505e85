# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Phrases that may stand near a term: whether one stands at a place of a text, or anywhere in a part of it.

What it does is described, with types, in ``near.pyi``.
"""

from libc.stdint cimport uint32_t, uint64_t

from chartgap.pipes.scanner cimport Scan


cdef class Near:
    """A few phrases, in the order of the numbers of their first words."""

    def __init__(self, phrases, *, bint backward=False):
        cdef uint32_t number
        self._step = -1 if backward else 1
        for head, *others in sorted(tuple(phrase)[:: self._step] for phrase in phrases):
            self._phrases.push_back(Phrase(head, self._others.size(), len(others)))
            self._heads |= _sign(head)
            for number in others:
                self._others.push_back(number)

    cdef bint stands_at(self, Scan scan, Py_ssize_t place, Py_ssize_t end) noexcept:
        """Whether a phrase stands from a token on, before another; backward: up to it, behind another."""
        cdef Py_ssize_t phrase = 0, high = self._phrases.size(), middle
        cdef uint32_t number
        if place == end:
            return False
        number = scan.tokens[place].number
        if not number or not self._heads & _sign(number):
            return False
        while phrase < high:
            middle = (phrase + high) >> 1
            if self._phrases[middle].head < number:
                phrase = middle + 1
            else:
                high = middle
        while phrase < <Py_ssize_t>self._phrases.size() and self._phrases[phrase].head == number:
            if self._goes_on(scan, &self._phrases[phrase], place, end):
                return True
            phrase += 1
        return False

    cdef bint _goes_on(self, Scan scan, Phrase* phrase, Py_ssize_t place, Py_ssize_t end) noexcept:
        """Whether the other words of a phrase stand where its first one does."""
        cdef uint32_t other
        for other in range(phrase.count):
            place += self._step
            if place == end or scan.tokens[place].number != self._others[phrase.place + other]:
                return False
        return True

    cdef bint stands_between(self, Scan scan, Py_ssize_t low, Py_ssize_t high) noexcept:
        """Whether a phrase stands whole between two tokens."""
        cdef Py_ssize_t place
        for place in range(low, high):
            if self.stands_at(scan, place, high):
                return True
        return False


cdef inline uint64_t _sign(uint32_t number) noexcept:
    return <uint64_t>1 << (number & 63)
