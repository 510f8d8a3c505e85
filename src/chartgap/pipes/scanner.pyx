# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Tokens of a note, and the phrases of thousands that stand in them, in one pass over its characters.

Compiled, because it touches every character and every token: the rest of the pipes sees only what it found.
What it does is described, with types, in ``scanner.pyi``.
"""

from cpython.set cimport PySet_Add
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memcpy, memset
from libcpp.vector cimport vector

from chartgap.pipes.trees cimport GIVES, ROOT, PhraseTrees, Step, fetch, may_follow

include "tokens.pxi"

cdef enum:
    MOST_WORDS = 1 << 16
    INSIDE = 15
    TOGETHER = 16  # so many tokens are looked up while memory answers for the first
    SAYS = 1 << 30  # a bit of a word in which there are words that a scan tells
    NUMERAL = SAYS - 1  # the word of a number that no phrase has: there are too many to remember


cdef struct Piece:
    # Half a cache line: memory, not arithmetic, is what a look-up waits for.
    uint64_t low  # its characters
    uint64_t high  # more of them, and how many; 0 is no piece
    uint32_t word
    uint32_t number
    Step step


include "scan.pxi"


cdef class Scanner:
    """Cuts texts into tokens and finds the phrases that were added."""

    cdef object _normalize
    cdef object _words
    cdef PhraseTrees _trees
    cdef dict _known
    cdef bint _stale
    cdef vector[Piece] _pieces
    cdef dict _long
    cdef list _forms
    cdef list _said
    cdef vector[uint32_t] _seen
    cdef uint32_t _notes

    def __cinit__(self, normalize, words):
        self._normalize, self._words = normalize, words
        self._trees, self._known = PhraseTrees(), {}
        self._forget()

    def plant(self):
        return self._trees.plant()

    def add(self, uint32_t tree, phrases, payload):
        cdef tuple alone = (payload,)
        cdef uint32_t node
        for phrase in phrases:
            node = ROOT
            for norm in self.norms(phrase):
                node = self._trees.grow(node, self.number(norm))
            if node != ROOT:
                self._trees.give(node, tree, alone)
        # What the tokens seen so far say of phrases no longer holds.
        self._stale = True

    def norms(self, str phrase):
        return self._scan(phrase.strip()).norms

    def number(self, str norm):
        held = self._known.get(norm)
        if held is None:
            held = self._known[norm] = len(self._known) + 1
            self._stale = True
        return held

    def scan(self, str text):
        if self._stale:
            self._trees.settle()
            self._forget()
            self._stale = False
        cdef Scan scan = self._scan(text)
        scan._walk()
        return scan

    cdef Scan _scan(self, str text):
        cdef Text opened = characters(text)
        cdef Scan scan = Scan.__new__(Scan)
        cdef Py_ssize_t place, count
        cdef frozenset words = frozenset(())
        cdef Token tokens[TOGETHER]
        cdef Piece keys[TOGETHER]
        if len(self._forms) >= MOST_WORDS:
            self._forget()
        self._notes += 1
        scan.tokens.reserve(16 + opened.length // 4)
        place = past_space(&opened, 0, opened.length)
        if place:
            # White space at the beginning is a token of its own.
            scan.tokens.push_back(Token(0, 0, 0, 0, Step(0, 0)))
        while place < opened.length:
            count = 0
            while count < TOGETHER and place < opened.length:
                tokens[count].start = place
                place = _token(&opened, place)
                tokens[count].end = place
                place = past_space(&opened, place, opened.length)
                _pack(&opened, &tokens[count], &keys[count])
                fetch(&self._pieces[self._home(&keys[count])])
                count += 1
            self._tell(text, &opened, tokens, keys, count, words)
            scan.tokens.insert(scan.tokens.end(), tokens, tokens + count)
        scan.text, scan._forms, scan.trees, scan.words = text, self._forms, self._trees, words
        return scan

    cdef int _tell(
        self, str text, Text* opened, Token* tokens, Piece* keys, Py_ssize_t count, frozenset words
    ) except -1:
        """Tell tokens what is known of them; that is learned once for all tokens of the same characters."""
        cdef Token* token
        cdef Piece* piece
        cdef uint32_t word
        cdef Py_ssize_t place
        for place in range(count):
            token, piece = &tokens[place], &keys[place]
            if not piece.high:
                self._tell_long(PyUnicode_Substring(text, token.start, token.end), piece)
            else:
                piece = self._slot(piece)
                if not piece.high:
                    piece = &keys[place]
                    if _is_number(opened, token.start, token.end):
                        piece.number, piece.word, piece.step = 0, NUMERAL, Step(0, 0)
                    else:
                        self._learn(piece, PyUnicode_Substring(text, token.start, token.end))
            token.number, token.step = piece.number, piece.step
            word = piece.word & NUMERAL
            token.word = word
            if piece.word & SAYS and self._seen[word] != self._notes:
                self._seen[word] = self._notes
                for said in <tuple>self._said[word]:
                    PySet_Add(words, said)
        return 0

    cdef int _tell_long(self, str written, Piece* piece) except -1:
        """The same for a token that is kept as a text."""
        held = self._long.get(written)
        if held is None:
            held = self._long[written] = self._enter(written)
        self._mean(piece, held)
        return 0

    cdef int _learn(self, Piece* piece, str written) except -1:
        self._make_room()
        self._mean(piece, self._enter(written))
        self._slot(piece)[0] = piece[0]
        return 0

    cdef int _mean(self, Piece* piece, uint32_t word) except -1:
        piece.word = word | SAYS if self._said[word] else word
        piece.number = self._known.get(self._forms[word], 0)
        piece.step = self._trees.follow(ROOT, piece.number)
        return 0

    cdef uint32_t _enter(self, str written) except? 0:
        """A new word: its normal form and what a scan tells of it."""
        self._forms.append(self._normalize(written))
        self._said.append(self._words(written))
        self._seen.push_back(0)
        return <uint32_t>len(self._forms) - 1

    cdef inline uint64_t _home(self, Piece* key) noexcept:
        """Where a piece of these characters is looked for first."""
        cdef uint64_t mixed = key.low ^ key.high * 11400714819323198485u
        return (mixed * 11400714819323198485u >> 32) & (self._pieces.size() - 1)

    cdef inline Piece* _slot(self, Piece* key) noexcept:
        """Where the piece of these characters is, or would be."""
        cdef uint64_t slot = self._home(key)
        while self._pieces[slot].high and (self._pieces[slot].low != key.low or self._pieces[slot].high != key.high):
            slot = (slot + 1) & (self._pieces.size() - 1)
        return &self._pieces[slot]

    cdef int _make_room(self) except -1:
        """Twice the room for pieces, when needed: what is small is found quickly."""
        cdef vector[Piece] pieces
        cdef Piece piece
        if 2 * <uint64_t>len(self._forms) >= self._pieces.size():
            pieces = self._pieces
            self._clear(2 * pieces.size())
            for piece in pieces:
                if piece.high:
                    self._slot(&piece)[0] = piece
        return 0

    cdef int _clear(self, uint64_t room) except -1:
        cdef Piece piece
        memset(&piece, 0, sizeof(Piece))
        self._pieces.assign(room, piece)
        return 0

    cdef int _forget(self) except -1:
        """Begin anew: with the numbers that phrases have, since no others are learned."""
        cdef Piece key
        cdef Token token
        cdef Text opened
        # Scans keep the lists that they were made with.
        self._forms, self._said, self._long = [""], [()], {}
        self._seen.assign(1, 0)
        self._clear(1 << 12)
        for norm in self._known:
            opened = characters(norm)
            token.start, token.end = 0, opened.length
            if _is_number(&opened, 0, opened.length):
                _pack(&opened, &token, &key)
                if key.high:
                    self._learn(&key, norm)
        return 0


cdef inline void _pack(Text* text, Token* token, Piece* key) noexcept:
    """Make a key of the characters of a token; none where they do not fit."""
    cdef unsigned char signs[INSIDE + 1]
    cdef Py_ssize_t length = token.end - token.start, place
    key.low = key.high = 0
    if length > INSIDE:
        return
    memset(signs, 0, INSIDE)
    signs[INSIDE] = length
    if text.kind == 1:
        memcpy(signs, <const char*>text.data + token.start, length)
    else:
        for place in range(length):
            if at(text, token.start + place) > 255:
                return
            signs[place] = at(text, token.start + place)
    memcpy(&key.low, signs, 8)
    memcpy(&key.high, signs + 8, 8)


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
