"""One YAML file as plain data, with the line of everything in it.

A stricter YAML than PyYAML's: only ``true``, ``false``, ``null`` and plain numbers are not text (``no`` and
``on`` are words that notes use), a key may not stand twice, aliases are refused, size and nesting are
bounded. The nodes of libyaml are turned into data here: twice as fast as PyYAML's own constructor, and it
keeps the lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.error import MarkedYAMLError, YAMLError

from chartgap.errors import Fault

MAX_BYTES = 4_000_000
MAX_DEPTH = 24

_TAG = "tag:yaml.org,2002:"
_STR, _SEQ, _MAP = _TAG + "str", _TAG + "seq", _TAG + "map"
_CORE = re.compile(
    r"(?P<null>~|null|)|(?P<bool>true|false)|(?P<int>[-+]?[0-9]{1,18})|(?P<float>[-+]?[0-9]{1,18}\.[0-9]{1,18})"
)


class _TooDeepError(YAMLError):
    """Nesting beyond MAX_DEPTH, found while composing: libyaml would overrun the C stack."""


class _Composer(CParser):
    """libyaml's composer, with our scalar rules and bound on depth at the hooks it calls for every node."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Called on the way into a node."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _TooDeepError

    def ascend_resolver(self) -> None:
        """Called on the way out of a node."""
        self._depth -= 1

    def resolve(self, kind: type[Node], value: str | None, implicit: tuple[bool, bool] | bool) -> str:
        """The tag of a node that has none."""
        if kind is not ScalarNode:
            return _SEQ if kind is SequenceNode else _MAP
        if isinstance(implicit, tuple) and implicit[0] and value is not None:
            match = _CORE.fullmatch(value)
            if match is not None:
                return _TAG + str(match.lastgroup)
        return _STR


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data and its nodes. Lines count from 1."""

    path: Path
    data: dict[str, JsonValue]
    root: Node

    def line(self, loc: tuple[str | int, ...]) -> int:
        """The line of the thing at ``loc``, or of the nearest thing around it that exists.

        Steps that are not in the file (pydantic names the branches of a union) are passed over.
        """
        node, line = self.root, self.root.start_mark.line
        for step in loc:
            child = _child(node, step)
            if child is not None:
                line, node = child
        return int(line) + 1


def read_document(path: Path) -> Document | list[Fault]:
    """The file as a Document, or every fault of its YAML. The root must be a mapping."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return [Fault(path, 0, "", f"the file is larger than {MAX_BYTES} bytes; split it")]
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return [Fault(path, 0, "", f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        return [Fault(path, 0, "", f"is not UTF-8 (byte {error.start})")]
    try:
        root = _compose(text)
    except _TooDeepError:
        return [Fault(path, 0, "", f"is nested more than {MAX_DEPTH} levels deep")]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        return [Fault(path, line, "", f"is not YAML: {error.problem or error.context}")]
    except (YAMLError, ValueError) as error:
        reason = getattr(error, "reason", None) or "unreadable characters"
        return [Fault(path, 0, "", f"is not YAML: {reason}")]
    if root is None:
        return [Fault(path, 0, "", "is empty")]
    faults: list[Fault] = []
    data = _construct(root, path, faults, set())
    if faults:
        return faults
    if not isinstance(data, dict):
        return [Fault(path, root.start_mark.line + 1, "", "must be a mapping of keys to values")]
    return Document(path, data, root)


def _compose(text: str) -> Node | None:
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
    finally:
        composer.dispose()
    return node


def _child(node: Node, step: str | int) -> tuple[int, Node] | None:
    """The node at ``step`` with the line where it begins, its key's line in a mapping."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line, child
    return None


def _construct(node: Node, path: Path, faults: list[Fault], seen: set[int]) -> JsonValue:
    if id(node) in seen:
        message = "is used by an alias (*name); write it out at each place"
        faults.append(Fault(path, node.start_mark.line + 1, "", message))
        return None
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        return _scalar(node, path, faults)
    if node.tag not in (_SEQ, _MAP):
        faults.append(Fault(path, node.start_mark.line + 1, "", f"the tag {node.tag} is not allowed"))
        return None
    if isinstance(node, SequenceNode):
        return [_construct(child, path, faults, seen) for child in node.value]
    found: dict[str, JsonValue] = {}
    for key, value in node.value:
        name, line = key.value, key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            faults.append(Fault(path, line, "", "a key must be text"))
        elif name in found:
            faults.append(Fault(path, line, name, "the key stands twice in this mapping"))
        else:
            found[name] = _construct(value, path, faults, seen)
    return found


def _scalar(node: ScalarNode, path: Path, faults: list[Fault]) -> JsonValue:
    value: str = node.value
    match node.tag.removeprefix(_TAG):
        case "str":
            return value
        case "null":
            return None
        case "bool" if value in ("true", "false"):
            return value == "true"
        case "int" | "float" as tag if _CORE.fullmatch(value):
            return int(value) if tag == "int" else float(value)
    faults.append(Fault(path, node.start_mark.line + 1, "", f"the tag {node.tag} is not allowed here"))
    return None
