"""Where analyses go: the formats of output by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from chartgap.batch.outputs.brat import BratSink
from chartgap.batch.outputs.fhir import FhirSink
from chartgap.batch.outputs.jsonl import JsonlSink
from chartgap.batch.outputs.labelstudio import LabelStudioSink
from chartgap.batch.outputs.omop import OmopSink
from chartgap.batch.outputs.parquet import ParquetSink
from chartgap.batch.outputs.summary import SummarySink
from chartgap.batch.outputs.xlsx import XlsxSink
from chartgap.batch.sink import Sink
from chartgap.errors import InputError

FORMATS: Mapping[str, Callable[[], Sink]] = {
    "jsonl": JsonlSink,
    "parquet": ParquetSink,
    "omop": OmopSink,
    "fhir": FhirSink,
    "xlsx": XlsxSink,
    "brat": BratSink,
    "labelstudio": LabelStudioSink,
    "labelstudio-utf16": partial(LabelStudioSink, utf16=True),
    "summary": SummarySink,
}
"""How to make the sink of a format. Making one raises ``MissingExtraError`` where its extra is missing."""

SUFFIXES: Mapping[str, str] = {".jsonl": "jsonl", ".xlsx": "xlsx"}
"""The format that the name of an output tells."""


def make_sink(name: str) -> Sink:
    """The sink of a format.

    Raises:
        InputError: there is no such format.
        MissingExtraError: the format needs an extra that is not installed.
    """
    if name not in FORMATS:
        raise InputError(f"{name!a} is no format of output; formats are {', '.join(FORMATS)}")
    return FORMATS[name]()


def format_of(path: Path) -> str:
    """The format that an output's suffix tells.

    Raises:
        InputError: it tells none.
    """
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(SUFFIXES)
        raise InputError(
            f"{path}: the output must end in {known}; or name the format: --to FORMAT=PATH"
        ) from None
