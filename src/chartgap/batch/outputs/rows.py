"""The rows of the tables that one record gives, as plain values in the order of the table's columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from chartgap.batch.sink import Row
from chartgap.models import Claim, ErrorRow, NoteAnalysis, Reason

Values = tuple[Any, ...]


def table_rows(row: Row) -> Iterator[tuple[str, Values]]:
    """Each row of a record with the name of its table: of a note, or of an error."""
    outcome = row.outcome
    keys = (row.number, outcome.note_id)
    if isinstance(outcome, ErrorRow):
        yield "errors", (*keys, outcome.error, outcome.message)
        return
    for name, rows in (
        ("gaps", _gaps(outcome)),
        ("codes", _codes(outcome)),
        ("conditions", _conditions(outcome)),
        ("claims", _claims(outcome.claim, outcome)),
        ("notes", [_note(row, outcome)]),
        ("findings", _findings(outcome)),
    ):
        for values in rows:
            yield name, (*keys, *values)


def _gaps(analysis: NoteAnalysis) -> Iterator[Values]:
    concepts = {condition.id: condition.concept for condition in analysis.conditions}
    for gap in analysis.gaps:
        yield (
            gap.id,
            gap.condition_id,
            concepts[gap.condition_id],
            gap.kind,
            gap.element,
            gap.severity,
            gap.message,
            list(gap.codes_now),
            [{"answer": one.answer, "code": one.code} for one in gap.codes_if_closed],
            gap.query.question,
            list(gap.query.options),
            [one.text for one in gap.query.indicators],
            gap.rule,
            gap.authority,
            gap.source,
            list(gap.finding_ids),
        )


def _codes(analysis: NoteAnalysis) -> Iterator[Values]:
    for code in analysis.codes:
        yield (
            code.condition_id,
            code.code,
            code.description,
            code.billable,
            code.role,
            code.rank,
            code.basis,
            code.authority,
            [reason.text for reason in code.rationale],
            list(code.conflicts),
            _evidence(code.rationale),
        )


def _conditions(analysis: NoteAnalysis) -> Iterator[Values]:
    for one in analysis.conditions:
        yield (
            one.id,
            one.concept,
            one.status,
            [{"site": site.site, "laterality": site.laterality} for site in one.sites],
            one.acuity,
            one.route,
            [organism.name for organism in one.organisms],
            _json(one.attributes),
            list(one.finding_ids),
        )


def _claims(claim: Claim | None, analysis: NoteAnalysis) -> Iterator[Values]:
    if claim is None:
        return
    for place, line in enumerate(claim.lines, start=1):
        yield (
            place,
            line.code,
            line.description,
            line.verdict,
            [reason.text for reason in line.reasons],
            list(line.better),
            list(line.gap_ids),
            _evidence(line.reasons),
        )
    candidates = {code.code: code for code in analysis.codes if code.rank == 1}
    for missing in claim.missing:
        code = candidates[missing]
        reasons = [reason.text for reason in code.rationale]
        yield None, missing, code.description, "missing", reasons, [], [], _evidence(code.rationale)


def _note(row: Row, analysis: NoteAnalysis) -> Values:
    origin, severities = row.origin, [gap.severity for gap in analysis.gaps]
    return (
        origin.patient,
        origin.encounter,
        origin.author,
        origin.written,
        origin.kind,
        origin.reference,
        None if row.text is None else len(row.text),
        analysis.code_set.release,
        analysis.engine.version,
        analysis.engine.pipeline,
        analysis.engine.lexicon_digest,
        len(analysis.conditions),
        len({code.condition_id for code in analysis.codes if code.rank == 1}),
        severities.count("blocking"),
        severities.count("supporting"),
        severities.count("advisory"),
    )


def _findings(analysis: NoteAnalysis) -> Iterator[Values]:
    for one in analysis.findings:
        said = one.assertion
        yield (
            one.id,
            one.kind,
            one.text,
            one.start,
            one.end,
            one.section,
            _json(one.value),
            said.negated,
            said.uncertain,
            said.historical,
            said.hypothetical,
            said.family,
            one.disputed,
            one.rule,
        )


def _evidence(reasons: Iterable[Reason]) -> list[str]:
    return list(dict.fromkeys(key for reason in reasons for key in reason.finding_ids))


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
