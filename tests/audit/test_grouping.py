from __future__ import annotations

import sys
from datetime import date

import pytest

from chartgap.audit.grouping import ClaimGrouping, Drg, Grouper, Severity, load_grouper
from chartgap.errors import CodeSetError, MissingExtraError
from chartgap.icd10cm.tree import load_tree
from chartgap.models import Sex

TREE = load_tree()


@pytest.fixture(scope="module")
def grouper() -> Grouper:
    return load_grouper(date(2026, 4, 1))


def leaves(stem: str) -> list[str]:
    return [code.replace(".", "") for code in TREE.descendants(stem)]


@pytest.mark.parametrize(
    ("stem", "groups"),
    [
        ("M60.89", "555 556"),
        ("M60.9", "555 556"),
        ("M62.81", "555 556"),
        ("M61", "557 558"),
        ("M62.84", "557 558"),
        ("M85.8", "564 565 566"),
        ("M86", "539 540 541"),
        ("M46.2", "539 540 541"),
        ("M33", "545 546 547"),
        ("G72.41", "545 546 547"),
        ("M81", "553 554"),
        ("R53.1", "947 948"),
    ],
)
def test_every_code_under_a_stem_has_its_groups(grouper: Grouper, stem: str, groups: str) -> None:
    found = {code: " ".join(drg.number for drg in grouper.drgs(code)) for code in leaves(stem)}
    assert found == dict.fromkeys(found, groups)


@pytest.mark.parametrize(
    ("stem", "level"),
    [
        ("M86", "CC"),
        ("M46.2", "CC"),
        ("M33", "CC"),
        ("M60.8", None),
        ("M60.9", None),
        ("M61", None),
        ("M62.81", None),
        ("M62.84", None),
        ("M85.8", None),
        ("M81", None),
        ("G72.41", None),
        ("R53.1", None),
    ],
)
def test_every_code_under_a_stem_has_its_level(grouper: Grouper, stem: str, level: str | None) -> None:
    found = {code: severity.level if (severity := grouper.severity(code)) else None for code in leaves(stem)}
    assert found == dict.fromkeys(found, level)


def test_the_tables_have_all_of_the_chapter(grouper: Grouper) -> None:
    codes = [code for stem in TREE.categories() if stem.startswith("M") for code in leaves(stem)]
    assert [code for code in codes if not grouper.has(code) or not grouper.drgs(code)] == []


def test_a_severity_tells_what_bars_it(grouper: Grouper) -> None:
    assert grouper.severity("M8658") == Severity("CC", barred_by=205, alive_only=False)


def test_a_level_that_needs_a_living_patient_says_so(grouper: Grouper) -> None:
    severity = grouper.severity("I469")
    assert severity is not None
    assert (severity.level, severity.alive_only) == ("MCC", True)


def test_a_claim_is_grouped_with_what_its_secondary_diagnoses_count_as(grouper: Grouper) -> None:
    assert grouper.claim(["M8658", "B9562", "M60009", "M4626"], "F") == ClaimGrouping(
        principal="M8658",
        drgs=(Drg("540", "Osteomyelitis with CC"),),
        secondary=(("B9562", None), ("M60009", "CC"), ("M4626", None)),
    )


def test_a_diagnosis_that_makes_the_group_does_not_count_in_it_again(grouper: Grouper) -> None:
    alone = grouper.severity("A0221")
    assert (alone and alone.level, grouper.claim(["B20", "A0221"], "F")) == (
        "MCC",
        ClaimGrouping(
            principal="B20",
            drgs=(Drg("976", "HIV with Major Related Condition without CC/MCC"),),
            secondary=(("A0221", None),),
        ),
    )


def test_the_same_code_twice_is_one_diagnosis(grouper: Grouper) -> None:
    assert grouper.claim(["M8658", "M8658"], None) == grouper.claim(["M8658"], None)


@pytest.mark.parametrize(("sex", "groups"), [("F", ["759"]), ("M", ["728"]), (None, ["759", "728"])])
def test_a_group_that_turns_on_the_sex(grouper: Grouper, sex: Sex | None, groups: list[str]) -> None:
    assert [drg.number for drg in grouper.claim(["A5400"], sex).drgs] == groups


def test_a_code_has_the_groups_of_both_sexes(grouper: Grouper) -> None:
    assert [drg.number for drg in grouper.drgs("A5400")] == ["727", "728", "757", "758", "759"]


def test_a_code_that_the_tables_lack_is_not_taken_for_a_shorter_one(grouper: Grouper) -> None:
    assert [grouper.has(code) for code in ("M8658", "M8658A", "M865", "")] == [True, False, False, False]


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2025, 9, 30), "42.1"), (date(2025, 10, 1), "43"), (date(2026, 4, 1), "43.1")],
)
def test_the_version_follows_the_day(day: date, version: str) -> None:
    assert load_grouper(day).source.startswith(f"MS-DRG {version}, in force from ")


@pytest.mark.parametrize(("day", "outdated"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_a_fiscal_year_beyond_the_tables_is_noticed(day: date, outdated: bool) -> None:
    assert load_grouper(day).outdated is outdated


def test_a_day_before_the_first_tables_is_refused() -> None:
    with pytest.raises(CodeSetError, match="no MS-DRG tables for 2017-01-01"):
        load_grouper(date(2017, 1, 1))


def test_without_drgpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "drgpy.msdrg_allvers", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'chartgap\[drg\]'"):
        load_grouper(date(2026, 4, 1))
