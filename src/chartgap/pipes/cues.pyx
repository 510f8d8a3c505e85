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

cdef enum:
    FORWARD = 1
    BACKWARD = 2  # both of them: bidirectional
    TERMINATE = 4
    NEGATED = 1
    UNCERTAIN = 2
    COMMA = 1  # what words say of clauses
    OPENS_CLAUSE = 2
    ENDS_CLAUSE = 4
    ENDS_PHRASE = 8
    LISTS = 16

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
cdef frozenset HEADS = frozenset(("disorder", "fracture", "organism", "feature"))
cdef frozenset UNSAID = UNSTATED


cdef struct Rule:
    uint32_t category  # a bit
    uint32_t ends  # the bits of the categories that it ends
    uint32_t direction
    Py_ssize_t reach  # in tokens; 0 is any
    bint phrase  # it reaches to the end of its phrase only
    bint closing
    bint picky  # it speaks of some kinds only


cdef struct Found:
    Py_ssize_t first
    Py_ssize_t last
    Py_ssize_t low  # its scope
    Py_ssize_t high
    Py_ssize_t number  # of its rule
    Rule* rule
    bint opens_clause


cdef struct Place:
    # A term of which something can be stated.
    Py_ssize_t first
    Py_ssize_t last
    Py_ssize_t index
    Py_ssize_t sentence
    bint head  # a statement may be about it; the others are said of one of these
    bint disorder


cdef struct Stretch:
    # A sentence: its tokens, and its terms.
    Py_ssize_t low
    Py_ssize_t high
    Place* terms
    Py_ssize_t count


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


@cython.final
cdef class _Note:
    """A note whose cues are read, sentence by sentence."""

    cdef Scan scan
    cdef CueReader reader
    cdef list bounds
    cdef vector[Hit]* hits
    cdef size_t hit
    cdef vector[Place] places
    cdef Py_ssize_t longest  # of the terms, in tokens
    cdef Stretch sentence
    cdef vector[Found] pointing
    cdef vector[Found] ending
    cdef vector[Found] kept
    cdef vector[size_t] taken  # by token: the number of the cue that has it, from 1 on

    cdef int _place(self, list terms) except -1:
        """Tell where the terms stand of which something can be stated."""
        cdef Place place
        cdef str kind
        place.index = -1
        for term in terms:
            place.index += 1
            kind = term.kind
            if kind in UNSAID:
                continue
            place.first, place.last, place.sentence = term.first, term.last, term.sentence
            if not (
                0 <= place.first < place.last <= <Py_ssize_t>self.scan.tokens.size()
                and 0 <= place.sentence < len(self.bounds) - 1
            ):
                raise ValueError("a term must stand in a sentence of the text")
            place.head, place.disorder = kind in HEADS, kind == "disorder"
            self.longest = max(self.longest, place.last - place.first)
            self.places.push_back(place)
        self.sentence.terms = self.places.data()
        return 0

    cdef bint _go_on(self) except -1:
        """Go on to the next sentence that has terms."""
        cdef Stretch* sentence = &self.sentence
        cdef Place* end = self.places.data() + self.places.size()
        cdef Py_ssize_t number
        sentence.terms += sentence.count
        sentence.count = 0
        if sentence.terms == end:
            return False
        number = sentence.terms.sentence
        while sentence.terms + sentence.count < end and sentence.terms[sentence.count].sentence == number:
            sentence.count += 1
        sentence.low, sentence.high = self.bounds[number], self.bounds[number + 1]
        return True

    cdef inline uint32_t _marks(self, Py_ssize_t token) noexcept:
        """What a word says of clauses."""
        cdef uint32_t number = self.scan.tokens[token].number
        return self.reader._marks[number] if number < self.reader._marks.size() else 0

include "cue_choice.pxi"
include "cue_scopes.pxi"
