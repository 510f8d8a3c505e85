# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Trees of phrases: a node and the number of a word lead to a node, and nodes have payloads.

All branches of all trees are in one table, which is searched from where a branch's key puts it.
"""

from cpython.object cimport PyObject
from libc.stdint cimport uint32_t, uint64_t
from libcpp.vector cimport vector

MOST_TREES = 32


cdef class PhraseTrees:
    """The trees are the nodes from 1 on, in the order they were planted."""

    def __cinit__(self):
        self._branches.resize(1 << 12)
        self._payloads = [None] * (MOST_TREES + 1)
        self._found.resize(MOST_TREES + 1)

    cdef uint32_t plant(self) except 0:
        if self.planted == MOST_TREES:
            raise ValueError(f"there are at most {MOST_TREES} trees of phrases")
        self.planted += 1
        return self.planted

    cdef uint32_t grow(self, uint32_t node, uint32_t number) except 0:
        """The node that a number leads to, made if there is none."""
        cdef uint64_t slot = self._slot(node, number)
        if self._branches[slot].key:
            return self._branches[slot].node
        if 2 * self._held >= self._branches.size():
            self._widen()
            slot = self._slot(node, number)
        self._branches[slot].key = _key(node, number)
        self._branches[slot].node = <uint32_t>self._found.size()
        self._payloads.append(None)
        self._found.push_back(NULL)
        self._held += 1
        return self._branches[slot].node

    cdef int give(self, uint32_t node, tuple payload) except -1:
        """Add to a node's payloads."""
        held = self._payloads[node]
        # Most nodes have one payload, as many others have: they share what holds it.
        self._payloads[node] = payload if held is None else held + payload
        self._found[node] = <PyObject*>self._payloads[node]
        return 0

    cdef uint32_t follow(self, uint32_t node, uint32_t number) noexcept:
        """The node that a number leads to; 0 if none."""
        return self._branches[self._slot(node, number)].node

    cdef PyObject* payloads(self, uint32_t node) noexcept:
        """The payloads of a node, a tuple; NULL if there are none."""
        return self._found[node]

    cdef uint64_t _slot(self, uint32_t node, uint32_t number) noexcept:
        cdef uint64_t key = _key(node, number), last = self._branches.size() - 1
        cdef uint64_t slot = (key * 11400714819323198485u >> 32) & last
        while self._branches[slot].key and self._branches[slot].key != key:
            slot = (slot + 1) & last
        return slot

    cdef int _widen(self) except -1:
        cdef vector[Branch] branches = self._branches
        cdef Branch branch
        self._branches.assign(2 * branches.size(), Branch(0, 0))
        for branch in branches:
            if branch.key:
                self._branches[self._slot(branch.key >> 32, branch.key & 0xFFFFFFFF)] = branch
        return 0


cdef inline uint64_t _key(uint32_t node, uint32_t number) noexcept:
    return <uint64_t>node << 32 | number
