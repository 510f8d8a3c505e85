"""The data that travels along the line: note, findings, conditions, codes, gaps, analysis.

Every model is frozen and refuses unknown keys; the layout, which never leaves the program, is structs.
Unknown is ``None``; an absent thing is stated as absent, never by ``None``. Offsets are half-open indices of
Unicode code points into the note exactly as it came in: ``text == note[start:end]``.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chartgap.compiled import construction, extents

Setting = Literal["outpatient", "inpatient"]
Authority = Literal["tabular", "index", "guidelines", "coverage", "page"]
Sex = Literal["F", "M"]
Laterality = Literal["right", "left", "bilateral"]
Acuity = Literal["acute", "subacute", "chronic", "acute on chronic"]
Route = Literal["hematogenous", "contiguous", "direct", "postprocedural"]
Status = Literal["present", "possible", "absent", "historical", "hypothetical", "family"]
Role = Literal["primary", "additional", "code_first"]
Basis = Literal["documented", "unspecified", "alternative"]
GapKind = Literal["missing", "ambiguous", "vague", "conflict"]
Severity = Literal["blocking", "supporting", "advisory"]
Verdict = Literal[
    "supported", "unsupported", "more_specific_available", "not_billable", "invalid_code", "excluded_pair"
]
FindingKind = Literal[
    "disorder",
    "site",
    "laterality",
    "acuity",
    "route",
    "t_score",
    "z_score",
    "strength",
    "organism",
    "lab",
    "imaging",
    "trauma",
    "function",
    "duration",
    "treatment",
    "cause",
    "fracture",
    "demographic",
    "encounter",
    "feature",
]
Element = Literal[
    "disorder",
    "site",
    "laterality",
    "acuity",
    "route",
    "etiology",
    "organism",
    "osseous_defect",
    "t_score",
    "strength",
    "distribution",
    "function",
    "underlying_cause",
    "ck",
    "autoantibody",
    "ibm_exclusion",
    "imaging",
    "inciting_trauma",
    "trauma_date",
    "external_cause",
    "onset",
    "duration",
    "treatment",
    "fracture_status",
    "encounter",
]


class Model(BaseModel):
    """Base of all data models: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        construction.register(cls, set(cls.model_fields))


M = TypeVar("M", bound=Model)
trusted = construction.trusted


def revised(model: M, /, **values: Any) -> M:
    """The model with other values for these fields, which are valid already."""
    return trusted(type(model), **{**model.__dict__, **values})


class Note(Model):
    """One note as the caller hands it over, with what belongs to this note alone."""

    text: str
    note_id: str | None = None
    setting: Setting | None = None
    age: Annotated[float, Field(ge=0, le=130)] | None = None
    sex: Sex | None = None
    service_date: date | None = None
    claimed_codes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The caller's id, or a stable hash of the text."""
        if self.note_id:
            return self.note_id
        body = self.text.encode("utf-8", "surrogatepass")
        return "note-" + hashlib.blake2b(body, digest_size=8).hexdigest()


class Assertion(Model):
    """What the text says of a finding's truth; all false means plainly affirmed of the patient now."""

    negated: bool = False
    uncertain: bool = False
    historical: bool = False
    hypothetical: bool = False
    family: bool = False


AFFIRMED = Assertion()


class Finding(Model):
    """Something read from the text. ``rule`` is the stable id of the lexicon entry that found it.

    ``cues`` are the offsets of the words that set the assertion (a negation, "possible" ...).
    """

    id: str
    kind: FindingKind
    text: str
    start: int
    end: int
    section: str | None
    value: JsonValue
    assertion: Assertion = AFFIRMED
    rule: str
    cues: tuple[tuple[int, int], ...] = ()
    disputed: bool = False
    """The two negation readers (ConText and NegEx) differ on this finding."""


class Extent(Struct, frozen=True, gc=False):
    """A half-open stretch of the note."""

    start: int
    end: int


class Section(Struct, frozen=True, gc=False):
    """A section: its heading at ``start``, its text from ``body`` to ``end``.

    ``category`` is a name from lexicons/sections (``assessment``, ``history`` ...); ``None`` for text
    before any heading and for headings the lexicon does not know.
    """

    category: str | None
    title: str
    start: int
    body: int
    end: int


class Item(Struct, frozen=True, gc=False):
    """A list item or a line of its own, with its indented or lettered sub-items inside ``start:end``.

    ``head`` ends the item's own first part, where the sub-items begin. ``parent`` is an index into
    ``Layout.items``.
    """

    start: int
    head: int
    end: int
    level: int
    parent: int | None


class Layout(Struct, frozen=True, dict=True):
    """How the note is laid out, each in text order."""

    sections: tuple[Section, ...] = ()
    sentences: extents.Extents = extents.Extents()
    items: tuple[Item, ...] = ()
    document: str | None = None
    """Kind of the whole note, where its layout tells: ``imaging report`` or ``pathology report``."""

    @cached_property
    def section_starts(self) -> list[int]:
        """Where the sections begin."""
        return [section.start for section in self.sections]


