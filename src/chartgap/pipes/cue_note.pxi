# A note while the cues of ConText are read in it, for cues.pyx.

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
