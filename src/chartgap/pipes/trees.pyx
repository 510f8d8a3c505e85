# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Trees of phrases grown into one: a node and the number of a word lead to a node, which gives payloads.

All trees share their nodes, so that a text is walked once for all of them. The branches are in one table,
which is searched from where a branch's key puts it. Memory is what a walk waits for: a step says by a few bits
what may come next, and most of the words that do not are never looked up.
"""

from libc.stdint cimport uint32_t, uint64_t
from libcpp.vector cimport vector


cdef class PhraseTrees:
    """The trees are numbers from 1 on, in the order they were planted."""

    def __cinit__(self):
        self._branches.resize(1 << 12)
        self._signs.resize(ROOT + 1)
        self.given.resize(ROOT + 1)
        self.payloads = [None] * (ROOT + 1)

    cdef uint32_t plant(self) except 0:
        self.planted += 1
        return self.planted

    cdef uint32_t grow(self, uint32_t node, uint32_t number) except 0:
        """The node that a number leads to, made if there is none."""
        cdef uint64_t slot = self._slot(node, number)
        if self._branches[slot].number:
            return self._branches[slot].step.node
        if 2 * self._held >= self._branches.size():
            self._widen()
            slot = self._slot(node, number)
        cdef uint32_t grown = self._place()
        self._branches[slot] = Branch(node, number, Step(grown, 0))
        self._signs[node] |= sign_of(number)
        self._held += 1
        return grown

    cdef int give(self, uint32_t node, uint32_t tree, tuple payload) except -1:
        """Add to the payloads of a tree at a node."""
        cdef uint32_t place = node
        while self.given[place].tree != tree:
            if not self.given[place].tree:
                self.given[place].tree = tree
            elif self.given[place].more:
                place = self.given[place].more
            else:
                self.given[place].more = self._place()
        # Most nodes have one payload, as many others have: they share what holds it.
        held = self.payloads[place]
        self.payloads[place] = payload if held is None else held + payload
        self._signs[node] |= GIVES
        return 0

    cdef uint32_t _place(self) except 0:
        """Room for a node, or for what another tree gives at one."""
        self._signs.push_back(0)
        self.given.push_back(Given(0, 0))
        self.payloads.append(None)
        return <uint32_t>self.given.size() - 1

    cdef int settle(self) except -1:
        """Make steps say what was grown behind them: to be called before they are followed."""
        cdef uint64_t slot
        for slot in range(self._branches.size()):
            self._branches[slot].step.signs = self._signs[self._branches[slot].step.node]
        return 0

    cdef int _widen(self) except -1:
        cdef vector[Branch] branches = self._branches
        cdef Branch branch
        self._branches.assign(2 * branches.size(), Branch(0, 0, Step(0, 0)))
        for branch in branches:
            if branch.number:
                self._branches[self._slot(branch.node, branch.number)] = branch
        return 0
