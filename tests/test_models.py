"""Models made of valid values are what validation makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from chartgap.models import Condition, ConditionSite, Finding, Model, revised, trusted

WORDS = st.text(max_size=5)
IDS = st.lists(WORDS, max_size=3).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda part: st.lists(part, max_size=2) | st.dictionaries(WORDS, part, max_size=2),
    max_leaves=4,
)
SITES = st.builds(
    ConditionSite, site=WORDS, laterality=st.sampled_from(("right", "left", None)), finding_ids=IDS
)
CONDITIONS = st.builds(
    Condition,
    id=WORDS,
    concept=WORDS,
    status=st.sampled_from(("present", "absent")),
    sites=st.lists(SITES, max_size=2).map(tuple),
    attributes=st.dictionaries(WORDS, JSON, max_size=3),
    finding_ids=IDS,
)
FINDINGS = st.builds(
    Finding,
    id=WORDS,
    kind=st.sampled_from(("site", "disorder")),
    text=WORDS,
    start=st.integers(),
    end=st.integers(),
    section=WORDS,
    value=JSON,
    rule=WORDS,
)


@given(checked=st.one_of(SITES, CONDITIONS, FINDINGS))
def test_a_trusted_model_is_the_validated_one(checked: Model) -> None:
    kind = type(checked)
    made = trusted(kind, **vars(checked))
    assert made == checked
    assert repr(made) == repr(checked)
    assert made.model_dump_json() == checked.model_dump_json()
    assert made.model_fields_set == set(kind.model_fields)
    assert kind.model_validate(made) is made
    assert (made.model_extra, made.model_copy(deep=True)) == (None, checked)


@given(site=SITES, name=WORDS)
def test_a_revised_model_differs_in_the_named_fields_alone(site: ConditionSite, name: str) -> None:
    before = site.model_copy(deep=True)
    assert revised(site, site=name) == site.model_copy(update={"site": name})
    assert site == before


def test_changing_the_copy_of_a_trusted_model_leaves_others_alone() -> None:
    made = trusted(ConditionSite, site="hip", laterality=None, finding_ids=())
    made.model_copy(update={"unknown": 1})
    assert made.model_fields_set == {"site", "laterality", "finding_ids"}


def test_a_model_that_is_not_registered_is_refused() -> None:
    with pytest.raises(KeyError):
        trusted(BaseModel, text="knee")
