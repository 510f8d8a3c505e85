"""Assessments with the noun first, as the Alphabetic Index and problem lists write them."""

from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer
from tests.assessments import expected_of, note_of, read_lines, told

CASES = """
# The noun first, as in the Index; site and side behind
Meniscus tear, left medial, degenerative. -> M23.304
Tear, meniscus, right, lateral, old. -> M23.200
Contracture left elbow. -> M24.522
Contractures, bilateral knees. -> M24.561 M24.562
Contracture, muscle, left calf. -> M62.462
Compartment syndrome right leg nontraumatic. -> M79.A21
Compartment syndrome, exertional, both legs. -> M79.A21 M79.A22
Compartment syndrome, left leg. -> outside T79.A2-
Fasciitis, plantar, left. -> M72.2
Arthritis, septic, left knee, culture pending. -> M00.9
Arthritis staphylococcal right knee. -> M00.061 B95.8
Arthritis, gouty, left foot. -> M10.9; missing etiology
Arthritis, juvenile, rheumatoid. -> M08.00; missing site
Tendinitis, calcific, right shoulder. -> M75.31
Tendinitis, Achilles, right. -> M76.61
Tear, rotator cuff, right, complete, nontraumatic. -> M75.121
Finger, trigger, right ring. -> M65.341
Cyst, Baker's, left. -> M71.22
Necrosis, avascular, left femoral head. -> M87.9; missing etiology
Degeneration, disc, lumbar. -> M51.369
Spondylitis, ankylosing, cervical. -> M45.2
Scoliosis lumbar idiopathic. -> M41.26
Fracture, stress, right 2nd metatarsal, initial encounter. -> M84.374A
Fracture, compression, L1. -> M48.56XA; missing etiology, missing encounter
Fracture left femur pathologic, subsequent encounter. -> M84.452D
Dislocation left patella recurrent. -> M22.02
Ossification right hip heterotopic. -> M61.551; missing etiology
Weakness, muscle, generalized. -> M62.81; missing strength, missing distribution, missing function, \
missing underlying_cause
Myositis, inclusion body. -> G72.41
Bone density low. -> M85.9; vague disorder, missing t_score
Spur, bone, left heel. -> M77.32
Pain, left shoulder, right knee. -> M25.512 M25.561
Possible tear, meniscus, left medial, degenerative. -> nothing
Arthritis, septic, left hip, unlikely. -> nothing
Tear, rotator cuff, right - will refer (M75.101). -> M75.101; missing disorder
# What is more than one name, or not only a name, is read as it stands
Osteoarthritis, left knee, bursitis, right hip. -> M17.12 M70.71
No tear of the left meniscus. -> nothing
Tear in his pants at the left meniscus. -> nothing
!HPI: stiffness, left shoulder.|ASSESSMENT: URI. -> nothing
# Abbreviations that are a diagnosis by themselves
RA. -> M06.9; missing disorder, missing site
1. RA, both wrists.|2. Hypothyroidism. -> M06.9; missing disorder
Hypoxia resolved. RA. -> nothing
!EXAM: RA.|ASSESSMENT: Hypoxia. -> nothing
"""


@pytest.mark.parametrize("line", read_lines(CASES))
def test_a_name_is_read_in_any_order(analyzer: Analyzer, line: str) -> None:
    assert told(analyzer, note_of(line)) == expected_of(line)
