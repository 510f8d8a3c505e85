# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""The cues by which NegEx negates terms.

Compiled, because terms are compared with the cues around them. What it does is described, with types, in
``negex.pyi``.
"""

from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from chartgap.pipes.draft import UNSTATED

cdef enum:
    LONGEST_CUE = 16

cdef frozenset UNSAID = UNSTATED


cdef struct Cue:
    Py_ssize_t first
    Py_ssize_t last


cdef size_t _past(vector[Cue]& cues, size_t place, Py_ssize_t token) noexcept:
    """The first cue, from one on, that does not begin before a token."""
    while place < cues.size() and cues[place].first < token:
        place += 1
    return place


cdef void _drop(vector[Cue]& cues, vector[bint]& stopped) noexcept:
    """Leave the cues that begin where they may."""
    cdef size_t place, kept = 0
    for place in range(cues.size()):
        if not stopped[cues[place].first]:
            cues[kept] = cues[place]
            kept += 1
    cues.resize(kept)


def negate(scan, uint32_t tree, uint32_t ends, list bounds, list terms):
    cdef vector[Cue] preceding, following
    cdef vector[bint] stopped  # tokens at which neither a cue begins nor a scope ends
    cdef vector[Py_ssize_t] cuts
    cdef size_t before = 0, after = 0, behind, cut = 0
    cdef Py_ssize_t first, last, token, begin, end = 0, sentence = -1, count = bounds[len(bounds) - 1]
    cdef bint cued = False
    cdef dict found = {}
    stopped.resize(count + 1)
    for first, last, parts in scan.phrases(tree, 0, count):
        for part in <tuple>parts:
            if part == "preceding":
                preceding.push_back(Cue(first, last))
            elif part == "following":
                following.push_back(Cue(first, last))
            else:
                for token in range(first, last + 1):
                    stopped[token] = True
    _drop(preceding, stopped)
    _drop(following, stopped)
    if preceding.empty() and following.empty():
        return found
    for term in terms:
        if term.sentence != sentence:
            sentence = term.sentence
            begin, end = bounds[sentence], bounds[sentence + 1]
            before, after = _past(preceding, before, begin), _past(following, after, begin)
            cued = before < preceding.size() and preceding[before].first < end
            cued = cued or (after < following.size() and following[after].first < end)
            if cued:
                cuts.assign(1, begin)
                for first, last, parts in scan.phrases(ends, begin, end):
                    if not stopped[first]:
                        cuts.push_back(first)
                cuts.push_back(end)
                cut = 0
        if not cued or term.kind in UNSAID:
            continue
        first, last = term.first, term.last
        while cuts[cut + 1] <= first:
            cut += 1
        if last > cuts[cut + 1]:
            continue
        before = _past(preceding, before, first)
        if before and preceding[before - 1].first >= cuts[cut]:
            found[term.index] = preceding[before - 1].first, preceding[before - 1].last
            continue
        after = _past(following, after, max(cuts[cut], first - LONGEST_CUE))
        behind = after
        while behind < following.size() and following[behind].first < cuts[cut + 1]:
            if following[behind].last > last:
                found[term.index] = following[behind].first, following[behind].last
                break
            behind += 1
    return found
