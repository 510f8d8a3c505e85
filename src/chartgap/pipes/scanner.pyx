# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Tokens of a note, and the phrases of thousands that stand in them, in one pass over its characters.

Compiled, because it touches every character and every token: the rest of the pipes sees only what it found.
What it does is described, with types, in ``scanner.pyi``.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from cpython.unicode cimport (
    PyUnicode_Substring,
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISSPACE,
)
from libc.stdint cimport uint32_t, uint64_t

from chartgap.pipes.characters cimport Text, at, characters

cdef enum:
    LETTER = 1  # and every other character of a word that is no decimal digit
    DIGIT = 2
    SPACE = 4
    RULER = 8  # a run of one such sign is one token
    MOST_LETTERS = 120
    MOST_DIGITS = 40
    MOST_PARTS = 6
    MOST_WORDS = 1 << 16
    MOST_TREES = 32
    INSIDE = 19

cdef unsigned char ASCII[128]


cdef int _sort(Py_UCS4 sign) noexcept:
    if Py_UNICODE_ISDECIMAL(sign):
        return DIGIT
    if Py_UNICODE_ISALNUM(sign):
        return LETTER
    if Py_UNICODE_ISSPACE(sign):
        return SPACE
    return RULER if sign in (0x2013, 0x2014) else 0


def _prepare():
    for sign in range(128):
        ASCII[sign] = RULER if chr(sign) in ".-=_*~#" else _sort(sign)


_prepare()


cdef inline int _class(Text* text, Py_ssize_t place) noexcept:
    """The class of a character; 0 behind the end."""
    if place >= text.length:
        return 0
    cdef Py_UCS4 sign = at(text, place)
    return ASCII[sign] if sign < 128 else _sort(sign)


cdef inline Py_ssize_t _run(Text* text, Py_ssize_t place, int classes, Py_ssize_t most) noexcept:
    """Where the characters of some classes, at most so many, end."""
    cdef Py_ssize_t stop = place + most
    while place < stop and _class(text, place) & classes:
        place += 1
    return place


cdef Py_ssize_t _number(Text* text, Py_ssize_t start) noexcept:
    """Where a number with its thousands or decimals ends."""
    cdef Py_ssize_t place = _run(text, start, DIGIT, 3)
    cdef Py_ssize_t groups = place
    cdef Py_ssize_t stop
    cdef int part
    while groups < text.length and at(text, groups) == u"," and _run(text, groups + 1, DIGIT, 3) == groups + 4:
        groups += 4
    if groups > place and not _class(text, groups) & DIGIT:
        if groups >= text.length or at(text, groups) != u",":
            return _decimals(text, groups)
    place = _run(text, start, DIGIT, MOST_DIGITS)
    for part in range(MOST_PARTS):
        stop = _decimals(text, place)
        if stop == place:
            break
        place = stop
    return place


cdef inline Py_ssize_t _decimals(Text* text, Py_ssize_t place) noexcept:
    cdef Py_ssize_t stop
    if place < text.length and at(text, place) == u".":
        stop = _run(text, place + 1, DIGIT, MOST_DIGITS)
        if stop > place + 1:
            return stop
    return place


cdef Py_ssize_t _token(Text* text, Py_ssize_t start) noexcept:
    """Where the visible part of the token that begins at ``start`` ends."""
    cdef Py_UCS4 sign = at(text, start)
    cdef int sort = _class(text, start)
    cdef Py_ssize_t stop
    if sort == LETTER:
        return _run(text, start + 1, LETTER | DIGIT, MOST_LETTERS - 1)
    if sort == DIGIT:
        return _number(text, start)
    if sign == u"'" or sign == u"\u2019":
        if start and _class(text, start - 1) == LETTER:
            stop = _run(text, start + 1, LETTER, 2)
            if stop > start + 1 and not _class(text, stop) & (LETTER | DIGIT):
                return stop
    stop = start + 1
    if sort == RULER:
        while stop < text.length and stop < start + MOST_LETTERS and at(text, stop) == sign:
            stop += 1
    return stop


