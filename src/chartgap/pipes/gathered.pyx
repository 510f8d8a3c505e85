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
    cdef vector[uint32_t] _sets  # the number of a set, how many other words it has, and those words
    cdef vector[uint32_t] _seen  # by word: the last sentence that has it
    cdef vector[uint32_t] _present  # the words of a sentence
    cdef uint32_t _sentences

    def __init__(self, sets, forms):
        cdef dict words = {}
        cdef list held = [[]]
        for number, (rarest, *others) in enumerate(sets):
            for word in (rarest, *others):
                if word not in words:
                    words[word] = len(held)
                    held.append([])
            held[words[rarest]].append((number, [words[word] for word in others]))
        for word, place in words.items():
            for form in forms(word):
                if form >= self._words.size():
                    self._words.resize(2 * form)
                self._words[form] = place
        for mine in held:
            self._begins.push_back(self._sets.size())
            for number, others in mine:
                for one in (number, len(others), *others):
                    self._sets.push_back(one)
        self._begins.push_back(self._sets.size())
        self._seen.resize(len(held))

    def gathered(self, Scan scan not None, list bounds not None, list parts not None, Py_ssize_t longest):
        cdef list found = [], sets
        cdef Py_ssize_t sentence, low, high, begin, start = 0, end = 0, part = 0
        check_bounds(scan, bounds)
        for sentence in range(len(bounds) - 1):
            low, high = bounds[sentence], bounds[sentence + 1]
            if low == high or high - low > longest:
                continue
            begin = scan.tokens[low].start
            while begin >= end and part < len(parts):
                start, end = parts[part]
                part += 1
            if start <= begin < end:
                sets = self._in(scan, low, high)
                if sets:
                    found.append((sentence, sets))
        return found

    cdef list _in(self, Scan scan, Py_ssize_t low, Py_ssize_t high):
        """The sets that a sentence has all words of."""
        cdef list found = []
        cdef Py_ssize_t place
        cdef uint32_t word, at
        self._sentences += 1
        self._present.clear()
        for place in range(low, high):
            word = self._word(scan, place)
            if self._seen[word] != self._sentences:
                self._seen[word] = self._sentences
                self._present.push_back(word)
        for word in self._present:
            at = self._begins[word]
            while at < self._begins[word + 1]:
                if self._stands(at):
                    found.append(self._sets[at])
                at += self._sets[at + 1] + 2
        return found

    cdef inline uint32_t _word(self, Scan scan, Py_ssize_t place) noexcept:
        """The word that a token is a form of; 0 if of none."""
        cdef uint32_t number = scan.tokens[place].number
        return self._words[number] if number < self._words.size() else 0

    cdef inline bint _stands(self, uint32_t at) noexcept:
        """Whether the other words of a set stand in this sentence."""
        cdef uint32_t other
        for other in range(at + 2, at + 2 + self._sets[at + 1]):
            if self._seen[self._sets[other]] != self._sentences:
                return False
        return True
