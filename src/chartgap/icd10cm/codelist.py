"""The official list of codes, and where it disagrees with the tabular list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from chartgap.errors import CodeSetError
from chartgap.icd10cm.record import Record, expand_sevenths

_ORDER = re.compile(r"\d{5} +(?P<code>[A-Z][0-9A-Z]{2,6}) +(?P<billable>[01]) ")
_TITLED = re.compile(r"(?P<code>[A-Z][0-9A-Z]{2,6})\s+\S")
_BARE = re.compile(r"(?P<code>[A-Z][0-9A-Z]{2,6})|\d+|[A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}")
_SHOWN = 8


@dataclass
class CodeList:
    """The codes of a list, without dots. ``unknown``: it does not tell whether they are billable."""

    billable: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


def read_code_list(data: bytes, name: str) -> CodeList:
    """Read a list: ``icd10cm_order`` (all levels), ``icd10cm_codes`` (billable ones), or codes alone.

    Raises:
        CodeSetError: a line holds no code, or there is none at all.
    """
    found = CodeList()
    for number, line in enumerate(_decode(data).splitlines(), start=1):
        if not line.strip():
            continue
        if ordered := _ORDER.match(line):
            (found.billable if ordered["billable"] == "1" else found.headers).add(ordered["code"])
        elif titled := _TITLED.match(line):
            found.billable.add(titled["code"])
        elif bare := _BARE.fullmatch(line.strip()):
            found.unknown.update(filter(None, [bare["code"]]))
        else:
            raise CodeSetError(f"{name}: line {number} holds no code; is this the list of codes?")
    if not (found.billable or found.unknown):
        raise CodeSetError(f"{name}: no codes in it; is this the list of codes?")
    return found


def compare(records: Sequence[Record], listed: CodeList) -> tuple[str, ...]:
    """Where a list and the tabular disagree, in words; nothing where they agree."""
    billable, headers = codes_of(records)
    missing = billable - listed.billable - listed.unknown
    unlisted = (listed.billable - billable) | ((listed.headers | listed.unknown) - billable - headers)
    return tuple(
        f"{len(codes)} only in the {place}: {_some(codes)}"
        for codes, place in ((missing, "tabular list"), (unlisted, "list of codes"))
        if codes
    )


def codes_of(records: Iterable[Record]) -> tuple[set[str], set[str]]:
    """The billable codes and the headers of the tabular, without dots."""
    billable: set[str] = set()
    headers: set[str] = set()
    for record in records:
        if record.is_code:
            full = [_plain(code) for code, _ in expand_sevenths(record)]
            billable.update(full)
            (headers if full or record.children else billable).add(_plain(record.id))
    return billable, headers


def _plain(code: str) -> str:
    return code.replace(".", "")


def _some(codes: Iterable[str]) -> str:
    def name() -> Iterator[str]:
        ordered = sorted(codes)
        yield from (f"{code[:3]}.{code[3:]}".rstrip(".") for code in ordered[:_SHOWN])
        if len(ordered) > _SHOWN:
            yield "..."

    return ", ".join(name())


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
