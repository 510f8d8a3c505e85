# cython: language_level=3, boundscheck=False, wraparound=False
"""Where sentences may end, and stretches without the white space around them: what looks at every character.

What it does is described, with types, in ``stops.pyi``.
"""

from cpython.unicode cimport Py_UNICODE_ISALPHA, Py_UNICODE_ISLOWER, Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER

from chartgap.pipes.characters cimport Text, at, characters, past_space


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


cdef bint _is_sure(Text* text, Py_ssize_t place, Py_ssize_t end) noexcept:
    """Whether a full word of small letters stands before a stop and a capital behind it."""
    cdef Py_ssize_t letter
    if place < 4 or not Py_UNICODE_ISUPPER(at(text, end)):
        return False
    for letter in range(place - 4, place):
        if not Py_UNICODE_ISLOWER(at(text, letter)) or not Py_UNICODE_ISALPHA(at(text, letter)):
            return False
    return True


def find_stops(str text, frozenset endings):
    cdef Text opened = characters(text)
    cdef Py_ssize_t place, end
    cdef Py_UCS4 sign
    cdef list sure = [], doubtful = []
    for place in range(opened.length):
        sign = at(&opened, place)
        if sign != u"." and sign != u":" and sign != u"!" and sign != u"?":
            continue
        if sign != u":" and place and _is_stop(at(&opened, place - 1)):
            continue
        end = _end(&opened, place)
        if end == 0:
            continue
        if _is_sure(&opened, place, end) and text[place - 4 : place] not in endings:
            sure.append(end)
        else:
            doubtful.append((place, end))
    return sure, doubtful


def find_tokens(list begins, list offsets):
    cdef Py_ssize_t token = -1, offset, following = begins[0] if begins else 0, count = len(begins)
    cdef list found = []
    for offset in offsets:
        if token + 1 == count or offset < following:
            continue
        while token + 1 < count and following <= offset:
            token += 1
            following = begins[token + 1] if token + 1 < count else 0
        found.append(token)
    return found


def cut_stretches(str text, list bounds):
    cdef Text opened = characters(text)
    cdef Py_ssize_t index, start, end
    cdef list found = []
    for index in range(len(bounds) - 1):
        start, end = bounds[index], bounds[index + 1]
        while start < end and Py_UNICODE_ISSPACE(at(&opened, start)):
            start += 1
        while start < end and Py_UNICODE_ISSPACE(at(&opened, end - 1)):
            end -= 1
        if start < end:
            found.append((start, end))
    return found
