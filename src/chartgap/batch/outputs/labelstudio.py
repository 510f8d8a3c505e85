"""Label Studio: tasks with our findings as predictions, and the labeling configuration they go with.

Offsets are code points, or UTF-16 units as browsers count them, which differ behind an emoji.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args
from xml.sax.saxutils import quoteattr

import orjson

from chartgap.batch.sink import Row
from chartgap.models import ErrorRow, FindingKind, NoteAnalysis

FROM, TO = "label", "text"


class LabelStudioSink:
    """A folder with ``tasks.json``, ``config.xml`` and ``errors.jsonl``."""

    def __init__(self, *, utf16: bool = False) -> None:
        self._utf16 = utf16

    def encode(self, rows: Sequence[Row]) -> bytes:
        """A line of JSON for each record."""
        lines = (
            {"error": row.outcome.model_dump(mode="json")}
            if isinstance(row.outcome, ErrorRow)
            else {"task": self._task(row.number, row.outcome, row.text or "")}
            for row in rows
        )
        return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """The folder; the tasks are one JSON array, written one by one."""
        target.mkdir()
        (target / "config.xml").write_text(_configuration(), encoding="utf-8")
        with (target / "tasks.json").open("xb") as tasks, (target / "errors.jsonl").open("xb") as errors:
            between = b"[\n"
            for part in parts:
                with part.open("rb") as lines:
                    for held in map(orjson.loads, lines):
                        if "error" in held:
                            errors.write(orjson.dumps(held["error"], option=orjson.OPT_APPEND_NEWLINE))
                        else:
                            tasks.write(between + orjson.dumps(held["task"]))
                            between = b",\n"
            tasks.write(b"\n]\n" if between == b",\n" else b"[]\n")

    def _task(self, number: int, analysis: NoteAnalysis, text: str) -> dict[str, Any]:
        result = [
            {
                "id": finding.id,
                "from_name": FROM,
                "to_name": TO,
                "type": "labels",
                "value": {
                    "start": self._offset(text, finding.start),
                    "end": self._offset(text, finding.end),
                    "text": finding.text,
                    "labels": [finding.kind],
                },
                "meta": {"text": [orjson.dumps(finding.value).decode(), finding.rule]},
            }
            for finding in analysis.findings
        ]
        version = f"chartgap {analysis.engine.version} {analysis.engine.lexicon_digest}"
        return {
            "data": {"text": text, "note_id": analysis.note_id, "record": number},
            "predictions": [{"model_version": version, "result": result}],
        }

    def _offset(self, text: str, offset: int) -> int:
        if not self._utf16:
            return offset
        return len(text[:offset].encode("utf-16-le")) // 2


def _configuration() -> str:
    labels = "\n".join(f"    <Label value={quoteattr(kind)}/>" for kind in get_args(FindingKind))
    return (
        f'<View>\n  <Labels name="{FROM}" toName="{TO}">\n{labels}\n  </Labels>\n'
        f'  <Text name="{TO}" value="$text"/>\n</View>\n'
    )
