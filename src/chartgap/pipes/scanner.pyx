# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Tokens of a note, and the phrases of thousands that stand in them, in one pass over its characters.

Compiled, because it touches every character and every token: the rest of the pipes sees only what it found.
What it does is described, with types, in ``scanner.pyi``.
"""

from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memset
from libcpp.vector cimport vector

from chartgap.pipes.trees cimport PhraseTrees

include "tokens.pxi"

cdef enum:
    MOST_WORDS = 1 << 16
    INSIDE = 15


cdef struct Piece:
    # One cache line: memory, not arithmetic, is what a look-up waits for.
    uint64_t hash
    PyObject* norm
    PyObject* words  # none where the normal form is the one word
    PyObject* text  # none where its characters fit in here
    uint32_t number
    uint32_t trees
    uint32_t node
    uint32_t seen
    unsigned char length
    unsigned char signs[INSIDE]


cdef struct Token:
    uint32_t number  # of its normal form; 0 if no phrase has it
    uint32_t trees  # a bit for each tree that has a phrase that begins with it
    uint32_t node  # where it leads to in the first of these
    uint32_t end


cdef inline uint64_t _first(uint64_t hash, uint64_t room) noexcept:
    """Where a token of this hash is looked for first."""
    return (hash ^ (hash >> 32)) & (room - 1)


cdef class Scan:
    """The tokens of one text."""

    cdef readonly list starts
    cdef readonly list norms
    cdef readonly frozenset words
    cdef PhraseTrees _trees
    cdef vector[Token] _tokens

    def phrases(self, uint32_t tree, Py_ssize_t low, Py_ssize_t high):
        cdef list found = []
        cdef PhraseTrees trees = self._trees
        cdef uint32_t bit = <uint32_t>1 << (tree - 1)
        cdef Py_ssize_t count = self._tokens.size(), first, last
        cdef uint32_t node
        cdef PyObject* payloads
        for first in range(max(low, 0), min(high, count)):
            if not self._tokens[first].trees & bit:
                continue
            node = self._tokens[first].node
            if self._tokens[first].trees & (bit - 1):
                node = trees.follow(tree, self._tokens[first].number)
            last = first + 1
            while node:
                payloads = trees.payloads(node)
                if payloads != NULL:
                    found.append((first, last, <object>payloads))
                if last == count or self._tokens[last].number == 0:
                    break
                node = trees.follow(node, self._tokens[last].number)
                last += 1
        return found

    def end(self, Py_ssize_t last):
        return self._tokens[last - 1].end


cdef class Scanner:
    """Cuts texts into tokens and finds the phrases that were added."""

    cdef object _normalize
    cdef object _words
    cdef PhraseTrees _trees
    cdef dict _known
    cdef dict _begun
    cdef bint _stale
    cdef vector[Piece] _pieces
    cdef uint64_t _held
    cdef uint32_t _notes

    def __cinit__(self, normalize, words):
        self._normalize, self._words = normalize, words
        self._trees, self._known, self._begun = PhraseTrees(), {}, {}
        self._pieces.resize(1 << 12)

    def __dealloc__(self):
        self._forget()

    def plant(self):
        return self._trees.plant()

    def add(self, uint32_t tree, phrases, payload):
        cdef tuple alone = (payload,)
        cdef uint32_t node, number
        # What the tokens seen so far say of phrases no longer holds.
        self._stale = True
        for phrase in phrases:
            node = tree
            for norm in self.norms(phrase):
                number = self._known.setdefault(norm, len(self._known) + 1)
                if node == tree:
                    self._begun[norm] = self._begun.get(norm, 0) | 1 << (tree - 1)
                node = self._trees.grow(node, number)
            if node != tree:
                self._trees.give(node, alone)

    def norms(self, str phrase):
        return self._scan(phrase.strip()).norms

    def scan(self, str text):
        if self._stale:
            self._forget()
            self._stale = False
        return self._scan(text)

    cdef Scan _scan(self, str text):
        cdef Text opened = characters(text)
        cdef Scan scan = Scan.__new__(Scan)
        cdef Py_ssize_t place, stop
        cdef list starts = [], norms = []
        cdef set words = set()
        cdef Token token
        cdef Piece* piece
        self._notes += 1
        scan._tokens.reserve(16 + opened.length // 5)
        place = past_space(&opened, 0, opened.length)
        if place:
            # White space at the beginning is a token of its own.
            starts.append(0)
            norms.append("")
            scan._tokens.push_back(Token(0, 0, 0, 0))
        while place < opened.length:
            stop = _token(&opened, place)
            token.end = stop
            starts.append(place)
            if _is_number(&opened, place, stop):
                # It is its own normal form, and there are too many to remember.
                norm = PyUnicode_Substring(text, place, stop)
                token.number = self._known.get(norm, 0)
                token.trees = self._begun.get(norm, 0) if token.number else 0
                token.node = self._lead(token.number, token.trees)
                norms.append(norm)
            else:
                piece = self._find(text, &opened, place, stop)
                token.number, token.trees, token.node = piece.number, piece.trees, piece.node
                norms.append(<object>piece.norm)
                if piece.seen != self._notes:
                    piece.seen = self._notes
                    if piece.words == NULL:
                        words.add(<object>piece.norm)
                    else:
                        words.update(<tuple>piece.words)
            scan._tokens.push_back(token)
            place = past_space(&opened, stop, opened.length)
        scan._trees = self._trees
        scan.starts, scan.norms, scan.words = starts, norms, frozenset(words)
        return scan

    cdef Piece* _find(self, str text, Text* opened, Py_ssize_t start, Py_ssize_t stop) except NULL:
        """What is known of a token; it is told once for all tokens of the same characters."""
        cdef uint64_t value = 14695981039346656037u
        cdef Py_ssize_t place
        for place in range(start, stop):
            value = (value ^ <uint64_t>at(opened, place)) * 1099511628211u
        value |= 1  # 0 is no token
        cdef uint64_t slot = _first(value, self._pieces.size())
        cdef Piece* piece
        while True:
            piece = &self._pieces[slot]
            if piece.hash == 0:
                break
            if piece.hash == value and _same(piece, opened, start, stop):
                return piece
            slot = (slot + 1) & (self._pieces.size() - 1)
        if 2 * self._held >= self._pieces.size():
            if self._held >= MOST_WORDS:
                self._forget()
            else:
                self._enlarge()
            return self._find(text, opened, start, stop)
        return self._learn(piece, value, PyUnicode_Substring(text, start, stop))

    cdef Piece* _learn(self, Piece* piece, uint64_t value, str text) except NULL:
        cdef str norm = self._normalize(text)
        cdef tuple words = self._words(text)
        cdef Py_ssize_t place
        Py_INCREF(norm)
        piece.norm = <PyObject*>norm
        piece.words = piece.text = <PyObject*>NULL
        if words != (norm,):
            Py_INCREF(words)
            piece.words = <PyObject*>words
        if text.isascii() and len(text) <= INSIDE:
            for place in range(len(text)):
                piece.signs[place] = text[place]
            piece.length = len(text)
        else:
            Py_INCREF(text)
            piece.text = <PyObject*>text
        piece.number = self._known.get(norm, 0)
        piece.trees = self._begun.get(norm, 0)
        piece.node = self._lead(piece.number, piece.trees)
        piece.seen = 0
        piece.hash = value
        self._held += 1
        return piece

    cdef uint32_t _lead(self, uint32_t number, uint32_t trees) noexcept:
        """Where a word leads to in the first of these trees."""
        cdef uint32_t tree = 1
        if trees == 0:
            return 0
        while not trees >> (tree - 1) & 1:
            tree += 1
        return self._trees.follow(tree, number)

    cdef int _enlarge(self) except -1:
        """Twice the room for tokens: no more than needed, for what is small is found quickly."""
        cdef vector[Piece] pieces = self._pieces
        cdef Piece piece
        cdef uint64_t slot
        memset(&piece, 0, sizeof(Piece))
        self._pieces.assign(2 * pieces.size(), piece)
        for piece in pieces:
            if piece.hash:
                slot = _first(piece.hash, self._pieces.size())
                while self._pieces[slot].hash:
                    slot = (slot + 1) & (self._pieces.size() - 1)
                self._pieces[slot] = piece
        return 0

    cdef void _forget(self) noexcept:
        cdef uint64_t slot
        for slot in range(self._pieces.size()):
            if self._held and self._pieces[slot].hash:
                self._pieces[slot].hash = 0
                Py_XDECREF(self._pieces[slot].text)
                Py_XDECREF(self._pieces[slot].norm)
                Py_XDECREF(self._pieces[slot].words)
        self._held = 0


cdef inline bint _same(Piece* piece, Text* text, Py_ssize_t start, Py_ssize_t stop) noexcept:
    cdef Text held
    cdef Py_ssize_t place
    if piece.text == NULL:
        if piece.length != stop - start:
            return False
        for place in range(piece.length):
            if <Py_UCS4>piece.signs[place] != at(text, start + place):
                return False
        return True
    held = characters(<str>piece.text)
    if held.length != stop - start:
        return False
    for place in range(held.length):
        if at(&held, place) != at(text, start + place):
            return False
    return True


def cut(str text):
    cdef Text opened = characters(text)
    cdef Py_ssize_t place
    cdef list starts = []
    place = past_space(&opened, 0, opened.length)
    if place:
        starts.append(0)
    while place < opened.length:
        starts.append(place)
        place = past_space(&opened, _token(&opened, place), opened.length)
    return starts
