# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Phrases of a reader in a stretch of text, the longest at each place, found in one pass over its characters.

What it does is described, with types, in ``hits.pyi``.
"""

from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    PyUnicode_DecodeASCII,
    PyUnicode_Substring,
)
from libcpp.vector cimport vector

from chartgap.pipes.characters cimport Text, at, characters

cdef enum:
    SPACE = 0
    LETTER = 1
    DIGIT = 2
    SIGN = 3
    MOST_LETTERS = 64
    MOST_CHARACTERS = 80

cdef frozenset LOOSE = frozenset("-\n")  # what may stand between the words of a phrase
cdef frozenset NONE = frozenset()
cdef unsigned char SORTS[128]


cdef int _sort(Py_UCS4 sign) noexcept:
    if Py_UNICODE_ISDECIMAL(sign):
        return DIGIT
    if Py_UNICODE_ISALNUM(sign):
        return LETTER
    return SPACE if sign == u"_" or (sign != u"\n" and Py_UNICODE_ISSPACE(sign)) else SIGN


for _code in range(128):
    SORTS[_code] = _sort(_code)


cdef struct Piece:
    Py_ssize_t start
    Py_ssize_t end


cdef inline int _sort_at(Text* text, Py_ssize_t place) noexcept:
    cdef Py_UCS4 sign = at(text, place)
    return SORTS[sign] if sign < 128 else _sort(sign)


cdef class Pieces:
    """The pieces of a stretch of text, as they are compared: in lower case, with one dash and one apostrophe."""

    cdef str text
    cdef dict fold
    cdef list low
    cdef vector[Piece] places

    cdef int cut(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t most) except -1:
        """Cut the stretch into at most so many runs of letters, of figures, line ends and other signs."""
        cdef Text opened = characters(self.text)
        cdef Py_ssize_t place = start
        cdef int sort
        cdef Piece piece
        self.low = []
        while place < end and <Py_ssize_t>self.places.size() < most:
            sort = _sort_at(&opened, place)
            piece.start = place
            place += 1
            if sort == SPACE:
                continue
            while sort != SIGN and place < end and _sort_at(&opened, place) == sort:
                place += 1
            piece.end = place
            self.places.push_back(piece)
            self.low.append(self.lowered(&opened, piece))
        return 0

    cdef str lowered(self, Text* opened, Piece piece):
        cdef char letters[MOST_LETTERS]
        cdef Py_ssize_t length = piece.end - piece.start, place
        cdef Py_UCS4 sign
        if length > MOST_LETTERS:
            return self.written(piece).lower()
        for place in range(length):
            sign = at(opened, piece.start + place)
            if sign >= 128:
                return self.written(piece).lower()
            letters[place] = <char>sign | (0x20 if u"A" <= sign <= u"Z" else 0)
        return PyUnicode_DecodeASCII(letters, length, NULL)

    cdef str written(self, Piece piece):
        """A piece as it is written, but for dashes and apostrophes."""
        cdef str held = PyUnicode_Substring(self.text, piece.start, piece.end)
        return self.fold.get(held, held)

    cdef Py_ssize_t match(self, Py_ssize_t place, tuple phrase) except -1:
        """Behind which piece a phrase that begins with this one ends; 0 if it does not stand here."""
        cdef Py_ssize_t index, count = self.places.size(), stop = place
        cdef tuple pieces = <tuple>phrase[0], exact = <tuple>phrase[1]
        for index in range(len(pieces)):
            if index and stop < count and self.low[stop] != pieces[index] and self.low[stop] in LOOSE:
                stop += 1
            if stop >= count or self.low[stop] != pieces[index]:
                return 0
            if exact and self.written(self.places[stop]) != exact[index]:
                return 0
            stop += 1
        return stop


cdef class Finder:
    """Finds phrases by their first piece."""

    cdef dict _held
    cdef dict _fold
    cdef object _hit

    def __cinit__(self, phrases, dict fold, hit):
        cdef dict begun = {}
        self._fold, self._hit, self._held = fold, hit, {}
        for phrase in phrases:
            begun.setdefault(phrase[0][0], []).append(phrase)
        for first, held in begun.items():
            held.sort(key=lambda phrase: (-len(phrase[0]), not phrase[1]))
            short = tuple(phrase for phrase in held if len(phrase[0]) == 1)
            seconds = frozenset(phrase[0][1] for phrase in held if len(phrase[0]) > 1)
            self._held[first] = tuple(held), short, seconds

    cdef Pieces _cut(self, str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t most):
        cdef Pieces pieces = Pieces.__new__(Pieces)
        pieces.text, pieces.fold = text, self._fold
        pieces.cut(max(start, 0), min(end, len(text)), most)
        return pieces

    cdef tuple _longest(self, Pieces pieces, Py_ssize_t place, Py_ssize_t* stop):
        """The longest phrase that begins with this piece, and behind which it ends; None if none does."""
        cdef tuple held = self._held.get(pieces.low[place]), phrase
        if held is None:
            return None
        after = pieces.low[place + 1] if place + 1 < <Py_ssize_t>pieces.places.size() else ""
        for phrase in <tuple>(held[0] if after in held[2] or after in LOOSE else held[1]):
            stop[0] = pieces.match(place, phrase)
            if stop[0]:
                return phrase
        return None

    def scan(self, str text, Py_ssize_t start, Py_ssize_t end):
        cdef Pieces pieces = self._cut(text, start, end, len(text))
        cdef Py_ssize_t place = 0, count = pieces.places.size(), stop = 0
        cdef tuple phrase
        cdef list found = []
        while place < count:
            start = pieces.places[place].start
            phrase = self._longest(pieces, place, &stop)
            if phrase is None:
                found.append(self._hit(start, pieces.places[place].end, "", pieces.low[place], "", NONE))
                place += 1
            else:
                found.append(self._hit(start, pieces.places[stop - 1].end, phrase[2], phrase[3], phrase[4], phrase[5]))
                place = stop
        return found

    def role_at(self, str text, Py_ssize_t start):
        cdef Pieces pieces = self._cut(text, start, start + MOST_CHARACTERS, 1)
        cdef tuple held, phrase
        cdef Py_ssize_t stop = 0
        if pieces.places.empty() or pieces.places[0].start != start:
            return ""
        held = self._held.get(pieces.low[0])
        if held is None:
            return ""
        # With a hyphen or a line wrap after each word.
        pieces = self._cut(text, start, start + MOST_CHARACTERS, 2 * len(held[0][0][0]))
        phrase = self._longest(pieces, 0, &stop)
        return "" if phrase is None else phrase[2]