class Reading(Struct, frozen=True, dict=True):
    """Everything the pipes read from one note; what linking works on."""

    text: str
    findings: tuple[Finding, ...]
    layout: Layout

    @cached_property
    def by_kind(self) -> dict[str, list[Finding]]:
        """Kind → its findings, in text order."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            kind = finding.kind
            if kind in found:
                found[kind].append(finding)
            else:
                found[kind] = [finding]
        return found


class ConditionSite(Model):
    """A canonical site of a condition and its side."""

    site: str
    laterality: Laterality | None = None
    finding_ids: tuple[str, ...] = ()


class Organism(Model):
    """An organism the note ties to a condition. ``code`` is its B95-B97 code, if it has one."""

    name: str
    code: str | None = None
    finding_ids: tuple[str, ...] = ()


class Conflict(Model):
    """Two current statements about one condition that cannot both hold; ``value`` is the one that stands."""

    element: Element
    value: JsonValue
    other: JsonValue
    finding_ids: tuple[str, ...] = ()


class Condition(Model):
    """One disorder in this patient, merged over the whole note.

    ``attributes`` holds what else the codes or gaps of its family turn on, each a JSON value: see
    ``lexicons/README.md`` for the names.
    """

    id: str
    concept: str
    status: Status
    sites: tuple[ConditionSite, ...] = ()
    acuity: Acuity | None = None
    route: Route | None = None
    organisms: tuple[Organism, ...] = ()
    attributes: dict[str, JsonValue] = {}
    conflicts: tuple[Conflict, ...] = ()
    finding_ids: tuple[str, ...] = ()


class Reason(Model):
    """One step of an explanation, in words, with the findings it rests on."""

    text: str
    finding_ids: tuple[str, ...] = ()


class CandidateCode(Model):
    """A candidate code for a condition. ``rank`` 1 is what the documentation supports today."""

    code: str
    description: str
    billable: bool
    condition_id: str
    role: Role
    rank: Annotated[int, Field(ge=1)]
    basis: Basis
    rationale: tuple[Reason, ...] = ()
    conflicts: tuple[str, ...] = ()
    authority: Authority = "tabular"


class Closing(Model):
    """The code that one possible answer to a gap would lead to."""

    answer: str
    code: str


class Indicator(Model):
    """A clinical indicator quoted from the note."""

    text: str
    finding_id: str | None


class Query(Model):
    """A compliant query to the provider."""

    indicators: tuple[Indicator, ...]
    question: str
    options: tuple[str, ...]


class Gap(Model):
    """A documentation gap: what is open, what closing it would change, and how to ask."""

    id: str
    kind: GapKind
    element: Element
    severity: Severity
    condition_id: str
    message: str
    finding_ids: tuple[str, ...] = ()
    codes_now: tuple[str, ...] = ()
    codes_if_closed: tuple[Closing, ...] = ()
    query: Query
    rule: str
    authority: Authority
    source: str


class ClaimLine(Model):
    """A billed code and what the documentation says of it.

    ``code`` is written as the release has it. ``verdict`` is ``None`` where chartgap cannot judge: a valid
    code outside what notes are read for. ``better`` are codes that the documentation supports in its place,
    or that an answer would lead to where its statements contradict each other. ``gap_ids`` are the gaps that
    bear on the line: open ones of its condition, or what would support it.
    """

    code: str
    description: str | None = None
    verdict: Verdict | None
    reasons: tuple[Reason, ...] = ()
    better: tuple[str, ...] = ()
    gap_ids: tuple[str, ...] = ()


class Claim(Model):
    """The review of the billed codes of one note, line by line as they were billed.

    ``missing`` are the codes that the documentation calls for and that no line bills, primary codes that are
    named as ``better`` included.
    """

    lines: tuple[ClaimLine, ...]
    missing: tuple[str, ...] = ()


class CodeSet(Model):
    """The code set used. ``release`` is the official release's first day.

    ``service_date`` is the note's, where it is known. ``stand_in`` says so, in words, where the release is
    not the one of that date.
    """

    system: Literal["ICD-10-CM"] = "ICD-10-CM"
    release: str
    service_date: date | None = None
    stand_in: str | None = None


class Engine(Model):
    """What must be equal for two analyses to be comparable."""

    version: str
    pipeline: str
    lexicon_digest: str


class NoteAnalysis(Model):
    """The whole answer for one note."""

    note_id: str
    code_set: CodeSet
    engine: Engine
    findings: tuple[Finding, ...]
    conditions: tuple[Condition, ...]
    codes: tuple[CandidateCode, ...]
    gaps: tuple[Gap, ...]
    claim: Claim | None = None


class AuditFact(Model):
    """What auditors alone are shown of a code or of a claim: grouping and coverage.

    It is no part of an analysis, so that nothing made from one, a query least of all, can hold it.
    """

    about: str
    text: str
    authority: Authority
    source: str


class ErrorRow(Model):
    """What stands in a batch's output for a note that could not be analyzed. It never holds note text."""

    note_id: str
    error: str
    message: str
    record: int | None = None
