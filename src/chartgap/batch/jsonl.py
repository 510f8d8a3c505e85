"""Records from JSON lines. A bad line spoils only itself; empty lines are passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from chartgap.batch.plain import MAX_RECORD_BYTES, read_lines
from chartgap.batch.records import Columns, Record, failed, read_record


def read_jsonl(file: BinaryIO, columns: Columns) -> Iterator[Record]:
    """The records of a JSONL file."""
    number = 0
    for line in read_lines(file):
        if not line.strip() and len(line) <= MAX_RECORD_BYTES:
            continue
        number += 1
        if len(line) > MAX_RECORD_BYTES:
            yield failed(number, None, "too_long", f"the line is longer than {MAX_RECORD_BYTES} bytes")
            continue
        try:
            raw = orjson.loads(line)
        except ValueError:
            yield _bad_json(line, number, columns)
        else:
            yield read_record(raw, number, columns)


def _bad_json(line: bytes, number: int, columns: Columns) -> Record:
    """Say why a line is no record. Python's reader takes a lone surrogate, which orjson does not."""
    try:
        raw = json.loads(line)
    except UnicodeDecodeError as error:
        return failed(number, None, "invalid_utf8", f"not UTF-8 at byte {error.start} of the line")
    except RecursionError:
        return failed(number, None, "bad_json", "nested too deeply")
    except json.JSONDecodeError as error:
        return failed(number, None, "bad_json", f"not JSON at character {error.pos} of the line")
    except ValueError:
        return failed(number, None, "bad_json", "not JSON")
    record = read_record(raw, number, columns)
    return record if hasattr(record.outcome, "error") else failed(number, None, "bad_json", "not strict JSON")
