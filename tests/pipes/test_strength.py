# ruff: noqa: E501 - notes and tables stand here as they are written
"""Graded strength in all the ways notes write it; the whole result is compared."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.phrases import PhraseBook, measure_entries
from chartgap.pipes.strength import read_strength

R, L, B = "right", "left", "bilateral"
Expected = list[tuple[object, ...]]


@cache
def book() -> PhraseBook:
    return PhraseBook(measure_entries(load_lexicon(), "strength"))


def grades(text: str) -> Expected:
    """(grade, target, side) of each finding; a range is "4/5 to 5/5"; "prior" where it is historical."""
    found: Expected = []
    for draft in read_strength(text, book()):
        value = draft.value
        assert isinstance(value, dict) and draft.kind == "strength"
        high = f" to {value['grade_high']}" if value["grade_high"] else ""
        prior = ("prior",) if draft.assertion and draft.assertion.historical else ()
        found.append((f"{value['grade']}{high}", value["target"], value["laterality"], *prior))
    return found


FORMS: list[tuple[str, Expected]] = [
    ("Strength 4/5", [("4/5", None, None)]),
    ("Hip flexors 4-/5", [("4-/5", "Hip flexors", None)]),
    ("Hip flexors 4+/5", [("4+/5", "Hip flexors", None)]),
    ("Hip flexors +4/5", [("4+/5", "Hip flexors", None)]),
    ("Hip flexors 4 -/5", [("4-/5", "Hip flexors", None)]),
    ("Hip flexors 4−/5", [("4-/5", "Hip flexors", None)]),
    ("Hip flexors 4–/5", [("4-/5", "Hip flexors", None)]),
    ("Hip flexors 4/5-", [("4-/5", "Hip flexors", None)]),
    ("Hip flexors are 4 out of 5", [("4/5", "Hip flexors", None)]),
    ("Hip flexors are 4 plus out of 5", [("4+/5", "Hip flexors", None)]),
    ("hip flexors are four out of five", [("4/5", "hip flexors", None)]),
    ("MMT 3+", [("3+/5", None, None)]),
    ("MRC grade 4 hip flexion", [("4/5", "hip flexion", None)]),
    ("Strength 4 to 4+/5", [("4/5 to 4+/5", None, None)]),
    ("Strength 4-5/5 in the quadriceps", [("4/5 to 5/5", "quadriceps", None)]),
    ("Knee extension 4/5 to 4+/5", [("4/5 to 4+/5", "Knee extension", None)]),
    ("Ankle dorsiflexion 0 to 1/5", [("0/5 to 1/5", "Ankle dorsiflexion", None)]),
    ("Strength V/V throughout", [("5/5", "throughout", None)]),
    ("Dorsiflexion IV+/V", [("4+/5", "Dorsiflexion", None)]),
    ("Strength: +5/5", [("5/5", None, None)]),
    ("Quads 4⁺/5", [("4+/5", "Quads", None)]),
    ("Quads:4/5;hamstrings:5/5", [("4/5", "Quads", None), ("5/5", "hamstrings", None)]),
]

WHOLE: list[tuple[str, Expected]] = [
    ("Motor: 5/5 strength throughout.", [("5/5", "throughout", None)]),
    ("Motor: 5/5 throughout with normal bulk and tone.", [("5/5", "throughout", None)]),
    ("Strength 5/5 globally", [("5/5", "globally", None)]),
    ("Muscle strength is 5/5 for all groups tested.", [("5/5", "all groups tested", None)]),
    ("Strength is 5/5 in all four extremities.", [("5/5", "all four extremities", None)]),
    ("Motor 5/5 in all extremities", [("5/5", "all extremities", None)]),
    ("Motor 5/5", [("5/5", None, None)]),
    ("Strength 5/5 bilaterally", [("5/5", None, B)]),
    ("Strength is grossly 4/5.", [("4/5", None, None)]),
    ("power 4/5", [("4/5", None, None)]),
    ("Power 5/5 in all limbs", [("5/5", "all limbs", None)]),
    (
        "Strength grossly 5/5 except left hip flexion 4/5.",
        [("5/5", None, None), ("4/5", "left hip flexion"[5:], L)],
    ),
    ("5/5 throughout except 4/5 in the right deltoid", [("5/5", "throughout", None), ("4/5", "deltoid", R)]),
    ("CN intact, strength 5/5, reflexes 2+", [("5/5", None, None)]),
    (
        "NEUROLOGIC: Strength 5/5 in upper and lower extremities.",
        [("5/5", "upper extremities", None), ("5/5", "lower extremities", None)],
    ),
]

AFTER: list[tuple[str, Expected]] = [
    ("strength 5/5 BUE, 4/5 RLE", [("5/5", "BUE", B), ("4/5", "RLE", R)]),
    ("5/5 strength in BUE.", [("5/5", "BUE", B)]),
    ("4/5 BUE", [("4/5", "BUE", B)]),
    ("RLE 3/5 throughout", [("3/5", "RLE", R)]),
    ("Strength 5/5 in bilateral lower extremities", [("5/5", "lower extremities", B)]),
    (
        "Strength 4/5 in hip flexors and deltoids bilaterally, 5/5 in distal muscle groups.",
        [("4/5", "hip flexors", B), ("4/5", "deltoids", B), ("5/5", "distal muscle groups", None)],
    ),
    ("Motor is 5/5 and equal to bilateral arms and legs.", [("5/5", "arms", B), ("5/5", "legs", B)]),
    ("Strength 5/5 in both feet.", [("5/5", "feet", B)]),
    (
        "Muscle strength +5/5, dorsiflexors, plantar flexors, invertors, evertors.",
        [
            ("5/5", "dorsiflexors", None),
            ("5/5", "plantar flexors", None),
            ("5/5", "invertors", None),
            ("5/5", "evertors", None),
        ],
    ),
    (
        "She is about 4+/5 in the deltoids, biceps and triceps.",
        [("4+/5", "deltoids", None), ("4+/5", "biceps", None), ("4+/5", "triceps", None)],
    ),
    ("4/5 strength of the left quadriceps", [("4/5", "quadriceps", L)]),
    (
        "Strength is 5/5 in the right upper extremity, 4/5 in the left upper extremity.",
        [("5/5", "upper extremity", R), ("4/5", "upper extremity", L)],
    ),
    (
        "Strength: 4/5 hip flexion, 5/5 knee extension",
        [("4/5", "hip flexion", None), ("5/5", "knee extension", None)],
    ),
    (
        "She has 4/5 strength with right shoulder abduction and 5/5 with elbow flexion.",
        [("4/5", "shoulder abduction", R), ("5/5", "elbow flexion", R)],
    ),
    (
        "Left knee strength 4/5 in flexion and 4+/5 in extension",
        [("4/5", "knee flexion", L), ("4+/5", "knee extension", L)],
    ),
    (
        "Bilateral strength is 5/5 for the upper extremities bilaterally and he has 5/5 of left lower extremity.  The right lower extremity is 4-5/5.",
        [
            ("5/5", "upper extremities", B),
            ("5/5", "lower extremity", L),
            ("4/5 to 5/5", "lower extremity", R),
        ],
    ),
]

BEFORE: list[tuple[str, Expected]] = [
    ("KF 5/5", [("5/5", "KF", None)]),
    ("HF and HE 4/5", [("4/5", "HF", None), ("4/5", "HE", None)]),
    ("EHL/TA/GS 5/5", [("5/5", "EHL", None), ("5/5", "TA", None), ("5/5", "GS", None)]),
    (
        "L leg: sinus over the shin. DP 2+. EHL/TA/GS 5/5.",
        [("5/5", "EHL", L), ("5/5", "TA", L), ("5/5", "GS", L)],
    ),
    (
        "deltoids, biceps, triceps 5/5",
        [("5/5", "deltoids", None), ("5/5", "biceps", None), ("5/5", "triceps", None)],
    ),
    ("Hip flexors and extensors 4/5 bilaterally", [("4/5", "Hip flexors", B), ("4/5", "Hip extensors", B)]),
    ("Hip and knee flexors 4/5", [("4/5", "Hip flexors", None), ("4/5", "knee flexors", None)]),
    ("Left EHL, TA and GS 4/5", [("4/5", "EHL", L), ("4/5", "TA", L), ("4/5", "GS", L)]),
    (
        "Strength: shoulder abduction 4/5 bilaterally, elbow extension 4+/5 bilaterally, hip flexion 4-/5 bilaterally.",
        [("4/5", "shoulder abduction", B), ("4+/5", "elbow extension", B), ("4-/5", "hip flexion", B)],
    ),
    (
        "Left shoulder: painful arc, positive Hawkins. Supraspinatus strength 5/5.",
        [("5/5", "Supraspinatus", L)],
    ),
    ("Ankle dorsiflexion 5/5 on the left. Right leg unremarkable.", [("5/5", "Ankle dorsiflexion", L)]),
    ("UE strength 5/5 bilaterally. LE 0/5 bilaterally.", [("5/5", "UE", B), ("0/5", "LE", B)]),
    ("grip strength 5/5", [("5/5", "grip strength", None)]),
    ("intrinsics 4/5", [("4/5", "intrinsics", None)]),
    (
        "Deltoids 4-/5 bilaterally. Hip flexors 4/5 bilaterally. Grip 5/5 bilaterally.",
        [("4-/5", "Deltoids", B), ("4/5", "Hip flexors", B), ("5/5", "Grip", B)],
    ),
    (
        "Strength on admission: deltoids 4-/5 bilaterally, iliopsoas 3+/5 bilaterally, distal groups 5/5.",
        [
            ("4-/5", "deltoids", B, "prior"),
            ("3+/5", "iliopsoas", B, "prior"),
            ("5/5", "distal groups", None, "prior"),
        ],
    ),
    ("Lower limb strength was 5/5 bilaterally on every examination.", [("5/5", "Lower limb", B)]),
    (
        "Hip: flexion 4/5, extension 4/5, abduction 4-/5",
        [("4/5", "Hip flexion", None), ("4/5", "Hip extension", None), ("4-/5", "Hip abduction", None)],
    ),
    ("Right hip: flexion 4/5, abduction 3+/5", [("4/5", "hip flexion", R), ("3+/5", "hip abduction", R)]),
    (
        "Strength: R hip flexion 3+/5; abduction 4-/5; L hip flexion 4/5",
        [("3+/5", "hip flexion", R), ("4-/5", "hip abduction", R), ("4/5", "hip flexion", L)],
    ),
    ("Neck flexion 4/5, deltoids 4/5 bilaterally", [("4/5", "Neck flexion", None), ("4/5", "deltoids", B)]),
    ("Strength of the quadriceps was 4/5 on the right.", [("4/5", "quadriceps", R)]),
    (
        "Iliopsoas 4/5, quads 4+/5, TA 5/5 bilaterally",
        [("4/5", "Iliopsoas", B), ("4+/5", "quads", B), ("5/5", "TA", B)],
    ),
    (
        "Left hip flexion 4/5, knee extension 4+/5, dorsiflexion 5/5",
        [("4/5", "hip flexion", L), ("4+/5", "knee extension", L), ("5/5", "dorsiflexion", L)],
    ),
    ("Myotomes: C5 5/5, C6 4/5, C7 5/5", [("5/5", "C5", None), ("4/5", "C6", None), ("5/5", "C7", None)]),
    ("Shoulder ER 4/5, IR 4+/5", [("4/5", "Shoulder ER", None), ("4+/5", "IR", None)]),
    (
        "Proximal muscles 4/5, distal muscles 5/5",
        [("4/5", "Proximal muscles", None), ("5/5", "distal muscles", None)],
    ),
    ("Trunk extension 4/5", [("4/5", "Trunk extension", None)]),
    ("pelvic floor 3/5", [("3/5", "pelvic floor", None)]),
]

SIDES: list[tuple[str, Expected]] = [
    ("Hip flexion R 4/5 L 3+/5", [("4/5", "Hip flexion", R), ("3+/5", "Hip flexion", L)]),
    ("Hip flexion: R 4/5, L 3+/5", [("4/5", "Hip flexion", R), ("3+/5", "Hip flexion", L)]),
    ("Hip flexion 4/5 R, 5/5 L", [("4/5", "Hip flexion", R), ("5/5", "Hip flexion", L)]),
    ("Hip flexion 4/5 (R), 5/5 (L)", [("4/5", "Hip flexion", R), ("5/5", "Hip flexion", L)]),
    (
        "Hip flexors are 4/5 on the right and 3/5 on the left.",
        [("4/5", "Hip flexors", R), ("3/5", "Hip flexors", L)],
    ),
    ("Grip 4/5 right, 5/5 left", [("4/5", "Grip", R), ("5/5", "Grip", L)]),
    ("Grip right 4/5 left 5/5", [("4/5", "Grip", R), ("5/5", "Grip", L)]),
    ("Right quadriceps 4/5, left quadriceps 5/5", [("4/5", "quadriceps", R), ("5/5", "quadriceps", L)]),
    ("Quads R4+/5 L4-/5", [("4+/5", "Quads", R), ("4-/5", "Quads", L)]),
    (
        "Right: HF 4/5, KE 5/5. Left: HF 5/5, KE 5/5",
        [("4/5", "HF", R), ("5/5", "KE", R), ("5/5", "HF", L), ("5/5", "KE", L)],
    ),
    (
        "Right: HF 4/5, KE 5/5; left: HF 5/5, KE 5/5",
        [("4/5", "HF", R), ("5/5", "KE", R), ("5/5", "HF", L), ("5/5", "KE", L)],
    ),
    (
        "On the right, hip flexion 4/5 and knee extension 5/5.",
        [("4/5", "hip flexion", R), ("5/5", "knee extension", R)],
    ),
    (
        "RIGHT LOWER EXTREMITY:\nHip flexion 4/5\nKnee extension 4+/5\nLEFT LOWER EXTREMITY:\nHip flexion 5/5",
        [("4/5", "Hip flexion", R), ("4+/5", "Knee extension", R), ("5/5", "Hip flexion", L)],
    ),
    (
        "RLE: HF 4/5, KE 5/5\nLLE: HF 5/5, KE 5/5",
        [("4/5", "HF", R), ("5/5", "KE", R), ("5/5", "HF", L), ("5/5", "KE", L)],
    ),
    ("Left shoulder:\nROM: full\nStrength: 4/5 in abduction", [("4/5", "abduction", L)]),
    (
        "Strength in the bilateral upper extremities was normal.  She is about 4+/5 in the deltoids.",
        [("4+/5", "deltoids", B)],
    ),
    (
        "Strength testing of the left leg: quadriceps 4/5, hamstrings 4+/5",
        [("4/5", "quadriceps", L), ("4+/5", "hamstrings", L)],
    ),
    ("B hip flexion 4/5, b/l knee extension 5/5", [("4/5", "hip flexion", B), ("5/5", "knee extension", B)]),
    (
        "LUE 5/5, RUE 4/5, LLE 5/5, RLE 4-/5",
        [("5/5", "LUE", L), ("4/5", "RUE", R), ("5/5", "LLE", L), ("4-/5", "RLE", R)],
    ),
    ("strength 5/5 in right arm and 4/5 in left arm", [("5/5", "arm", R), ("4/5", "arm", L)]),
    ("Strength: right 4/5, left 5/5", [("4/5", None, R), ("5/5", None, L)]),
    (
        "Dorsiflexion 4/5 on left, 5/5 on right; plantarflexion 5/5 bilaterally",
        [("4/5", "Dorsiflexion", L), ("5/5", "Dorsiflexion", R), ("5/5", "plantarflexion", B)],
    ),
    ("Hip flexion (R/L): 4/5, 4+/5", [("4/5", "Hip flexion", R), ("4+/5", "Hip flexion", L)]),
]

PAIRS: list[tuple[str, Expected]] = [
    (
        "Motor: Deltoids 4+/4-, biceps 5-/4, HF4+/4-",
        [
            ("4+/5", "Deltoids", R),
            ("4-/5", "Deltoids", L),
            ("5-/5", "biceps", R),
            ("4/5", "biceps", L),
            ("4+/5", "HF", R),
            ("4-/5", "HF", L),
        ],
    ),
    ("Motor: triceps 5/4+, grip 4+/4+", [("5/5", "triceps", R), ("4+/5", "triceps", L), ("4+/5", "grip", B)]),
    (
        "Lower extremity strength: Hip flexors & extensors 4-/4-, Hip adductors 5/5, Tibialis Anterior 2/2-",
        [
            ("4-/5", "Hip flexors", B),
            ("4-/5", "Hip extensors", B),
            ("5/5", "Hip adductors", B),
            ("2/5", "Tibialis Anterior", R),
            ("2-/5", "Tibialis Anterior", L),
        ],
    ),
    (
        "MOTOR: Deltoid 4/4, biceps 4+/4+, triceps 5/5, knee extensors 4/4.",
        [("4/5", "Deltoid", B), ("4+/5", "biceps", B), ("5/5", "triceps", B), ("4/5", "knee extensors", B)],
    ),
]

BARE: list[tuple[str, Expected]] = [
    (
        "MMT: hip flexion 4, abduction 3+, extension 4-",
        [("4/5", "hip flexion", None), ("3+/5", "hip abduction", None), ("4-/5", "hip extension", None)],
    ),
    (
        "Muscle testing: ankle extensors are -3 on the left and +5 on the right.",
        [("3-/5", "ankle extensors", L), ("5/5", "ankle extensors", R)],
    ),
    (
        "MOTOR: Foot dorsiflexion, plantar flexion and eversion was all 0 to 1.",
        [
            ("0/5 to 1/5", "Foot dorsiflexion", None),
            ("0/5 to 1/5", "plantar flexion", None),
            ("0/5 to 1/5", "eversion", None),
        ],
    ),
    ("Power (MRC): deltoid 4, biceps 4+", [("4/5", "deltoid", None), ("4+/5", "biceps", None)]),
]

RUN_ON: list[tuple[str, Expected]] = [
    (
        "strength is 4-/5 in the hip flexors on both sides knee extensors are 4 out of 5 bilaterally and the shoulders are 4+/5 on the right and 4/5 on the left grip is 5/5 bilaterally",
        [
            ("4-/5", "hip flexors", B),
            ("4/5", "knee extensors", B),
            ("4+/5", "shoulders", R),
            ("4/5", "shoulders", L),
            ("5/5", "grip", B),
        ],
    ),
    (
        "EXAM:, Motor: 5/5 full strength throughout.,Sensory: intact.,Reflexes: 3/3 BUE, 2/2 BLE.",
        [("5/5", "throughout", None)],
    ),
    ("STRENGTH: , Strength is grossly 4/5.  The patient denies tenderness.", [("4/5", None, None)]),
    (
        "Previously 3/5, now 4/5 hip flexion strength.",
        [("3/5", "hip flexion", None, "prior"), ("4/5", "hip flexion", None)],
    ),
    (
        "Quadriceps strength improved from 3/5 to 4/5.",
        [("3/5", "Quadriceps", None, "prior"), ("4/5", "Quadriceps", None)],
    ),
]

TABLES: list[tuple[str, Expected]] = [
    (
        "Manual Muscle Testing\n                R       L\nHip flexion     4-/5    4/5\nKnee extension  4/5     4/5",
        [
            ("4-/5", "Hip flexion", R),
            ("4/5", "Hip flexion", L),
            ("4/5", "Knee extension", R),
            ("4/5", "Knee extension", L),
        ],
    ),
    (
        "Testing (MRC):\n\n                     Right    Left\nNeck flexion              4\nShoulder abduction   4-/5     4-/5",
        [("4/5", "Neck flexion", None), ("4-/5", "Shoulder abduction", R), ("4-/5", "Shoulder abduction", L)],
    ),
    (
        "| Muscle | Right | Left |\n|---|---|---|\n| Deltoid | 4 | 4+ |\n| Grip | 5 |  |",
        [("4/5", "Deltoid", R), ("4+/5", "Deltoid", L), ("5/5", "Grip", R)],
    ),
    (
        "MMT\tR\tL\nHip flexion\t3+\t4\nHip abduction\t\t3+/5",
        [("3+/5", "Hip flexion", R), ("4/5", "Hip flexion", L), ("3+/5", "Hip abduction", L)],
    ),
    ("MMT      L      R\nQuads    4/5    5/5", [("4/5", "Quads", L), ("5/5", "Quads", R)]),
    (
        "Left   Muscle          Right\n4/5    Hip flexion     5/5\n4+/5   Knee flexion    5/5",
        [
            ("4/5", "Hip flexion", L),
            ("5/5", "Hip flexion", R),
            ("4+/5", "Knee flexion", L),
            ("5/5", "Knee flexion", R),
        ],
    ),
    (
        "Strength       Right   Left\nHip\n  Flexion      4/5     4-/5\n  Abduction    3+/5    3/5",
        [
            ("4/5", "Hip Flexion", R),
            ("4-/5", "Hip Flexion", L),
            ("3+/5", "Hip Abduction", R),
            ("3/5", "Hip Abduction", L),
        ],
    ),
    ("     Delt  Bi  Tri\nR    5/5   4/5  5/5", [("5/5", "Delt", R), ("4/5", "Bi", R), ("5/5", "Tri", R)]),
    (
        "     Delt   Biceps   Triceps\nR    5      4+       5\nL    5      5        5",
        [
            ("5/5", "Delt", R),
            ("4+/5", "Biceps", R),
            ("5/5", "Triceps", R),
            ("5/5", "Delt", L),
            ("5/5", "Biceps", L),
            ("5/5", "Triceps", L),
        ],
    ),
    ("MMT: RUE   LUE   RLE   LLE\n", []),
    (
        "Muscle          Strength\nHip flexion     4/5\nKnee extension  4+/5",
        [("4/5", "Hip flexion", None), ("4+/5", "Knee extension", None)],
    ),
    (
        "Muscle group | L | R\nHip flexors | 4/5 | 4/5\nNotes: tolerated well.",
        [("4/5", "Hip flexors", L), ("4/5", "Hip flexors", R)],
    ),
    (
        "              ROM R   ROM L   MMT R   MMT L\nKnee flexion  120     118     4/5     4+/5",
        [("4/5", "Knee flexion", R), ("4+/5", "Knee flexion", L)],
    ),
    (
        "Right UE: deltoid 4/5, biceps 4/5\nLeft UE: deltoid 5/5, biceps 5/5",
        [("4/5", "deltoid", R), ("4/5", "biceps", R), ("5/5", "deltoid", L), ("5/5", "biceps", L)],
    ),
]

VARIED: list[tuple[str, Expected]] = [
    ("MSK: 5/5 strength in all extremities, normal ROM", [("5/5", "all extremities", None)]),
    ("Motor: Normal bulk and tone. 5/5 throughout.", [("5/5", "throughout", None)]),
    ("Strength 5/5 x 4 extremities", [("5/5", "x 4 extremities", None)]),
    ("Strength 5/5 UE and LE b/l", [("5/5", "UE", B), ("5/5", "LE", B)]),
    ("5/5 strength UE/LE bilaterally", [("5/5", "UE", B), ("5/5", "LE", B)]),
    (
        "Motor strength 5/5 upper extremities, 4/5 lower extremities bilaterally",
        [("5/5", "upper extremities", None), ("4/5", "lower extremities", B)],
    ),
    (
        "Strength: 5/5 in BUE and BLE except 4/5 in R HF",
        [("5/5", "BUE", B), ("5/5", "BLE", B), ("4/5", "HF", R)],
    ),
    (
        "Motor: RUE 5/5, LUE 4/5, RLE 5/5, LLE 4/5",
        [("5/5", "RUE", R), ("4/5", "LUE", L), ("5/5", "RLE", R), ("4/5", "LLE", L)],
    ),
    (
        "R deltoid 4/5, R biceps 4+/5, L deltoid 5/5",
        [("4/5", "deltoid", R), ("4+/5", "biceps", R), ("5/5", "deltoid", L)],
    ),
    (
        "Grip strength is 4/5 on the left compared to 5/5 on the right.",
        [("4/5", "Grip strength", L), ("5/5", "Grip strength", R)],
    ),
    ("Quad strength is 4/5 on R, hamstring 5/5", [("4/5", "Quad", R), ("5/5", "hamstring", None)]),
    ("He has 3/5 strength in the right leg and 5/5 in the left leg.", [("3/5", "leg", R), ("5/5", "leg", L)]),
    (
        "Hip abductors 3+/5 bilat, hip extensors 3/5 bilat, quads 4/5 R and 4-/5 L",
        [
            ("3+/5", "Hip abductors", B),
            ("3/5", "hip extensors", B),
            ("4/5", "quads", R),
            ("4-/5", "quads", L),
        ],
    ),
    (
        "Left lower extremity: hip flexion 4/5, knee extension 4/5, dorsiflexion 5/5, plantarflexion 5/5.",
        [
            ("4/5", "hip flexion", L),
            ("4/5", "knee extension", L),
            ("5/5", "dorsiflexion", L),
            ("5/5", "plantarflexion", L),
        ],
    ),
    (
        "5/5 strength bilaterally in hip flexion, knee extension, ankle dorsiflexion",
        [("5/5", "hip flexion", B), ("5/5", "knee extension", B), ("5/5", "ankle dorsiflexion", B)],
    ),
    (
        "Motor: 5/5 bilateral deltoids, biceps, triceps, wrist extensors, grip",
        [
            ("5/5", "deltoids", B),
            ("5/5", "biceps", B),
            ("5/5", "triceps", B),
            ("5/5", "wrist extensors", B),
            ("5/5", "grip", B),
        ],
    ),
    (
        "Motor exam revealed 4/5 strength in the left hip flexors, 4+/5 in left quadriceps, and 5/5 elsewhere.",
        [("4/5", "hip flexors", L), ("4+/5", "quadriceps", L), ("5/5", "elsewhere", None)],
    ),
    (
        "Muscle strength was 4/5 in the left upper extremity and left lower extremity.",
        [("4/5", "upper extremity", L), ("4/5", "lower extremity", L)],
    ),
    (
        "Strength testing: Deltoid 5/5 B, Biceps 5/5 B, Triceps 4/5 L, 5/5 R",
        [("5/5", "Deltoid", B), ("5/5", "Biceps", B), ("4/5", "Triceps", L), ("5/5", "Triceps", R)],
    ),
    ("RUE: 5/5 throughout. LUE: 4/5 throughout.", [("5/5", "RUE", R), ("4/5", "LUE", L)]),
    (
        "RUE 5/5 deltoid, biceps, triceps. LUE 4/5 deltoid, 5/5 biceps.",
        [
            ("5/5", "deltoid", R),
            ("5/5", "biceps", R),
            ("5/5", "triceps", R),
            ("4/5", "deltoid", L),
            ("5/5", "biceps", L),
        ],
    ),
    (
        "MMT: B hip flex 4-/5, B hip abd 3+/5, B knee ext 4/5",
        [("4-/5", "hip flex", B), ("3+/5", "hip abd", B), ("4/5", "knee ext", B)],
    ),
    (
        "Right shoulder flexion 4/5, abduction 4/5, ER 4-/5, IR 5/5. Left shoulder 5/5 all planes.",
        [
            ("4/5", "shoulder flexion", R),
            ("4/5", "shoulder abduction", R),
            ("4-/5", "ER", R),
            ("5/5", "IR", R),
            ("5/5", "shoulder", L),
        ],
    ),
    (
        "Hip flexion: 4/5 bilaterally. Hip extension: 3+/5 right, 4-/5 left.",
        [("4/5", "Hip flexion", B), ("3+/5", "Hip extension", R), ("4-/5", "Hip extension", L)],
    ),
    ("Hip Flexion - R: 4/5, L: 4-/5", [("4/5", "Hip Flexion", R), ("4-/5", "Hip Flexion", L)]),
    ("Hip flexion (L2): R 4/5, L 5/5", [("4/5", "Hip flexion", R), ("5/5", "Hip flexion", L)]),
    ("Knee extension L3 R 5/5 L 5/5", [("5/5", "Knee extension L3", R), ("5/5", "Knee extension L3", L)]),
    (
        "Ankle DF (L4) 5/5 bilaterally, EHL (L5) 4/5 left, PF (S1) 5/5 bilaterally",
        [("5/5", "Ankle DF", B), ("4/5", "EHL", L), ("5/5", "PF", B)],
    ),
    (
        "L2 5/5, L3 5/5, L4 4/5, L5 4/5, S1 5/5",
        [
            ("5/5", "L2", None),
            ("5/5", "L3", None),
            ("4/5", "L4", None),
            ("4/5", "L5", None),
            ("5/5", "S1", None),
        ],
    ),
    (
        "Upper extremity strength is 5/5 and lower extremity strength is 4/5.",
        [("5/5", "Upper extremity", None), ("4/5", "lower extremity", None)],
    ),
    (
        "Neck flexors 4/5, neck extensors 5/5. Deltoids 4-/5 b/l, biceps 4/5 b/l, iliopsoas 3/5 b/l.",
        [
            ("4/5", "Neck flexors", None),
            ("5/5", "neck extensors", None),
            ("4-/5", "Deltoids", B),
            ("4/5", "biceps", B),
            ("3/5", "iliopsoas", B),
        ],
    ),
    (
        "MRC: neck flexion 4, shoulder abduction 4/4, hip flexion 3/3",
        [("4/5", "neck flexion", None), ("4/5", "shoulder abduction", B), ("3/5", "hip flexion", B)],
    ),
    (
        "Strength 5/5 in all muscle groups in the upper and lower extremities bilaterally.",
        [("5/5", "all muscle groups", None)],
    ),
    ("motor function 5/5 in all four limbs", [("5/5", "all four limbs", None)]),
    (
        "5 out of 5 strength in bilateral upper and lower extremities",
        [("5/5", "upper extremities", B), ("5/5", "lower extremities", B)],
    ),
    (
        "Her strength is 5/5 in her right hand and 4/5 in her left hand.",
        [("5/5", "hand", R), ("4/5", "hand", L)],
    ),
    (
        "Muscle Strength: right quadriceps 4/5; right hamstrings 4/5; left WNL",
        [("4/5", "quadriceps", R), ("4/5", "hamstrings", R)],
    ),
    (
        "Strength R/L: deltoid 5/5, biceps 5/5, HF 4/4, KE 4+/4",
        [("5/5", "deltoid", B), ("5/5", "biceps", B), ("4/5", "HF", B), ("4+/5", "KE", R), ("4/5", "KE", L)],
    ),
    ("On exam, right EHL is 4/5 versus 5/5 on left", [("4/5", "EHL", R), ("5/5", "EHL", L)]),
    (
        "Hand intrinsics 4/5 bilaterally, APB 4-/5 on right",
        [("4/5", "Hand intrinsics", B), ("4-/5", "APB", R)],
    ),
    (
        "There is weakness of the left iliopsoas (4/5) and left tibialis anterior (3/5).",
        [("4/5", "iliopsoas", L), ("3/5", "tibialis anterior", L)],
    ),
    ("The patient has 4/5 weakness of right arm.", [("4/5", "arm", R)]),
    (
        "Weakness in hip flexors (4/5) and shoulder abductors (4+/5) bilaterally",
        [("4/5", "hip flexors", B), ("4+/5", "shoulder abductors", B)],
    ),
    (
        "Deltoid (4/5), biceps (5/5), triceps (4/5) on the right",
        [("4/5", "Deltoid", R), ("5/5", "biceps", R), ("4/5", "triceps", R)],
    ),
    ("patient demonstrates 4/5 strength in B LE", [("4/5", "B LE", B)]),
    ("B LE strength grossly 4/5", [("4/5", "B LE", B)]),
    ("LE strength: 4/5 bilat", [("4/5", "LE", B)]),
    ("Gross strength: UE 4/5, LE 4-/5", [("4/5", "UE", None), ("4-/5", "LE", None)]),
    (
        "Strength LE: Hip flexion 4/5 bilateral; Knee extension 4/5 bilateral",
        [("4/5", "Hip flexion", B), ("4/5", "Knee extension", B)],
    ),
    ("Core strength 3/5", [("3/5", "Core strength", None)]),
    ("Facial strength symmetric. Shoulder shrug 5/5. Tongue midline.", [("5/5", "Shoulder shrug", None)]),
    (
        "Upper extremities: shoulder flexion 4/5 R, 4+/5 L; elbow flexion 5/5 B",
        [("4/5", "shoulder flexion", R), ("4+/5", "shoulder flexion", L), ("5/5", "elbow flexion", B)],
    ),
    ("Strength: 4+/5 right knee, 5/5 left knee", [("4+/5", "knee", R), ("5/5", "knee", L)]),
    (
        "Motor - 5/5 in all groups except L TA 3/5, L EHL 2/5",
        [("5/5", "all groups", None), ("3/5", "TA", L), ("2/5", "EHL", L)],
    ),
    (
        "Motor strength is 5/5 in both upper and lower extremities",
        [("5/5", "upper extremities", B), ("5/5", "lower extremities", B)],
    ),
    (
        "Power was 4/5 in hip flexion bilaterally with 5/5 power distally",
        [("4/5", "hip flexion", B), ("5/5", "distally", None)],
    ),
    (
        "Iliopsoas R 4 L 4+; quads R 4+ L 5; TA 5 bilaterally (MRC)",
        [
            ("4/5", "Iliopsoas", R),
            ("4+/5", "Iliopsoas", L),
            ("4+/5", "quads", R),
            ("5/5", "quads", L),
            ("5/5", "TA", B),
        ],
    ),
    (
        "5/5 motor in EHL, FHL, TA, GSC",
        [("5/5", "EHL", None), ("5/5", "FHL", None), ("5/5", "TA", None), ("5/5", "GSC", None)],
    ),
    (
        "SILT. 5/5 EHL/FHL/TA/GS. 2+ DP.",
        [("5/5", "EHL", None), ("5/5", "FHL", None), ("5/5", "TA", None), ("5/5", "GS", None)],
    ),
    ("Motor: fires EHL/TA/GS 5/5", [("5/5", "EHL", None), ("5/5", "TA", None), ("5/5", "GS", None)]),
    (
        "Right knee: ROM 0-120. Quad strength 4/5. Stable to varus/valgus. Left knee: ROM 0-130. Quad strength 5/5.",
        [("4/5", "Quad", R), ("5/5", "Quad", L)],
    ),
    (
        "Rotator cuff strength: supraspinatus 4/5, infraspinatus 5/5, subscapularis 5/5",
        [("4/5", "supraspinatus", None), ("5/5", "infraspinatus", None), ("5/5", "subscapularis", None)],
    ),
    (
        "Strength with resisted abduction 4/5 and external rotation 4+/5 on the right",
        [("4/5", "resisted abduction", R), ("4+/5", "external rotation", R)],
    ),
    ("Motor: Strength 5/5 UE's and 4/5 LE's.", [("5/5", "UE's", None), ("4/5", "LE's", None)]),
    ("Strength is +4/5 in the left wrist and 5/5 in the right.", [("4+/5", "wrist", L), ("5/5", "wrist", R)]),
    ("Hip flexors R 4/5 ; L 4+/5", [("4/5", "Hip flexors", R), ("4+/5", "Hip flexors", L)]),
    (
        "UE: R 5/5, L 4/5; LE: R 5/5, L 4/5",
        [("5/5", "UE", R), ("4/5", "UE", L), ("5/5", "LE", R), ("4/5", "LE", L)],
    ),
    (
        "Strength, R knee ext 4/5 (was 3+/5 at eval)",
        [("4/5", "knee ext", R), ("3+/5", "knee ext", R, "prior")],
    ),
    ("ANKLE: dorsiflexion 4/5, eversion 3/5 left", [("4/5", "dorsiflexion", L), ("3/5", "eversion", L)]),
    ("Bilateral LEs 4/5 proximally, 5/5 distally", [("4/5", "LEs proximally", B), ("5/5", "distally", B)]),
    (
        "Deltoids 4/5 bilaterally, otherwise 5/5 throughout.",
        [("4/5", "Deltoids", B), ("5/5", "throughout", None)],
    ),
    ("lower extremities 5/5 throughout", [("5/5", "lower extremities", None)]),
    ("dorsiflexion strength of 4/5", [("4/5", "dorsiflexion", None)]),
    (
        "Dorsiflexors of the left ankle are +2/5 on the left and 5/5 on the right.",
        [("2+/5", "ankle Dorsiflexors", L), ("5/5", "ankle Dorsiflexors", R)],
    ),
    ("Strength rated 4/5 in right grip", [("4/5", "grip", R)]),
    (
        "Left biceps 4/5. Left triceps 4/5. Grip 5/5.",
        [("4/5", "biceps", L), ("4/5", "triceps", L), ("5/5", "Grip", None)],
    ),
    ("EXTREMITIES:, No edema. Strength 5/5.,NEUROLOGIC: Cranial nerves intact.", [("5/5", None, None)]),
    ("Strength is 5 of 5 in all extremities.", [("5/5", "all extremities", None)]),
    ("Motor strength 5+/5 bilaterally", [("5/5", None, B)]),
    ("Motor strength was +5 in all extremities.", [("5/5", "all extremities", None)]),
    (
        "Muscle strength 5/5 bilaterally to dorsiflexion, plantarflexion, inversion, and eversion.",
        [
            ("5/5", "dorsiflexion", B),
            ("5/5", "plantarflexion", B),
            ("5/5", "inversion", B),
            ("5/5", "eversion", B),
        ],
    ),
    (
        "MUSCLE STRENGTH: 5/5 in upper extremities bilaterally, 4/5 in lower extremities.",
        [("5/5", "upper extremities", B), ("4/5", "lower extremities", None)],
    ),
    (
        "Strength:\n - RUE: 5/5\n - LUE: 4/5\n - RLE: 5/5\n - LLE: 4-/5",
        [("5/5", "RUE", R), ("4/5", "LUE", L), ("5/5", "RLE", R), ("4-/5", "LLE", L)],
    ),
    (
        "Strength:\nRight hip flexion: 4/5\nRight knee extension: 4+/5\nLeft hip flexion: 4-/5",
        [("4/5", "hip flexion", R), ("4+/5", "knee extension", R), ("4-/5", "hip flexion", L)],
    ),
    (
        "MMT           Right     Left\nShoulder flex  4/5      4/5\nElbow flex     5/5      5/5\nPain           3/10     2/10\nHip flex       3+/5     NT",
        [
            ("4/5", "Shoulder flex", R),
            ("4/5", "Shoulder flex", L),
            ("5/5", "Elbow flex", R),
            ("5/5", "Elbow flex", L),
            ("3+/5", "Hip flex", R),
        ],
    ),
    (
        "Manual Muscle Test (MMT):\nR / L\nHip flexion: 4-/5 / 4/5\nKnee extension: 4/5 / 4/5",
        [
            ("4-/5", "Hip flexion", R),
            ("4/5", "Hip flexion", L),
            ("4/5", "Knee extension", R),
            ("4/5", "Knee extension", L),
        ],
    ),
    (
        "Strength (R/L):\nHip flexion 4-/4\nKnee extension 4/4+\nEHL 5/5",
        [
            ("4-/5", "Hip flexion", R),
            ("4/5", "Hip flexion", L),
            ("4/5", "Knee extension", R),
            ("4+/5", "Knee extension", L),
            ("5/5", "EHL", B),
        ],
    ),
    (
        "| Movement | R | L |\n|:--|:-:|:-:|\n| Hip flexion | 4/5 | 4-/5 |\n| Hip abduction | 3+/5 | |\n| DTR | 2+ | 2+ |",
        [("4/5", "Hip flexion", R), ("4-/5", "Hip flexion", L), ("3+/5", "Hip abduction", R)],
    ),
    (
        "UPPER EXTREMITY STRENGTH:\nShoulder flexion: R 4/5 L 4/5\nElbow flexion: R 5/5 L 5/5",
        [
            ("4/5", "Shoulder flexion", R),
            ("4/5", "Shoulder flexion", L),
            ("5/5", "Elbow flexion", R),
            ("5/5", "Elbow flexion", L),
        ],
    ),
    (
        "Right Lower Extremity\nHip Flexion: 4/5\nKnee Extension: 4+/5\n\nLeft Lower Extremity\nHip Flexion: 5/5\nKnee Extension: 5/5",
        [
            ("4/5", "Hip Flexion", R),
            ("4+/5", "Knee Extension", R),
            ("5/5", "Hip Flexion", L),
            ("5/5", "Knee Extension", L),
        ],
    ),
    (
        "LE MMT: R hip flex 4-/5, L hip flex 4/5\nUE MMT: WFL",
        [("4-/5", "hip flex", R), ("4/5", "hip flex", L)],
    ),
    (
        "Objective:\nROM: R knee 0-110\nMMT: R quad 4-/5, R ham 4/5\nGoals:\nSTG: R quad 4/5 in 2 weeks\nLTG: R quad 5/5 in 6 weeks\nPlan: continue",
        [("4-/5", "quad", R), ("4/5", "ham", R)],
    ),
    (
        "STRENGTH TESTING\nHip flexion        R 4/5     L 4/5\nHip abduction      R 3+/5    L 4-/5",
        [
            ("4/5", "Hip flexion", R),
            ("4/5", "Hip flexion", L),
            ("3+/5", "Hip abduction", R),
            ("4-/5", "Hip abduction", L),
        ],
    ),
    (
        "Muscle:            Left:     Right:\nDeltoid             4/5       5/5\nBiceps              4/5       5/5",
        [("4/5", "Deltoid", L), ("5/5", "Deltoid", R), ("4/5", "Biceps", L), ("5/5", "Biceps", R)],
    ),
    (
        "Motor exam:\n            Right  Left\nDelt          5      4\nBiceps        5      4+\nIP            4      4-\n",
        [
            ("5/5", "Delt", R),
            ("4/5", "Delt", L),
            ("5/5", "Biceps", R),
            ("4+/5", "Biceps", L),
            ("4/5", "IP", R),
            ("4-/5", "IP", L),
        ],
    ),
    (
        "Strength        Initial       Current\n                R     L       R     L\nHip flexion     3/5   3+/5    4/5   4/5",
        [
            ("3/5", "Hip flexion", R, "prior"),
            ("3+/5", "Hip flexion", L, "prior"),
            ("4/5", "Hip flexion", R),
            ("4/5", "Hip flexion", L),
        ],
    ),
    (
        "Neuro: AAOx3, CN II-XII intact, motor 5/5 bilaterally UE/LE, sensation intact, reflexes 2+",
        [("5/5", "UE", B), ("5/5", "LE", B)],
    ),
    (
        "Neurological: Alert. Strength 5/5 bilateral upper extremities; 4/5 bilateral lower extremities. Sensation intact. DTRs 2/4.",
        [("5/5", "upper extremities", B), ("4/5", "lower extremities", B)],
    ),
    ("GENERAL: no distress.  MUSCULOSKELETAL: 5/5 strength.  NEURO: gait normal.", [("5/5", None, None)]),
    (
        "Extremities: 5/5 strength in bilateral upper and lower extremities, no edema",
        [("5/5", "upper extremities", B), ("5/5", "lower extremities", B)],
    ),
    (
        "Pt with 4/5 strength LUE, 3/5 LLE, 5/5 RUE/RLE",
        [("4/5", "LUE", L), ("3/5", "LLE", L), ("5/5", "RUE", R), ("5/5", "RLE", R)],
    ),
    (
        "The patient's strength has improved to 4+/5 in the hip flexors from 3+/5.",
        [("4+/5", "hip flexors", None), ("3+/5", "hip flexors", None, "prior")],
    ),
    ("Therapy goals: increase BLE strength to 4/5. Current BLE strength 3+/5.", [("3+/5", "BLE", B)]),
    ("BLE strength 3+/5 (goal 4+/5)", [("3+/5", "BLE", B)]),
    (
        "4/5 - hip flexors\n5/5 - knee extensors",
        [("4/5", "hip flexors", None), ("5/5", "knee extensors", None)],
    ),
    (
        "Shoulder: Flexion 4/5; Abduction 4/5; ER 4-/5; IR 4/5 on the right. Left all 5/5.",
        [
            ("4/5", "Shoulder Flexion", R),
            ("4/5", "Shoulder Abduction", R),
            ("4-/5", "ER", R),
            ("4/5", "IR", R),
            ("5/5", None, L),
        ],
    ),
    (
        "Strength right shoulder: 4/5 flexion, 4-/5 abduction, 5/5 elbow flexion",
        [("4/5", "shoulder flexion", R), ("4-/5", "shoulder abduction", R), ("5/5", "elbow flexion", R)],
    ),
    (
        "Motor: Right deltoid 4, biceps 4+, triceps 5. Left deltoid 5, biceps 5.",
        [
            ("4/5", "deltoid", R),
            ("4+/5", "biceps", R),
            ("5/5", "triceps", R),
            ("5/5", "deltoid", L),
            ("5/5", "biceps", L),
        ],
    ),
    ("Muscle tone normal. Strength 5/5 BUE/BLE.", [("5/5", "BUE", B), ("5/5", "BLE", B)]),
    (
        "Hip flexor and quadriceps strength is 4-/5 bilaterally.",
        [("4-/5", "Hip flexor", B), ("4-/5", "quadriceps", B)],
    ),
    (
        "Strength: Neck flexors 4-; deltoids 4-; biceps 4; triceps 4; wrist extensors 5; hip flexors 3+ bilaterally.",
        [
            ("4-/5", "Neck flexors", None),
            ("4-/5", "deltoids", B),
            ("4/5", "biceps", B),
            ("4/5", "triceps", B),
            ("5/5", "wrist extensors", B),
            ("3+/5", "hip flexors", B),
        ],
    ),
    (
        "Bilateral shoulder abduction, elbow flexion, and hip flexion 4/5; distal strength 5/5.",
        [
            ("4/5", "shoulder abduction", B),
            ("4/5", "elbow flexion", B),
            ("4/5", "hip flexion", B),
            ("5/5", "distal", B),
        ],
    ),
    (
        "Manual muscle testing demonstrates 4/5 strength in bilateral hip flexors and 4+/5 strength in bilateral knee extensors.",
        [("4/5", "hip flexors", B), ("4+/5", "knee extensors", B)],
    ),
    ("MMT8 score 130/150", []),
    ("He is weak 3/5 in left arm and 2/5 in left leg", [("3/5", "arm", L), ("2/5", "leg", L)]),
    ("right sided weakness 4/5", [("4/5", None, R)]),
    (
        "4/5 strength on the right and 5/5 on the left in the lower extremities",
        [("4/5", "lower extremities", R), ("5/5", "lower extremities", L)],
    ),
    ("Motor: 5/5 on the left, 4/5 on the right.", [("5/5", None, L), ("4/5", None, R)]),
    (
        "HF: 4/5 B; HE: 3+/5 B; HAbd: R 3+/5, L 4-/5",
        [("4/5", "HF", B), ("3+/5", "HE", B), ("3+/5", "HAbd", R), ("4-/5", "HAbd", L)],
    ),
    ("The left lower extremity has 4/5 strength.", [("4/5", "lower extremity", L)]),
    (
        "The left lower extremity strength is 4/5 and the right is 5/5.",
        [("4/5", "lower extremity", L), ("5/5", "lower extremity", R)],
    ),
    (
        "Grip strength: R 4/5, L 5/5. Pinch 4/5 B.",
        [("4/5", "Grip strength", R), ("5/5", "Grip strength", L), ("4/5", "Pinch", B)],
    ),
    ("Muscle power 5/5 in all four limbs, tone normal, reflexes 2/4", [("5/5", "all four limbs", None)]),
    (
        "Strength in quads 4+/5, hamstrings 4/5, gastroc 5/5 L; 5/5 R",
        [("4+/5", "quads", L), ("4/5", "hamstrings", L), ("5/5", "gastroc", L), ("5/5", "gastroc", R)],
    ),
    ("No pain. Strength 5/5. Pulses 2/4.", [("5/5", None, None)]),
    ("I reviewed 4/5 labs, Hgb 9", []),
    ("CPK of 346 on 4/5, weakness", []),
    ("power port placed 4/5", []),
]

NONE = [
    "Weakness of BUE and BLE 2/2 prolonged hospitalization",
    "Left leg weakness 2/2 to polio",
    "Started rosuvastatin 1/5, calves sore by the end of the month",
    "pain 7/10",
    "Left knee pain 4/5",
    "pain is 4/5 with knee flexion",
    "Seen on 4/5/2026",
    "Follow up on 4/5",
    "Labs 4/5: WBC 8",
    "Left femur bone aspirate 4/5: Salmonella",
    "MRI left knee 4/5: effusion",
    "XR left hip 4/5 no fracture",
    "since 4/5 she has limped",
    "Reflexes 2/2 and symmetric throughout BUE and patellae",
    "Reflexes: 3/3 BUE, 2/2 BLE.",
    "DTR 2/2 biceps, 2/2 triceps, 2/2 patellar",
    "Reflexes: biceps 2+/2+, knees 2+/2+",
    "DTRs are 1+/4+ and equal throughout",
    "Pupils 5/5 decreasing to 3/3 on exposure to light",
    "Pulses 2+/4 bilaterally in the feet",
    "2/3 recall at one minute and 0/3 at 3 minutes",
    "recall 3/3",
    "Mini-Cog 5/5",
    "MMSE 30/30",
    "SPPB 5/12",
    "2/6 systolic murmur",
    "Goal: hip strength 5/5",
    "Goals:\n1. Increase quadriceps strength to 4+/5\n2. Hip abduction 4/5",
    "LTG: patient will demonstrate 5/5 strength in 8 weeks",
    "STG 1: improve strength to 4/5",
    "Increase strength of the hip flexors from 3/5 to 4/5 in 4 weeks",
    "Apgar 8/9",
    "Borg 5/10",
    "attended 4/5 visits",
    "Percocet 5/325",
    "Tobacco 1/2 ppd",
    "Brooker class 3",
    "ASA 3",
    "satisfaction 5/5",
    "GCS 15, verbal 5/5",
    "C4/5 and L4/5 disc protrusion",
    "Waddell signs 4/5",
    "Sensation 5/5 to light touch in the feet",
    "Vision 20/20",
    "BP 120/80",
    "CHIEF COMPLAINT (1/1):, nails.",
    "Strength 6/5",
    "hip flexion 110/120 degrees",
    "",
]

GRAMMAR: list[tuple[str, Expected]] = [
    (
        "MOTOR: Upper extremities: 5/5 proximally, 5/4 @ elbow/wrist/hand.",
        [
            ("5/5", "Upper extremities proximally", None),
            *[pair for part in ("elbow", "wrist", "hand") for pair in (("5/5", part, R), ("4/5", part, L))],
        ],
    ),
    (
        "Motor: Lower extremities: 4/4 proximally and 5/5 @ and below knees.",
        [("4/5", "Lower extremities proximally", B), ("5/5", "knees", None)],
    ),
    ("His proximal LLE strength was rated at a 4.", [("4/5", "proximal LLE", L)]),
    (
        "Muscle strength is graded 4 in the arms and 3 in the hip flexors.",
        [("4/5", "arms", None), ("3/5", "hip flexors", None)],
    ),
    ("Left hemiparesis, 4+/5 throughout", [("4+/5", "throughout", L)]),
    (
        "Left hemiplegia with 0/5 strength in the arm and 1/5 in the leg",
        [("0/5", "arm", L), ("1/5", "leg", L)],
    ),
    (
        "5/5 throughout except for 4+ right wrist extension and right knee flexion",
        [("5/5", "throughout", None), ("4+/5", "wrist extension", R), ("4+/5", "knee flexion", R)],
    ),
    (
        "Strength is 5/5 throughout except 4- left EHL and 4+ right deltoid.",
        [("5/5", "throughout", None), ("4-/5", "EHL", L), ("4+/5", "deltoid", R)],
    ),
    ("Strength 4+-5/5 in the arms", [("4+/5 to 5/5", "arms", None)]),
    ("strength is 4/5 right arm, 5/5 left", [("4/5", "arm", R), ("5/5", "arm", L)]),
    (
        "Right wrist extension was 3+/5 on 1/5 and is 4/5 today",
        [("3+/5", "wrist extension", R, "prior"), ("4/5", "wrist extension", R)],
    ),
    ("Legs and shoulders weak: wkness legs + shoulders, HF 3/5 b/l", [("3/5", "HF", B)]),
    (
        "KE 4/5 L, 5/5 R; HS 4+/5 L. Thigh girth -3 cm L. Reflexes 2/4.",
        [("4/5", "KE", L), ("5/5", "KE", R), ("4+/5", "HS", L)],
    ),
    ("Strength: DF 5/5 bilat. PF: 6 raises R, 9 L. UE grossly 5/5.", [("5/5", "DF", B), ("5/5", "UE", None)]),
    (
        "Old left ring finger fracture, healed. FDP and FDS 5/5 to each finger.",
        [("5/5", "FDP", None), ("5/5", "FDS", None)],
    ),
    ("Left breast: no mass.\nHands: no synovitis, grip 5/5.", [("5/5", "grip", None)]),
    (
        "Deltoid 5/5 5/5, biceps 5/5 4/5",
        [("5/5", "Deltoid", R), ("5/5", "Deltoid", L), ("5/5", "biceps", R), ("4/5", "biceps", L)],
    ),
    (
        "BUE 5/5, RLE HF 4/5 KE 4/5, LLE 5/5",
        [("5/5", "BUE", B), ("4/5", "HF", R), ("4/5", "KE", R), ("5/5", "LLE", L)],
    ),
    (
        "MMT: R shoulder flex 3+, ER 3; L shoulder 5 all planes",
        [("3+/5", "shoulder flex", R), ("3/5", "ER", R), ("5/5", "shoulder", L)],
    ),
    (
        "                 IE 3/4     today 4/5\nQuads R          4-/5       4/5\nQuads L          5/5        5/5",
        [
            ("4-/5", "Quads", R, "prior"),
            ("4/5", "Quads", R),
            ("5/5", "Quads", L, "prior"),
            ("5/5", "Quads", L),
        ],
    ),
    (
        "MMT | 3/4/26 | 4/15/26 | Goal\n---|---|---|---\nR hip flexion | 3+/5 | 4/5 | 5/5\nL hip flexion | 4/5 | 4+/5 | 5/5",
        [
            ("3+/5", "hip flexion", R, "prior"),
            ("4/5", "hip flexion", R),
            ("4/5", "hip flexion", L, "prior"),
            ("4+/5", "hip flexion", L),
        ],
    ),
]

CLIPPED: list[tuple[str, Expected]] = [
    ("Motor: bi 4+/5, tri 4-/5", [("4+/5", "bi", None), ("4-/5", "tri", None)]),
    (
        "L hip abduction 4/5 limited by soreness, R 5/5",
        [("4/5", "hip abduction", L), ("5/5", "hip abduction", R)],
    ),
    ("R shoulder abd 4/5 (pain), L 5/5", [("4/5", "shoulder abd", R), ("5/5", "shoulder abd", L)]),
    ("glut max L 4/5 R 5/5", [("4/5", "glut max", L), ("5/5", "glut max", R)]),
    ("hand intrinsics are five over five bilaterally", [("5/5", "hand intrinsics", B)]),
    ("Motor: 5/5 mm strength all groups", [("5/5", "all groups", None)]),
    (
        "L hip flexion 4+/5, knee ext 4/5, rest 5/5",
        [("4+/5", "hip flexion", L), ("4/5", "knee ext", L), ("5/5", "rest", None)],
    ),
    ("Motor: RUE prox 2/5, distal 1/5", [("2/5", "prox", R), ("1/5", "distal", R)]),
    ("MMT R/L: hip 3+/4-, knee 2/2", [("3+/5", "hip", R), ("4-/5", "hip", L), ("2/5", "knee", B)]),
    (
        "Exam: R leg - sinus at the shin, thin fluid. Distal bone prominent. Ankle DF 4/5 PF 5/5.",
        [("4/5", "Ankle DF", R), ("5/5", "PF", R)],
    ),
    ("O: L knee: healed portals. Warm, no effusion. ROM 0-120. Quads 4+/5.", [("4+/5", "Quads", L)]),
    (
        "UE MMT      R        L\n Sh flex    4-       4-\n El flex    4        4\nLE per PT: B hip flexion 3+/5",
        [
            ("4-/5", "Sh flex", R),
            ("4-/5", "Sh flex", L),
            ("4/5", "El flex", R),
            ("4/5", "El flex", L),
            ("3+/5", "hip flexion", B),
        ],
    ),
]

SMALL: list[tuple[str, Expected]] = [
    (
        "mmt r quad 4-/5, l quad 4/5, hams 4/5 l; r 4-/5",
        [("4-/5", "quad", R), ("4/5", "quad", L), ("4/5", "hams", L), ("4-/5", "hams", R)],
    ),
    ("strength: hip flex r 4/5, l 4-/5", [("4/5", "hip flex", R), ("4-/5", "hip flex", L)]),
    ("rue 4/5, lle 3+/5, ble 5/5", [("4/5", "rue", R), ("3+/5", "lle", L), ("5/5", "ble", B)]),
    ("s/p r thr, o2 at 3 l, strength 4/5", [("4/5", None, None)]),
    ("weakness r/t l spine stenosis, quads 4/5", [("4/5", "quads", None)]),
    (
        "In the lower limbs, hip flexion is 3/5 and knee extension 4/5.",
        [("3/5", "hip flexion", None), ("4/5", "knee extension", None)],
    ),
    (
        "R elbow arc 35-110. Biceps 4/5. Grip 4/5. L elbow full, 5/5.\nDeltoid 5/5",
        [("4/5", "Biceps", R), ("4/5", "Grip", R), ("5/5", "elbow", L), ("5/5", "Deltoid", None)],
    ),
    (
        "R knee ROM 0-120. Quad 4/5. Deltoids 5/5 bilaterally. Hams 4/5.",
        [("4/5", "Quad", R), ("5/5", "Deltoids", B), ("4/5", "Hams", None)],
    ),
    ("mmt hf 4-/5 b, grip 4/5 b", [("4-/5", "hf", B), ("4/5", "grip", B)]),
    (
        "R quad 4/5 (prev 3+/5), L quad 5/5",
        [("4/5", "quad", R), ("3+/5", "quad", R, "prior"), ("5/5", "quad", L)],
    ),
    (
        "shoulder abd R 3+/5 L 4-/5, elbow flex/ext 4/5 B",
        [
            ("3+/5", "shoulder abd", R),
            ("4-/5", "shoulder abd", L),
            ("4/5", "elbow flex", B),
            ("4/5", "elbow ext", B),
        ],
    ),
    (
        "3/5 in the legs and 4-/5 in the arms, distal strength 5/5 in all limbs",
        [("3/5", "legs", None), ("4-/5", "arms", None), ("5/5", "distal all limbs", None)],
    ),
    ("ER at side 4-/5 R, ER at 90 4/5 L", [("4-/5", "ER at side", R), ("4/5", "ER at 90", L)]),
    (
        "shoulder flexion 4/5 / 5/5 (R/L), abd 3+/5 / 5/5",
        [
            ("4/5", "shoulder flexion", R),
            ("5/5", "shoulder flexion", L),
            ("3+/5", "shoulder abd", R),
            ("5/5", "shoulder abd", L),
        ],
    ),
    ("quads 4/5 / 5/5 (L/R)", [("4/5", "quads", L), ("5/5", "quads", R)]),
    (
        "Strength (R / L)\nER 4-/5 / 5/5\nIR 5/5 / 5/5",
        [("4-/5", "ER", R), ("5/5", "ER", L), ("5/5", "IR", R), ("5/5", "IR", L)],
    ),
    (
        "Strength: UL R 5 L 5, hip flex R 3+ L 4, ankle DF R 4 L 5",
        [
            ("5/5", "UL", R),
            ("5/5", "UL", L),
            ("3+/5", "hip flex", R),
            ("4/5", "hip flex", L),
            ("4/5", "ankle DF", R),
            ("5/5", "ankle DF", L),
        ],
    ),
    ("Myotomes: L4 4/5, L5 3/5", [("4/5", "L4", None), ("3/5", "L5", None)]),
    (
        "Strength RLE: 3/5 hip, 3+/5 knee; LLE: 4/5 hip, 4/5 knee",
        [("3/5", "hip", R), ("3+/5", "knee", R), ("4/5", "hip", L), ("4/5", "knee", L)],
    ),
    ("R leg weakness 2/2 stroke. Motor 4/5", [("4/5", None, R)]),
    ("B LE weakness 2/2 deconditioning; BLE 4-/5", [("4-/5", "BLE", B)]),
    ("Strength: ankle DF/PF 4/5 R", [("4/5", "ankle DF", R), ("4/5", "PF", R)]),
]

LATER: list[tuple[str, Expected]] = [
    # The side at the end of a list, against the other side.
    (
        "                      R           L\nAROM elbow flex     35-105       0-145\nPron/sup            70/75        80/85\n"
        "MMT\n Elbow flexion       4-/5        5/5\n Pronation           4+/5        5/5",
        [
            ("4-/5", "Elbow flexion", R),
            ("5/5", "Elbow flexion", L),
            ("4+/5", "Pronation", R),
            ("5/5", "Pronation", L),
        ],
    ),
    (
        "MS: EHL 4/5 L. TA 5/5 b/l.\nXR L foot 3v (1/5): cortical loss. MiniCog 2/5.",
        [("4/5", "EHL", L), ("5/5", "TA", B)],
    ),
    (
        "Motor testing, right then left: deltoid 4+/5 and 4/5; quadriceps 3/5 and 3-/5.",
        [("4+/5", "deltoid", R), ("4/5", "deltoid", L), ("3/5", "quadriceps", R), ("3-/5", "quadriceps", L)],
    ),
    ("Motor (L/R): deltoid 4+/5 and 4/5.", [("4+/5", "deltoid", L), ("4/5", "deltoid", R)]),
    (
        "Deltoids 5/5, triceps 4+/5, finger abductors 4-/5 on the right; all 5/5 on the left.",
        [
            ("5/5", "Deltoids", R),
            ("4+/5", "triceps", R),
            ("4-/5", "finger abductors", R),
            ("5/5", "finger abductors", L),
        ],
    ),
    # The side at the head of a list that names its targets behind.
    ("Exam: L 3+/5 hip, 4-/5 knee", [("3+/5", "hip", L), ("4-/5", "knee", L)]),
    (
        "L 3+/5 hip abd, 4-/5 hip flex, 4+/5 knee ext; R 5/5 same groups.",
        [("3+/5", "hip abd", L), ("4-/5", "hip flex", L), ("4+/5", "knee ext", L), ("5/5", "knee ext", R)],
    ),
    (
        "RLE 4-/5 prox 4+/5 distal.",
        [("4-/5", "RLE prox", R), ("4+/5", "distal", R)],
    ),
    # The side told with the loss, two sentences before.
    (
        "He is weak on the left. He cannot lift his arm. Deltoid 3/5, biceps 4-/5.",
        [("3/5", "Deltoid", L), ("4-/5", "biceps", L)],
    ),
    ("He has pain in the left hip. Gait is normal. Deltoid strength 3/5.", [("3/5", "Deltoid", None)]),
    # Spelled grades without "out of five".
    (
        "strength four plus in the deltoids, four minus in the triceps",
        [("4+/5", "deltoids", None), ("4-/5", "triceps", None)],
    ),
    (
        "hip flexion strength is four out of five left hip abduction four minus knee extension is four bilaterally",
        [("4/5", "hip flexion", None), ("4-/5", "hip abduction", L), ("4/5", "knee extension", B)],
    ),
    (
        "strength two out of five proximally; by discharge three plus proximally",
        [("2/5", "proximally", None), ("3+/5", "proximally", None)],
    ),
    ("Strength five out of five. Reflexes two plus in the biceps.", [("5/5", None, None)]),
    # Bare figures with a minus behind a muscle are of strength without the word.
    (
        "Deltoids 4+ R, 5- L. Hip flexors 4+ bilat.",
        [("4+/5", "Deltoids", R), ("5-/5", "Deltoids", L), ("4+/5", "Hip flexors", B)],
    ),
    ("Biceps 2+, triceps 2+, ankle 1+", []),
    (
        "Motor strength was 5 in upper extremities, 4 in the left leg",
        [("5/5", "upper extremities", None), ("4/5", "leg", L)],
    ),
    (
        "MRC grade 4 in hip flexion, grade 5 elsewhere",
        [("4/5", "hip flexion", None), ("5/5", "elsewhere", None)],
    ),
    ("Weakness. Grip (kg): R 14, L 27. MMT lateral pinch R 4 L 7. APB R 4/5.", [("4/5", "APB", R)]),
    ("MMT: hip F R 3+ L 4-, hip E R 3", [("3+/5", "hip F", R), ("4-/5", "hip F", L), ("3/5", "hip E", R)]),
    # The range of motion told before the grade.
    (
        "RIGHT SHOULDER\nflexion 150 deg, strength 4/5\nabduction 140, 4-/5",
        [("4/5", "SHOULDER flexion", R), ("4-/5", "SHOULDER abduction", R)],
    ),
    # Columns that do not stand under their titles.
    (
        "Key muscles    R    L\nC5 elbow flexors     5    4\nS1 ankle plantar flexors 0 1",
        [
            ("5/5", "elbow flexors", R),
            ("4/5", "elbow flexors", L),
            ("0/5", "ankle plantar flexors", R),
            ("1/5", "ankle plantar flexors", L),
        ],
    ),
    (
        "Strength compared with last visit (R/L): deltoid 5/5 (5-/5-), finger ext 4/4- (3+/3+)",
        [
            ("5/5", "deltoid", B),
            ("5-/5", "deltoid", B, "prior"),
            ("4/5", "finger ext", R),
            ("4-/5", "finger ext", L),
            ("3+/5", "finger ext", B, "prior"),
        ],
    ),
    ("LE str: quad 4- bil. UE str: grossly 4-", [("4-/5", "quad", B), ("4-/5", "UE", None)]),
    # A list wrapped between a muscle or side and its grade.
    (
        "MMT: Hip flexion R 4-/5 L\n4/5, knee extension R 4/5 L 4+/5",
        [
            ("4-/5", "Hip flexion", R),
            ("4/5", "Hip flexion", L),
            ("4/5", "knee extension", R),
            ("4+/5", "knee extension", L),
        ],
    ),
    ("Strength: R quads 4/5, DF\n4/5, PF 5/5.", [("4/5", "quads", R), ("4/5", "DF", R), ("5/5", "PF", R)]),
    (
        "Strength L shoulder:\nflexion 4-\nabduction 3+",
        [("4-/5", "shoulder flexion", L), ("3+/5", "shoulder abduction", L)],
    ),
    (
        "Upper Extremities: Right   Left\nDeltoid             5       4-",
        [("5/5", "Deltoid", R), ("4-/5", "Deltoid", L)],
    ),
]

CASES = (
    SMALL
    + CLIPPED
    + GRAMMAR
    + FORMS
    + WHOLE
    + AFTER
    + BEFORE
    + SIDES
    + PAIRS
    + BARE
    + RUN_ON
    + TABLES
    + VARIED
    + LATER
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_grades_are_read_with_target_and_side(text: str, expected: Expected) -> None:
    assert grades(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_strength_stays_silent(text: str) -> None:
    assert grades(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "4/5" * 33_000,
        "4-/5 " * 20_000,
        "hip " * 25_000 + "4/5",
        "5/" * 50_000,
        "4 " * 50_000 + "strength",
        "|R|L|\n" + "|4/5" * 25_000,
    ],
)
def test_a_long_line_is_read_to_its_end(text: str) -> None:
    found = read_strength(text, book())
    assert all(0 <= draft.start < draft.end <= len(text) for draft in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "4/5",
                "4-/5",
                "3+",
                "4+/4-",
                "hip flexion",
                "left",
                "R",
                "L",
                ",",
                "\n",
                "|",
                "\t",
                "in",
                "and",
                ":",
                "MMT",
                "strength",
                "except",
                "quads",
            ]
        )
    )
)
def test_offsets_slice_back_to_the_grade(parts: list[str]) -> None:
    text = " ".join(parts)
    for draft in read_strength(text, book()):
        assert text[draft.start : draft.end].strip()[0] in "012345+-"
