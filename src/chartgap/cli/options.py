"""Options that several commands have, and what is made of them."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from chartgap.analyzer import Analyzer


class SettingName(StrEnum):
    """Where the patient was seen."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"


class AuthorityName(StrEnum):
    """Whose reading rules where authorities disagree and the tabular is silent."""

    PAGE = "page"
    INDEX = "index"


class SexName(StrEnum):
    """The patient's sex."""

    F = "F"
    M = "M"


SettingOption = Annotated[
    SettingName,
    typer.Option("--setting", help="Uncertain diagnoses are coded for inpatients only."),
]
AuthorityOption = Annotated[
    AuthorityName,
    typer.Option(
        "--authority", help="Whose reading rules where authorities disagree and the tabular is silent."
    ),
]
LexiconsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicons",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="A folder of your own terms and rules, laid over the shipped ones. Repeatable; later ones win.",
    ),
]


def make_analyzer(
    setting: SettingName, authority: AuthorityName, lexicons: Sequence[Path] | None
) -> Analyzer:
    """An analyzer with these options. Only here does a command load spaCy, which takes a second or two."""
    from chartgap.analyzer import Analyzer

    analyzer = Analyzer(setting=setting.value, authority=authority.value, lexicons=tuple(lexicons or ()))
    # It lasts as long as this process: the garbage collector need never walk it, not even at the end.
    gc.freeze()
    return analyzer
