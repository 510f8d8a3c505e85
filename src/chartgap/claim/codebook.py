"""What claim review asks of a code set, as protocols: the code tree satisfies them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Frame(Protocol):
    """What a billable code says, axis by axis; ``None`` where the code has no such axis."""

    @property
    def stem(self) -> str:
        """The code of the disorder, above all its sites and sides."""

    @property
    def site(self) -> str | None:
        """The site value: a named one, ``other``, ``multiple ...`` or ``unspecified``."""

    @property
    def laterality(self) -> str | None:
        """The side the title names."""

    @property
    def seventh(self) -> str | None:
        """The seventh character."""

    @property
    def acuity(self) -> str | None:
        """The acuity that the disorder's title states."""

    @property
    def route(self) -> str | None:
        """The route that the disorder's title states."""


class CodeBook(Protocol):
    """The code set in which a claim is reviewed."""

    @property
    def release(self) -> str:
        """First day of the release."""

    def normalise(self, code: str) -> str:
        """A code as officially written."""

    def valid(self, code: str) -> bool:
        """Whether the release has the code, billable or header."""

    def billable(self, code: str) -> bool:
        """Whether the code can be reported."""

    def title(self, code: str) -> str:
        """The official title in full."""

    def sevenths(self, code: str) -> tuple[tuple[str, str], ...]:
        """The seventh characters that a code takes and their texts."""

    def children(self, code: str) -> tuple[str, ...]:
        """The codes right below."""

    def frame(self, code: str) -> Frame | None:
        """The frame of a billable code, where it has one."""

    def searched(self) -> Sequence[str]:
        """The prefixes of the codes that notes are read for."""
