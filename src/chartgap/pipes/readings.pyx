# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""The matches of terms in a note: what must hold around each, and which of those that overlap stand.

What it does is described, with types, in ``readings.pyi``.
"""

from cpython.object cimport PyObject
from libc.stdint cimport uint32_t, uint64_t
from libcpp.algorithm cimport stable_sort
from libcpp.vector cimport vector

from chartgap.pipes.characters cimport Text, at, characters, past_space
from chartgap.pipes.scanner cimport Hit, Scan, check_bounds
from chartgap.pipes.near cimport Near

cdef enum:
    MOST_KINDS = 64


cdef class Reading:
    """One way to read the phrases of an entry, and what must hold around them."""

    cdef readonly str kind
    cdef readonly str rule
    cdef readonly object value
    cdef readonly str cased
    cdef readonly bint alone
    cdef uint32_t _order
    cdef uint64_t _bit
    cdef Near _beside
    cdef Near _not_beside
    cdef Near _not_before
    cdef Near _not_after

    def __init__(
        self, str kind, str rule, value, *, uint32_t order, uint32_t number, str cased=None, bint alone=False,
        Near beside=None, Near not_beside=None, Near not_before=None, Near not_after=None,
    ):
        if number >= MOST_KINDS:
            raise ValueError(f"there are at most {MOST_KINDS} kinds of terms")
        self.kind, self.rule, self.value, self.cased, self.alone = kind, rule, value, cased, alone
        self._order, self._bit = order, <uint64_t>1 << number
        self._beside, self._not_beside = beside, not_beside
        self._not_before, self._not_after = not_before, not_after

    cdef bint _lets(self, Scan scan, Match* match, Py_ssize_t low, Py_ssize_t high) noexcept:
        """Whether a match in the sentence ``[low, high)`` may stand."""
        if self.cased is not None and not _is_written(scan.text, match.start, match.end, self.cased):
            return False
        if self._not_before is not None and self._not_before.stands_at(scan, match.last, scan.tokens.size()):
            return False
        if self._not_after is not None and self._not_after.stands_at(scan, <Py_ssize_t>match.first - 1, -1):
            return False
        if self._beside is not None and not (
            self._beside.stands_between(scan, low, match.first) or self._beside.stands_between(scan, match.last, high)
        ):
            return False
        return self._not_beside is None or not (
            self._not_beside.stands_between(scan, low, match.first) or self._not_beside.stands_between(scan, match.last, high)
        )


cdef struct Match:
    uint32_t first
    uint32_t last
    uint32_t start
    uint32_t end
    uint32_t sentence
    uint32_t order
    uint64_t kind
    PyObject* reading


cdef class Matches:
    """The matches of a note that their entries let stand."""

    cdef Scan _scan
    cdef list _bounds
    cdef list _kept
    cdef vector[Match] _matches

    def __init__(self, Scan scan not None, uint32_t tree, list bounds not None):
        cdef vector[Hit]* hits = scan.found(tree)
        cdef Py_ssize_t place, sentence = 0, low = 0, high = 0
        cdef Match match
        check_bounds(scan, bounds)
        self._scan, self._bounds, self._kept = scan, bounds, []
        for place in range(<Py_ssize_t>hits.size()):
            match.first, match.last = hits[0][place].first, hits[0][place].last
            while high <= <Py_ssize_t>match.first:
                low, high = bounds[sentence], bounds[sentence + 1]
                sentence += 1
            match.sentence = sentence - 1
            match.start, match.end = scan.tokens[match.first].start, scan.tokens[match.last - 1].end
            for reading in <tuple>scan.trees.payloads[hits[0][place].place]:
                if (<Reading>reading)._lets(scan, &match, low, high):
                    self._hold(&match, <Reading>reading, self._matches.size())

    cdef int _hold(self, Match* match, Reading reading, Py_ssize_t place) except -1:
        # The trees keep their readings, and the scan the trees.
        match.reading, match.order, match.kind = <PyObject*>reading, reading._order, reading._bit
        self._matches.insert(self._matches.begin() + place, match[0])
        return 0

    cdef Py_ssize_t _place(self, Py_ssize_t first) noexcept:
        """Where the matches that begin at a token, or behind it, are."""
        cdef Py_ssize_t low = 0, high = self._matches.size(), middle
        while low < high:
            middle = (low + high) >> 1
            if <Py_ssize_t>self._matches[middle].first < first:
                low = middle + 1
            else:
                high = middle
        return low

    def between(self, Py_ssize_t first, Py_ssize_t last):
        cdef Py_ssize_t place
        cdef list found = []
        for place in range(self._place(first), self._place(last)):
            found.append((
                self._matches[place].first, self._matches[place].last, <Reading>self._matches[place].reading
            ))
        return found

    def add(self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t sentence, Reading reading not None):
        cdef Match match
        match.first, match.last, match.sentence = first, last, sentence
        match.start, match.end = self._scan.tokens[first].start, self._scan.tokens[last - 1].end
        if reading._lets(self._scan, &match, self._bounds[sentence], self._bounds[sentence + 1]):
            self._kept.append(reading)
            self._hold(&match, reading, self._place(first + 1))

    def settled(self, make):
        cdef list terms = []
        cdef Match* match
        cdef Reading reading
        self._settle()
        for place in range(<Py_ssize_t>self._matches.size()):
            match = &self._matches[place]
            reading = <Reading>match.reading
            terms.append(make(
                reading.kind, reading.rule, reading.value, match.start, match.end, match.first, match.last, place,
                match.sentence,
            ))
        return terms

    cdef int _settle(self) except -1:
        """Keep the longest matches of each kind, none overlapping another of its kind, in text order."""
        cdef vector[Match] kept
        cdef size_t place, begin = 0
        cdef uint32_t reach = 0
        kept.reserve(self._matches.size())
        # Most stand clear of the others; only what overlaps has to be compared.
        for place in range(self._matches.size()):
            if self._matches[place].first >= reach:
                self._settle_between(begin, place, kept)
                begin = place
            reach = max(reach, self._matches[place].last)
        self._settle_between(begin, self._matches.size(), kept)
        self._matches.swap(kept)
        return 0

    cdef int _settle_between(self, size_t begin, size_t end, vector[Match]& kept) except -1:
        """The same for matches that overlap."""
        cdef size_t held = kept.size(), place
        cdef uint32_t low, token
        cdef uint64_t taken
        cdef vector[uint64_t] kinds
        if end - begin < 2:
            kept.insert(kept.end(), self._matches.begin() + begin, self._matches.begin() + end)
            return 0
        low = self._matches[begin].first
        stable_sort(self._matches.begin() + begin, self._matches.begin() + end, _is_longer)
        for place in range(begin, end):
            if self._matches[place].last - low > kinds.size():
                kinds.resize(self._matches[place].last - low)
            taken = 0
            for token in range(self._matches[place].first - low, self._matches[place].last - low):
                taken |= kinds[token]
            if taken & self._matches[place].kind:
                continue
            for token in range(self._matches[place].first - low, self._matches[place].last - low):
                kinds[token] |= self._matches[place].kind
            kept.push_back(self._matches[place])
        stable_sort(kept.begin() + held, kept.end(), _is_before)
        return 0


cdef bint _is_longer(const Match& one, const Match& other) noexcept:
    cdef uint32_t length = one.last - one.first, width = other.last - other.first
    if length != width:
        return length > width
    return one.first < other.first if one.first != other.first else one.order < other.order


cdef bint _is_before(const Match& one, const Match& other) noexcept:
    if one.first != other.first:
        return one.first < other.first
    return one.last > other.last if one.last != other.last else one.order < other.order


cdef bint _is_written(str text, Py_ssize_t place, Py_ssize_t end, str cased) noexcept:
    """Whether a part of a text has these very letters, be its white space as it may."""
    cdef Text opened = characters(text), letters = characters(cased)
    cdef Py_ssize_t letter, begin
    for letter in range(letters.length):
        if place == end:
            return False
        begin = place
        if at(&letters, letter) == u" ":
            place = past_space(&opened, place, end)
        elif at(&letters, letter) == at(&opened, place):
            place += 1
        if place == begin:
            return False
    return place == end
