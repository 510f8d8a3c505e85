"""Lexicon folders → one frozen ``Lexicon``: the shipped one with a user's overlays laid on it, in order.

In an overlay the same id replaces, a new id adds, and ``disable: [ids]`` removes. Every fault of every file
is reported together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from chartgap import resources
from chartgap.errors import Fault, LexiconError
from chartgap.lexicon.book import Lexicon, Origin
from chartgap.lexicon.document import Document, read_document
from chartgap.lexicon.regex import pattern_faults, patterns_of
from chartgap.lexicon.schema import Concept, LexiconModel, SiteEntry, TableFile, TermEntry
from chartgap.lexicon.spellings import spellings
from chartgap.lexicon.tables import TABLES

MAX_FILES = 2_000
GENERATED = "tabular."
"""Prefix of the ids of terms generated from the code tree; they may be disabled though no file holds them."""
WORDS = ("terms", "cased", "beside", "not_beside", "not_before", "not_after")
"""Fields of an item whose texts may have alternatives in braces."""


@dataclass
class _Builder:
    """What load gathers while it goes over the folders."""

    tables: dict[str, dict[str, LexiconModel]] = field(default_factory=lambda: {name: {} for name in TABLES})
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    """Id → the table that holds it: ids are unique over all tables."""
    disabled: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, origin: Origin, key: str, message: str) -> None:
        """Note a fault of the item ``key``."""
        self.faults.append(Fault(origin.path, origin.line, key, message))


@dataclass
class _Layer:
    """One folder while it is read."""

    root: Path
    number: int
    items: dict[str, dict[str, LexiconModel]] = field(default_factory=dict)
    seen: dict[str, Origin] = field(default_factory=dict)
    removed: list[tuple[str, Origin]] = field(default_factory=list)


def load_lexicon(*overlays: Path, shipped: Path | None = None) -> Lexicon:
    """The lexicon in effect: the shipped one (or the folder ``shipped``) with the overlays on it, in order.

    Raises:
        LexiconError: with every fault of every file.
    """
    builder = _Builder()
    for number, root in enumerate((shipped or resources.lexicons(), *overlays)):
        _lay(builder, _Layer(root, number))
    builder.faults.extend(_dangling(builder))
    if builder.faults:
        raise LexiconError(sorted(builder.faults, key=lambda fault: (str(fault.path), fault.line)))
    return Lexicon(
        tables=MappingProxyType({name: MappingProxyType(held) for name, held in builder.tables.items()}),
        origins=MappingProxyType(builder.origins),
        disabled=frozenset(builder.disabled),
    )


def _lay(builder: _Builder, layer: _Layer) -> None:
    """Lay one folder on what is there, its items before the ones below."""
    for path in _files(layer.root, builder.faults):
        name = _table_name(layer.root, path)
        shape = TABLES.get(name)
        if shape is None:
            known = ", ".join(sorted(TABLES))
            builder.faults.append(Fault(path, 0, "", f"belongs to no table; the tables are: {known}"))
            continue
        document = read_document(path)
        if isinstance(document, list):
            builder.faults.extend(document)
            continue
        parsed = _validate(shape, document, builder.faults)
        if parsed is not None:
            where = Origin(path, document.line(("disable",)), layer.number)
            layer.removed.extend((key, where) for key in parsed.disable)
            _add(builder, layer, name, document, parsed)
    for key, where in layer.removed:
        _disable(builder, key, where)
    for name, items in layer.items.items():
        below = builder.tables[name]
        kept = {key: item for key, item in below.items() if key not in items}
        builder.tables[name] = items | kept


def _files(root: Path, faults: list[Fault]) -> list[Path]:
    if not root.is_dir():
        faults.append(Fault(root, 0, "", "is not a folder of lexicons"))
        return []
    found = sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file())
    if len(found) > MAX_FILES:
        faults.append(Fault(root, 0, "", f"holds more than {MAX_FILES} files"))
        return []
    return found


def _table_name(root: Path, path: Path) -> str:
    first = path.relative_to(root).parts[0]
    return first.removesuffix(path.suffix) if path.parent == root else first


def _validate(shape: type[TableFile], document: Document, faults: list[Fault]) -> TableFile | None:
    try:
        # Through JSON, because only there a strict model takes a list for a tuple.
        return shape.model_validate_json(json.dumps(document.data))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            loc = detail["loc"]
            key = ".".join(str(step) for step in loc)
            faults.append(Fault(document.path, document.line(loc), key, detail["msg"]))
    except ValueError as error:
        faults.append(Fault(document.path, 0, "", str(error)))
    return None


def _add(builder: _Builder, layer: _Layer, name: str, document: Document, parsed: TableFile) -> None:
    """Take up the items of a file. A file without items of its own is one item, named by its path's stem."""
    items = list(parsed.items())
    whole = not items and bool(parsed.model_fields_set - {"disable"} or parsed.model_extra)
    if whole:
        items = [(document.path.stem, parsed, ())]
    for key, item, loc in items:
        origin = Origin(document.path, document.line(loc), layer.number)
        ident = f"{name}:{key}" if whole else key
        if ident in layer.seen:
            first = layer.seen[ident]
            builder.fault(origin, key, f"the id stands already at {first.path}:{first.line}")
            continue
        if builder.homes.get(ident, name) != name:
            builder.fault(origin, key, f"the id belongs to the table {builder.homes[ident]}")
            continue
        layer.seen[ident] = origin
        builder.homes[ident] = name
        builder.origins[name, key] = origin
        layer.items.setdefault(name, {})[key] = _written_out(builder, item, origin, key)
        if layer.number:
            # The shipped patterns are tested by us; a user's are tested before any note meets them.
            for pattern, flags in patterns_of(item):
                for message in pattern_faults(pattern, flags):
                    builder.fault(origin, key, message)


