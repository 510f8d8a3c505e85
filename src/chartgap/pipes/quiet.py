"""Import spaCy and medspaCy without what they do on the side."""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from loguru import logger


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def import_spacy() -> None:
    """Import spaCy without its command line, which brings a web client and takes a third of the time.

    Only ``spacy.info`` comes from there; it is found when it is called.
    """
    name = "spacy.cli.info"
    if "spacy" in sys.modules:
        return
    sys.modules[name] = stand_in = ModuleType(name)
    stand_in.info = _info  # type: ignore[attr-defined]
    try:
        import spacy  # noqa: F401
    finally:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]


def _info(*args: Any, **settings: Any) -> Any:
    """What ``spacy.info`` does."""
    return import_module("spacy.cli").info(*args, **settings)


def import_medspacy() -> None:
    """Import medspaCy, which silences all warnings, with PyRuSH, which logs every token of a note.

    The warning filters are put back and the log is turned off first. medspaCy brings QuickUMLS, and that
    brings nltk, of which nothing is used here: it waits for its first use, a quarter of a second saved.
    """
    logger.disable("PyRuSH")
    _put_off("nltk")
    with warnings.catch_warnings():
        import medspacy.components  # noqa: F401


def _put_off(name: str) -> None:
    spec = find_spec(name) if name not in sys.modules else None
    if spec is not None:
        sys.modules[name] = module = _Later(name)
        module.__spec__ = spec
        module.__path__ = list(spec.submodule_search_locations or ())
