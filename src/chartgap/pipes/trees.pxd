# cython: language_level=3
"""Trees of phrases, for the scanner."""

cimport cython
from libc.stdint cimport uint32_t, uint64_t
from libcpp.vector cimport vector

cdef enum:
    ROOT = 1
    GIVES = 1  # of a step's signs: phrases end here


cdef struct Step:
    uint32_t node  # 0 is no step
    uint32_t signs  # whether phrases end here, and a bit for each word that may come next


cdef struct Branch:
    uint32_t node
    uint32_t number  # of a word; 0 is no branch
    Step step


cdef struct Given:
    uint32_t tree  # whose phrases end at a node; 0 is none
    uint32_t more  # where the next tree is told whose phrases end there; 0 is nowhere


cdef extern from *:
    """
    #if defined(__GNUC__)
    // A function that did nothing else would be left out as one without effect.
    #define chartgap_fetch(place) do { __builtin_prefetch(place); __asm__ volatile(""); } while (0)
    #else
    #define chartgap_fetch(place) (void)(place)
    #endif
    """
    # Ask memory for what is read soon.
    void fetch "chartgap_fetch"(const void* place) noexcept nogil


@cython.final
cdef class PhraseTrees:
    cdef vector[Branch] _branches
    cdef vector[uint32_t] _signs
    cdef uint64_t _held
    cdef vector[Given] given
    cdef list payloads
    cdef readonly uint32_t planted

    cdef uint32_t plant(self) except 0
    cdef uint32_t grow(self, uint32_t node, uint32_t number) except 0
    cdef int give(self, uint32_t node, uint32_t tree, tuple payload) except -1
    cdef int settle(self) except -1
    cdef uint32_t _place(self) except 0
    cdef int _widen(self) except -1

    cdef inline void expect(self, Step step, uint32_t number) noexcept:
        """Ask memory for what a node gives and for the step from it that may be there."""
        if step.signs & GIVES:
            fetch(&self.given[step.node])
        if may_follow(step, number):
            fetch(&self._branches[self._home(step.node, number)])

    cdef inline Step follow(self, uint32_t node, uint32_t number) noexcept:
        """The step to where a number leads."""
        return self._branches[self._slot(node, number)].step

    cdef inline uint64_t _home(self, uint32_t node, uint32_t number) noexcept:
        """Where a branch is looked for first."""
        cdef uint64_t key = <uint64_t>node << 32 | number
        return (key * 11400714819323198485u >> 32) & (self._branches.size() - 1)

    cdef inline uint64_t _slot(self, uint32_t node, uint32_t number) noexcept:
        """Where a branch is, or would be."""
        cdef uint64_t slot = self._home(node, number)
        while self._branches[slot].number and (
            self._branches[slot].node != node or self._branches[slot].number != number
        ):
            slot = (slot + 1) & (self._branches.size() - 1)
        return slot


cdef inline uint32_t sign_of(uint32_t number) noexcept:
    """The bit of a word among a step's signs."""
    return <uint32_t>2 << (number % 31)


cdef inline bint may_follow(Step step, uint32_t number) noexcept:
    """Whether a step may lead on with a word; some that do not are not told from those that do."""
    return number and step.signs & sign_of(number)
