"""Notes of FHIR Bulk Data: attachments of DocumentReference and DiagnosticReport, R4, one resource a line.

Each attachment is a record. US Core has servers show the same attachment in both resources; of the same bytes
for the same patient, as many are read as the one kind of resource has that has more of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from chartgap.batch.formats.attachments import read_attachment
from chartgap.batch.formats.jsonl import BadLineError, parse, too_long
from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.batch.records import Columns, Make, Origin, Record, failed, read_record
from chartgap.batch.seen import Balance
from chartgap.batch.streams import Stream, read_lines
from chartgap.batch.values import identifier
from chartgap.errors import InputError, MissingExtraError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class _Reference(_Part):
    reference: str | None = None
    display: str | None = None

    def target(self) -> str | None:
        return self.reference.rpartition("/")[2] if self.reference else self.display


class _Coding(_Part):
    system: str | None = None
    code: str | None = None


class _Concept(_Part):
    coding: list[_Coding] = []
    text: str | None = None

    def code(self) -> str | None:
        ranked = sorted(self.coding, key=lambda coding: coding.system != "http://loinc.org")
        return next((coding.code for coding in ranked if coding.code), self.text)


class _Attachment(_Part):
    contentType: str | None = None  # noqa: N815
    data: str | None = None
    url: str | None = None


class _Content(_Part):
    attachment: _Attachment = _Attachment()


class _Context(_Part):
    encounter: list[_Reference] = []


class _Document(_Part):
    resourceType: Literal["DocumentReference"]  # noqa: N815
    id: str | None = None
    status: str | None = None
    docStatus: str | None = None  # noqa: N815
    type: _Concept = _Concept()
    subject: _Reference = _Reference()
    author: list[_Reference] = []
    date: str | None = None
    context: _Context = _Context()
    content: list[_Content] = []

    def attachments(self) -> list[_Attachment]:
        return [content.attachment for content in self.content]

    def spoiled(self) -> bool:
        return "entered-in-error" in (self.status, self.docStatus)

    def origin(self) -> Origin:
        return _origin(self, self.context.encounter, self.author, self.date, self.type)


class _Report(_Part):
    resourceType: Literal["DiagnosticReport"]  # noqa: N815
    id: str | None = None
    status: str | None = None
    code: _Concept = _Concept()
    subject: _Reference = _Reference()
    encounter: _Reference = _Reference()
    performer: list[_Reference] = []
    effectiveDateTime: str | None = None  # noqa: N815
    issued: str | None = None
    presentedForm: list[_Attachment] = []  # noqa: N815

    def attachments(self) -> list[_Attachment]:
        return self.presentedForm

    def spoiled(self) -> bool:
        return self.status == "entered-in-error"

    def origin(self) -> Origin:
        when = self.effectiveDateTime or self.issued
        return _origin(self, [self.encounter], self.performer, when, self.code)


_Resource = _Document | _Report
_RESOURCE: TypeAdapter[_Resource] = TypeAdapter(Annotated[_Resource, Field(discriminator="resourceType")])
_KINDS = ("DocumentReference", "DiagnosticReport")


class Attachments:
    """The attachments of an export, of all its files, each once. ``passed_over`` counts the rest by kind."""

    def __init__(self) -> None:
        self.passed_over: Counter[str] = Counter()
        self._balance = Balance()

    def read(self, stream: Stream, encoding: str) -> Iterator[Make]:
        """The records of one ndjson file."""
        for line in read_lines(stream, encoding):
            if len(line) > MAX_RECORD_BYTES:
                yield too_long
            elif line.strip():
                yield from self._resource(line)

    def _resource(self, line: bytes) -> Iterator[Make]:
        try:
            raw, strict = parse(line)
        except BadLineError as bad:
            yield partial(_failed, None, bad.error, str(bad), Origin())
            return
        kind = raw.get("resourceType") if isinstance(raw, dict) else None
        if isinstance(kind, str) and kind not in _KINDS:
            self.passed_over["other_resource"] += 1
            return
        name = _name(raw) if kind else None
        if kind is None or not strict:
            message = "not strict JSON" if kind else "not a FHIR resource"
            yield partial(_failed, name, "bad_json" if kind else "wrong_type", message, Origin())
            return
        try:
            resource = _RESOURCE.validate_python(raw)
        except ValidationError as error:
            where = ".".join(str(step) for step in error.errors(include_input=False)[0]["loc"][1:])
            yield partial(_failed, name, "wrong_type", f"{where}: not what FHIR R4 has there", Origin())
            return
        yield from self._each(resource, name)

    def _each(self, resource: _Resource, name: str | None) -> Iterator[Make]:
        origin = resource.origin()
        attachments = resource.attachments()
        if not attachments:
            yield partial(_failed, name, "missing_text", "the resource has no attachment", origin)
        for place, attachment in enumerate(attachments, start=1):
            note_id = f"{name}#{place}" if name and place > 1 else name
            if resource.spoiled():
                message = "the source marks this note as entered in error; it was not analyzed"
                yield partial(_failed, note_id, "entered_in_error", message, origin)
            elif self._again(resource, attachment):
                self.passed_over["same_attachment"] += 1
            else:
                yield partial(_record, attachment, note_id, origin)

    def _again(self, resource: _Resource, attachment: _Attachment) -> bool:
        """Whether the other kind of resource has had these bytes for this patient more often."""
        if not attachment.data:
            return False
        about = f"{resource.subject.reference!a} {attachment.contentType!a} ".encode()
        data = attachment.data.encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(about + data, digest_size=16).digest()
        step = 1 if isinstance(resource, _Document) else -1
        return self._balance.add(digest, step) * step < 0


def _record(attachment: _Attachment, note_id: str | None, origin: Origin, number: int) -> Record:
    if not attachment.data:
        error = ("by_url", "the attachment is at a URL; nothing is fetched")
        if not attachment.url:
            error = ("missing_text", "the attachment has no data")
        return failed(number, note_id, *error, origin)
    if not attachment.contentType:
        return failed(number, note_id, "wrong_type", "the attachment has no content type", origin)
    try:
        text = read_attachment(attachment.data, attachment.contentType)
    except (InputError, MissingExtraError) as error:
        return failed(number, note_id, "bad_attachment", f"the attachment: {error}", origin)
    record = read_record({"note_id": note_id, "text": text}, number, Columns())
    return Record(number, record.outcome, origin)


def _failed(note_id: str | None, error: str, message: str, origin: Origin, number: int) -> Record:
    return failed(number, note_id, error, message, origin)


def _name(raw: object) -> str | None:
    """The resource's reference, which is its note id: ids are unique within one kind of resource only."""
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        return None
    return identifier(f"{raw.get('resourceType')}/{raw['id']}")


def _origin(
    resource: _Resource,
    encounters: list[_Reference],
    authors: list[_Reference],
    when: str | None,
    kind: _Concept,
) -> Origin:
    return Origin(
        patient=resource.subject.target(),
        encounter=next((target for one in encounters if (target := one.target())), None),
        author=next((target for one in authors if (target := one.target())), None),
        written=_day(when),
        kind=kind.code(),
        reference=f"{resource.resourceType}/{resource.id}" if resource.id else None,
    )


def _day(when: str | None) -> date | None:
    """The day of a FHIR date-time; a year or a month alone is no day."""
    try:
        return date.fromisoformat((when or "")[:10])
    except ValueError:
        return None
