"""List items, nested by marker and indentation, by compiled code."""

from collections.abc import Callable

from chartgap.models import Item

class Outline:
    """The items of a text. Its lines and parts of lines are given in order.

    Args:
        text: the note.
        marks: what items inside lines may begin at, as ``marks.find_marks`` tells.
        marked: the class of the list marker that a stretch of the text begins with, ``""`` if there is none,
            and where the text after it begins.
    """

    def __init__(
        self,
        text: str,
        marks: list[tuple[int, int, int]],
        marked: Callable[[str, int, int], tuple[str, int]],
    ) -> None: ...
    def blank(self) -> None:
        """A blank line: what is unmarked and not indented after it belongs to no item."""

    def reset(self) -> None:
        """A heading: lists end."""

    def go_on(self, end: int) -> bool:
        """Let the open items go on to ``end``, the innermost one's own text too; False if none is open."""

    def add_line(self, start: int, end: int, indent: int, marker: str) -> None:
        """Add a line: its own item, and those that run together on it. Prose is no item; lists end there."""

    def add_part(self, start: int, end: int, indent: int) -> None:
        """Add what is visible of a part of a line with this indentation, as a line of its own."""

    def items(self) -> list[Item]:
        """The items. An item's own text ends where its first sub-item begins."""
