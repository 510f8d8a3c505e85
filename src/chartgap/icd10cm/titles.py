"""Reads official titles: disorder phrase, site, side. The words are data (lexicons/icd10cm/titles.yaml).

Runs when a code table is built. A title that names no site the data know is all disorder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chartgap.errors import Fault, LexiconError
from chartgap.icd10cm.frame import Side


class TitleException(BaseModel):
    """What a title means that no rule reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stem: str
    site: str | None
    laterality: Side | None
    qualifiers: tuple[str, ...]


class Rewrite(BaseModel):
    """A way to write titles (a regular expression) and how the usual titles would say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    into: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The title as a pattern, in any case."""
        return re.compile(self.title, re.IGNORECASE)


class TitleWords(BaseModel):
    """The words of titles.yaml; see the comments there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chapter: str
    rewrites: tuple[Rewrite, ...]
    joints: Annotated[tuple[str, ...], Field(min_length=1)]
    sides: tuple[Side, ...]
    sites: dict[str, tuple[str, ...]]
    tails: tuple[str, ...]
    narrowings: dict[str, tuple[str, ...]]
    open: tuple[str, ...]
    parts: tuple[str, ...]
    qualifiers: tuple[str, ...]
    generic: tuple[str, ...]
    residues: tuple[str, ...]
    acuity: tuple[str, ...]
    route: tuple[str, ...]
    other: str
    exceptions: dict[str, TitleException]
    siteless: tuple[str, ...]
    also: dict[str, tuple[str, ...]]
    joins: dict[str, tuple[str, ...]]
    sites_at: dict[str, dict[str, str]]
    families: tuple[str, ...]
    symptoms: tuple[str, ...]
    vague: tuple[str, ...]
    redirects: tuple[str, ...]
    searched: tuple[str, ...]

    @cached_property
    def site_of(self) -> dict[str, str]:
        """Title phrase, in lower case → canonical site value."""
        return {phrase.lower(): value for value, phrases in self.sites.items() for phrase in phrases}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The grammar of a title with a site: disorder, joint, side, part, site, tail."""
        joints = "|".join(rf"{re.escape(j)}" if j == "," else rf"\s{re.escape(j)}" for j in self.joints)
        return re.compile(
            rf"^(?P<disorder>.+?)(?P<joint>{joints})?\s"
            rf"(?:(?P<side>(?:unspecified )?{_either(self.sides)})\s)?(?:(?P<part>{_either(self.parts)})\s)?"
            rf"(?P<site>{_either(self.site_of)})(?P<open>,? {_either(self.open)})?"
            rf"(?P<after>, (?:{_either(self.sides)})(?: side)?)?"
            rf"(?P<tail>(?:,? ?(?:{'|'.join(self.tails)}))?)$",
            re.IGNORECASE,
        )

    @cached_property
    def residue(self) -> re.Pattern[str]:
        """What a title adds to say that nothing more was said."""
        return re.compile(rf"(?:,? {_either(self.residues)})+(?=$|,| with)", re.IGNORECASE)

    @cached_property
    def sided(self) -> re.Pattern[str]:
        """A title that names a side but no site."""
        return re.compile(
            rf"^(?P<disorder>.+), (?P<side>{_either(self.sides[:3])}|unspecified(?= side))(?: side)?$",
            re.IGNORECASE,
        )

    @cached_property
    def narrowing(self) -> re.Pattern[str]:
        """What follows the site and narrows the disorder."""
        return re.compile(rf",? (?P<said>{_either(self.narrowings)})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadTitle:
    """A title taken apart. ``disorder`` keeps the title's own capitals."""

    disorder: str
    site: str | None = None
    laterality: Side | None = None
    qualifiers: tuple[str, ...] = ()
    """What else it says: a part of the bone, what narrows the disorder."""


def load_title_words(path: Path) -> TitleWords:
    """Read titles.yaml.

    Raises:
        LexiconError: it is not YAML or not of the form that its comments describe.
    """
    try:
        return TitleWords.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError([Fault(path, 0, "", str(error))]) from error
    except ValidationError as error:
        faults = [Fault(path, 0, ".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        raise LexiconError(faults) from error


def read_title(title: str, words: TitleWords) -> ReadTitle:
    """Take a title, or an inclusion term written like one, apart."""
    title = rewrite(title, words)
    narrowed = words.narrowing.search(title)
    qualifiers: tuple[str, ...] = ()
    if narrowed:
        title, said = title[: narrowed.start()], narrowed["said"].lower()
        qualifiers = (said,) if words.narrowings[said] else ()
    found = words.pattern.match(title)
    if not found:
        sided = words.sided.match(title)
        if sided:
            return ReadTitle(sided["disorder"], None, _as_side(sided["side"], words), qualifiers)
        return ReadTitle(title, qualifiers=qualifiers)
    site = words.site_of[found["site"].lower()]
    part = (found["part"].lower(),) if found["part"] else ()
    return ReadTitle(
        found["disorder"] + (found["tail"] or ""), site, _read_side(found, words), part + qualifiers
    )


def rewrite(title: str, words: TitleWords) -> str:
    """The title as the usual titles would say it."""
    for one in words.rewrites:
        title = one.pattern.sub(one.into, title)
    return title


def _read_side(found: re.Match[str], words: TitleWords) -> Side | None:
    said = found["side"] or (found["after"] or "").removesuffix(" side").removeprefix(", ")
    # "unspecified right arm" leaves the place in the arm open, not the side.
    said = said.lower().removeprefix("unspecified ") if " " in said else said.lower()
    if said:
        return _as_side(said, words)
    return "unspecified" if (found["open"] or "").endswith("unspecified") else None


def _as_side(said: str, words: TitleWords) -> Side:
    return next(side for side in words.sides if side == said.lower())


def _either(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + ")"
