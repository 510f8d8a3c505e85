"""What all worker processes of a run do, as plain data."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` for one note; a worker is replaced after ``notes``, or ``megabytes`` of growth."""

    seconds: float = 60.0
    notes: int = 5_000
    megabytes: int = 512


@dataclass(frozen=True, slots=True)
class Plan:
    """What all workers do. ``factory`` is ``module:name`` of what makes an analyzer of ``options``."""

    options: dict[str, Any]
    formats: tuple[str, ...] = ("jsonl",)
    factory: str = "chartgap.analyzer:Analyzer"
    limits: Limits = Limits()


PID = struct.Struct("!i")
"""How the template process tells and is told process ids and their statuses."""
