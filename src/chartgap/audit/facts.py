"""What auditors are told of codes and claims: one statement a fact, with its authority and source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chartgap.audit.grouping import Drg, Grouper, Severity, load_grouper
from chartgap.errors import CodeSetError, MissingExtraError
from chartgap.icd10cm.tree import CodeTree
from chartgap.lexicon.coverage import CoverageFact
from chartgap.lexicon.load import load_lexicon
from chartgap.models import AuditFact, Claim, NoteAnalysis, Setting, Sex

CLAIM = "the claim"
"""What the facts about all billed codes together are about."""
_COMPANY = re.compile(r" with(?:out)? M?CC.*")
_STAY = "an inpatient stay without procedures, code edits not applied"
_CLAIM_STAY = f"{_STAY}, all diagnoses present on admission, patient discharged home"


@dataclass(frozen=True, slots=True)
class Auditor:
    """What auditors' facts are made from. ``without`` says why there is no grouper, where there is none."""

    tree: CodeTree
    coverage: tuple[CoverageFact, ...]
    grouper: Grouper | None
    without: str = ""

    def of_codes(self, codes: Sequence[str]) -> tuple[AuditFact, ...]:
        """Grouping and coverage of each code or header; a code that the release has not gives nothing."""
        known = [self.tree.normalise(code) for code in codes if self.tree.valid(code)]
        facts = [fact for code in dict.fromkeys(known) for fact in self._of_code(code)]
        return (*facts, *self._missing())

    def of_claim(self, codes: Sequence[str], *, sex: Sex | None = None) -> tuple[AuditFact, ...]:
        """The group of billed codes, the first one the principal diagnosis."""
        if self.grouper is None or not codes:
            return ()
        return tuple(self._about_claim(text) for text in self._claim_texts(self.grouper, codes, sex))

    def of_note(self, analysis: NoteAnalysis, *, sex: Sex | None, setting: Setting) -> tuple[AuditFact, ...]:
        """The claim's group as billed and as documented, then each code billed or supported."""
        supported = [code.code for code in analysis.codes if code.rank == 1]
        billed = [line.code for line in analysis.claim.lines] if analysis.claim else []
        claim = list(self.of_claim(billed, sex=sex))
        if claim and setting == "outpatient":
            claim.insert(0, self._about_claim("MS-DRGs group inpatient stays; this note is an outpatient's"))
        if claim and analysis.claim and self.grouper:
            text = self._documented_text(self.grouper, analysis.claim, supported, sex)
            claim += [self._about_claim(text)] if text else []
        return (*claim, *self.of_codes([*billed, *supported]))

    def _about_claim(self, text: str) -> AuditFact:
        source = self.grouper.source if self.grouper else ""
        return AuditFact(about=CLAIM, text=text, authority="coverage", source=source)

    def _documented_text(
        self, grouper: Grouper, claim: Claim, supported: Sequence[str], sex: Sex | None
    ) -> str | None:
        """The group of the claim with what the note supports in place of what it does not; None if equal."""
        places = [
            [line.code] if line.verdict in (None, "supported") else [b for b in line.better if b in supported]
            for line in claim.lines
        ]
        codes = list(dict.fromkeys(code for place in places for code in place))
        codes += [code for code in claim.missing if code in supported and code not in codes]
        if codes == list(dict.fromkeys(line.code for line in claim.lines)):
            return None
        usable = [code for code in codes if grouper.has(self._plain(code))]
        if not places[0] or places[0][0] not in usable:
            return f"as documented: not grouped, no supported code stands for {claim.lines[0].code}"
        drgs = grouper.claim([self._plain(code) for code in usable], sex).drgs
        return f"as documented, {', '.join(usable)}: {_drgs_text(drgs)}"

    def _of_code(self, code: str) -> Iterator[AuditFact]:
        if self.grouper is not None:
            for text in self._group_texts(self.grouper, code):
                yield AuditFact(about=code, text=text, authority="coverage", source=self.grouper.source)
        for fact in self.coverage:
            if fact.covers(code):
                text = _coverage_text(fact, code)
                yield AuditFact(about=code, text=text, authority=fact.authority, source=fact.source)

    def _group_texts(self, grouper: Grouper, code: str) -> Iterator[str]:
        leaves = [(leaf, leaf.replace(".", "")) for leaf in self.tree.descendants(code)]
        groups: dict[str, list[str]] = {}
        levels: dict[str, list[str]] = {}
        for leaf, plain in leaves:
            if not grouper.has(plain):
                groups.setdefault("not in the grouper's tables", []).append(leaf)
                continue
            drgs = f"as principal diagnosis of {_STAY}: {_drgs_text(grouper.drgs(plain))}"
            groups.setdefault(drgs, []).append(leaf)
            severity = _severity_text(grouper.severity(plain), brief=len(leaves) > 1)
            levels.setdefault(f"as secondary diagnosis: {severity}", []).append(leaf)
        for text, members in (*groups.items(), *levels.items()):
            yield f"{_share(members, len(leaves))}{text}"

    def _claim_texts(self, grouper: Grouper, codes: Sequence[str], sex: Sex | None) -> Iterator[str]:
        named = {self._plain(code): self._named(code) for code in codes}
        usable = [plain for plain in named if grouper.has(plain)]
        first = next(iter(named))
        if first not in usable:
            yield f"as billed: not grouped, the grouper's tables have not the first code, {named[first]}"
            return
        grouping = grouper.claim(usable, sex)
        yield f"as billed, {named[first]} principal: {_drgs_text(grouping.drgs)} ({_CLAIM_STAY})"
        for plain, level in grouping.secondary:
            counted = f"counts as {level}" if level else _uncounted(grouper.severity(plain))
            yield f"{named[plain]} {counted}"
        for plain, name in named.items():
            if plain not in usable:
                yield f"{name} is left out: not in the grouper's tables"

    def _named(self, code: str) -> str:
        return self.tree.normalise(code) if self.tree.valid(code) else code.strip()

    def _plain(self, code: str) -> str:
        return self._named(code).replace(".", "").upper()

    def _missing(self) -> Iterator[AuditFact]:
        if self.without:
            yield AuditFact(about="grouping", text=self.without, authority="coverage", source="chartgap")
        elif self.grouper is not None and self.grouper.outdated:
            text = "the date lies beyond the fiscal year of these tables: a later version may be in force"
            yield AuditFact(about="grouping", text=text, authority="coverage", source=self.grouper.source)