cdef inline bint _is_number(Text* text, Py_ssize_t start, Py_ssize_t stop) noexcept:
    """Whether a token is a number in the digits 0 to 9."""
    cdef Py_ssize_t place
    if _class(text, start) != DIGIT:
        return False
    for place in range(start, stop):
        if at(text, place) >= 128:
            return False
    return True


cdef struct Piece:
    # One cache line: memory, not arithmetic, is what a look-up waits for.
    uint64_t hash
    PyObject* norm
    PyObject* words  # none where the normal form is the one word
    PyObject* text  # none where its characters fit in here
    uint32_t number
    uint32_t trees
    uint32_t seen
    unsigned char length
    unsigned char signs[INSIDE]


cdef struct Token:
    uint32_t number  # of its normal form; 0 if no phrase has it
    uint32_t trees  # a bit for each tree that has a phrase that begins with it
    uint32_t end


cdef inline uint64_t _first(uint64_t hash, uint64_t room) noexcept:
    """Where a token of this hash is looked for first."""
    return (hash ^ (hash >> 32)) & (room - 1)


cdef class Scan:
    """The tokens of one text."""

    cdef readonly list starts
    cdef readonly list norms
    cdef readonly frozenset words
    cdef Scanner _scanner
    cdef Py_ssize_t _count
    cdef Token* _tokens

    def __cinit__(self):
        self._tokens = NULL

    def __dealloc__(self):
        PyMem_Free(self._tokens)

    def phrases(self, uint32_t tree, Py_ssize_t low, Py_ssize_t high):
        cdef list found = []
        cdef Scanner scanner = self._scanner
        cdef Token* tokens = self._tokens
        cdef uint32_t bit = <uint32_t>1 << (tree - 1)
        cdef Py_ssize_t first, last
        cdef uint32_t node
        cdef PyObject* payloads
        for first in range(max(low, 0), min(high, self._count)):
            if not tokens[first].trees & bit:
                continue
            node = tree
            last = first
            while last < self._count and tokens[last].number:
                node = scanner._follow(node, tokens[last].number)
                if node == 0:
                    break
                last += 1
                payloads = scanner._payloads[node]
                if payloads != NULL:
                    found.append((first, last, <object>payloads))
        return found

    def end(self, Py_ssize_t last):
        return self._tokens[last - 1].end


