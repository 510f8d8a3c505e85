# cython: language_level=3, boundscheck=False, wraparound=False
"""Where the sentences end that readers of measurements read, in one pass over a stretch of text.

What it does is described, with types, in ``statements.pyi``.
"""

from cpython.unicode cimport Py_UNICODE_ISALPHA, Py_UNICODE_ISSPACE, PyUnicode_Substring

from chartgap.pipes.characters cimport Text, at, characters, past_others, past_space

cdef enum:
    LONGEST_WORD = 6
    WIDEST_GRADE = 14  # with its side

cdef unsigned char STOPS[256]
for _code in b".!?":
    STOPS[_code] = 1


cdef Py_ssize_t _past_stop(Text* text, Py_ssize_t place, Py_ssize_t end) noexcept:
    """Where the sentence behind the stop at ``place`` would begin; ``end`` where none does."""
    cdef Py_ssize_t stop = place + 1
    while stop < end and at(text, stop) in (u'"', u"'", u")", u"]"):
        stop += 1
    if stop < end and at(text, stop) == u",":
        return past_space(text, stop + 1, end)
    if stop < end and Py_UNICODE_ISSPACE(at(text, stop)):
        return past_space(text, stop, end)
    if stop + 1 < end and u"A" <= at(text, stop) <= u"Z" and u"a" <= at(text, stop + 1) <= u"z":
        return stop
    return end


cdef Py_ssize_t _word(Text* text, Py_ssize_t begin, Py_ssize_t stop) noexcept:
    """Where the word begins that may be an abbreviation before a stop; ``stop`` if none may."""
    cdef Py_ssize_t place = stop
    while place > begin and place > stop - LONGEST_WORD and Py_UNICODE_ISALPHA(at(text, place - 1)):
        place -= 1
    if place == 0 or Py_UNICODE_ISSPACE(at(text, place - 1)) or at(text, place - 1) in (u"(", u"/", u","):
        return place
    return stop


cdef bint _is_graded(Text* text, Py_ssize_t begin, Py_ssize_t place) noexcept:
    """Whether a figure of grades ends here, past white space: "3/5 ", "4- "."""
    while place > begin and Py_UNICODE_ISSPACE(at(text, place - 1)):
        place -= 1
    if place > begin and at(text, place - 1) in (u"+", u"-"):
        place -= 1
    return place > begin and u"0" <= at(text, place - 1) <= u"5"


cdef bint _is_short(str text, Text* opened, Py_ssize_t begin, Py_ssize_t stop, frozenset words, frozenset sides):
    """Whether a stop ends an abbreviation, and no sentence with it."""
    cdef Py_ssize_t place = _word(opened, begin, stop)
    if place == stop:
        return False
    cdef str word = PyUnicode_Substring(text, place, stop)
    if word == "PT" and place > begin and at(opened, place - 1) == u" ":
        return False  # the therapy, not the patient
    word = word.lower()
    if word not in words:
        return False
    return word not in sides or not _is_graded(opened, max(begin, stop - WIDEST_GRADE), place)


def find_ends(str text, Py_ssize_t start, Py_ssize_t end, frozenset words, frozenset sides):
    cdef Text opened = characters(text)
    cdef Py_ssize_t begin = start, place, behind
    cdef list found = []
    place = past_others(&opened, start, end, STOPS)
    while place < end:
        behind = _past_stop(&opened, place, end)
        if behind < end and not _is_short(text, &opened, begin, place, words, sides):
            found.append(behind)
            begin = behind
        place = past_others(&opened, place + 1, end, STOPS)
    if begin < end:
        found.append(end)
    return found
