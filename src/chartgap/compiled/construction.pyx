# cython: language_level=3
"""Pydantic models of values that are valid already, made without a call for each of their slots.

What it does is described, with types, in ``construction.pyi``.
"""

from pydantic import BaseModel

ctypedef int (*Setter)(object, object, object) except -1

cdef extern from "Python.h":
    cdef struct Type "_typeobject":
        Setter tp_descr_set
        object (*tp_alloc)(Type *, Py_ssize_t)

cdef object _values = BaseModel.__dict__["__dict__"]
cdef object _names = BaseModel.__dict__["__pydantic_fields_set__"]
cdef object _extra = BaseModel.__dict__["__pydantic_extra__"]
cdef object _private = BaseModel.__dict__["__pydantic_private__"]
cdef object _kind_of_values = type(_values)
cdef object _kind_of_slot = type(_names)
cdef Setter _put_values = (<Type *>_kind_of_values).tp_descr_set
cdef Setter _put_slot = (<Type *>_kind_of_slot).tp_descr_set
cdef dict _names_of = {}


def register(kind, names):
    _names_of[kind] = names


def trusted(kind, /, **values):
    names = _names_of[kind]
    model = (<Type *>kind).tp_alloc(<Type *>kind, 0)
    _put_values(_values, model, values)
    _put_slot(_names, model, names)
    _put_slot(_extra, model, None)
    _put_slot(_private, model, None)
    return model