def _written_out(builder: _Builder, item: LexiconModel, origin: Origin, key: str) -> LexiconModel:
    update: dict[str, tuple[str, ...]] = {}
    for name in WORDS:
        held = getattr(item, name, ())
        if isinstance(held, tuple) and any(
            "{" in term or "}" in term for term in held if isinstance(term, str)
        ):
            try:
                update[name] = tuple(dict.fromkeys(chain.from_iterable(map(spellings, held))))
            except ValueError as error:
                builder.fault(origin, f"{key}.{name}", str(error))
    return item.model_copy(update=update) if update else item


def _disable(builder: _Builder, key: str, origin: Origin) -> None:
    if key.startswith(GENERATED):
        builder.disabled.add(key)
        return
    name = builder.homes.get(key)
    if name is None or key not in builder.tables[name]:
        builder.fault(origin, "disable", f"no lexicon below has {key} to disable")
        return
    builder.disabled.add(key)
    held = builder.tables[name]
    if isinstance(held.pop(key), Concept):
        for other in [other for other, item in held.items() if _concept_of(item) == key]:
            del held[other]


def _dangling(builder: _Builder) -> Iterator[Fault]:
    """Terms whose concept or site no file defines: nothing downstream could read them."""
    disorders, sites = builder.tables["disorders"], builder.tables["sites"]
    defined: dict[str, str] = {}
    for key, item in sites.items():
        if isinstance(item, SiteEntry) and item.defines:
            first = defined.setdefault(item.value, key)
            if first != key:
                where = builder.origins["sites", key]
                yield Fault(where.path, where.line, key, f"{item.value} is defined already by {first}")
    for key, item in sites.items():
        if isinstance(item, SiteEntry) and item.value not in defined:
            where = builder.origins["sites", key]
            yield Fault(where.path, where.line, key, f"no entry defines the site {item.value} (with `sided`)")
    for key, term in disorders.items():
        concept = _concept_of(term)
        if concept is not None and not isinstance(disorders.get(concept), Concept):
            where = builder.origins["disorders", key]
            yield Fault(where.path, where.line, key, f"no file defines the concept {concept} (with `family`)")


def _concept_of(item: LexiconModel) -> str | None:
    if isinstance(item, TermEntry) and isinstance(item.value, dict):
        return str(item.value.get("concept"))
    return None
