# ruff: noqa: E501 - notes and tables stand here as they are written
"""Graded strength in all the ways notes write it; the whole result is compared."""

from __future__ import annotations

import time
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

NONE = [
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

CASES = FORMS + WHOLE + AFTER + BEFORE + SIDES + PAIRS + BARE + RUN_ON + TABLES


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
def test_a_long_line_takes_little_time(text: str) -> None:
    book()
    begin = time.perf_counter()
    read_strength(text, book())
    assert time.perf_counter() - begin < 2


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
