"""What works on the shards of a run, whatever it is: a pool on this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from chartgap.batch.shards import Shard


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was worked on: one part for each format, and how many of its rows are errors."""

    shard: Shard
    parts: tuple[bytes, ...]
    errors: int


class Workers(Protocol):
    """What works on shards: a pool on this machine, or a cluster."""

    def identity(self) -> dict[str, Any]:
        """What must be equal for two analyses to be comparable."""

    def run(self, shards: Iterator[Shard]) -> Iterator[Done]:
        """Work on shards, as they come; they are done in any order. Only a few are held at a time."""

    def stop(self) -> None:
        """Begin no further shard; those in hand are still done."""