def make_auditor(tree: CodeTree, *, day: date | None = None, lexicons: Sequence[Path] = ()) -> Auditor:
    """An auditor for services of ``day``, by default the first day of the release.

    Without drgpy, or for a day before its tables, there is no grouping, and the facts say why.

    Raises:
        LexiconError: a lexicon has faults.
    """
    coverage = load_lexicon(*lexicons).table("coverage", CoverageFact)
    grouper, without = None, ""
    try:
        grouper = load_grouper(day or date.fromisoformat(tree.release))
    except (MissingExtraError, CodeSetError) as error:
        without = str(error)
    return Auditor(tree, tuple(coverage.values()), grouper, without)


def _drgs_text(drgs: Sequence[Drg]) -> str:
    """``MS-DRG 539 Osteomyelitis with MCC, 540 with CC, 541 without CC/MCC``: a shared title stands once."""
    parts: list[str] = []
    told = ""
    for drg in drgs:
        kind, company = _kind(drg.title)
        parts.append(f"{drg.number} {company if kind == told and company else drg.title}")
        told = kind
    return f"MS-DRG {', '.join(parts)}" if parts else "no MS-DRG"


def _kind(title: str) -> tuple[str, str]:
    """A group's title, parted from the company that its last words tell."""
    found = _COMPANY.search(title)
    return (title[: found.start()], found[0].strip()) if found else (title, "")


def _severity_text(severity: Severity | None, *, brief: bool) -> str:
    if severity is None:
        return "neither CC nor MCC"
    alive = ", if the patient is discharged alive" if severity.alive_only else ""
    barred = "" if brief else f", except beside {severity.barred_by} principal diagnoses"
    return f"{severity.level}{barred}{alive}"


def _uncounted(severity: Severity | None) -> str:
    if severity is None:
        return "counts neither as CC nor as MCC"
    return f"is of level {severity.level}, but the tables do not count it in this claim"


def _share(members: list[str], of: int) -> str:
    """Which of a header's codes a fact is of; nothing for a single code or for all of them."""
    if len(members) == of:
        return ""
    return f"{members[0]}: " if len(members) == 1 else f"{len(members)} of {of} codes, first {members[0]}: "


def _coverage_text(fact: CoverageFact, code: str) -> str:
    barred = ", ".join(stem for stem in fact.not_codes if stem.startswith(code))
    parts = [f"{fact.says}: {', '.join(fact.conditions)}" if fact.conditions else fact.says]
    parts += [f"not for {barred}"] if barred else []
    parts += [f"CPT {', '.join(fact.procedures)}"] if fact.procedures else []
    parts += [] if fact.verified else ["not verified: the source page's word"]
    return "; ".join(parts)
