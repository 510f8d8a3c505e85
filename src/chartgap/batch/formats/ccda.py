"""The note of a C-CDA document: the titles and narrative texts of its sections, in order."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from chartgap.batch.formats.attachments import read_attachment
from chartgap.batch.formats.documents import flow, read_xml
from chartgap.batch.records import Origin
from chartgap.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_CDA = {"c": "urn:hl7-org:v3"}


def read_ccda(data: bytes) -> tuple[str, Origin]:
    """The text of a document and where it is from.

    Raises:
        InputError: it is no C-CDA document, or has no text.
    """
    root = read_xml(data)
    if root.tag != "{urn:hl7-org:v3}ClinicalDocument":
        raise InputError("not a C-CDA document")
    parts = [flow(part) for part in root.iterfind(".//c:section", _CDA) for part in _narrative(part)]
    body = root.find("c:component/c:nonXMLBody/c:text", _CDA)
    if body is not None:
        if body.get("representation") != "B64":
            raise InputError("its body is not in the document; nothing is fetched")
        parts.append(read_attachment(body.text or "", body.get("mediaType", "")))
    text = "\n".join(part for part in parts if part)
    if not text:
        raise InputError("it has no section with text")
    return text, _origin(root)


def _narrative(section: _Element) -> list[_Element]:
    """The title and the text of one section; sections within it have their own."""
    return [part for name in ("c:title", "c:text") for part in section.findall(name, _CDA)]


def _origin(root: _Element) -> Origin:
    identifier = root.find("c:id", _CDA)
    kind = root.find("c:code", _CDA)
    return Origin(
        patient=_extension(root, "c:recordTarget/c:patientRole/c:id"),
        encounter=_extension(root, "c:componentOf/c:encompassingEncounter/c:id"),
        author=_extension(root, "c:author/c:assignedAuthor/c:id"),
        written=_written(root),
        kind=kind.get("code") if kind is not None else None,
        reference=None
        if identifier is None
        else "^".join(filter(None, map(identifier.get, ("root", "extension")))),
    )


def _extension(root: _Element, path: str) -> str | None:
    found = root.find(path, _CDA)
    return None if found is None else found.get("extension") or found.get("root")


def _written(root: _Element) -> date | None:
    time = root.find("c:effectiveTime", _CDA)
    if time is None or not re.match(r"\d{8}", time.get("value", "")):
        return None
    try:
        return datetime.strptime(time.get("value", "")[:8], "%Y%m%d").date()
    except ValueError:
        return None
