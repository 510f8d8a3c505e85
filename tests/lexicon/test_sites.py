"""What requirements say of sites, read back from the shipped lexicon."""

from __future__ import annotations

import pytest

from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.schema import Axis

SITES = load_lexicon().sites

REGION = {
    "shoulder": "deltoid, rotator cuff, shoulder girdle, shoulder, supraspinatus",
    "upper arm": "humerus, biceps, triceps, brachialis, elbow, upper arm",
    "forearm": "radius, ulna, wrist, forearm, distal radius, radius and ulna",
    "hand": "carpus, metacarpal, finger, thumb, hand",
    "thigh": "femur, femoral neck, total hip, hip, quadriceps, hamstrings, adductors, gluteal, "
    "gluteus maximus, thigh",
    "lower leg": "tibia, fibula, calf, gastrocnemius, soleus, tibialis anterior, knee, lower leg, patella",
    "ankle and foot": "calcaneus, heel, talus, tarsal, metatarsal, toe, great toe, ankle, foot",
    "other": "spine, lumbar spine, paraspinal, pelvis, sacrum, clavicle, scapula, rib, sternum, chest wall, "
    "abdominal wall, neck, jaw, face, skull, ilium",
}
BONE = {
    "shoulder": "shoulder, glenoid",
    "humerus": "humerus, upper arm",
    "radius and ulna": "radius, ulna, forearm, olecranon, distal radius",
    "hand": "hand, metacarpal, carpus, finger, thumb",
    "femur": "femur, femoral neck, femoral head, trochanter, thigh",
    "tibia and fibula": "tibia, fibula, tibia and fibula, shin, lower leg",
    "ankle and foot": "calcaneus, metatarsal, great toe, ankle, foot, talus",
    "other": "clavicle, scapula, rib, sternum, manubrium, pelvis, ilium, ischium, pubis, acetabulum, "
    "patella, skull",
}
AMBIGUOUS = {
    "hip": {"femur", "pelvis"},
    "knee": {"femur", "tibia and fibula", "patella"},
    "elbow": {"humerus", "radius and ulna"},
    "wrist": {"radius and ulna", "hand"},
    "leg": {"femur", "tibia and fibula"},
    "arm": {"humerus", "radius and ulna"},
}


def _cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(site, value) for value, sites in table.items() for site in sites.split(", ")]


@pytest.mark.parametrize(("site", "value"), _cases(REGION))
def test_the_region_of_a_site(site: str, value: str) -> None:
    assert SITES[site].on("region") == value


@pytest.mark.parametrize(("site", "value"), _cases(BONE))
def test_the_bone_of_a_site(site: str, value: str) -> None:
    assert SITES[site].on("bone") == value


@pytest.mark.parametrize("site", AMBIGUOUS)
def test_joint_names_are_ambiguous_on_the_bone_axis(site: str) -> None:
    assert SITES[site].on("bone") is None
    assert set(SITES[site].ambiguous["bone"]) == AMBIGUOUS[site]


@pytest.mark.parametrize("axis", ["region", "bone"])
@pytest.mark.parametrize("site", ["clavicle", "scapula"])
def test_the_index_puts_clavicle_and_scapula_under_shoulder(site: str, axis: Axis) -> None:
    assert (SITES[site].on(axis), SITES[site].on(axis, authority="index")) == ("other", "shoulder")


def test_the_pelvic_region_is_thigh_for_the_muscle_families_alone() -> None:
    pelvis = SITES["pelvis"]
    families = ["bone density", "myositis", "muscle calcification", "muscle", None]
    assert [pelvis.on("region", family) for family in families] == [
        "other",
        "thigh",
        "thigh",
        "other",
        "other",
    ]


def test_broader_sites_go_all_the_way_up_nearest_first() -> None:
    assert SITES["great toe"].within == ("toe", "foot", "lower extremity")
    assert SITES["femoral neck"].within == ("femur", "hip", "thigh", "lower extremity", "leg", "hip girdle")
    assert SITES["coccyx"].within == ("sacrum", "pelvis", "spine", "trunk")


def test_no_site_lies_within_itself() -> None:
    assert [name for name, site in SITES.items() if name in site.within] == []


@pytest.mark.parametrize(("axis", "known"), [("region", set(REGION)), ("bone", set(BONE))])
def test_only_known_values_stand_on_the_axes(axis: Axis, known: set[str]) -> None:
    for site in SITES.values():
        held = getattr(site, axis)
        values = set(held.values()) if isinstance(held, dict) else {held} - {None}
        meant = site.ambiguous.get(axis, ())
        values |= {one if one in known else SITES[one].on(axis) for one in meant}
        values.add(site.index.get(axis, "other"))
        assert values <= known, site.value


def test_vertebral_sites_have_the_spine_region_of_the_tabular() -> None:
    spine = {name: site.spine for name, site in SITES.items() if site.spine}
    assert spine == {
        "occipito-atlanto-axial spine": "occipito-atlanto-axial region",
        "cervical spine": "cervical region",
        "high cervical spine": "cervical region",
        "mid-cervical spine": "cervical region",
        "C4-C5": "cervical region",
        "C5-C6": "cervical region",
        "C6-C7": "cervical region",
        "cervicothoracic spine": "cervicothoracic region",
        "thoracic spine": "thoracic region",
        "thoracolumbar spine": "thoracolumbar region",
        "lumbar spine": "lumbar region",
        "lumbosacral spine": "lumbosacral region",
        "sacrum": "sacral and sacrococcygeal region",
        "coccyx": "sacral and sacrococcygeal region",
        "sacroiliac joint": "sacral and sacrococcygeal region",
    }


@pytest.mark.parametrize(
    "site",
    [
        "lumbar spine",
        "femoral neck",
        "total hip",
        "hip",
        "femur",
        "distal radius",
        "forearm",
        "calcaneus",
        "total body",
    ],
)
def test_the_sites_of_bone_densitometry_have_the_names_of_the_contract(site: str) -> None:
    assert SITES[site].value == site
