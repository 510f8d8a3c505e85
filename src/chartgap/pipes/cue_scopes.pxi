# How far the cues of ConText reach, for cues.pyx.

cdef enum:
    NEIGHBOURS = 100  # so many cues to either side may limit a cue's scope
    BACK_REACH = 16  # tokens that a cue after its target looks back over
    LONGEST_GAP = 8  # tokens between two items of a list


cdef void _open_all(_Note note) noexcept:
    """Open the scopes of the cues of a sentence and let them limit each other: ``ConTextGraph.update_scopes``.

    Only the nearest cue that limits another counts, so looking outwards ends there, or at the scope's end.
    """
    cdef Py_ssize_t place, other, count = note.kept.size()
    cdef Found* cues = note.kept.data()
    cdef Found* cue
    for place in range(count):
        _open(note, &cues[place])
    for place in range(count):
        cue = &cues[place]
        if not cue.rule.direction & (FORWARD | BACKWARD):
            continue
        for other in range(place + 1, min(count, place + 1 + NEIGHBOURS)):
            if cues[other].first >= cue.high or _limit(cue, &cues[other]):
                break
        for other in range(place - 1, max(0, place - NEIGHBOURS) - 1, -1):
            if cues[other].last <= cue.low or _limit(cue, &cues[other]):
                break


cdef void _open(_Note note, Found* cue) noexcept:
    """Open the scope of a cue within its sentence."""
    cdef Py_ssize_t token, reach = cue.rule.reach
    cue.opens_clause = cue.first > note.sentence.low and note._marks(cue.first - 1) & OPENS_CLAUSE
    cue.low, cue.high = cue.first, cue.last
    if cue.rule.direction & FORWARD:
        cue.high = min(note.sentence.high, cue.last + reach) if reach else note.sentence.high
    if cue.rule.direction & BACKWARD:
        cue.low = max(note.sentence.low, cue.first - (reach or BACK_REACH))
    if not cue.rule.phrase:
        return
    for token in range(cue.last, cue.high):
        if _stops(note, cue, token):
            cue.high = token
            break
    for token in range(cue.first - 1, cue.low - 1, -1):
        if _stops(note, cue, token):
            cue.low = token + 1
            break


cdef bint _stops(_Note note, Found* cue, Py_ssize_t token) noexcept:
    """Whether a cue that reaches to the end of its phrase goes no farther than a token."""
    cdef uint32_t stop
    if note._marks(token) & ENDS_PHRASE:
        return True
    for stop in note.reader._stops[cue.number]:
        if note.scan.tokens[token].number == stop:
            return True
    return False


cdef bint _limit(Found* cue, Found* other) noexcept:
    """End the scope of a cue at a terminating cue, or at another of the same category and direction."""
    cdef Py_ssize_t low = cue.low, high = cue.high
    if other.rule.direction == TERMINATE:
        if not other.rule.ends & cue.rule.category:
            return False
    elif other.rule.direction != cue.rule.direction:
        return False
    elif other.rule.category != cue.rule.category:
        # "No fever, history of gout": what a new cue says after a comma is no longer denied.
        if cue.rule.category != NEGATED or cue.rule.direction != FORWARD or not other.opens_clause:
            return False
    if other.first >= cue.last and cue.rule.direction & FORWARD:
        cue.high = min(high, other.first)
    if other.last <= cue.first and cue.rule.direction & BACKWARD:
        cue.low = max(low, other.last)
    return cue.low != low or cue.high != high


cdef void _look_back(_Note note, Found* cue) noexcept:
    """Settle how far a cue looks back: over its clause, or the one before if its own has no subject.

    Of its clause it speaks of the disorder before it, and of the list that this one ends: in ``A, B excluded``
    of B; in ``A, B and C excluded`` of all three.
    """
    cdef Place* last = note.sentence.terms + note.sentence.count
    cdef Place* begin = _from(note.sentence.terms, last, cue.first - (cue.rule.reach or BACK_REACH))
    cdef Place* end = _from(begin, last, cue.first)
    cdef Place* term = begin
    cdef Py_ssize_t token, start = -1
    cdef bint several = False, listed = False
    if cue.rule.category & (NEGATED | UNCERTAIN):
        while term < end and not (term.head and term.first >= cue.low):
            term += 1
        if term == end:
            # "Gout was considered but was ruled out"
            _open(note, cue)
    term = end
    while term > begin:
        term -= 1
        if not term.disorder or term.first < cue.low or term.last > cue.first:
            continue
        several = start >= 0
        if several and not _lists(note, term.last, start, &listed):
            break
        start = term.first
    if several:
        for token in range(start - 1, cue.low - 1, -1):
            if note._marks(token) & ENDS_PHRASE:
                cue.low = token + 1
                break


cdef bint _lists(_Note note, Py_ssize_t low, Py_ssize_t high, bint* listed) noexcept:
    """Whether a list goes on from the term that ends at ``low`` to the one that begins at ``high``."""
    cdef Py_ssize_t token
    cdef uint32_t marks = 0
    for token in range(low, high):
        marks |= note._marks(token)
    listed[0] = listed[0] or marks & LISTS
    return listed[0] and marks & (LISTS | COMMA) and high - low <= LONGEST_GAP
