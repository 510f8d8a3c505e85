# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""The cues of ConText in a note: which of those found count, how far they reach, and what they speak of.

Compiled, because each cue is compared with the cues and the terms around it. What it does is described, with
types, in ``cues.pyi``.
"""

cimport cython
from libc.stdint cimport uint8_t, uint32_t
from libcpp.algorithm cimport stable_sort
from libcpp.vector cimport vector

from chartgap.pipes.characters cimport Text, at, characters
from chartgap.pipes.scanner cimport Hit, Scan, check_bounds

from chartgap.pipes.draft import UNSTATED

include "cue_note.pxi"
include "cue_choice.pxi"
include "cue_scopes.pxi"

cdef dict CATEGORIES = {
    "negated": NEGATED, "uncertain": UNCERTAIN, "historical": 4, "hypothetical": 8, "family": 16, "current": 32, "none": 64
}
cdef dict DIRECTIONS = {
    "forward": FORWARD, "backward": BACKWARD, "bidirectional": FORWARD | BACKWARD, "terminate": TERMINATE, "pseudo": 0
}
cdef dict MARKS = {
    COMMA: ",", OPENS_CLAUSE: ",-", ENDS_CLAUSE: ",;.)!?|]", ENDS_PHRASE: ",;:()[]|",
    LISTS: ("and", "or", "nor", "/", "&", "+", "and/or"),
}


@cython.final
cdef class Cue:
    """A cue that counts."""

    cdef readonly Py_ssize_t first
    cdef readonly Py_ssize_t last
    cdef readonly Py_ssize_t scope_start
    cdef readonly Py_ssize_t scope_end
    cdef readonly tuple span
    cdef readonly object rule


@cython.final
cdef class CueReader:
    """Reads the cues of some rules, each of which it knows by its number."""

    cdef tuple _given
    cdef vector[Rule] _rules
    cdef vector[vector[uint32_t]] _stops
    cdef vector[uint8_t] _marks

    def __init__(self, rules, number):
        cdef Rule rule
        cdef uint32_t word
        self._given = tuple(rules)
        for one in self._given:
            rule.category = CATEGORIES[one.category]
            rule.ends = sum([<uint32_t>CATEGORIES[category] for category in one.ends or CATEGORIES])
            rule.direction = DIRECTIONS[one.direction]
            rule.reach = one.max_scope or 0
            rule.phrase = one.reach == "phrase"
            rule.closing = one.closing
            rule.picky = bool(one.kinds or one.not_kinds)
            self._rules.push_back(rule)
            self._stops.push_back([number(said) for said in one.stops])
        for mark, words in MARKS.items():
            for said in words:
                word = number(said)
                if word >= self._marks.size():
                    self._marks.resize(word + 1)
                self._marks[word] |= <uint8_t>mark

    def read(self, Scan scan not None, uint32_t tree, list bounds not None, list terms not None, list dated not None):
        cdef _Note note = _Note.__new__(_Note)
        cdef list cues = []
        cdef dict linked = {}
        check_bounds(scan, bounds)
        note.scan, note.reader, note.bounds = scan, self, bounds
        note.hits = scan.found(tree)
        note.taken.resize(scan.tokens.size())
        note._place(terms)
        while note._go_on():
            self._find(note, dated)
            if not note.pointing.empty():
                _choose(note)
                self._link(note, terms, cues, linked)
        return cues, linked

    cdef int _find(self, _Note note, list dated) except -1:
        """Tell the cues in a sentence that point and those that end scopes."""
        cdef Py_ssize_t first, last, number
        cdef Hit* hit
        note.pointing.clear()
        note.ending.clear()
        while note.hit < note.hits.size() and <Py_ssize_t>note.hits[0][note.hit].first < note.sentence.high:
            hit = &note.hits[0][note.hit]
            note.hit += 1
            if <Py_ssize_t>hit.first >= note.sentence.low:
                for number in <tuple>note.scan.trees.payloads[hit.place]:
                    if not self._rules[number].closing or _closes(note, hit.last):
                        self._add(note, hit.first, hit.last, number)
        for first, last, number in dated:
            if note.sentence.low <= first < note.sentence.high:
                self._add(note, first, last, number)
        return 0

    cdef void _add(self, _Note note, Py_ssize_t first, Py_ssize_t last, Py_ssize_t number) noexcept:
        cdef Rule* rule = &self._rules[number]
        if rule.direction == TERMINATE:
            note.ending.push_back(Found(first, last, first, last, number, rule, False))
        else:
            note.pointing.push_back(Found(first, last, first, last, number, rule, False))

    cdef int _link(self, _Note note, list terms, list cues, dict linked) except -1:
        """Tell the cues that count and, by the number of a term, those that speak of it."""
        cdef Stretch* sentence = &note.sentence
        cdef Py_ssize_t place
        cdef Found* found
        cdef Place* term
        cdef Cue cue
        _open_all(note)
        for place in range(<Py_ssize_t>note.kept.size()):
            found = &note.kept[place]
            if found.rule.direction == BACKWARD:
                _look_back(note, found)
            cue = Cue.__new__(Cue)
            cue.first, cue.last, cue.scope_start, cue.scope_end = found.first, found.last, found.low, found.high
            cue.span = note.scan.tokens[found.first].start, note.scan.tokens[found.last - 1].end
            cue.rule = self._given[found.number]
            cues.append(cue)
            if not found.rule.direction & (FORWARD | BACKWARD):
                continue
            term = _from(sentence.terms, sentence.terms + sentence.count, found.low - note.longest)
            while term < sentence.terms + sentence.count and term.first < found.high:
                if term.last > found.low and (term.first >= found.last or found.first >= term.last):
                    if not found.rule.picky or _may_speak_of(cue.rule, terms[term.index].kind):
                        (<list>linked.setdefault(term.index, [])).append(cue)
                term += 1
        return 0


cdef bint _may_speak_of(rule, str kind) except? -1:
    return kind in rule.kinds if rule.kinds else kind not in rule.not_kinds
