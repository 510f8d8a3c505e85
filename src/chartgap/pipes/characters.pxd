# cython: language_level=3
"""The characters of a text, for the compiled modules: offsets are code points whatever the text is made of."""

from cpython.unicode cimport (
    PyUnicode_1BYTE_KIND,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    Py_UNICODE_ISSPACE,
)


cdef struct Text:
    int kind
    void* data
    Py_ssize_t length


cdef inline Text characters(str text) noexcept:
    cdef Text opened
    opened.kind = PyUnicode_KIND(text)
    opened.data = PyUnicode_DATA(text)
    opened.length = len(text)
    return opened


cdef inline Py_UCS4 at(Text* text, Py_ssize_t place) noexcept:
    return PyUnicode_READ(text.kind, text.data, place)


cdef inline Py_ssize_t past_space(Text* text, Py_ssize_t place, Py_ssize_t end) noexcept:
    while place < end and Py_UNICODE_ISSPACE(at(text, place)):
        place += 1
    return place


cdef inline Py_ssize_t past_others(
    Text* text, Py_ssize_t place, Py_ssize_t end, const unsigned char* wanted
) noexcept:
    """Where the next of the wanted characters, which are below 256, stands; ``end`` if there is none."""
    cdef Py_UCS4 sign
    if text.kind == PyUnicode_1BYTE_KIND:
        while place < end and not wanted[(<unsigned char*>text.data)[place]]:
            place += 1
        return place
    while place < end:
        sign = at(text, place)
        if sign < 256 and wanted[sign]:
            break
        place += 1
    return place
