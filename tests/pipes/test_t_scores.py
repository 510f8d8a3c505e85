# ruff: noqa: E501 - notes and tables stand here as they are written
"""T-scores and Z-scores in all the ways reports and notes write them; the whole result is compared."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.phrases import PhraseBook, measure_entries
from chartgap.pipes.t_scores import read_t_scores

LS, FN, TH, HIP, DR = "lumbar spine", "femoral neck", "total hip", "hip", "distal radius"
R, L, B = "right", "left", "bilateral"
Expected = list[tuple[object, ...]]


@cache
def book() -> PhraseBook:
    return PhraseBook(measure_entries(load_lexicon(), "t_scores"))


def scores(text: str, kind: str = "t_score") -> Expected:
    """(value, site, side) of each finding, with "prior" where it is historical."""
    found: Expected = []
    for draft in read_t_scores(text, book()):
        value = draft.value
        assert isinstance(value, dict)
        if draft.kind == kind:
            prior = ("prior",) if draft.assertion and draft.assertion.historical else ()
            found.append((value["value"], value["site"], value["laterality"], *prior))
    return found


PROSE: list[tuple[str, Expected]] = [
    (
        "Spine T-score = -2.4. Rt. hip (neck) T-score = -2.8. Lt. hip (total) T-score = -2.2.",
        [(-2.4, LS, None), (-2.8, FN, R), (-2.2, TH, L)],
    ),
    (
        "She hasn't smoked in old age. TSH, SPEP, Ca, PTH normal.\n\nDXA 1/28: spine T-score minus 2.9, left femoral neck T-score minus 2.7.",
        [(-2.9, LS, None), (-2.7, FN, L)],
    ),
    ("DXA: femoral neck BMD is 1.2 SD below the young adult mean.", [(-1.2, FN, None)]),
    ("DXA T-score at the hip is 2.6 below the mean.", [(-2.6, HIP, None)]),
    (
        "T-score lumbar spine 1.8 SD below normal, total hip 0.4 SD above the young adult reference.",
        [(-1.8, LS, None), (0.4, TH, None)],
    ),
    ("L1-L4 T-score -2.6 (2.6 standard deviations below the mean).", [(-2.6, LS, None)]),
    (
        "DXA: lumbar spine T-score -2.6, hip 2.6 SD below the young adult mean.",
        [(-2.6, LS, None), (-2.6, HIP, None)],
    ),
    (
        "DXA: osteoporosis is a BMD more than 2.5 SD below the young adult mean, or 2.5 SD or more below it.",
        [],
    ),
    ("DXA: lumbar spine 2.1 SD below the age-matched mean.", []),
    ("DXA: T spine -2.7, hip -2.9.", [(-2.7, LS, None), (-2.9, HIP, None)]),
    ("DXA: L 1/3 radius T -2.4, R 33% rad T -3.0", [(-2.4, DR, L), (-3.0, DR, R)]),
    ("T-score of the hip minus point nine", [(-0.9, HIP, None)]),
    ("DXA: AP spine -1.8 / Z -1.1; L hip total -1.4 / Z -0.8", [(-1.8, LS, None), (-1.4, TH, L)]),
    (
        "T-scores: L4 -2.0; FN R -1.9 L -2.1; TH R -1.2 L -1.3",
        [(-2.0, LS, None), (-1.9, FN, R), (-2.1, FN, L), (-1.2, TH, R), (-1.3, TH, L)],
    ),
    ("DXA: L-spine T -2.1. Prior 2022: LS -2.6", [(-2.1, LS, None), (-2.6, LS, None, "prior")]),
    (
        "T-scores were -1.2 at the spine and -1.9 at the left hip. The respective values had been -0.9 and -1.6.",
        [(-1.2, LS, None), (-1.9, HIP, L), (-0.9, LS, None, "prior"), (-1.6, HIP, L, "prior")],
    ),
    (
        "DXA\n           L1-L4   Left Neck   Left Total\nBMD        0.871   0.662       0.801\nT-score    -1.6    -1.7        -1.2",
        [(-1.6, LS, None), (-1.7, FN, L), (-1.2, TH, L)],
    ),
    ("|  | L1-L4 | L neck |\n|---|---|---|\n| T-score | -1.6 | -1.7 |", [(-1.6, LS, None), (-1.7, FN, L)]),
    (
        "LEFT FOREARM\n         UD     1/3    Total\nT-score  -2.0   -2.3   -2.1",
        [(-2.0, "ultradistal radius", L), (-2.3, DR, L), (-2.1, "forearm", L)],
    ),
    ("T-score -1.8", [(-1.8, None, None)]),
    ("T score: −2.1", [(-2.1, None, None)]),
    ("T score – 2.1 at the left hip", [(-2.1, HIP, L)]),
    ("T= -2.5 at the hip", [(-2.5, HIP, None)]),
    ("T-score of minus 1.9 in the lumbar spine", [(-1.9, LS, None)]),
    ("T-score negative 2.4, right femoral neck.", [(-2.4, FN, R)]),
    ("bone density t score of negative two point one at the lumbar spine", [(-2.1, LS, None)]),
    ("Osteopenia (T -2.3, Z -1.1).", [(-2.3, None, None)]),
    ("Osteopenia of the left femoral neck (T -2.3, Z -1.1).", [(-2.3, FN, L)]),
    ("T-score of the L-spine was -2.1.", [(-2.1, LS, None)]),
    (
        "T-scores of -1.6 and -2.2 at the lumbar spine and left femoral neck, respectively.",
        [(-1.6, LS, None), (-2.2, FN, L)],
    ),
    (
        "The lumbar spine and left femoral neck T-scores were -1.6 and -2.2, respectively.",
        [(-1.6, LS, None), (-2.2, FN, L)],
    ),
    (
        "T-scores: spine -1.2, L FN -2.0, R FN -1.9, TH -1.1",
        [(-1.2, LS, None), (-2.0, FN, L), (-1.9, FN, R), (-1.1, TH, None)],
    ),
    ("DXA T-scores: femoral neck -2.1, total hip -1.4.", [(-2.1, FN, None), (-1.4, TH, None)]),
    (
        "T-scores: L1-L4 -1.1; left femoral neck -2.3; left total hip -1.7",
        [(-1.1, LS, None), (-2.3, FN, L), (-1.7, TH, L)],
    ),
    (
        "T-scores were -1.8 (L1-L4), -2.1 (left femoral neck), and -1.4 (left total hip).",
        [(-1.8, LS, None), (-2.1, FN, L), (-1.4, TH, L)],
    ),
    (
        "T-score -1.8 at the spine, -2.1 at the left femoral neck and -0.9 at the total hip.",
        [(-1.8, LS, None), (-2.1, FN, L), (-0.9, TH, L)],
    ),
    ("T-score -1.8 lumbar spine, -2.1 left femoral neck", [(-1.8, LS, None), (-2.1, FN, L)]),
    (
        "Lumbar spine T-score -1.8, left femoral neck T-score -2.1, right total hip T-score +0.3.",
        [(-1.8, LS, None), (-2.1, FN, L), (0.3, TH, R)],
    ),
    (
        "T = -1.7 at L1-L4 (Z -1.3, BMD 1.021 g/cm2). Right total hip T = -1.4.",
        [(-1.7, LS, None), (-1.4, TH, R)],
    ),
    (
        "lumbar spine (L3-L4 only, because of the L2 deformity) T-score -2.9, left total hip T-score\n-3.1, with Z-scores of -0.8 and -1.0.",
        [(-2.9, LS, None), (-3.1, TH, L)],
    ),
    ("distal one-third radius, left, BMD 0.601 g/cm2, T-score -2.3, Z-score -1.4.", [(-2.3, DR, L)]),
    ("Lowest T-score -2.6 at the left femoral neck.", [(-2.6, FN, L)]),
    ("The lowest T score is −1.9, in the right hip.", [(-1.9, HIP, R)]),
    ("Spine T-score 0.2, hip T-score -0.4.", [(0.2, LS, None), (-0.4, HIP, None)]),
    ("T-score +0.3 at the lumbar spine; T-score 0.2 at the left hip", [(0.3, LS, None), (0.2, HIP, L)]),
    ("BMD at the lumbar spine 0.912 g/cm2 (T-score -1.8, Z-score -0.9).", [(-1.8, LS, None)]),
    ("The lumbar spine BMD is 0.852 g/cm2. The T-score is -1.8.", [(-1.8, LS, None)]),
    ("Femoral neck T-scores -1.9 (left) and -1.7 (right).", [(-1.9, FN, L), (-1.7, FN, R)]),
    ("T-scores of the hips: right -1.4, left -1.2.", [(-1.4, HIP, R), (-1.2, HIP, L)]),
    ("Right and left femoral neck T-scores -1.2 and -1.4.", [(-1.2, FN, R), (-1.4, FN, L)]),
    ("T-scores range from -1.2 to -2.1.", [(-1.2, None, None), (-2.1, None, None)]),
    (
        "DXA 2/2026: L-spine -2.0, left femoral neck -2.4, left total hip -1.9.",
        [(-2.0, LS, None), (-2.4, FN, L), (-1.9, TH, L)],
    ),
    ("Heel ultrasound T-score -1.6.", [(-1.6, "calcaneus", None)]),
    ("33% radius T-score -2.2 on the left.", [(-2.2, DR, L)]),
    ("T-score of the left distal 1/3 radius is -2.0.", [(-2.0, DR, L)]),
    ("Left forearm T-score -1.5.", [(-1.5, "forearm", L)]),
    ("Whole body T-score -0.8", [(-0.8, "total body", None)]),
    ("Left hip: femoral neck T-score -2.0, total T-score -1.4.", [(-2.0, FN, L), (-1.4, TH, L)]),
    ("DXA with T -2.3 L hip and -1.9 L spine", [(-2.3, HIP, L), (-1.9, LS, None)]),
    (
        "Osteopenia of the lumbar spine and left femoral neck (T-scores -1.8, -2.1).",
        [(-1.8, LS, None), (-2.1, FN, L)],
    ),
    (
        "Osteopenia, T-score of -1.5 at L femoral neck and -1.2 at L1-L4 on DXA 1/2026.",
        [(-1.5, FN, L), (-1.2, LS, None)],
    ),
    (
        "DEXA of lumbar spine and left hip. T-scores: L1-L4 -1.2, femoral neck -2.1, total hip -1.6.",
        [(-1.2, LS, None), (-2.1, FN, L), (-1.6, TH, L)],
    ),
    ("T/Z-scores: spine -1.8/-0.9, left hip -2.1/-1.0", [(-1.8, LS, None), (-2.1, HIP, L)]),
    ("T-score/Z-score at the spine -1.8/-0.9.", [(-1.8, LS, None)]),
    ("T- and Z-scores of -1.8 and -0.9 at the lumbar spine.", [(-1.8, LS, None)]),
    (
        "T-scores spine -1.2, left hip -1.4; Z-scores spine -0.3, left hip -0.5",
        [(-1.2, LS, None), (-1.4, HIP, L)],
    ),
    ("T-score -2.0 SD at the left total hip.", [(-2.0, TH, L)]),
    ("T-score: -3 at the spine", [(-3.0, LS, None)]),
    ("A/P: osteoporosis, T-score -3.1 spine, on alendronate", [(-3.1, LS, None)]),
    ("Osteopenia. FRAX major 11%, hip 1.9%. T-score -1.7 at the R fem neck.", [(-1.7, FN, R)]),
    ("Bilateral total hip T-scores -1.3.", [(-1.3, TH, B)]),
    ("neck of the left femur T-score -2.2", [(-2.2, FN, L)]),
    ("T-score in left hip is -1.8 and in lumbar spine is -2.0.", [(-1.8, HIP, L), (-2.0, LS, None)]),
    (
        "Her DEXA showed a T-score of -1.8 in her spine and -1.6 in her left hip.",
        [(-1.8, LS, None), (-1.6, HIP, L)],
    ),
    ("T-scores: -1.8/-2.1 (spine/left hip)", [(-1.8, LS, None), (-2.1, HIP, L)]),
    ("DXA spine/left hip T-scores -1.8/-2.1", [(-1.8, LS, None), (-2.1, HIP, L)]),
    ("HISTORY:, osteopenia.,DEXA:, T-score -1.8 at spine.,PLAN:, calcium.", [(-1.8, LS, None)]),
    ("T-score-1.8 at L2-L4", [(-1.8, LS, None)]),
    ("Bone density was low with a T-score at the femoral neck on the left of -2.2", [(-2.2, FN, L)]),
]

PRIOR: list[tuple[str, Expected]] = [
    ("T-score of the lumbar spine -1.8, previously -1.9.", [(-1.8, LS, None), (-1.9, LS, None, "prior")]),
    ("Lumbar spine T-score -1.8 (was -1.6 in 2021).", [(-1.8, LS, None), (-1.6, LS, None, "prior")]),
    ("T-score at the left hip -1.8, compared with -1.5 in 2021.", [(-1.8, HIP, L), (-1.5, HIP, L, "prior")]),
    ("Compared with 2021: T-score -1.5.", [(-1.5, None, None, "prior")]),
    ("Lumbar spine T-score improved from -2.7 to -2.4.", [(-2.7, LS, None, "prior"), (-2.4, LS, None)]),
    ("Previously T-score -1.5 at the spine, now -1.9.", [(-1.5, LS, None, "prior"), (-1.9, LS, None)]),
    (
        "DXA 2019: spine T-score -1.5\nDXA 2025: spine T-score -1.9",
        [(-1.5, LS, None, "prior"), (-1.9, LS, None)],
    ),
    ("T-score -2.1 at the left femoral neck, stable compared to prior.", [(-2.1, FN, L)]),
]

LAYOUT: list[tuple[str, Expected]] = [
    (
        "Region              BMD (g/cm2)    T-score    Z-score\nL1-L4               0.852          -1.8       -0.3\nLeft femoral neck   0.617          -2.1       -0.7\nLeft total hip      0.838          -0.9        0.2\n\nComparison 02/2022: BMD at L1-L4 down 3.1%.",
        [(-1.8, LS, None), (-2.1, FN, L), (-0.9, TH, L)],
    ),
    (
        "Region T-score BMD Z-score\nL1-L4 -1.8 0.852 -0.3\nL FN -2.1 0.617 -0.7",
        [(-1.8, LS, None), (-2.1, FN, L)],
    ),
    (
        "| Site | BMD | T-score | Z-score |\n|---|---|---|---|\n| Lumbar spine (L1-L4) | 0.912 | -1.8 | -0.9 |\n| Left femoral neck | 0.701 | -2.2 | -1.0 |",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    (
        "Region\tZ-score\tT-score\nAP Spine\t-0.2\t-1.3\nNeck Left\t-0.9\t-2.0\nTotal Left\t\t-1.1",
        [(-1.3, LS, None), (-2.0, FN, L), (-1.1, TH, L)],
    ),
    (
        "Site,BMD,T-score,Z-score\nL1-L4,0.912,-1.8,-0.9\nRight total hip,0.812,-1.1,0.3",
        [(-1.8, LS, None), (-1.1, TH, R)],
    ),
    (
        "DXA:\nL1-L4  0.912  -1.8  -0.9\nLeft femoral neck  0.701  -2.2  -1.0",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    ("BONE DENSITY\nLEFT HIP:\nNeck T-score -1.9\nTotal T-score -1.2", [(-1.9, FN, L), (-1.2, TH, L)]),
    (
        "Region      BMD     T-score\nLEFT HIP:\n  Neck      0.700   -1.9\n  Total     0.800   -1.2\nRIGHT HIP:\n  Neck      0.710   -1.8\n  Total     0.820   -1.0",
        [(-1.9, FN, L), (-1.2, TH, L), (-1.8, FN, R), (-1.0, TH, R)],
    ),
    (
        "Region   Area    BMC     BMD     T-score   Z-score\nL1       11.20   10.10   0.902   -0.9      0.1\nL2       12.30   11.30   0.919   -1.1      -0.1\nTotal    23.50   21.40   0.911   -1.0      0.0",
        [(-0.9, LS, None), (-1.1, LS, None), (-1.0, LS, None)],
    ),
    (
        "Lumbar spine:\n  BMD: 0.852 g/cm2\n  T-score: -1.8\n  Z-score: -0.3\nLeft femoral neck:\n  BMD: 0.700 g/cm2\n  T-score: -2.1\n  Z-score: -0.9",
        [(-1.8, LS, None), (-2.1, FN, L)],
    ),
    (
        "T-scores:\n- Lumbar spine: -1.2\n- Left femoral neck: -2.0\n- Left total hip: -1.1",
        [(-1.2, LS, None), (-2.0, FN, L), (-1.1, TH, L)],
    ),
    (
        "   L1-L4                 T-score -0.6     Z-score 0.4\n   Right femoral neck    T-score -0.8     Z-score 0.1",
        [(-0.6, LS, None), (-0.8, FN, R)],
    ),
    (
        "Region               BMD    Young-Adult %   T-score   Age-Matched %   Z-score\nFemur Neck Left      0.801  82              -1.7      95              -0.4\nFemur Total Left     0.850  84              -1.3      96              -0.2",
        [(-1.7, FN, L), (-1.3, TH, L)],
    ),
    (
        "Site                 T-score (2026)   T-score (2023)\nLumbar spine         -1.8             -1.5\nLeft total hip       -1.2             -1.0",
        [(-1.8, LS, None), (-1.5, LS, None, "prior"), (-1.2, TH, L), (-1.0, TH, L, "prior")],
    ),
    (
        "Site            T-score   Prior T-score\nLumbar spine    -1.8      -1.5",
        [(-1.8, LS, None), (-1.5, LS, None, "prior")],
    ),
    (
        "Region            Left T-score   Right T-score\nFemoral neck      -2.0           -1.8\nTotal hip         -1.1           -1.0",
        [(-2.0, FN, L), (-1.8, FN, R), (-1.1, TH, L), (-1.0, TH, R)],
    ),
    (
        "           L1-L4    L FN     L total hip\nBMD        0.912    0.701    0.801\nT-score    -1.8     -2.1     -1.4\nZ-score    -0.9     -1.0     -0.3",
        [(-1.8, LS, None), (-2.1, FN, L), (-1.4, TH, L)],
    ),
    (
        "Region\tBMD\tT-score\nFemoral neck (L)\t0.701\t-2.1\nHip - total, right\t0.801\t-1.4\nL FN\t0.7\t-2.0",
        [(-2.1, FN, L), (-1.4, TH, R), (-2.0, FN, L)],
    ),
    (
        "Region   BMD  T-score  Z-score\nLEFT FOREARM\n1/3      0.601  -2.3  -1.4\nUD       0.401  -1.9  -1.0",
        [(-2.3, DR, L), (-1.9, "ultradistal radius", L)],
    ),
    (
        "Lumbar spine (L1-L4): BMD 0.912, T -1.8, Z -0.9\r\nLeft hip neck: BMD 0.701, T -2.2, Z -1.0",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    ("DXA results\nSpine        T -1.8\nLeft hip     T -1.2", [(-1.8, LS, None), (-1.2, HIP, L)]),
    (
        "T-score -1.8 at L1-L4 and -2.1 at the left femoral neck.\n\nIMPRESSION: Osteopenia, lowest T-score -2.1.",
        [(-1.8, LS, None), (-2.1, FN, L), (-2.1, FN, L)],
    ),
]

VARIED: list[tuple[str, Expected]] = [
    ("DXA (3/12/26): L1-4 T -2.1, LFN T -2.6, L TH T -2.0", [(-2.1, LS, None), (-2.6, FN, L), (-2.0, TH, L)]),
    (
        "DEXA 01/2026 with T-score of -2.2 at the left femoral neck and -1.6 at the lumbar spine; FRAX 12% / 2.4%",
        [(-2.2, FN, L), (-1.6, LS, None)],
    ),
    (
        "Bone density: lumbar spine T-score = -1.4 (BMD 0.998 g/cm^2); left hip total T-score = -1.1 (BMD 0.87 g/cm^2); left femoral neck T-score = -1.9",
        [(-1.4, LS, None), (-1.1, TH, L), (-1.9, FN, L)],
    ),
    (
        "Osteopenia - L spine T-score -1.3, L hip -1.8, R hip -1.7",
        [(-1.3, LS, None), (-1.8, HIP, L), (-1.7, HIP, R)],
    ),
    ("T-score (spine): -1.8; T-score (hip): -2.2", [(-1.8, LS, None), (-2.2, HIP, None)]),
    (
        "Lumbar spine: T score -1.8. Left hip: T score -1.3. Right hip: T score -1.5.",
        [(-1.8, LS, None), (-1.3, HIP, L), (-1.5, HIP, R)],
    ),
    ("lowest T-score is at the left femoral neck (-2.3)", [(-2.3, FN, L)]),
    (
        "The T-score at the femoral neck was -2.3, at the total hip -1.8, and at the lumbar spine -1.1.",
        [(-2.3, FN, None), (-1.8, TH, None), (-1.1, LS, None)],
    ),
    (
        "The T score in the lumbar spine is -1.1 and the T score in the left hip is -1.9",
        [(-1.1, LS, None), (-1.9, HIP, L)],
    ),
    ("T score lumbar spine minus 1.8 left hip minus 2.1", [(-1.8, LS, None), (-2.1, HIP, L)]),
    (
        "her dexa showed t score minus 1.8 lumbar spine and minus 2.1 left femoral neck",
        [(-1.8, LS, None), (-2.1, FN, L)],
    ),
    (
        "bone density scan showed a t score of minus one point eight in the spine and minus two point one in the left hip",
        [(-1.8, LS, None), (-2.1, HIP, L)],
    ),
    (
        "T-scores -1.4 at L1 through L4, -2.0 at the right femoral neck, and -1.5 at the right total hip.",
        [(-1.4, LS, None), (-2.0, FN, R), (-1.5, TH, R)],
    ),
    ("L1-L4: -1.8 (T-score), -0.9 (Z-score)", [(-1.8, LS, None)]),
    ("Lumbar spine -1.8 (T-score)", [(-1.8, LS, None)]),
    ("Femoral neck (left): T-score −2.1; Z-score −0.9; BMD 0.700 g/cm²", [(-2.1, FN, L)]),
    ("DXA: T-score L/S -1.8, LFN -2.0", [(-1.8, LS, None), (-2.0, FN, L)]),
    ("Osteoporosis by DXA T score -2.7 left forearm 1/3 radius", [(-2.7, DR, L)]),
    (
        "DXA T-scores: lumbar −1.5, femoral neck (R) −2.1, total hip (R) −1.8",
        [(-1.5, LS, None), (-2.1, FN, R), (-1.8, TH, R)],
    ),
    ("- Osteopenia: DXA 2024 T-score L FN -1.9", [(-1.9, FN, L)]),
    (
        "Osteopenia of the left hip (T-score -1.9) and lumbar spine (T-score -1.2).",
        [(-1.9, HIP, L), (-1.2, LS, None)],
    ),
    (
        "Osteopenia of both femoral necks, T-scores -1.8 on the right and -2.0 on the left",
        [(-1.8, FN, R), (-2.0, FN, L)],
    ),
    (
        "Left femoral neck and lumbar spine osteopenia, T -1.8 and -1.4 respectively.",
        [(-1.8, FN, L), (-1.4, LS, None)],
    ),
    ("T-score: L1-L4: -2.4, FN: -1.8", [(-2.4, LS, None), (-1.8, FN, None)]),
    (
        "DEXA scan 2025 revealed T-scores in the osteopenic range (-1.5 spine, -1.9 L hip).",
        [(-1.5, LS, None), (-1.9, HIP, L)],
    ),
    ("T score is -2.0 spine and is -1.8 hip", [(-2.0, LS, None), (-1.8, HIP, None)]),
    ("She had a bone density test with T-score -1.5 to -2.0.", [(-1.5, None, None), (-2.0, None, None)]),
    ("Right hip fracture 2019. DXA T-score -2.8 at L1-L4.", [(-2.8, LS, None)]),
    (
        "DXA T-scores -1.2, -1.9, and -1.5 at the lumbar spine, left femoral neck, and left total hip.",
        [(-1.2, LS, None), (-1.9, FN, L), (-1.5, TH, L)],
    ),
    (
        "T-score of -1.8 (osteopenia) in the lumbar spine and -2.6 (osteoporosis) in the left femoral neck",
        [(-1.8, LS, None), (-2.6, FN, L)],
    ),
    (
        "The BMD measured at Femur Neck Left is 0.799 g/cm2 with a T-score of -1.7. The BMD measured at AP Spine L1-L4 is 1.021 g/cm2 with a T-score of -1.3.",
        [(-1.7, FN, L), (-1.3, LS, None)],
    ),
    (
        "Osteopenia of L femoral neck w/ T-score of -2.4; T-score -1.0 to -2.5 is the osteopenic range",
        [(-2.4, FN, L)],
    ),
    ("T-score: -1.6 [spine], -2.0 [left hip]", [(-1.6, LS, None), (-2.0, HIP, L)]),
    ("T-scores | spine -1.8 | L hip -1.2", [(-1.8, LS, None), (-1.2, HIP, L)]),
    ("Z score -0.8, T score -1.8 L spine", [(-1.8, LS, None)]),
    ("Lumbar T -1.8 / Z -0.9; L hip T -1.2 / Z -0.4", [(-1.8, LS, None), (-1.2, HIP, L)]),
    ("osteoporosis (T-score -2.5)", [(-2.5, None, None)]),
    ("T-score worst -2.5 at spine, meets WHO criteria for osteoporosis", [(-2.5, LS, None)]),
    ("Based on the WHO criteria, a T-score of -1.8 at the hip is osteopenia.", [(-1.8, HIP, None)]),
    (
        "According to World Health Organization criteria, T-score at -1.0 or higher is normal, T-score between -1.0 and -2.5 is osteopenia and T-score -2.5 or lower is osteoporosis.",
        [],
    ),
    (
        "The patient is osteopenic with T-score between -1.2 and -1.8.",
        [(-1.2, None, None), (-1.8, None, None)],
    ),
    ("Bone density L-spine -1.8 T-score, left hip -1.2 T-score", [(-1.8, LS, None), (-1.2, HIP, L)]),
    ("T-score of the left 33% radius: -2.1", [(-2.1, DR, L)]),
    ("Forearm (left 1/3 radius) T-score -2.1", [(-2.1, DR, L)]),
    (
        "L1 -1.2, L2 -1.4, L3 -1.8, L4 -1.9 (T-scores)",
        [(-1.2, LS, None), (-1.4, LS, None), (-1.8, LS, None), (-1.9, LS, None)],
    ),
    (
        "T-scores by level: L1 -1.2, L2 -1.4, L3 -1.8, L4 -1.9",
        [(-1.2, LS, None), (-1.4, LS, None), (-1.8, LS, None), (-1.9, LS, None)],
    ),
    ("T score hip:-1.8 spine:-2.0", [(-1.8, HIP, None), (-2.0, LS, None)]),
    ("T-score hip = -1.8, spine = -2.0", [(-1.8, HIP, None), (-2.0, LS, None)]),
    ("Osteopenia. Last DXA 6/2024, T-score -1.9 left femoral neck.", [(-1.9, FN, L)]),
    ("T-score 1.2 at lumbar spine (artifactual from scoliosis)", [(1.2, LS, None)]),
    ("bone density T scores, lumbar -1.3, hip -2.0", [(-1.3, LS, None), (-2.0, HIP, None)]),
    ("T-score (spine): -1.8; T-score (hip): -2.2", [(-1.8, LS, None), (-2.2, HIP, None)]),
    (
        "The T score in the lumbar spine is -1.1 and the T score in the left hip is -1.9",
        [(-1.1, LS, None), (-1.9, HIP, L)],
    ),
    ("L1-L4: -1.8 (T-score), -0.9 (Z-score)", [(-1.8, LS, None)]),
    ("L1 -1.2, L2 -1.4, L3 -1.8 (T-scores)", [(-1.2, LS, None), (-1.4, LS, None), (-1.8, LS, None)]),
    (
        "T-score of -1.8 (osteopenia) in the lumbar spine and -2.6 (osteoporosis) in the left femoral neck",
        [(-1.8, LS, None), (-2.6, FN, L)],
    ),
    (
        "DXA Results:\nRegion                 BMD      T-Score   Z-Score   Classification\nAP Spine (L1-L4)       0.945    -1.9      -0.8      Osteopenia\nFemoral Neck (Left)    0.712    -2.2      -1.1      Osteopenia\nTotal Hip (Left)       0.801    -1.6      -0.7      Osteopenia\n1/3 Radius (Left)      0.611    -1.2      -0.1      Osteopenia",
        [(-1.9, LS, None), (-2.2, FN, L), (-1.6, TH, L), (-1.2, DR, L)],
    ),
    (
        "FINDINGS:\nLumbar spine L1-L4:\nBMD = 0.912 g/cm2\nT-score = -1.8\nZ-score = -0.9\n\nLeft hip:\nFemoral neck BMD = 0.701 g/cm2, T-score = -2.2, Z-score -1.0\nTotal hip BMD = 0.801 g/cm2, T-score = -1.4, Z-score -0.3\n\nRight hip:\nFemoral neck BMD = 0.701 g/cm2, T-score = -2.0\nTotal hip BMD = 0.801 g/cm2, T-score = -1.3\n\nIMPRESSION: Osteopenia.\nWorld Health Organization criteria for BMD:\nNormal: T-score at or above -1.0\nOsteopenia: T-score between -1.0 and -2.5\nOsteoporosis: T-score at or below -2.5",
        [(-1.8, LS, None), (-2.2, FN, L), (-1.4, TH, L), (-2.0, FN, R), (-1.3, TH, R)],
    ),
    (
        "RESULTS: Lumbar spine (L1-L4): BMD 0.912, T-score -1.8. Left femur: Neck 0.701, T-score -2.2; Total 0.801, T-score -1.4.",
        [(-1.8, LS, None), (-2.2, FN, L), (-1.4, TH, L)],
    ),
    (
        "             BMD     T      Z\nL1-L4       0.912   -1.8   -0.9\nL neck      0.701   -2.2   -1.0\nL total     0.801   -1.4   -0.3\n",
        [(-1.8, LS, None), (-2.2, FN, L), (-1.4, TH, L)],
    ),
    (
        "Region\nBMD\nT-score\nZ-score\nL1-L4\n0.912\n-1.8\n-0.9\nLeft femoral neck\n0.701\n-2.2\n-1.0",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    (
        "Bone densitometry\nDate        Site          BMD     T-score\n03/2026     L1-L4         0.912   -1.8\n03/2026     L total hip   0.801   -1.4\n02/2023     L1-L4         0.930   -1.6\n02/2023     L total hip   0.820   -1.2\n",
        [(-1.8, LS, None), (-1.4, TH, L), (-1.6, LS, None, "prior"), (-1.2, TH, L, "prior")],
    ),
    (
        "Lumbar spine:\nDate        BMD     T-score\n03/2026     0.912   -1.8\n02/2022     0.930   -1.6\n",
        [(-1.8, LS, None), (-1.6, LS, None, "prior")],
    ),
    (
        "T-scores     2026    2023\nL1-L4        -1.8    -1.6\nL fem neck   -2.2    -2.0",
        [(-1.8, LS, None), (-1.6, LS, None, "prior"), (-2.2, FN, L), (-2.0, FN, L, "prior")],
    ),
    (
        "DXA (02/2026)\n  Spine L1-L4      0.945 g/cm2   T -1.9\n  L fem neck       0.712 g/cm2   T -2.2\n  L total hip      0.801 g/cm2   T -1.6\n  FRAX: MOF 14%, hip 2.6%",
        [(-1.9, LS, None), (-2.2, FN, L), (-1.6, TH, L)],
    ),
    (
        "DEXA\nSite | T-score\nLumbar spine | -1.9\nLeft hip (neck) | -2.2\nLeft hip (total) | -1.6",
        [(-1.9, LS, None), (-2.2, FN, L), (-1.6, TH, L)],
    ),
    (
        "BONE DENSITY: L1-L4: -1.9 / Left FN: -2.2 / Left TH: -1.6 (T-scores)",
        [(-1.9, LS, None), (-2.2, FN, L), (-1.6, TH, L)],
    ),
    (
        "Left Femur          BMD     T-Score\nNeck                0.712   -2.2\nTotal               0.801   -1.6\nRight Femur\nNeck                0.722   -2.1\nTotal               0.811   -1.5",
        [(-2.2, FN, L), (-1.6, TH, L), (-2.1, FN, R), (-1.5, TH, R)],
    ),
    (
        "Region: L1-L4    BMD: 0.912    T-score: -1.8   Z-score: -0.9\nRegion: Left hip neck   BMD: 0.7 T-score: -2.2 Z-score: -1.0",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    (
        "**DXA**\n- **Lumbar spine:** T-score **-1.8**\n- **Left femoral neck:** T-score **-2.2**",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    (
        "The bone mineral density of the lumbar spine L1 through L4 is 0.912 g/cm2, which is 1.8 standard deviations below the mean, T-score of -1.8. The left femoral neck is 0.712 with T-score of -2.2.",
        [(-1.8, LS, None), (-2.2, FN, L)],
    ),
    (
        "LUMBAR SPINE: T-SCORE -1.8 Z-SCORE -0.9\nLEFT FEMORAL NECK: T-SCORE -2.2 Z-SCORE -1.0\nLEFT TOTAL HIP: T-SCORE -1.6 Z-SCORE -0.5",
        [(-1.8, LS, None), (-2.2, FN, L), (-1.6, TH, L)],
    ),
    ("Osteopenia, L1-L4 T -1.8 (2026), -1.6 (2023).", [(-1.8, LS, None), (-1.6, LS, None, "prior")]),
    (
        "Left hip total    0.801 g/cm²    T = -1.6    Z = -0.5\nLeft hip neck    0.701 g/cm²    T = -2.1    Z = -1.0",
        [(-1.6, TH, L), (-2.1, FN, L)],
    ),
]

BLOCKS: list[tuple[str, Expected]] = [
    (
        "AP Spine\nRegion  BMD    T-score  Z-score\nL1      0.811  -1.0     0.6\nTotal   0.844  -1.8     0.1\n\nRight hip\nNeck    0.631  -2.0     -0.5\nTotal   0.842  -0.8     0.5",
        [(-1.0, LS, None), (-1.8, LS, None), (-2.0, FN, R), (-0.8, TH, R)],
    ),
    (
        "Region  BMD    T-score\nL1      0.811  -1.0\nTotal   0.844  -1.8\nNeck    0.631  -2.0\nTotal   0.842  -0.8",
        [(-1.0, LS, None), (-1.8, LS, None), (-2.0, FN, None), (-0.8, TH, None)],
    ),
    (
        "Left Forearm\nRegion  BMD   T-score\n1/3     0.61  -2.2\nTotal   0.52  -1.6",
        [(-2.2, DR, L), (-1.6, "forearm", L)],
    ),
    (
        "TECHNIQUE: spine and left hip were scanned. Right hip not scanned.\n\nLeft Hip\nRegion  BMD    T-score\nNeck    0.637  -1.9\n\nCOMPARISON 2024\nRegion  BMD    T-score\nNeck    0.662  -1.7",
        [(-1.9, FN, L), (-1.7, FN, L)],
    ),
    (
        "Technique: right hip. The left hip was excluded (prosthesis).\nT-scores: femoral neck -1.9.",
        [(-1.9, FN, R)],
    ),
    ("Heel scan R, T-score -1.7.", [(-1.7, "calcaneus", R)]),
    (
        "Right and left femoral neck: T-scores of -1.3 and -1.6, respectively (baseline -0.9 and -1.1).",
        [(-1.3, FN, R), (-1.6, FN, L), (-0.9, FN, R, "prior"), (-1.1, FN, L, "prior")],
    ),
    (
        "DXA 11/2025: L-spine T = -2.6, L fem neck T= -2.8 (2021: -2.9 / -3.0).",
        [(-2.6, LS, None), (-2.8, FN, L), (-2.9, LS, None, "prior"), (-3.0, FN, L, "prior")],
    ),
    (
        "DXA: spine -1.8, left femoral neck -2.1 (previously -1.6, -1.9)",
        [(-1.8, LS, None), (-2.1, FN, L), (-1.6, LS, None, "prior"), (-1.9, FN, L, "prior")],
    ),
    ("Lumbar spine T-score -1.1 (2022: -0.9)", [(-1.1, LS, None), (-0.9, LS, None, "prior")]),
    (
        "Region        BMD    Young-Adult T-score   Age-Matched Z-score\nNeck Left     0.812  -1.6                  -0.4\nTotal Right   0.902  -0.8                  0.1",
        [(-1.6, FN, L), (-0.8, TH, R)],
    ),
    # Sides that take turns with the figures of one site.
    ("Total hip: right T-score -1.2, left T-score -1.4.", [(-1.2, TH, R), (-1.4, TH, L)]),
    ("Femoral neck: left 0.799 T-score -1.7, right 0.822 T-score -1.6.", [(-1.7, FN, L), (-1.6, FN, R)]),
    ("DXA: femoral neck (R) -1.9 (L) -2.2 T-score", [(-1.9, FN, R), (-2.2, FN, L)]),
    (
        "BMD T-SCORES:  SPINE -1.2   NECK (L) -1.9  (R) -2.0   TOTAL (L) -1.1  (R) -1.3",
        [(-1.2, LS, None), (-1.9, FN, L), (-2.0, FN, R), (-1.1, TH, L), (-1.3, TH, R)],
    ),
    ("the t score of the total hip on the right was minus point nine", [(-0.9, TH, R)]),
    # A site directly before its figure, in dictation.
    (
        "a T score in the spine of minus two point four in the hip of minus one point seven",
        [(-2.4, LS, None), (-1.7, HIP, None)],
    ),
    # The site told behind, by name.
    ("Lowest T-score: -2.2    Site: L femoral neck", [(-2.2, FN, L)]),
    ("Lowest T-score: -2.2\nSite: L femoral neck", [(-2.2, FN, L)]),
    # Under the heading of a study no letter says which score it is.
    ("DXA 3/2026:\nLumbar spine: -1.8\nL fem neck: -2.1", [(-1.8, LS, None), (-2.1, FN, L)]),
    ("Bone Density: Date 5/1/26. Hip -2.0, Spine -1.4.", [(-2.0, HIP, None), (-1.4, LS, None)]),
    ("Bone density 2026\nBMD change:\nSpine -1.8", []),
    (
        "Lumbar spine: T score -1.9. Change not significant.\nLeft hip: total -1.1, neck -2.0",
        [(-1.9, LS, None), (-1.1, TH, L), (-2.0, FN, L)],
    ),
    # Several studies in turn.
    (
        "DXA, lumbar spine T: 2022 -2.0, 2024 -2.2, 2026 -2.1",
        [(-2.0, LS, None, "prior"), (-2.2, LS, None, "prior"), (-2.1, LS, None)],
    ),
    (
        "DXA 2024 -> 2026: LS -2.4 -> -2.2; L TH -2.1 → -2.0 (T-scores)",
        [(-2.4, LS, None, "prior"), (-2.2, LS, None), (-2.1, TH, L, "prior"), (-2.0, TH, L)],
    ),
    (
        "DXA T-scores 2024 / 2026: spine -2.4 / -2.1, left total hip -2.0 / -1.9",
        [(-2.4, LS, None, "prior"), (-2.1, LS, None), (-2.0, TH, L, "prior"), (-1.9, TH, L)],
    ),
    (
        "AP Spine L1-L4\nDate        Age    BMD     T-score   Change\n05/06/2026  62.1   0.968   -1.8      -2.2%\n"
        "04/11/2022  58.0   1.000   -1.5      baseline",
        [(-1.8, LS, None), (-1.5, LS, None, "prior")],
    ),
    # The order of the columns, told in words.
    (
        "DXA (T-scores first, then Z-scores): L spine -1.8, -0.4; left hip -2.2, -0.9",
        [(-1.8, LS, None), (-2.2, HIP, L)],
    ),
    ("DXA: spine -1.8 / Z -1.1; L hip -2.0 / Z -0.9 (T-scores first)", [(-1.8, LS, None), (-2.0, HIP, L)]),
    ("DXA: L hip -1.9/-0.8, spine -2.0/-1.1 (T/Z)", [(-1.9, HIP, L), (-2.0, LS, None)]),
    ("DXA: FN T-score R/L: -2.0/-2.2", [(-2.0, FN, R), (-2.2, FN, L)]),
    ("L1-4 T score (-)2.3", [(-2.3, LS, None)]),
    (
        "                 LEFT             RIGHT\n              BMD   T-score    BMD   T-score\n"
        "Femoral neck  0.712   -1.9     0.698   -2.1",
        [(-1.9, FN, L), (-2.1, FN, R)],
    ),
    # An earlier value is of its own site alone.
    (
        "Left femoral neck T-score was -2.0 versus -1.9 and total hip was -1.4 versus -1.3.",
        [(-2.0, FN, L), (-1.9, FN, L, "prior"), (-1.4, TH, L), (-1.3, TH, L, "prior")],
    ),
    (
        "T score of -1.6 in femoral neck (-1.4 in 2022) and -1.2 in the spine (-1.1 in 2022)",
        [(-1.6, FN, None), (-1.4, FN, None, "prior"), (-1.2, LS, None), (-1.1, LS, None, "prior")],
    ),
    (
        "Last DXA was 2023 (T -1.9 at the left hip); repeat today T -2.2 at left hip",
        [(-1.9, HIP, L, "prior"), (-2.2, HIP, L)],
    ),
    ("DXA: L1-L4 0.912 g/cm2 (T -1.8); neck 0.702 (T -2.2)", [(-1.8, LS, None), (-2.2, FN, None)]),
]

NONE = [
    "T 36.7, BP 128/74",
    "T: 98.6 HR 80",
    "Temp 37.1 T 38.2",
    "T12 compression fracture, osteoporosis",
    "Osteoporosis with T-12 wedge fracture",
    "MRI: T1 and T2 hyperintense marrow; osteopenia",
    "Free T4 1.2, T3 110; osteopenia",
    "Troponin T <0.01; osteoporosis",
    "WHO: osteopenia -1.0 to -2.5",
    "WHO criteria: normal T-score -1.0 or above, osteopenia between -1.0 and -2.5, osteoporosis -2.5 or below.",
    "T-score between -1 and -2.5",
    "T-score ≤ -2.5 defines osteoporosis.",
    "T-score below -2.5",
    "T-score less than or equal to -2.5",
    "Normal: T-score -1.0 or above. Osteopenia: T-score between -1.0 and -2.5. Osteoporosis: T-score -2.5 or below.",
    "Goal T-score > -2.5",
    "Osteopenia: T-score −1.0 to −2.5",
    "Osteopenia is a T-score of -1.1 to -2.4",
    "BMD 0.912 g/cm2 at the lumbar spine",
    "Z-score -1.8 at the lumbar spine",
    "BMD fell 3.1% at the spine (LSC 2.8%)",
    "FRAX: major osteoporotic 11.4%, hip 1.9%",
    "DXA of the spine and hip ordered; T-score pending",
    "Apgar score 8 and 9",
    "Pain score 7/10, osteoporosis",
    "DXA 03/11/2026 reviewed",
    "T-score not available for the spine",
    "",
]


@pytest.mark.parametrize(("text", "expected"), PROSE + PRIOR + LAYOUT + BLOCKS + VARIED)
def test_t_scores_are_read_with_site_side_and_time(text: str, expected: Expected) -> None:
    assert scores(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_t_score_stays_silent(text: str) -> None:
    assert scores(text) == []


Z: list[tuple[str, Expected]] = [
    ("T-score -1.8, Z-score -0.9 at the lumbar spine", [(-0.9, LS, None)]),
    ("Z-score -2.3 at the left total hip (age 17)", [(-2.3, TH, L)]),
    ("Region  BMD  T-score  Z-score\nL1-L4  0.912  -1.8  -0.9", [(-0.9, LS, None)]),
    (
        "Region  BMD  Z-score\nL1-L4  0.912  -0.9\nTBLH  0.800  -1.1",
        [(-0.9, LS, None), (-1.1, "total body", None)],
    ),
    ("T-scores of -1.6 and -2.2", []),
]


@pytest.mark.parametrize(("text", "expected"), Z)
def test_z_scores_are_a_kind_of_their_own(text: str, expected: Expected) -> None:
    assert scores(text, "z_score") == expected


@pytest.mark.parametrize(
    "text",
    ["-1." * 40_000, "T-score " * 13_000, "L1-" * 33_000, " " * 100_000 + "DXA", "T-score" + "-" * 100_000],
)
def test_a_long_line_is_read_to_its_end(text: str) -> None:
    found = read_t_scores(text, book())
    assert all(0 <= draft.start < draft.end <= len(text) for draft in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "T-score",
                "-2.1",
                "hip",
                "left",
                "L1-L4",
                "Z",
                ",",
                "\n",
                "|",
                "\t",
                "prior",
                "(",
                ")",
                "0.912",
                "and",
                " ",
            ]
        )
    )
)
def test_offsets_slice_back_to_the_number(parts: list[str]) -> None:
    text = " ".join(parts)
    for draft in read_t_scores(text, book()):
        assert text[draft.start : draft.end].strip("-+ ").replace(".", "").isdigit()
