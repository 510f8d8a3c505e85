"""The auditor's view: grouping and coverage, which no other view shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from chartgap.audit.facts import Auditor, make_auditor
from chartgap.icd10cm.tree import CodeTree, load_tree
from chartgap.models import AuditFact, NoteAnalysis, Setting, Sex
from chartgap.report.text import auditors_part
from chartgap.report.view import arrange_facts, no_facts

Audit = Callable[[NoteAnalysis], Iterable[AuditFact]]


class ViewName(StrEnum):
    """Who reads."""

    STANDARD = "standard"
    AUDITOR = "auditor"


ViewOption = Annotated[
    ViewName,
    typer.Option(
        "--view", help="auditor: text and HTML also tell MS-DRG, CC/MCC and coverage, which no query may."
    ),
]


def check_view(view: ViewName, form: str) -> None:
    """Refuse the auditor's view as JSON: what it adds is no part of an analysis or of a candidate code.

    Raises:
        typer.BadParameter: the two do not go together.
    """
    if view is ViewName.AUDITOR and form == "json":
        raise typer.BadParameter("the auditor's view is for people: give --format text or html with --view")


def print_audit(view: ViewName, codes: Sequence[str], tree: CodeTree, console: Console) -> None:
    """Print what auditors are told of codes or headers, in their view."""
    if view is ViewName.AUDITOR:
        for part in auditors_part(arrange_facts(make_auditor(tree).of_codes(codes))):
            console.print(part)


def audit_notes(
    view: ViewName,
    *,
    sex: Sex | None,
    setting: Setting,
    service_date: date | None,
    lexicons: Sequence[Path],
) -> Audit:
    """What auditors are told of each note's analysis; nothing in the standard view."""
    if view is ViewName.STANDARD:
        return no_facts

    @cache
    def auditor(release: str) -> Auditor:
        return make_auditor(load_tree(release), day=service_date, lexicons=lexicons)

    def audit(analysis: NoteAnalysis) -> Iterable[AuditFact]:
        return auditor(analysis.code_set.release).of_note(analysis, sex=sex, setting=setting)

    return audit
