# cython: language_level=3
"""Stretches of a text, for the compiled modules that make and read them."""

from libcpp.vector cimport vector


cdef struct Stretch:
    Py_ssize_t start
    Py_ssize_t end


cdef class Extents:
    cdef vector[Stretch] held
