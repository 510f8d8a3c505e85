"""Every billable code of chapter XIII, read off a condition with the parts of its title."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from chartgap.icd10cm.coder import Coder, build_coder
from chartgap.icd10cm.frame import Frame
from chartgap.icd10cm.resolve import resolve
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.load import load_lexicon
from chartgap.models import Condition, ConditionSite

PREFIXES = [category for category in load_tree().categories() if category.startswith("M")]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return build_coder(load_lexicon(), load_tree())


def as_condition(frame: Frame) -> Condition:
    """The condition that a note with this title's words would state, its stem pinned by them."""
    site = frame.site or ""
    named = bool(site) and not site.startswith(("other", "multiple", "unspecified"))
    side = frame.laterality if frame.laterality in ("right", "left", "bilateral") else None
    attributes: dict[str, JsonValue] = {
        "category": frame.stem,
        "encounter": frame.seventh,
        "qualifiers": list(frame.qualifiers),
    }
    if site.startswith(("multiple", "other")):
        attributes["vague_site"] = site
    return Condition(
        id="c1",
        concept="disorder of the title",
        status="present",
        sites=(ConditionSite(site=site or "leg", laterality=side),) if named or side else (),
        attributes={key: value for key, value in attributes.items() if value is not None},
    )


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_parts_of_a_title_lead_back_to_its_code(coder: Coder, prefix: str) -> None:
    wrong = {}
    for frame in coder.tree.frames(prefix):
        if (frame.site or "").startswith(("other", "multiple")):
            continue
        codes = [one.code for one in resolve(coder, as_condition(frame)) if one.rank == 1]
        if codes != [frame.code]:
            wrong[frame.code] = (frame.title, codes)
    assert wrong == {}
