# How far the cues of ConText reach, for cues.pyx.

cdef enum:
    FORWARD = 1
    BACKWARD = 2  # both of them: bidirectional
    TERMINATE = 4
    NEIGHBOURS = 100  # so many cues to either side may limit a cue's scope
    BACK_REACH = 16  # tokens that a cue after its target looks back over
    LONGEST_GAP = 8  # tokens between two items of a list
    NEGATED = 1
    UNCERTAIN = 2

cdef frozenset UNSAID = UNSTATED
cdef frozenset HEADS = frozenset(("disorder", "fracture", "organism", "feature"))
cdef frozenset PHRASE_ENDS = frozenset(",;:()[]|")
cdef frozenset LIST_WORDS = frozenset(("and", "or", "nor", "/", "&", "+", "and/or"))


cdef struct Rule:
    int category  # a bit
    int ends  # the bits of the categories that it ends
    int direction
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
    Py_ssize_t longest  # in tokens


cdef Py_ssize_t _from(Stretch* sentence, Py_ssize_t token) noexcept:
    """The first term that begins at a token or behind it."""
    cdef Py_ssize_t low = 0, high = sentence.count, middle
    while low < high:
        middle = (low + high) // 2
        if sentence.terms[middle].first < token:
            low = middle + 1
        else:
            high = middle
    return low


cdef int _place(list terms, vector[Place]& places, Stretch* whole) except -1:
    """Tell where the terms stand of which something can be stated."""
    cdef Place place
    cdef str kind
    whole.longest = 0
    place.index = -1
    for term in terms:
        place.index += 1
        kind = term.kind
        if kind in UNSAID:
            continue
        place.first, place.last, place.sentence = term.first, term.last, term.sentence
        place.head, place.disorder = kind in HEADS, kind == "disorder"
        whole.longest = max(whole.longest, place.last - place.first)
        places.push_back(place)
    whole.terms, whole.count = places.data(), places.size()
    return 0


cdef bint _is_part(Found* cue, Stretch* whole) noexcept:
    """Whether a cue is but a part of a term of several words, or of some that overlap where it begins."""
    cdef Py_ssize_t place, low = cue.first, high = cue.first
    cdef Place* term
    for place in range(_from(whole, cue.first - whole.longest), whole.count):
        term = &whole.terms[place]
        if term.first > cue.first:
            break
        if term.head and term.last > cue.first and term.last - term.first > 1:
            low, high = min(low, term.first), max(high, term.last)
    return cue.last <= high and high - low > cue.last - cue.first


cdef int _open(Found* cue, Stretch* sentence, list norms, frozenset stops) except -1:
    """Open the scope of a cue within its sentence."""
    cdef Py_ssize_t token, reach = cue.rule.reach
    cue.opens_clause = cue.first > sentence.low and norms[cue.first - 1] in (",", "-")
    cue.low, cue.high = cue.first, cue.last
    if cue.rule.direction & FORWARD:
        cue.high = min(sentence.high, cue.last + reach) if reach else sentence.high
    if cue.rule.direction & BACKWARD:
        cue.low = max(sentence.low, cue.first - (reach or BACK_REACH))
    if not cue.rule.phrase:
        return 0
    for token in range(cue.last, cue.high):
        if norms[token] in stops:
            cue.high = token
            break
    for token in range(cue.first - 1, cue.low - 1, -1):
        if norms[token] in stops:
            cue.low = token + 1
            break
    return 0


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


cdef void _limit_all(Found* cues, Py_ssize_t count) noexcept:
    """Let the cues of a sentence limit each other, as ``ConTextGraph.update_scopes`` does.

    Only the nearest cue that limits another counts, so looking outwards ends there, or at the scope's end.
    """
    cdef Py_ssize_t place, other
    cdef Found* cue
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


cdef int _look_back(Found* cue, Stretch* sentence, list norms, frozenset stops) except -1:
    """Settle how far a cue looks back: over its clause, or the one before if its own has no subject.

    Of its clause it speaks of the disorder before it, and of the list that this one ends: in ``A, B excluded``
    of B; in ``A, B and C excluded`` of all three.
    """
    cdef Py_ssize_t end = _from(sentence, cue.first), begin, place, token, start = -1, behind = -1
    cdef bint several = False, listed = False, subject = False
    cdef Place* term
    begin = _from(sentence, cue.first - (cue.rule.reach or BACK_REACH))
    if cue.rule.category & (NEGATED | UNCERTAIN):
        for place in range(begin, end):
            term = &sentence.terms[place]
            subject = subject or (term.head and term.first >= cue.low)
        if not subject:
            # "Gout was considered but was ruled out"
            _open(cue, sentence, norms, stops)
    for place in range(end - 1, begin - 1, -1):
        term = &sentence.terms[place]
        if not term.disorder or term.first < cue.low or term.last > cue.first:
            continue
        several = start >= 0
        if several and not _lists(norms, term.last, start, &listed):
            break
        start = term.first
    if several:
        for token in range(start - 1, cue.low - 1, -1):
            if norms[token] in PHRASE_ENDS:
                cue.low = token + 1
                break
    return 0


cdef bint _lists(list norms, Py_ssize_t low, Py_ssize_t high, bint* listed) except? -1:
    """Whether a list goes on from the term that ends at ``low`` to the one that begins at ``high``."""
    cdef Py_ssize_t token
    cdef bint joined = False, comma = False
    for token in range(low, high):
        joined = joined or norms[token] in LIST_WORDS
        comma = comma or norms[token] == ","
    listed[0] = listed[0] or joined
    return listed[0] and (joined or comma) and high - low <= LONGEST_GAP
