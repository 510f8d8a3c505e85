"""Records from JSON lines. A bad line spoils only itself; empty lines are passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

import orjson

from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.batch.records import Columns, Make, Record, failed, read_record
from chartgap.batch.streams import Stream, read_lines
from chartgap.models import ErrorRow


def read_jsonl(stream: Stream, columns: Columns, encoding: str) -> Iterator[Make]:
    """The records of a JSONL file."""
    for line in read_lines(stream, encoding):
        if len(line) > MAX_RECORD_BYTES:
            yield too_long
        elif line.strip():
            yield partial(_record, line, columns)


def too_long(number: int) -> Record:
    """The error row of a line that does not fit in memory."""
    return failed(number, None, "too_long", f"the line is longer than {MAX_RECORD_BYTES} bytes")


class BadLineError(Exception):
    """A line is no JSON. ``error`` is the kind of its error row."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


def parse(line: bytes) -> tuple[object, bool]:
    """The value of a line, and whether it is strict JSON: Python's reader takes NaN and lone surrogates.

    Raises:
        BadLineError: it is not JSON.
    """
    try:
        return orjson.loads(line), True
    except ValueError:
        pass
    try:
        return json.loads(line), False
    except UnicodeDecodeError as error:
        where = f"at byte {error.start} of the line"
        raise BadLineError("invalid_utf8", f"not text of this encoding {where}; see --encoding") from None
    except RecursionError:
        raise BadLineError("bad_json", "nested too deeply") from None
    except json.JSONDecodeError as error:
        raise BadLineError("bad_json", f"not JSON at character {error.pos} of the line") from None
    except ValueError:
        raise BadLineError("bad_json", "not JSON") from None


def _record(line: bytes, columns: Columns, number: int) -> Record:
    try:
        raw, strict = parse(line)
    except BadLineError as bad:
        return failed(number, None, bad.error, str(bad))
    record = read_record(raw, number, columns)
    if strict or isinstance(record.outcome, ErrorRow):
        return record
    return failed(number, None, "bad_json", "not strict JSON")
