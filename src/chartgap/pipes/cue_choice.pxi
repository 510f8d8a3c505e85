# Which of the cues of ConText that were found count, for cues.pyx.


cdef bint _closes(_Note note, Py_ssize_t last) except? -1:
    """Whether a clause, sentence or line ends before a token."""
    cdef Text text
    cdef Py_ssize_t place
    if last == <Py_ssize_t>note.scan.tokens.size() or last == note.sentence.high or note._marks(last) & ENDS_CLAUSE:
        return True
    if last > note.sentence.high and last in note.bounds:
        return True
    text = characters(note.scan.text)
    for place in range(note.scan.tokens[last - 1].end, note.scan.tokens[last].start):
        if at(&text, place) == u"\n":
            return True
    return False


cdef int _choose(_Note note) except -1:
    """Keep the cues of the sentence that count, in order; none if none of them looks at a term."""
    cdef Found cue
    cdef size_t number, longest = 0
    note.kept.clear()
    stable_sort(note.pointing.begin(), note.pointing.end(), _longer)
    for number in range(note.pointing.size()):
        cue = note.pointing[number]
        if _is_free(note, &cue) or _is_same(note, &cue):
            note.pointing[longest] = cue
            longest += 1
            _take(note, &cue, longest)
            if not _is_part(note, &cue):
                note.kept.push_back(cue)
    if _aims(note):
        for cue in note.ending:
            if _is_free(note, &cue) and not _is_part(note, &cue):
                note.kept.push_back(cue)
        stable_sort(note.kept.begin(), note.kept.end(), _earlier)
    else:
        note.kept.clear()
    for number in range(longest):
        _take(note, &note.pointing[number], 0)
    return 0


cdef bint _longer(const Found& one, const Found& two) noexcept:
    """Whether a cue is preferred to another."""
    if one.last - one.first != two.last - two.first:
        return one.last - one.first > two.last - two.first
    if one.rule.closing != two.rule.closing:
        return one.rule.closing
    return one.first < two.first


cdef bint _earlier(const Found& one, const Found& two) noexcept:
    return one.first < two.first


cdef bint _is_free(_Note note, Found* cue) noexcept:
    """Whether no other cue has a word of this one."""
    cdef Py_ssize_t token
    for token in range(cue.first, cue.last):
        if note.taken[token]:
            return False
    return True


cdef bint _is_same(_Note note, Found* cue) noexcept:
    """Whether another cue has the very same words."""
    cdef size_t holder = note.taken[cue.first]
    if holder == 0:
        return False
    cdef Found* other = &note.pointing[holder - 1]
    return other.first == cue.first and other.last == cue.last and other.rule.closing == cue.rule.closing


cdef void _take(_Note note, Found* cue, size_t number) noexcept:
    cdef Py_ssize_t token
    for token in range(cue.first, cue.last):
        note.taken[token] = number


cdef bint _is_part(_Note note, Found* cue) noexcept:
    """Whether a cue is but a part of a term of several words, or of some that overlap where it begins."""
    cdef Py_ssize_t low = cue.first, high = cue.first
    cdef Place* end = note.places.data() + note.places.size()
    cdef Place* term = _from(note.places.data(), end, cue.first - note.longest)
    while term < end and term.first <= cue.first:
        if term.head and term.last > cue.first and term.last - term.first > 1:
            low, high = min(low, term.first), max(high, term.last)
        term += 1
    return cue.last <= high and high - low > cue.last - cue.first


cdef Place* _from(Place* terms, Place* end, Py_ssize_t token) noexcept:
    """The first of some terms that begins at a token or behind it."""
    cdef Place* middle
    while terms < end:
        middle = terms + (end - terms) // 2
        if middle.first < token:
            terms = middle + 1
        else:
            end = middle
    return terms


cdef bint _aims(_Note note) noexcept:
    """Whether any of the cues looks at a term."""
    cdef Place* terms = note.sentence.terms
    cdef Py_ssize_t place, earliest = terms.last, latest = terms[note.sentence.count - 1].first
    cdef Found cue
    for place in range(1, note.sentence.count):
        earliest = min(earliest, terms[place].last)
    for cue in note.kept:
        if cue.rule.direction & FORWARD and latest >= cue.last:
            return True
        if cue.rule.direction & BACKWARD and earliest <= cue.first:
            return True
    return False
