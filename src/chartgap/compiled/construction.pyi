"""Pydantic models of values that are valid already, made without a call for each of their slots."""

from typing import Any, TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)

def register(kind: type[BaseModel], names: set[str]) -> None:
    """Tell the names of a model's fields. Its models share the set: they are frozen; their copies copy it."""

def trusted(kind: type[M], /, **values: Any) -> M:
    """A model of values that are valid already, for our own code alone.

    It is what ``model_construct`` makes of a value for each field, in a twentieth of the time; nothing is
    checked, copied or filled in.

    Raises:
        KeyError: the model is not registered.
    """
