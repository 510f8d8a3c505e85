"""The tables of a batch: their columns, types and meanings, for Parquet, spreadsheets and their readers.

Every table has ``record`` (the place of the note in the input, from 1) and ``note_id`` first; together with
the ids of an analysis they are its keys. Unknown is null.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Type = Literal["text", "integer", "number", "flag", "date", "texts", "sites", "closings", "json"]
"""``sites`` are ``{site, laterality}``, ``closings`` ``{answer, code}``; ``json`` is JSON in a text."""


class Column(NamedTuple):
    """A column and what it holds."""

    name: str
    type: Type
    meaning: str


_KEYS = (
    Column("record", "integer", "place of the record in the input, from 1"),
    Column("note_id", "text", "the caller's id of the note, or a hash of its text"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "gaps": (
        *_KEYS,
        Column("gap_id", "text", "the same for the same gap of the same condition"),
        Column("condition_id", "text", "the condition it is a gap of"),
        Column("concept", "text", "that condition's disorder"),
        Column("kind", "text", "missing, ambiguous, vague or conflict"),
        Column("element", "text", "what is not documented"),
        Column("severity", "text", "blocking, supporting or advisory"),
        Column("message", "text", "the gap in words"),
        Column("codes_now", "texts", "rank-1 codes today"),
        Column("codes_if_closed", "closings", "the code each possible answer would lead to"),
        Column("question", "text", "the query's question to the provider"),
        Column("options", "texts", "the query's options"),
        Column("indicators", "texts", "what the query quotes from the note"),
        Column("rule", "text", "stable id of the rule"),
        Column("authority", "text", "on whose word the rule stands"),
        Column("source", "text", "the rule's source"),
        Column("finding_ids", "texts", "its evidence"),
    ),
    "codes": (
        *_KEYS,
        Column("condition_id", "text", "the condition it is a candidate for"),
        Column("code", "text", "ICD-10-CM code"),
        Column("description", "text", "its official title"),
        Column("billable", "flag", "whether it can be reported"),
        Column("role", "text", "primary, additional or code_first"),
        Column("rank", "integer", "1 is what the documentation supports today"),
        Column("basis", "text", "documented, unspecified or alternative"),
        Column("authority", "text", "on whose word it stands"),
        Column("rationale", "texts", "why"),
        Column("conflicts", "texts", "what speaks against it, with sources"),
        Column("finding_ids", "texts", "its evidence"),
    ),
    "conditions": (
        *_KEYS,
        Column("condition_id", "text", "id within the note"),
        Column("concept", "text", "the disorder"),
        Column("status", "text", "present, possible, absent, historical, hypothetical or family"),
        Column("sites", "sites", "canonical sites with their sides"),
        Column("acuity", "text", "as documented"),
        Column("route", "text", "of infection, as documented"),
        Column("organisms", "texts", "that the note ties to it"),
        Column("attributes", "json", "what else its codes and gaps turn on"),
        Column("finding_ids", "texts", "its evidence"),
    ),
    "claims": (
        *_KEYS,
        Column("line", "integer", "place on the claim, from 1; null for a code that is not billed"),
        Column("code", "text", "billed, or called for by the documentation"),
        Column("description", "text", "its official title"),
        Column("verdict", "text", "null where it was not reviewed; missing for a code that is not billed"),
        Column("reasons", "texts", "why"),
        Column("better", "texts", "codes that the documentation supports in its place"),
        Column("gap_ids", "texts", "gaps that bear on it"),
        Column("finding_ids", "texts", "its evidence"),
    ),
    "notes": (
        *_KEYS,
        Column("patient_id", "text", "as the input has it"),
        Column("encounter_id", "text", "as the input has it"),
        Column("author", "text", "as the input has it"),
        Column("note_date", "date", "as the input has it"),
        Column("note_type", "text", "as the input has it"),
        Column("reference", "text", "where in the input's system the note stands"),
        Column("characters", "integer", "length of the text in code points"),
        Column("release", "text", "first day of the ICD-10-CM release"),
        Column("engine_version", "text", "of chartgap"),
        Column("pipeline", "text", "name of the pipeline"),
        Column("lexicon_digest", "text", "of the vocabulary and rules in effect"),
        Column("conditions", "integer", "how many conditions of any status"),
        Column("coded_conditions", "integer", "how many with a rank-1 code"),
        Column("blocking_gaps", "integer", "how many"),
        Column("supporting_gaps", "integer", "how many"),
        Column("advisory_gaps", "integer", "how many"),
    ),
    "errors": (
        *_KEYS,
        Column("error", "text", "what went wrong, as one word"),
        Column("message", "text", "what, where and what to do"),
    ),
    "findings": (
        *_KEYS,
        Column("finding_id", "text", "id within the note"),
        Column("kind", "text", "disorder, site, acuity ..."),
        Column("text", "text", "the words of the note"),
        Column("start", "integer", "offset in code points, from 0"),
        Column("end", "integer", "offset behind the last code point"),
        Column("section", "text", "category of its section"),
        Column("value", "json", "what was read"),
        Column("negated", "flag", "denied or ruled out"),
        Column("uncertain", "flag", "only possible"),
        Column("historical", "flag", "of the past"),
        Column("hypothetical", "flag", "might be"),
        Column("family", "flag", "of a relative"),
        Column("disputed", "flag", "the two negation readers differ"),
        Column("rule", "text", "stable id of the entry that found it"),
    ),
}
"""Tables by name, what an auditor reads first in front."""