cdef class Scanner:
    """Cuts texts into tokens and finds the phrases that were added."""

    cdef object _normalize
    cdef object _words
    cdef dict _known
    cdef bint _stale
    # The tokens seen so far.
    cdef Piece* _pieces
    cdef uint64_t _room
    cdef uint64_t _held
    cdef uint32_t _notes
    # The trees of phrases: a branch is a node and the number of a word, and leads to a node.
    cdef uint64_t* _branches
    cdef uint32_t* _targets
    cdef uint64_t _space
    cdef uint64_t _grown
    cdef PyObject** _payloads
    cdef uint32_t _nodes
    cdef uint32_t _most_nodes
    cdef uint32_t _planted
    cdef dict _begun

    def __cinit__(self, normalize, words):
        self._normalize, self._words, self._known, self._begun = normalize, words, {}, {}
        self._room, self._space, self._most_nodes = 1 << 12, 1 << 17, 1 << 16
        self._nodes = MOST_TREES + 1  # the first ones are the trees themselves
        self._pieces = <Piece*>PyMem_Calloc(self._room, sizeof(Piece))
        self._branches = <uint64_t*>PyMem_Calloc(self._space, sizeof(uint64_t))
        self._targets = <uint32_t*>PyMem_Calloc(self._space, sizeof(uint32_t))
        self._payloads = <PyObject**>PyMem_Calloc(self._most_nodes, sizeof(PyObject*))
        if not (self._pieces and self._branches and self._targets and self._payloads):
            raise MemoryError

    def __dealloc__(self):
        cdef uint32_t node
        self._forget()
        for node in range(self._nodes):
            Py_XDECREF(self._payloads[node])
        PyMem_Free(self._pieces)
        PyMem_Free(self._branches)
        PyMem_Free(self._targets)
        PyMem_Free(self._payloads)

    def plant(self):
        if self._planted == MOST_TREES:
            raise ValueError(f"a scanner has at most {MOST_TREES} trees")
        self._planted += 1
        return self._planted

    def add(self, uint32_t tree, phrases, payload):
        cdef tuple alone = (payload,)
        cdef uint32_t node, number
        cdef tuple held
        # What the tokens seen so far say of phrases no longer holds.
        self._stale = True
        for phrase in phrases:
            node = tree
            for norm in self.norms(phrase):
                number = self._known.setdefault(norm, len(self._known) + 1)
                if node == tree:
                    self._begun[norm] = self._begun.get(norm, 0) | 1 << (tree - 1)
                node = self._grow(node, number)
            if node == tree:
                continue
            if self._payloads[node] == NULL:
                held = alone
            else:
                held = <tuple>self._payloads[node] + alone
            Py_INCREF(held)
            Py_XDECREF(self._payloads[node])
            self._payloads[node] = <PyObject*>held

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
        cdef Py_ssize_t place = 0, stop, count = 0, most = 16 + opened.length // 4
        cdef list starts = [], norms = []
        cdef set words = set()
        cdef Piece* piece
        self._notes += 1
        scan._scanner = self
        cdef Token* token
        scan._tokens = <Token*>PyMem_Malloc(most * sizeof(Token))
        if scan._tokens == NULL:
            raise MemoryError
        while place < opened.length and _class(&opened, place) == SPACE:
            place += 1
        if place:
            # White space at the beginning is a token of its own.
            starts.append(0)
            norms.append("")
            scan._tokens[0].number = scan._tokens[0].trees = scan._tokens[0].end = 0
            count = 1
        while place < opened.length:
            if count == most:
                most *= 2
                self._widen(scan, most)
            stop = _token(&opened, place)
            token = &scan._tokens[count]
            token.end = stop
            starts.append(place)
            if _is_number(&opened, place, stop):
                # It is its own normal form, and there are too many to remember.
                norm = PyUnicode_Substring(text, place, stop)
                token.number = self._known.get(norm, 0)
                token.trees = self._begun.get(norm, 0) if token.number else 0
                norms.append(norm)
            else:
                piece = self._find(text, &opened, place, stop)
                token.number, token.trees = piece.number, piece.trees
                norms.append(<object>piece.norm)
                if piece.seen != self._notes:
                    piece.seen = self._notes
                    if piece.words == NULL:
                        words.add(<object>piece.norm)
                    else:
                        words.update(<tuple>piece.words)
            count += 1
            place = stop
            while place < opened.length and _class(&opened, place) == SPACE:
                place += 1
        scan._count = count
        scan.starts, scan.norms, scan.words = starts, norms, frozenset(words)
        return scan

    cdef int _widen(self, Scan scan, Py_ssize_t most) except -1:
        cdef void* tokens = PyMem_Realloc(scan._tokens, most * sizeof(Token))
        if tokens == NULL:
            raise MemoryError
        scan._tokens = <Token*>tokens
        return 0

    cdef Piece* _find(self, str text, Text* opened, Py_ssize_t start, Py_ssize_t stop) except NULL:
        """What is known of a token; it is told once for all tokens of the same characters."""
        cdef uint64_t value = 14695981039346656037u
        cdef Py_ssize_t place
        for place in range(start, stop):
            value = (value ^ <uint64_t>at(opened, place)) * 1099511628211u
        value |= 1  # 0 is no token
        cdef uint64_t slot = _first(value, self._room)
        cdef Piece* piece
        while True:
            piece = &self._pieces[slot]
            if piece.hash == 0:
                break
            if piece.hash == value and _same(piece, opened, start, stop):
                return piece
            slot = (slot + 1) & (self._room - 1)
        if 2 * self._held >= self._room:
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
        piece.norm, piece.words, piece.text = <PyObject*>norm, NULL, NULL
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
        piece.seen = 0
        piece.hash = value
        self._held += 1
        return piece

    cdef int _enlarge(self) except -1:
        """Twice the room for tokens: no more than needed, for what is small is found quickly."""
        cdef Piece* pieces = self._pieces
        cdef uint64_t room = self._room, old, slot
        cdef Piece* wider = <Piece*>PyMem_Calloc(2 * room, sizeof(Piece))
        if wider == NULL:
            raise MemoryError
        self._pieces, self._room = wider, 2 * room
        for old in range(room):
            if pieces[old].hash:
                slot = _first(pieces[old].hash, self._room)
                while wider[slot].hash:
                    slot = (slot + 1) & (self._room - 1)
                wider[slot] = pieces[old]
        PyMem_Free(pieces)
        return 0

    cdef void _forget(self) noexcept:
        cdef uint64_t slot
        if self._held == 0:
            return
        for slot in range(self._room):
            if self._pieces[slot].hash:
                self._pieces[slot].hash = 0
                Py_XDECREF(self._pieces[slot].text)
                Py_XDECREF(self._pieces[slot].norm)
                Py_XDECREF(self._pieces[slot].words)
        self._held = 0

    cdef uint32_t _node(self) except 0:
        cdef void* payloads
        if self._nodes == self._most_nodes:
            payloads = PyMem_Realloc(self._payloads, 2 * self._most_nodes * sizeof(PyObject*))
            if payloads == NULL:
                raise MemoryError
            self._payloads = <PyObject**>payloads
            self._most_nodes *= 2
        self._payloads[self._nodes] = NULL
        self._nodes += 1
        return self._nodes - 1

    cdef inline uint32_t _follow(self, uint32_t node, uint32_t number) noexcept:
        """The node that a word leads to, 0 if none."""
        cdef uint64_t slot = self._slot(node, number)
        return self._targets[slot] if self._branches[slot] else 0

    cdef inline uint64_t _slot(self, uint32_t node, uint32_t number) noexcept:
        cdef uint64_t branch = (<uint64_t>node << 32) | number
        cdef uint64_t slot = ((branch * 11400714819323198485u) >> 32) & (self._space - 1)
        while self._branches[slot] and self._branches[slot] != branch:
            slot = (slot + 1) & (self._space - 1)
        return slot

    cdef uint32_t _grow(self, uint32_t node, uint32_t number) except 0:
        """The node that a word leads to, made if there is none."""
        cdef uint64_t slot = self._slot(node, number)
        if self._branches[slot]:
            return self._targets[slot]
        if 2 * self._grown >= self._space:
            self._spread()
            slot = self._slot(node, number)
        self._targets[slot] = self._node()
        self._branches[slot] = (<uint64_t>node << 32) | number
        self._grown += 1
        return self._targets[slot]

    cdef int _spread(self) except -1:
        cdef uint64_t* branches = self._branches
        cdef uint32_t* targets = self._targets
        cdef uint64_t space = self._space, old, slot
        cdef uint64_t* wider = <uint64_t*>PyMem_Calloc(2 * space, sizeof(uint64_t))
        cdef uint32_t* leading = <uint32_t*>PyMem_Calloc(2 * space, sizeof(uint32_t))
        if wider == NULL or leading == NULL:
            PyMem_Free(wider)
            PyMem_Free(leading)
            raise MemoryError
        self._branches, self._targets, self._space = wider, leading, 2 * space
        for old in range(space):
            if branches[old]:
                slot = self._slot(<uint32_t>(branches[old] >> 32), <uint32_t>(branches[old] & 0xFFFFFFFF))
                self._branches[slot], self._targets[slot] = branches[old], targets[old]
        PyMem_Free(branches)
        PyMem_Free(targets)
        return 0


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
    cdef Py_ssize_t place = 0
    cdef list starts = []
    while place < opened.length and _class(&opened, place) == SPACE:
        place += 1
    if place:
        starts.append(0)
    while place < opened.length:
        starts.append(place)
        place = _token(&opened, place)
        while place < opened.length and _class(&opened, place) == SPACE:
            place += 1
    return starts
