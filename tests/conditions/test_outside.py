"""Disorders that are recognised and not coded: which are told, and where they belong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.conditions.notes import note, told

FRACTURE = "[fracture](disorder)"


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            {"assessment": f"[Left](laterality) [hip](site) {FRACTURE}."},
            ["traumatic fracture: present; at left hip; outside=S72.0-"],
            id="by its place",
        ),
        pytest.param(
            {"assessment": f"[Femoral neck](site) {FRACTURE}, {FRACTURE} of the [rib](site)."},
            ["traumatic fracture: present; at femoral neck + rib; outside=S72.0-, S22.3-"],
            id="two places",
        ),
        pytest.param(
            {"assessment": "[Fracture](disorder)."},
            ["traumatic fracture: present; outside=S02-S92"],
            id="no place",
        ),
        pytest.param({"assessment": "No [fracture](disorder_negated)."}, [], id="denied"),
        pytest.param({"assessment": "[Fracture](disorder_historical)."}, [], id="past"),
        pytest.param({"history": "[Fracture](disorder) of the [rib](site)."}, [], id="not assessed"),
        pytest.param(
            {"assessment": f"[Osteoporosis](disorder) with a [hip](site) {FRACTURE}."},
            ["osteoporosis: present; at hip; other_fracture=present; fracture=(site hip)"],
            id="taken in by another",
        ),
        pytest.param(
            {"assessment": f"[Stress fracture](disorder) of the [tibia](site). The {FRACTURE} is sore."},
            ["stress fracture: present; at tibia; category=M84.3"],
            id="named better, no place of its own",
        ),
        pytest.param(
            {"assessment": f"[Stress fracture](disorder) of the [tibia](site). [Rib](site) {FRACTURE}."},
            [
                "stress fracture: present; at tibia; category=M84.3",
                "traumatic fracture: present; at rib; outside=S22.3-",
            ],
            id="named better elsewhere",
        ),
    ],
)
def test_a_disorder_outside_is_told_where_it_is_assessed_and_nothing_tells_it_better(
    sections: Mapping[str, str], expected: list[str]
) -> None:
    assert told(note(sections)) == expected
