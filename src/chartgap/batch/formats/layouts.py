"""Tables of notes as other systems export them: which of their columns say what, and which nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chartgap.batch.records import COLUMN_FIELDS, Columns
from chartgap.errors import InputError


@dataclass(frozen=True, slots=True)
class Layout:
    """A documented table. Names are matched whatever their case: exports of databases differ in it.

    A table is taken for this layout if it has all of ``required``. ``spoiled`` is a column whose value 1 says
    that the note was entered in error; ``line`` one that numbers the lines of a note split over rows.
    """

    name: str
    required: frozenset[str]
    columns: Mapping[str, str]
    ignored: frozenset[str]
    spoiled: str | None = None
    line: str | None = None


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LAYOUTS = (
    Layout(
        "omop",
        _names("note_id person_id note_type_concept_id note_text"),
        {
            "note_id": "note_id",
            "text": "note_text",
            "patient_id": "person_id",
            "encounter_id": "visit_occurrence_id",
            "author": "provider_id",
            "note_date": "note_date",
            "note_type": "note_class_concept_id",
        },
        _names(
            "note_datetime note_type_concept_id note_title encoding_concept_id language_concept_id"
            " visit_detail_id note_source_value note_event_id note_event_field_concept_id"
        ),
    ),
    Layout(
        "mimic",
        _names("row_id subject_id hadm_id category text"),
        {
            "note_id": "row_id",
            "text": "text",
            "patient_id": "subject_id",
            "encounter_id": "hadm_id",
            "author": "cgid",
            "note_date": "chartdate",
            "note_type": "category",
        },
        _names("charttime storetime description iserror"),
        spoiled="iserror",
    ),
    Layout(
        "mimic",
        _names("note_id subject_id note_type note_seq text"),
        {
            "note_id": "note_id",
            "text": "text",
            "patient_id": "subject_id",
            "encounter_id": "hadm_id",
            "note_date": "charttime",
            "note_type": "note_type",
        },
        _names("note_seq storetime"),
    ),
    Layout(
        "epic",
        _names("note_id line note_text"),
        {
            "note_id": "note_id",
            "text": "note_text",
            "patient_id": "pat_id",
            "encounter_id": "pat_enc_csn_id",
            "author": "current_author_id",
            "note_date": "contact_date",
            "note_type": "ip_note_type_c",
        },
        _names("note_csn_id contact_date_real cm_ct_owner_id is_archived_yn"),
        line="line",
    ),
)
"""What is told apart by its required columns, in this order; MIMIC-III and MIMIC-IV have one name."""


@dataclass(frozen=True, slots=True)
class Table:
    """How one table is read: its layout, if it is a foreign one, and its own spelling of the columns."""

    columns: Columns
    layout: Layout | None = None
    spoiled: str | None = None
    line: str | None = None


def fit(header: Iterable[str], given: Mapping[str, str], format: str | None) -> Table:
    """The reading of a table by its header.

    ``given`` are the caller's names by field; they go before a layout's. ``format`` is a layout's name, or
    that of a kind of file, which means columns of chartgap's own; without it, what fits is taken.

    Raises:
        InputError: it is to be of a layout that it does not have.
    """
    header = list(header)
    named = {name: given[name] for name in COLUMN_FIELDS if name in given}
    spelling = {name.lower(): name for name in reversed(header)}
    for layout in LAYOUTS:
        if format not in (None, layout.name):
            continue
        if all(name in spelling or _elsewhere(name, layout, named) for name in layout.required):
            return _foreign(layout, spelling, named)
    if format in {layout.name for layout in LAYOUTS}:
        needed = " or ".join(", ".join(sorted(one.required)) for one in LAYOUTS if one.name == format)
        raise InputError(f"header: a table of {format} has the columns {needed}")
    return Table(Columns().renamed(named))


def _elsewhere(name: str, layout: Layout, named: Mapping[str, str]) -> bool:
    return any(layout.columns.get(field) == name for field in named)


def _foreign(layout: Layout, spelling: Mapping[str, str], named: Mapping[str, str]) -> Table:
    own = {field: spelling.get(name, name) for field, name in layout.columns.items()}
    columns = Columns().renamed({**own, **named})
    passed = layout.ignored | ({layout.line} if layout.line else set()) | set(layout.columns.values())
    return Table(
        replace(columns, ignored=frozenset(spelling.get(name, name) for name in passed)),
        layout,
        spelling.get(layout.spoiled or ""),
        spelling.get(layout.line or ""),
    )
