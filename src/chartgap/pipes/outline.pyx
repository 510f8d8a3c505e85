# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""List items, nested by marker and indentation.

What it does is described, with types, in ``outline.pyi``.
"""

from cpython.unicode cimport (
    Py_UNICODE_ISALPHA,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_TODECIMAL,
)
from libcpp.set cimport set
from libcpp.vector cimport vector

from chartgap.models import Item
from chartgap.pipes.characters cimport Text, at, characters

cdef enum:
    LONGEST_LINE = 240  # an unmarked line longer than this is prose, not an item
    LONGEST_HEAD = 90  # what is indented like an unmarked line longer than this does not belong to it
    LONGEST_NUMERAL = 4
    SHORTEST_LIST = 12

cdef enum Marker:
    HASH, NUMBER, LETTER, BULLET, UNMARKED

cdef dict MARKERS = {"hash": HASH, "number": NUMBER, "letter": LETTER, "bullet": BULLET, "": UNMARKED}


cdef struct Open:
    # An item whose end may not be known yet.
    Py_ssize_t start
    Py_ssize_t indent
    int marker
    Py_ssize_t level
    Py_ssize_t parent  # -1 if there is none
    Py_ssize_t head
    Py_ssize_t end
    Py_ssize_t inner  # where its first sub-item begins; -1 if there is none


cdef class Outline:
    """The items of a text, line by line."""

    cdef str _note
    cdef Text _text
    cdef list _marks
    cdef Py_ssize_t _mark
    cdef object _marked
    cdef vector[Open] _done
    cdef vector[Py_ssize_t] _stack  # the open items, the innermost last
    cdef bint _gap

    def __cinit__(self, str text, list marks, marked):
        self._note, self._marks, self._marked = text, marks, marked
        self._text = characters(text)

    def blank(self):
        self._gap = True

    cpdef void reset(self) noexcept:
        self._stack.clear()
        self._gap = False

    def go_on(self, Py_ssize_t end):
        cdef Py_ssize_t index
        if self._stack.empty() or self._gap:
            return False
        self._done[self._stack.back()].head = end
        for index in self._stack:
            self._done[index].end = end
        return True

    def add_line(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t indent, str marker):
        self._add(start, end, indent, marker)

    def add_part(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t indent):
        if self._trim(&start, &end):
            self._add(start, end, indent, self._marker(start, end))

    def items(self):
        cdef list found = []
        cdef Open held
        for held in self._done:
            head = held.head if held.inner < 0 else min(held.head, held.inner)
            parent = held.parent if held.parent >= 0 else None
            found.append(Item(held.start, head, max(held.end, held.head), held.level, parent))
        return found

    cdef str _marker(self, Py_ssize_t start, Py_ssize_t end):
        return self._marked(self._note, start, end)[0] if self._may_be_marked(start, end) else ""

    cdef bint _may_be_marked(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """False where a word begins that is no numeral, and that no number follows."""
        cdef Py_ssize_t stop = start
        while stop < end and Py_UNICODE_ISALPHA(at(&self._text, stop)):
            stop += 1
        if stop - start < 2 or stop + 1 >= end:
            return stop - start < 2
        if at(&self._text, stop) in (u".", u")"):
            return stop - start <= LONGEST_NUMERAL
        return at(&self._text, stop + 1) == u"#" or Py_UNICODE_ISDECIMAL(at(&self._text, stop + 1))

    cdef bint _trim(self, Py_ssize_t* start, Py_ssize_t* end) noexcept:
        """Leave the white space and commas around a stretch; whether something is left."""
        while start[0] < end[0] and _is_apart(at(&self._text, start[0])):
            start[0] += 1
        while end[0] > start[0] and _is_apart(at(&self._text, end[0] - 1)):
            end[0] -= 1
        return start[0] < end[0]

    cdef int _add(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t indent, str marker) except -1:
        """Add a stretch: its own item, and those that run together in it."""
        cdef set[Py_ssize_t] bounds
        cdef Py_ssize_t bound, begin, stop
        if end - start >= SHORTEST_LIST:
            self._find_starts(start, end, bounds)
        if bounds.empty():
            self._open(start, end, indent, MARKERS[marker])
            return 0
        bounds.insert(end)
        for bound in bounds:
            begin, stop, start = start, bound, bound
            if self._trim(&begin, &stop):
                self._open(begin, stop, indent, MARKERS[self._marker(begin, stop)])
        return 0

    cdef void _open(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t indent, int marker) noexcept:
        """Open an item; prose is none, and ends what is open."""
        cdef Py_ssize_t index, parent
        if marker == UNMARKED and end - start > LONGEST_LINE and not self._follows(indent):
            self.reset()
            return
        self._close(indent, marker)
        for index in self._stack:
            self._done[index].end = end
        parent = -1 if self._stack.empty() else self._stack.back()
        if parent >= 0 and self._done[parent].inner < 0:
            self._done[parent].inner = start
        self._stack.push_back(self._done.size())
        self._done.push_back(Open(start, indent, marker, self._stack.size() - 1, parent, end, end, -1))
        self._gap = False

    cdef bint _holds(self, Open* held, Py_ssize_t indent) noexcept:
        """Whether what is unmarked is part of an open item: indented deeper, or under a # head."""
        return held.marker != UNMARKED and (indent > held.indent or held.marker == HASH and not self._gap)

    cdef bint _follows(self, Py_ssize_t indent) noexcept:
        """Whether what is unmarked is part of any open item."""
        cdef Py_ssize_t index
        for index in self._stack:
            if self._holds(&self._done[index], indent):
                return True
        return False

    cdef void _close(self, Py_ssize_t indent, int marker) noexcept:
        """Close what a new item does not belong to."""
        cdef Py_ssize_t depth
        cdef Open* held
        if marker != UNMARKED:
            for depth in range(<Py_ssize_t>self._stack.size() - 1, -1, -1):
                held = &self._done[self._stack[depth]]
                if held.indent == indent and held.marker == marker:
                    self._stack.resize(depth)
                    return
        while not self._stack.empty():
            held = &self._done[self._stack.back()]
            if marker == UNMARKED:
                if self._holds(held, indent):
                    return
            elif held.marker != UNMARKED:
                if held.indent < indent or (held.indent == indent and held.marker < marker):
                    return
            elif held.indent <= indent and not self._gap and held.head - held.start <= LONGEST_HEAD:
                return
            self._stack.pop_back()

    cdef int _find_starts(self, Py_ssize_t start, Py_ssize_t end, set[Py_ssize_t]& starts) except -1:
        """Where items begin inside a stretch: after lost line breaks, or at numbers that count up."""
        cdef Py_ssize_t sign, behind, item, place, at_least = 2, expected = 1
        cdef vector[Py_ssize_t] counted
        cdef Py_ssize_t head = self._head(start)
        if head >= 0:
            at_least, expected = 1, head + 1
        while self._mark < len(self._marks):
            sign, behind, item = self._marks[self._mark]
            if sign >= end:
                break
            self._mark += 1
            if sign < start or behind >= end:
                continue
            if item:
                starts.insert(item)
                continue
            place = self._counts(start, sign, expected)
            if place > start:
                counted.push_back(place)
                expected += 1
        if <Py_ssize_t>counted.size() >= at_least:
            starts.insert(counted.begin(), counted.end())
        return 0

    cdef Py_ssize_t _head(self, Py_ssize_t place) noexcept:
        """The number that a stretch begins with, -1 if there is none."""
        cdef Py_ssize_t number = 0, start
        if at(&self._text, place) == u"(":
            place += 1
        start = place
        while place < start + 2 and Py_UNICODE_ISDECIMAL(at(&self._text, place)):
            number = 10 * number + Py_UNICODE_TODECIMAL(at(&self._text, place))
            place += 1
        return number if place > start and at(&self._text, place) in (u".", u")") else -1

    cdef Py_ssize_t _counts(self, Py_ssize_t start, Py_ssize_t sign, Py_ssize_t expected) noexcept:
        """Where the item begins whose number, the one expected, stands before a sign; 0 if none does."""
        cdef Py_ssize_t place = sign - 1
        cdef Py_ssize_t number = Py_UNICODE_TODECIMAL(at(&self._text, place))
        cdef Py_UCS4 before
        if place > start and Py_UNICODE_ISDECIMAL(at(&self._text, place - 1)):
            place -= 1
            number += 10 * Py_UNICODE_TODECIMAL(at(&self._text, place))
        if place <= start or number != expected:
            return 0
        before = at(&self._text, place - 1)
        if not Py_UNICODE_ISSPACE(before) and before not in (u".", u";", u":", u",", u"(", u")"):
            return 0
        return place - 1 if before == u"(" else place


cdef inline bint _is_apart(Py_UCS4 sign) noexcept:
    return sign == u"," or Py_UNICODE_ISSPACE(sign)
