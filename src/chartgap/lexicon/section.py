"""Shape of ``lexicons/sections.yaml``: headings with their category, and what tells a whole note's kind."""

from __future__ import annotations

from typing import Literal

from chartgap.lexicon.schema import Examples, Id, LexiconModel, TableFile, Text
from chartgap.lexicon.spellings import Spelled

Category = Literal[
    "assessment",
    "impression",
    "diagnosis",
    "preoperative_diagnosis",
    "postoperative_diagnosis",
    "problem_list",
    "plan",
    "hospital_course",
    "reason_for_referral",
    "chief_complaint",
    "history",
    "indications",
    "past_history",
    "surgical_history",
    "medications",
    "allergies",
    "family_history",
    "social_history",
    "review_of_systems",
    "exam",
    "vitals",
    "function",
    "goals",
    "imaging",
    "laboratory",
    "microbiology",
    "pathology",
    "results",
    "findings",
    "technique",
    "comparison",
    "procedure",
    "education",
    "instructions",
    "demographics",
    "other",
]


class SectionEntry(Examples):
    """Headings of one category.

    ``titles`` are whole headings, compared without case, marks and spacing. ``opens`` are first words of
    headings that go on freely (``CT chest 02/10``). ``letters`` are headings of a letter or two, taken only
    where a heading must stand, and only with a colon. ``spoken`` are heard in dictation that has no
    punctuation, but not after one of the words ``unspoken``. ``scope: line`` ends the section with its line;
    the section around it then goes on. ``under`` restricts the entry to headings inside sections of these
    categories, and ``not_under`` keeps it out of some: there the heading leaves the category as it is.
    """

    id: Id
    category: Category
    titles: tuple[Spelled, ...] = ()
    opens: tuple[Spelled, ...] = ()
    letters: tuple[Spelled, ...] = ()
    spoken: tuple[Spelled, ...] = ()
    unspoken: tuple[Text, ...] = ()
    scope: Literal["section", "line"] = "section"
    under: tuple[Category, ...] = ()
    not_under: tuple[Category, ...] = ()


class DocumentRule(LexiconModel):
    """A kind of whole note, told by its sections and title.

    The note is of this kind when it has a section of each category in ``has``, none of ``lacks``, and, if
    ``titled`` is given, one of these words in its first lines (or in a heading of category ``procedure``).
    """

    id: Id
    kind: Literal["imaging report", "pathology report"]
    has: tuple[Category, ...] = ()
    lacks: tuple[Category, ...] = ()
    titled: tuple[Text, ...] = ()


class SectionFile(TableFile):
    """The file of section headings."""

    source: Text
    sections: tuple[SectionEntry, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    """Kinds of whole notes, tried in order."""
