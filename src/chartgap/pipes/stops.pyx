# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Sentences of a note, and the tokens they begin with: what looks at every character and every token.

What it does is described, with types, in ``stops.pyi``.
"""

from cpython.unicode cimport (
    Py_UNICODE_ISALPHA,
    Py_UNICODE_ISDIGIT,
    Py_UNICODE_ISLOWER,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_ISUPPER,
)
from libcpp.vector cimport vector

from chartgap.compiled.extents cimport Extents, Stretch
from chartgap.pipes.characters cimport Text, at, characters, past_others, past_space
from chartgap.pipes.scanner cimport Scan

cdef enum:
    LONGEST_WORD = 24
    LONGEST_MARKER = 14

cdef unsigned char STOPS[256]
for _sign in b".:!?":
    STOPS[_sign] = 1


cdef inline bint _is_stop(Py_UCS4 sign) noexcept:
    return sign == u"." or sign == u"!" or sign == u"?"


cdef inline bint _closes(Py_UCS4 sign) noexcept:
    return sign in (u'"', u"'", u"\u201d", u"\u2019", u")", u"]", u"*", u"_")


cdef inline bint _begins(Py_UCS4 sign) noexcept:
    """Whether a line that was lost may begin so."""
    return u"A" <= sign <= u"Z" or u"0" <= sign <= u"9" or sign in (u"*", u"(", u"#", u"-")


cdef Py_ssize_t _end(Text* text, Py_ssize_t place) noexcept:
    """Where the sentence behind the stop at ``place`` would begin; 0 where none can."""
    cdef Py_ssize_t stop = place + 1, behind, lost
    cdef bint colon = at(text, place) == u":"
    if not colon:
        while stop < text.length and _is_stop(at(text, stop)):
            stop += 1
        behind = stop + 3
        while stop < behind and stop < text.length and _closes(at(text, stop)):
            stop += 1
    behind = past_space(text, stop, text.length)
    if behind == text.length:
        return 0
    if at(text, behind) == u",":
        lost = past_space(text, behind + 1, text.length)
        if lost < text.length and _begins(at(text, lost)):
            return lost
    return behind if behind > stop and not colon else 0


cdef inline bint _is_small(Py_UCS4 sign) noexcept:
    if sign < 128:
        return u"a" <= sign <= u"z"
    return Py_UNICODE_ISLOWER(sign) and Py_UNICODE_ISALPHA(sign)


cdef bint _is_full(Text* text, Py_ssize_t place, Py_ssize_t end) noexcept:
    """Whether a full word of small letters stands before a stop and a capital behind it."""
    cdef Py_ssize_t letter
    if place < 4 or not Py_UNICODE_ISUPPER(at(text, end)):
        return False
    for letter in range(place - 4, place):
        if not _is_small(at(text, letter)):
            return False
    return True


cdef bint _has(Text* text, Py_ssize_t place, Py_ssize_t end, Py_UCS4 sign) noexcept:
    while place < end and at(text, place) != sign:
        place += 1
    return place < end


cdef class Cutter:
    """Cuts texts into sentences."""

    cdef dict _abbreviations
    cdef object _is_marker
    cdef Py_ssize_t _longest

    def __cinit__(self, abbreviations, is_marker):
        self._abbreviations, self._is_marker = dict(abbreviations), is_marker
        self._longest = max(map(len, abbreviations), default=0)

    def cut(self, str text, list begun):
        cdef Text opened = characters(text)
        cdef Py_ssize_t place = -1, end, index = 0
        cdef vector[Py_ssize_t] bounds
        bounds.push_back(0)
        while True:
            place = past_others(&opened, place + 1, opened.length, STOPS)
            if place == opened.length:
                break
            if place and at(&opened, place) != u":" and _is_stop(at(&opened, place - 1)):
                continue
            end = _end(&opened, place)
            if end == 0:
                continue
            index = _pass(begun, index, place + 1, bounds)
            if self._ends(text, &opened, place, end, begun[index - 1] if index else 0):
                index = _pass(begun, index, end, bounds)
                bounds.push_back(end)
        _pass(begun, index, opened.length, bounds)
        bounds.push_back(opened.length)
        return _visible(&opened, bounds)

    cdef bint _ends(self, str note, Text* text, Py_ssize_t place, Py_ssize_t end, Py_ssize_t begin) except -1:
        """Whether the stop at ``place``, with what is between it and the next word, ends its sentence."""
        cdef bint full = _is_full(text, place, end)
        if not full and place - begin <= LONGEST_MARKER and self._is_marker(note, begin, place):
            return False
        if at(text, place) == u":":
            return True
        if at(text, place) != u".":
            return _has(text, place, end, u",") or not Py_UNICODE_ISLOWER(at(text, end))
        return self._is_full_stop(note, text, place, end)

    cdef bint _is_full_stop(self, str note, Text* text, Py_ssize_t place, Py_ssize_t end) except -1:
        cdef Py_UCS4 following = at(text, end)
        cdef Py_ssize_t start = _word(text, place)
        cdef bint capital = Py_UNICODE_ISUPPER(following)
        known = self._abbreviations.get(note[start:place].lower()) if place - start <= self._longest else None
        if known is None and capital:
            return True
        if _has(text, place, end, u","):
            return known is None or capital or following in (u"*", u"(", u"#", u"-")
        if known is not None:
            return known and capital and _has(text, place, end, u"\n")
        return _may_end(text, start, place, Py_UNICODE_ISLOWER(following))


cdef Py_ssize_t _word(Text* text, Py_ssize_t place) noexcept:
    """Where the word before a stop begins; only so much of a long one is looked at."""
    cdef Py_ssize_t start = place, low = max(0, place - LONGEST_WORD)
    while start > low and at(text, start - 1) != u"(" and not Py_UNICODE_ISSPACE(at(text, start - 1)):
        start -= 1
    return start


cdef bint _may_end(Text* text, Py_ssize_t start, Py_ssize_t end, bint small) noexcept:
    """Whether a sentence may end with a word where no capital follows, but maybe a small letter."""
    cdef Py_ssize_t place
    cdef bint letters = True, digits = False, dots = False
    for place in range(start, end):
        letters = letters and Py_UNICODE_ISALPHA(at(text, place))
        digits = digits or Py_UNICODE_ISDIGIT(at(text, place))
        dots = dots or at(text, place) == u"."
    if small:
        return letters and end - start >= 4
    return not dots or digits or end - start > 5


cdef Py_ssize_t _pass(list begun, Py_ssize_t index, Py_ssize_t end, vector[Py_ssize_t]& bounds) except -1:
    """Add to the bounds what has begun before ``end``: the index of what begins later."""
    while index < len(begun) and <Py_ssize_t>begun[index] < end:
        bounds.push_back(begun[index])
        index += 1
    return index


cdef Extents _visible(Text* text, vector[Py_ssize_t]& bounds):
    """The stretches between each two bounds, without the white space around them; empty ones are left out."""
    cdef size_t index
    cdef Py_ssize_t start, end
    cdef Extents found = Extents()
    for index in range(1, bounds.size()):
        end = bounds[index]
        start = past_space(text, bounds[index - 1], end)
        while start < end and Py_UNICODE_ISSPACE(at(text, end - 1)):
            end -= 1
        if start < end:
            found.held.push_back(Stretch(start, end))
    return found


def find_tokens(Scan scan, Extents sentences):
    cdef Py_ssize_t token = -1, count = scan.tokens.size()
    cdef Stretch sentence
    cdef list found = []
    for sentence in sentences.held:
        if token + 1 == count or sentence.start < scan.tokens[token + 1].start:
            continue
        while token + 1 < count and scan.tokens[token + 1].start <= sentence.start:
            token += 1
        found.append(token)
    return found
