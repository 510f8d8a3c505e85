# cython: language_level=3, boundscheck=False, wraparound=False
# distutils: language = c++
"""Stretches of a text, without an object for each.

What it does is described, with types, in ``extents.pyi``.
"""


cdef class Extents:
    """Stretches of a text, in order."""

    def __init__(self, stretches=()):
        cdef Py_ssize_t start, end
        for start, end in stretches:
            self.held.push_back(Stretch(start, end))

    def __len__(self):
        return self.held.size()

    def __iter__(self):
        cdef size_t place
        return iter([(self.held[place].start, self.held[place].end) for place in range(self.held.size())])

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, Extents) else NotImplemented

    def at(self, Py_ssize_t offset):
        cdef Py_ssize_t low = 0, high = self.held.size(), place
        while low < high:
            place = (low + high) >> 1
            if self.held[place].start <= offset:
                low = place + 1
            else:
                high = place
        if low and offset < self.held[low - 1].end:
            return self.held[low - 1].start, self.held[low - 1].end
        return None
