"""What changed between two releases, and which rules of the lexicon the changes touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chartgap.icd10cm.record import Record, expand_sevenths
from chartgap.icd10cm.tree import CodeTree
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.family_check import stems_of
from chartgap.lexicon.gap import GapRule


@dataclass(frozen=True, slots=True)
class Entry:
    """A code of a release: its title, and whether it can be reported."""

    title: str
    billable: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A code that was added, deleted or changed; ``None`` stands for a release that does not have it."""

    code: str
    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True)
class Touched:
    """A rule of the lexicon, where it is written, and the changed codes at or under those it names."""

    rule: str
    path: str
    line: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes between two releases, each in order of the codes. A code may be retitled and also turned.

    ``turned`` are codes that became a header or, the other way round, billable.
    """

    added: tuple[Change, ...]
    deleted: tuple[Change, ...]
    retitled: tuple[Change, ...]
    turned: tuple[Change, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every changed code once."""
        parts = (self.added, self.deleted, self.retitled, self.turned)
        return tuple(sorted({change.code for part in parts for change in part}))


def find_difference(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Difference:
    """Compare the codes of two releases."""
    both = sorted((code, old[code], new[code]) for code in old.keys() & new.keys() if old[code] != new[code])
    return Difference(
        added=tuple(Change(code, None, new[code]) for code in sorted(new.keys() - old.keys())),
        deleted=tuple(Change(code, old[code], None) for code in sorted(old.keys() - new.keys())),
        retitled=tuple(Change(code, was, now) for code, was, now in both if was.title != now.title),
        turned=tuple(Change(code, was, now) for code, was, now in both if was.billable != now.billable),
    )


def find_touched(codes: Iterable[str], lexicon: Lexicon) -> tuple[Touched, ...]:
    """The rules that name one of these codes or a stem above it, in the order of the lexicon."""
    return tuple(_touched(tuple(codes), lexicon))


def _touched(codes: tuple[str, ...], lexicon: Lexicon) -> Iterator[Touched]:
    for table in ("families", "conventions", "disorders", "gaps"):
        for key, item in lexicon.tables.get(table, {}).items():
            named = item.when.codes + item.when.not_codes if isinstance(item, GapRule) else stems_of(item)
            stems = tuple(named)
            hit = tuple(code for code in codes if stems and code.startswith(stems))
            if hit:
                origin = lexicon.origins[table, key]
                yield Touched(key, str(origin.path), origin.line, hit)


def entries_of_tree(tree: CodeTree, prefix: str = "") -> dict[str, Entry]:
    """Every code of a release at hand that begins so, headers too."""
    found: dict[str, Entry] = {}
    todo = [category for category in tree.categories() if category.startswith(prefix[:3])]
    while todo:
        code = todo.pop()
        below = tree.children(code)
        found[code] = Entry(tree.title(code), not below)
        todo.extend(below)
    return {code: entry for code, entry in found.items() if code.startswith(prefix)}


def entries_of_records(records: Iterable[Record], prefix: str = "") -> dict[str, Entry]:
    """Every code of a tabular list that begins so, headers too."""
    found: dict[str, Entry] = {}
    for record in records:
        if record.is_code:
            full = dict(expand_sevenths(record))
            found[record.id] = Entry(record.title, not (full or record.children))
            found.update((code, Entry(title, True)) for code, title in full.items())
    return {code: entry for code, entry in found.items() if code.startswith(prefix)}
