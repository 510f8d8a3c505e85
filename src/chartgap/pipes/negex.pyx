# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""The cues by which NegEx negates terms.

Compiled, because terms are compared with the cues around them. What it does is described, with types, in
``negex.pyi``.
"""

cimport cython
from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from chartgap.pipes.scanner cimport Hit, Scan, check_bounds

from chartgap.pipes.draft import UNSTATED

cdef enum:
    LONGEST_CUE = 16

cdef frozenset UNSAID = UNSTATED


cdef struct Cue:
    Py_ssize_t first
    Py_ssize_t last


@cython.final
cdef class _Note:
    """The cues of a note, and between which tokens those of one sentence reach."""

    cdef Scan scan
    cdef vector[Cue] preceding
    cdef vector[Cue] following
    cdef vector[bint] stopped  # tokens at which no cue begins and no scope ends
    cdef vector[Py_ssize_t] cuts
    cdef size_t before
    cdef size_t after
    cdef size_t closed

    cdef int _read(self, uint32_t tree) except -1:
        """Tell the cues that count."""
        cdef Hit hit
        cdef Py_ssize_t token
        self.stopped.resize(self.scan.tokens.size() + 1)
        for hit in self.scan.found(tree)[0]:
            for part in <tuple>self.scan.trees.payloads[hit.place]:
                if part == "preceding":
                    self.preceding.push_back(Cue(hit.first, hit.last))
                elif part == "following":
                    self.following.push_back(Cue(hit.first, hit.last))
                else:
                    for token in range(hit.first, hit.last + 1):
                        self.stopped[token] = True
        _drop(self.preceding, self.stopped)
        _drop(self.following, self.stopped)
        return 0

    cdef bint _cut(self, vector[Hit]& ends, Py_ssize_t low, Py_ssize_t high) noexcept:
        """Go on to a sentence: whether it has cues. If so, it is cut where scopes end."""
        self.before, self.after = _past(self.preceding, self.before, low), _past(self.following, self.after, low)
        if not _begins(self.preceding, self.before, high) and not _begins(self.following, self.after, high):
            return False
        self.cuts.assign(1, low)
        while self.closed < ends.size() and <Py_ssize_t>ends[self.closed].first < high:
            if <Py_ssize_t>ends[self.closed].first > low and not self.stopped[ends[self.closed].first]:
                self.cuts.push_back(ends[self.closed].first)
            self.closed += 1
        self.cuts.push_back(high)
        return True

    cdef Cue* _nearest(self, Py_ssize_t first, Py_ssize_t last, size_t cut) noexcept:
        """The cue that negates a term between two cuts: the last before it, else the first that ends after it."""
        cdef size_t place
        self.before = _past(self.preceding, self.before, first)
        if self.before and self.preceding[self.before - 1].first >= self.cuts[cut]:
            return &self.preceding[self.before - 1]
        self.after = _past(self.following, self.after, max(self.cuts[cut], first - LONGEST_CUE))
        place = self.after
        while _begins(self.following, place, self.cuts[cut + 1]):
            if self.following[place].last > last:
                return &self.following[place]
            place += 1
        return NULL


cdef size_t _past(vector[Cue]& cues, size_t place, Py_ssize_t token) noexcept:
    """The first cue, from one on, that does not begin before a token."""
    while place < cues.size() and cues[place].first < token:
        place += 1
    return place


cdef bint _begins(vector[Cue]& cues, size_t place, Py_ssize_t token) noexcept:
    """Whether there is such a cue, and it begins before a token."""
    return place < cues.size() and cues[place].first < token


cdef void _drop(vector[Cue]& cues, vector[bint]& stopped) noexcept:
    """Leave the cues that begin where they may."""
    cdef size_t place, kept = 0
    for place in range(cues.size()):
        if not stopped[cues[place].first]:
            cues[kept] = cues[place]
            kept += 1
    cues.resize(kept)


def negate(Scan scan not None, uint32_t tree, uint32_t ends, list bounds not None, list terms not None):
    cdef _Note note = _Note.__new__(_Note)
    cdef Py_ssize_t first, last, low = 0, high = 0, sentence = -1
    cdef size_t cut = 0
    cdef bint cued = False
    cdef Cue* cue
    cdef dict found = {}
    check_bounds(scan, bounds)
    note.scan = scan
    note._read(tree)
    if note.preceding.empty() and note.following.empty():
        return found
    for term in terms:
        if term.sentence != sentence:
            sentence = term.sentence
            if not 0 <= sentence < len(bounds) - 1:
                raise ValueError("a term must stand in a sentence of the text")
            low, high = bounds[sentence], bounds[sentence + 1]
            cued, cut = note._cut(scan.found(ends)[0], low, high), 0
        if not cued or term.kind in UNSAID:
            continue
        first, last = term.first, term.last
        if not low <= first < high:
            raise ValueError("a term must begin in its sentence")
        while note.cuts[cut + 1] <= first:
            cut += 1
        if last <= note.cuts[cut + 1]:
            cue = note._nearest(first, last, cut)
            if cue != NULL:
                found[term.index] = scan.tokens[cue.first].start, scan.tokens[cue.last - 1].end
    return found
