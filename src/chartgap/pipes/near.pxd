# cython: language_level=3
"""Phrases that may stand near a term, for the readings of terms."""

cimport cython
from libc.stdint cimport uint32_t, uint64_t
from libcpp.vector cimport vector

from chartgap.pipes.scanner cimport Scan


cdef struct Phrase:
    uint32_t head  # the number of its first word
    uint32_t place  # where those of its other words are
    uint32_t count


@cython.final
cdef class Near:
    cdef vector[Phrase] _phrases
    cdef vector[uint32_t] _others
    cdef uint64_t _heads
    cdef int _step

    cdef bint stands_at(self, Scan scan, Py_ssize_t place, Py_ssize_t end) noexcept
    cdef bint _goes_on(self, Scan scan, Phrase* phrase, Py_ssize_t place, Py_ssize_t end) noexcept
    cdef bint stands_between(self, Scan scan, Py_ssize_t low, Py_ssize_t high) noexcept
