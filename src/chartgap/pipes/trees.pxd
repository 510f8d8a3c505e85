# cython: language_level=3
"""Trees of phrases, for the scanner."""

from cpython.object cimport PyObject
from libc.stdint cimport uint32_t, uint64_t
from libcpp.vector cimport vector


cdef struct Branch:
    uint64_t key  # a node and, in the lower half, a number; 0 is no branch
    uint32_t node


cdef class PhraseTrees:
    cdef vector[Branch] _branches
    cdef uint64_t _held
    cdef list _payloads
    cdef vector[PyObject*] _found
    cdef readonly uint32_t planted

    cdef uint32_t plant(self) except 0
    cdef uint32_t grow(self, uint32_t node, uint32_t number) except 0
    cdef int give(self, uint32_t node, tuple payload) except -1
    cdef uint32_t follow(self, uint32_t node, uint32_t number) noexcept
    cdef PyObject* payloads(self, uint32_t node) noexcept
    cdef uint64_t _slot(self, uint32_t node, uint32_t number) noexcept
    cdef int _widen(self) except -1
