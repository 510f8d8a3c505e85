# The tokens of one text and the phrases that stand in it, for scanner.pyx: see scanner.pyi.

cdef enum:
    AHEAD = 16  # so many tokens before it is read memory is asked for what a token leads to


cdef class Scan:
    """The tokens of one text."""

    def __len__(self):
        return self.tokens.size()

    @property
    def starts(self):
        cdef Py_ssize_t place
        if self._starts is None:
            self._starts = [self.tokens[place].start for place in range(<Py_ssize_t>self.tokens.size())]
        return self._starts

    @property
    def norms(self):
        if self._norms is None:
            self._norms = self.forms(0, self.tokens.size())
        return self._norms

    def forms(self, Py_ssize_t low, Py_ssize_t high):
        cdef Token* token
        cdef list norms = []
        for place in range(max(low, 0), min(high, <Py_ssize_t>self.tokens.size())):
            token = &self.tokens[place]
            if token.word == NUMERAL:
                norms.append(PyUnicode_Substring(self.text, token.start, token.end))
            else:
                norms.append(self._forms[token.word])
        return norms

    def start(self, Py_ssize_t first):
        return self._at(first).start

    def end(self, Py_ssize_t last):
        return self._at(last - 1).end

    cdef Token* _at(self, Py_ssize_t place) except NULL:
        if not 0 <= place < <Py_ssize_t>self.tokens.size():
            raise IndexError(f"no token of that number: {place}")
        return &self.tokens[place]

    def phrases(self, uint32_t tree, Py_ssize_t low, Py_ssize_t high):
        cdef list found = []
        cdef vector[Hit]* hits = self.found(tree)
        cdef Py_ssize_t begin = 0, end = hits.size(), place
        while begin < end:
            place = (begin + end) >> 1
            if <Py_ssize_t>hits[0][place].first < low:
                begin = place + 1
            else:
                end = place
        for place in range(begin, <Py_ssize_t>hits.size()):
            if <Py_ssize_t>hits[0][place].first >= high:
                break
            found.append((hits[0][place].first, hits[0][place].last, self.trees.payloads[hits[0][place].place]))
        return found

    cdef vector[Hit]* found(self, uint32_t tree) except NULL:
        """The phrases of a tree, in text order, shorter ones first."""
        if not 0 < tree < self.hits.size():
            raise ValueError(f"no tree of that number: {tree}")
        return &self.hits[tree]

    cdef int _walk(self) except -1:
        """Find the phrases of all trees."""
        cdef PhraseTrees trees = self.trees
        cdef Py_ssize_t count = self.tokens.size(), first, last
        cdef uint32_t place
        cdef Step step
        self.hits.resize(trees.planted + 1)
        for first in range(count):
            if first + AHEAD < count:
                trees.expect(self.tokens[first + AHEAD - 1].step, self.tokens[first + AHEAD].number)
            step = self.tokens[first].step
            last = first + 1
            while step.node:
                if step.signs & GIVES:
                    place = step.node
                    while place:
                        self.hits[trees.given[place].tree].push_back(Hit(first, last, place))
                        place = trees.given[place].more
                if last == count or not may_follow(step, self.tokens[last].number):
                    break
                step = trees.follow(step.node, self.tokens[last].number)
                last += 1
        return 0
