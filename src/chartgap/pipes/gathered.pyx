# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Sets of words: in which sentences all words of one stand, in whatever order.

What it does is described, with types, in ``gathered.pyi``.
"""

from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from chartgap.pipes.scanner cimport Scan, check_bounds


cdef class WordSets:
    """Each set is held at its rarest word; most sentences have few of those."""

    cdef vector[uint32_t] _words  # by the number of a normal form: the word of which it is a form
    cdef vector[uint32_t] _begins  # by word: where its sets begin
    cdef vector[uint32_t] _sets  # how many other words, and those words
    cdef vector[uint32_t] _seen  # by word: the last stretch that has it
    cdef uint32_t _stretches

    def __init__(self, sets, forms):
        cdef dict words = {}
        cdef list held = [[]]
        for rarest, *others in sets:
            for word in (rarest, *others):
                if word not in words:
                    words[word] = len(held)
                    held.append([])
            held[words[rarest]].append([words[word] for word in others])
        for word, number in words.items():
            for form in forms(word):
                if form >= self._words.size():
                    self._words.resize(2 * form)
                self._words[form] = number
        for word in held:
            self._begins.push_back(self._sets.size())
            for others in sorted(word, key=len):
                self._sets.push_back(len(others))
                for other in others:
                    self._sets.push_back(other)
        self._begins.push_back(self._sets.size())
        self._seen.resize(len(held))

    def gathered(self, Scan scan not None, list bounds not None, Py_ssize_t longest):
        cdef list found = []
        cdef Py_ssize_t sentence, low, high
        check_bounds(scan, bounds)
        for sentence in range(len(bounds) - 1):
            low, high = bounds[sentence], bounds[sentence + 1]
            if high - low <= longest and self._has_one(scan, low, high):
                found.append(sentence)
        return found

    cdef bint _has_one(self, Scan scan, Py_ssize_t low, Py_ssize_t high) noexcept:
        cdef Py_ssize_t place
        cdef uint32_t word, at
        self._stretches += 1
        for place in range(low, high):
            self._seen[self._word(scan, place)] = self._stretches
        for place in range(low, high):
            word = self._word(scan, place)
            at = self._begins[word]
            while at < self._begins[word + 1]:
                if self._stands(&self._sets[at]):
                    return True
                at += self._sets[at] + 1
        return False

    cdef inline uint32_t _word(self, Scan scan, Py_ssize_t place) noexcept:
        """The word that a token is a form of; 0 if of none."""
        cdef uint32_t number = scan.tokens[place].number
        return self._words[number] if number < self._words.size() else 0

    cdef inline bint _stands(self, uint32_t* others) noexcept:
        """Whether the other words of a set stand in this stretch."""
        cdef uint32_t other
        for other in range(1, others[0] + 1):
            if self._seen[others[other]] != self._stretches:
                return False
        return True
