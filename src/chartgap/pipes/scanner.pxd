# cython: language_level=3
"""The tokens of a text, for the compiled modules that read them."""

from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from chartgap.pipes.trees cimport PhraseTrees, Step


cdef struct Token:
    uint32_t start
    uint32_t end  # of its visible part
    uint32_t number  # of its normal form; 0 if nobody asks for it
    uint32_t word  # its place among the words of the scanner
    Step step  # into the trees


cdef struct Hit:
    uint32_t first
    uint32_t last
    uint32_t place  # of its payloads


cdef class Scan:
    cdef readonly str text
    cdef readonly frozenset words
    cdef list _forms
    cdef list _starts
    cdef list _norms
    cdef PhraseTrees trees
    cdef vector[Token] tokens
    cdef vector[vector[Hit]] hits

    cdef int _walk(self) except -1
    cdef Token* _at(self, Py_ssize_t place) except NULL
    cdef vector[Hit]* found(self, uint32_t tree) except NULL


cdef inline int check_bounds(Scan scan, list bounds) except -1:
    """Refuse bounds of sentences that go beyond the tokens of a text, where nothing can be read."""
    if not bounds or bounds[len(bounds) - 1] != <Py_ssize_t>scan.tokens.size():
        raise ValueError("the last bound must be the number of tokens")
    return 0
