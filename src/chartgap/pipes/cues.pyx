# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""The cues of ConText in a note: which of those found count, how far they reach, and what they speak of.

Compiled, because each cue is compared with the cues and the terms around it. What it does is described, with
types, in ``cues.pyi``.
"""

from libc.stdint cimport uint32_t
from libcpp.algorithm cimport stable_sort
from libcpp.vector cimport vector

from chartgap.pipes.characters cimport Text, at, characters

from chartgap.pipes.draft import UNSTATED

include "cue_scopes.pxi"
include "cue_choice.pxi"

cdef dict CATEGORIES = {
    "negated": NEGATED, "uncertain": UNCERTAIN, "historical": 4, "hypothetical": 8, "family": 16, "current": 32, "none": 64
}
cdef dict DIRECTIONS = {
    "forward": FORWARD, "backward": BACKWARD, "bidirectional": FORWARD | BACKWARD, "terminate": TERMINATE, "pseudo": 0
}


cdef class Cue:
    """A cue that counts."""

    cdef readonly Py_ssize_t first
    cdef readonly Py_ssize_t last
    cdef readonly Py_ssize_t scope_start
    cdef readonly Py_ssize_t scope_end
    cdef readonly object rule


cdef class CueReader:
    """Reads the cues of some rules, each of which it knows by its number."""

    cdef tuple _given
    cdef list _stops
    cdef vector[Rule] _rules

    def __init__(self, rules):
        cdef Rule rule
        self._given, self._stops = tuple(rules), []
        for one in self._given:
            rule.category = CATEGORIES[one.category]
            rule.ends = sum([<int>CATEGORIES[category] for category in one.ends]) or -1
            rule.direction = DIRECTIONS[one.direction]
            rule.reach = one.max_scope or 0
            rule.phrase = one.reach == "phrase"
            rule.closing = one.closing
            rule.picky = bool(one.kinds or one.not_kinds)
            self._rules.push_back(rule)
            self._stops.append(PHRASE_ENDS.union(one.stops))

    def read(self, scan, uint32_t tree, str text, list bounds, list terms, list dated):
        cdef _Note note = _Note.__new__(_Note)
        cdef list cues = []
        cdef dict linked = {}
        note.norms, note.starts, note.bounds, note.text = scan.norms, scan.starts, bounds, text
        note.taken.resize(len(note.norms))
        _place(terms, note.places, &note.whole)
        note.sentence.longest = note.whole.longest
        note.sentence.terms, note.sentence.count = note.whole.terms, 0
        while note._go_on():
            self._find(note, scan.phrases(tree, note.sentence.low, note.sentence.high), dated)
            if not note.pointing.empty():
                note._choose()
                self._link(note, terms, cues, linked)
        return cues, linked

    cdef int _find(self, _Note note, list phrases, list dated) except -1:
        """Tell the cues in a sentence that point and those that end scopes."""
        cdef Py_ssize_t first, last, number
        cdef Rule* rule
        note.pointing.clear()
        note.ending.clear()
        for first, last, numbers in phrases:
            for number in <tuple>numbers:
                rule = &self._rules[number]
                if rule.direction == TERMINATE:
                    note.ending.push_back(Found(first, last, 0, 0, number, rule, False))
                elif not rule.closing or note._closes(last):
                    note.pointing.push_back(Found(first, last, 0, 0, number, rule, False))
        for first, last, number in dated:
            if note.sentence.low <= first < note.sentence.high:
                note.pointing.push_back(Found(first, last, 0, 0, number, &self._rules[number], False))
        return 0

    cdef int _link(self, _Note note, list terms, list cues, dict linked) except -1:
        """Tell the cues that count and, by the number of a term, those that speak of it."""
        cdef Stretch* sentence = &note.sentence
        cdef Py_ssize_t number, place, count = note.kept.size()
        cdef Found* found
        cdef Place* term
        cdef Cue cue
        for number in range(count):
            found = &note.kept[number]
            _open(found, sentence, note.norms, <frozenset>self._stops[found.number])
        _limit_all(note.kept.data(), count)
        for number in range(count):
            found = &note.kept[number]
            if found.rule.direction == BACKWARD:
                _look_back(found, sentence, note.norms, <frozenset>self._stops[found.number])
            cue = Cue.__new__(Cue)
            cue.first, cue.last, cue.rule = found.first, found.last, self._given[found.number]
            cue.scope_start, cue.scope_end = found.low, found.high
            cues.append(cue)
            if not found.rule.direction & (FORWARD | BACKWARD):
                continue
            for place in range(_from(sentence, found.low - sentence.longest), sentence.count):
                term = &sentence.terms[place]
                if term.first >= found.high:
                    break
                if term.last <= found.low or (term.first < found.last and found.first < term.last):
                    continue
                if not found.rule.picky or _may_speak_of(cue.rule, terms[term.index].kind):
                    (<list>linked.setdefault(term.index, [])).append(cue)
        return 0


cdef bint _may_speak_of(rule, str kind) except? -1:
    return kind in rule.kinds if rule.kinds else kind not in rule.not_kinds
