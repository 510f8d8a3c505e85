"""Which table of the lexicons has which shape. To add a table: import its file schema and add its line."""

from __future__ import annotations

from chartgap.lexicon.context import ContextFile, SpellingFile
from chartgap.lexicon.coverage import CoverageFile
from chartgap.lexicon.family import ConventionsFile, FamilyFile
from chartgap.lexicon.gap import AxisRule, GapRule, QueryPolicy
from chartgap.lexicon.linking import LinkingFile
from chartgap.lexicon.measurement import MeasureFile
from chartgap.lexicon.observation import ObservationFile
from chartgap.lexicon.schema import ConceptFile, RawFile, SiteFile, TableFile, TermFile
from chartgap.lexicon.section import SectionFile

TABLES: dict[str, type[TableFile]] = {
    "attributes": TermFile,
    "axes": AxisRule,
    "context": ContextFile,
    "conventions": ConventionsFile,
    "coverage": CoverageFile,
    "disable": TableFile,
    "disorders": ConceptFile,
    "families": FamilyFile,
    "gaps": GapRule,
    "icd10cm": RawFile,
    "linking": LinkingFile,
    "measurements": MeasureFile,
    "observations": ObservationFile,
    "organisms": TermFile,
    "query": QueryPolicy,
    "sections": SectionFile,
    "sites": SiteFile,
    "spellings": SpellingFile,
}
"""Folder of ``lexicons/`` (or stem of a file at its top) → shape of its files."""
