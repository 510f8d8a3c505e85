"""Notes that are carried inside another document: bytes in base64 and a media type."""

from __future__ import annotations

import base64
from email.message import Message

from chartgap.batch.formats.documents import READERS
from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.errors import InputError


def read_attachment(data: str, media_type: str) -> str:
    """The text of an attachment. Text whose type names no character set is UTF-8.

    Raises:
        InputError: it is of a type that is not read, or its bytes are not of that type.
    """
    header = Message()
    header["Content-Type"] = media_type
    reader = READERS.get(header.get_content_type() if "/" in media_type else "")
    if reader is None:
        raise InputError(f"a type that is not read; read are {', '.join(READERS)}")
    if len(data) > MAX_RECORD_BYTES * 4 // 3:
        raise InputError(f"longer than {MAX_RECORD_BYTES} bytes")
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except ValueError:
        raise InputError("its data is not base64") from None
    return reader(content, header.get_content_charset() or "utf-8")
