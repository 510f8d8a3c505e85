# Which of the cues of ConText that were found count, for cues.pyx.

cdef frozenset CLOSERS = frozenset(",;.)!?|]")


cdef class _Note:
    """A note whose cues are read, sentence by sentence."""

    cdef list norms
    cdef list starts
    cdef list bounds
    cdef str text
    cdef vector[Place] places
    cdef Stretch whole
    cdef Stretch sentence
    cdef vector[Found] pointing
    cdef vector[Found] ending
    cdef vector[Found] kept
    cdef vector[Py_ssize_t] taken

    cdef bint _go_on(self) except? -1:
        """Go on to the next sentence that has terms."""
        cdef Stretch* sentence = &self.sentence
        cdef Place* end = self.whole.terms + self.whole.count
        cdef Py_ssize_t number
        sentence.terms += sentence.count
        sentence.count = 0
        if sentence.terms == end:
            return False
        number = sentence.terms[0].sentence
        while sentence.terms + sentence.count < end and sentence.terms[sentence.count].sentence == number:
            sentence.count += 1
        sentence.low, sentence.high = self.bounds[number], self.bounds[number + 1]
        return True

    cdef bint _closes(self, Py_ssize_t last) except? -1:
        """Whether a clause, sentence or line ends before this token."""
        cdef Text text
        cdef Py_ssize_t place
        if last == <Py_ssize_t>self.taken.size() or last == self.sentence.high or self.norms[last] in CLOSERS:
            return True
        if last > self.sentence.high and last in self.bounds:
            return True
        text = characters(self.text)
        for place in range(<Py_ssize_t>self.starts[last - 1], <Py_ssize_t>self.starts[last]):
            if at(&text, place) == u"\n":
                return True
        return False

    cdef int _choose(self) except -1:
        """Keep the cues of the sentence that count, in order; none if none of them looks at a term."""
        cdef Found cue
        cdef size_t number, longest = 0
        self.kept.clear()
        stable_sort(self.pointing.begin(), self.pointing.end(), _longer)
        for number in range(self.pointing.size()):
            cue = self.pointing[number]
            if self._is_free(&cue) or self._is_same(&cue):
                longest += 1
                self._take(&cue, longest)
                self.pointing[longest - 1] = cue
                if not _is_part(&cue, &self.whole):
                    self.kept.push_back(cue)
        if self._aims():
            for cue in self.ending:
                if self._is_free(&cue) and not _is_part(&cue, &self.whole):
                    self.kept.push_back(cue)
            stable_sort(self.kept.begin(), self.kept.end(), _earlier)
        else:
            self.kept.clear()
        for number in range(longest):
            self._take(&self.pointing[number], 0)
        return 0

    cdef bint _is_free(self, Found* cue) noexcept:
        """Whether no other cue has a word of this one."""
        cdef Py_ssize_t token
        for token in range(cue.first, cue.last):
            if self.taken[token]:
                return False
        return True

    cdef bint _is_same(self, Found* cue) noexcept:
        """Whether another cue has the very same words."""
        cdef size_t holder = self.taken[cue.first]
        if holder == 0:
            return False
        cdef Found* other = &self.pointing[holder - 1]
        return other.first == cue.first and other.last == cue.last and other.rule.closing == cue.rule.closing

    cdef void _take(self, Found* cue, size_t number) noexcept:
        cdef Py_ssize_t token
        for token in range(cue.first, cue.last):
            self.taken[token] = number

    cdef bint _aims(self) noexcept:
        """Whether any of the cues looks at a term."""
        cdef Place* terms = self.sentence.terms
        cdef Py_ssize_t place, earliest = terms[0].last, latest = terms[self.sentence.count - 1].first
        cdef Found cue
        for place in range(1, self.sentence.count):
            earliest = min(earliest, terms[place].last)
        for cue in self.kept:
            if cue.rule.direction & FORWARD and latest >= cue.last:
                return True
            if cue.rule.direction & BACKWARD and earliest <= cue.first:
                return True
        return False


cdef bint _longer(const Found& one, const Found& two) noexcept:
    """Whether a cue is preferred to another."""
    if one.last - one.first != two.last - two.first:
        return one.last - one.first > two.last - two.first
    if one.rule.closing != two.rule.closing:
        return one.rule.closing
    return one.first < two.first


cdef bint _earlier(const Found& one, const Found& two) noexcept:
    return one.first < two.first
