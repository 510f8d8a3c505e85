"""chartgap: an open documentation checker for clinical notes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from chartgap.models import Note as Note
from chartgap.models import NoteAnalysis as NoteAnalysis

if TYPE_CHECKING:
    from chartgap.analyzer import Analyzer as Analyzer
    from chartgap.pipes.pipeline import load as load

__all__ = ["Analyzer", "Note", "NoteAnalysis", "load"]

_LATER = {"Analyzer": "chartgap.analyzer", "load": "chartgap.pipes.pipeline"}


def __getattr__(name: str) -> Any:
    """Import what brings spaCy with it only when it is first asked for: that takes a second."""
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
