"""Compiles the official tabular XML into a code table: ``python -m chartgap.icd10cm.build``.

Without arguments it compiles the release that the package ``simple-icd-10-cm`` bundles into the checkout's
lexicons/icd10cm. A newer release: ``... build table-and-index.zip --release 2026-10-01 --out FOLDER``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from chartgap import resources
from chartgap.errors import ChartgapError, CodeSetError
from chartgap.icd10cm.compiler import compiler_digest
from chartgap.icd10cm.frame import Frame, lay_out
from chartgap.icd10cm.framing import build_frames
from chartgap.icd10cm.record import Record
from chartgap.icd10cm.table import SUFFIX, pack_table
from chartgap.icd10cm.tabular import read_tabular
from chartgap.icd10cm.terms import build_terms
from chartgap.icd10cm.titles import TitleWords, load_title_words

_BUNDLED = re.compile(r"icd10c-tabular-(\w+-\d+-\d{4})\.xml$")


def compile_table(source: Path, release: str) -> bytes:
    """Compile a tabular XML, or the published zip that holds it, into the bytes of a code table.

    Raises:
        CodeSetError: the source is unreadable or no tabular list, or ``release`` is no ISO date.
        LexiconError: titles.yaml is invalid.
    """
    try:
        date.fromisoformat(release)
    except ValueError as error:
        raise CodeSetError(f"a release is named by its first day, 2026-04-01, not {release!r}") from error
    data, records = read_tabular(source)
    digest = hashlib.sha256(data).hexdigest()
    return compile_records(records, release, source=source.name, source_sha256=digest)


def compile_records(records: Sequence[Record], release: str, *, source: str, source_sha256: str) -> bytes:
    """Compile the records of a tabular list into the bytes of a code table.

    Raises:
        LexiconError: titles.yaml is invalid.
    """
    words = load_title_words(resources.lexicons() / "icd10cm" / "titles.yaml")
    parts = _make_parts(records, words)
    return pack_table(
        release=release,
        source=source,
        source_sha256=source_sha256,
        parts=parts,
        compiler=compiler_digest(),
    )


def find_bundled() -> tuple[Path, str]:
    """Find the XML that simple-icd-10-cm bundles, without importing it, and its release date.

    Raises:
        CodeSetError: the package is not installed or bundles no tabular XML.
    """
    try:
        listed = files("simple-icd-10-cm") or []
    except PackageNotFoundError as error:
        raise CodeSetError(
            "simple-icd-10-cm is not installed; name the tabular XML or zip instead"
        ) from error
    for entry in listed:
        found = _BUNDLED.search(entry.name)
        if found:
            return Path(str(entry.locate())), datetime.strptime(found[1], "%B-%d-%Y").date().isoformat()
    raise CodeSetError("simple-icd-10-cm bundles no tabular XML; name the XML or zip instead")


def _make_parts(records: Sequence[Record], words: TitleWords) -> dict[str, Any]:
    by_id = {record.id: record for record in records}
    children: dict[str, list[str]] = {}
    for record in records:
        children.setdefault(record.parent, []).append(record.id)
    framed = _records_of_chapter(records, by_id, words.chapter)
    parts: dict[str, Any] = {"levels": {"records": []}}
    for record in records:
        name = record.id[:3] if record.is_code else "levels"
        part = parts.setdefault(name, {"records": []})
        part["records"].append(_make_row(record, children.get(record.id, [])))
    frames = build_frames(framed, words)
    for frame in frames:
        parts[frame.code[:3]].setdefault("frames", []).append(
            [getattr(frame, name) for name in frame.__dataclass_fields__]
        )
    inside = {record.id for record in framed}
    redirects = [r for r in records if r.is_code and r.id.startswith(words.redirects) and r.id not in inside]
    stems = {frame.stem for frame in frames}
    terms = build_terms([*framed, *redirects], by_id, words, stems)
    parts["terms"] = {
        "families": [*words.families, *words.redirects],
        "symptoms": words.symptoms,
        "joins": words.joins,
        "told": _tell({term.category for term in terms}, frames, words),
        "said": {said: phrases for said, phrases in words.narrowings.items() if phrases},
        "searched": sorted(
            {*(code for code in parts if code.startswith("M")), *words.redirects, *words.searched}
        ),
        "rows": [[getattr(term, name) for name in term.__dataclass_fields__] for term in terms],
    }
    return parts


def _tell(
    categories: Iterable[str], frames: Sequence[Frame], words: TitleWords
) -> dict[str, tuple[str | None, list[str]]]:
    """The one site and the qualifiers of the codes that each category is laid out as, where it has any."""
    of: dict[str, list[Frame]] = {}
    for frame in frames:
        of.setdefault(frame.code[:3], []).append(frame)

    def under(prefix: str) -> tuple[Frame, ...]:
        return tuple(frame for frame in of.get(prefix[:3], ()) if frame.code.startswith(prefix))

    told = {}
    for category in sorted(categories):
        laid = lay_out(category, under, words.joins)
        sites = {frame.site for frame in laid}
        site = sites.pop() if len(sites) == 1 else None
        qualifiers = sorted({qualifier for frame in laid for qualifier in frame.qualifiers})
        if site or qualifiers:
            told[category] = site, qualifiers
    return told


def _make_row(record: Record, children: list[str]) -> list[Any]:
    return [
        record.id,
        record.title,
        record.parent,
        record.notes,
        record.sevenths,
        sorted(record.barred),
        children if record.is_code else [],
    ]


def _records_of_chapter(records: Sequence[Record], by_id: dict[str, Record], chapter: str) -> list[Record]:
    inside = {chapter}
    chosen = []
    for record in records:
        if record.id in inside or record.parent in inside:
            inside.add(record.id)
            chosen.append(record)
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile and write one table; exit code 2 when the source or release cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m chartgap.icd10cm.build", description=__doc__)
    parser.add_argument("source", nargs="?", type=Path, help="tabular XML, or the published zip")
    parser.add_argument("--release", help="first day of the release, 2026-10-01")
    parser.add_argument("--out", type=Path, help="folder for the table")
    options = parser.parse_args(arguments)
    try:
        source, release = (options.source, options.release) if options.source else find_bundled()
        if not release:
            parser.error("--release is needed with a source of your own")
        packed = compile_table(source, release)
    except ChartgapError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    target = (options.out or resources.lexicons() / "icd10cm") / f"{release}{SUFFIX}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(packed)
    print(f"{target}: {len(packed):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
