"""Short assessments as clinicians write them, and all they lead to: M40-M54, M65-M99, and what is outside.

Each line is a note, an arrow, and its rank-1 codes, its gaps, and the codes outside chapter XIII that its
disorders belong to. A note is an assessment unless it begins with "!"; "|" ends a line of it.
"""

from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer
from tests.assessments import expected_of, note_of, read_lines, told

CASES = """
# Nerve roots
Lumbar radiculopathy, left leg. -> M54.16
Left L5 radiculopathy. -> M54.16
S1 radiculopathy on the right. -> M54.17
Cervical radiculopathy, right C6. -> M54.12
C8 radiculopathy, left. -> M54.13
Thoracic radiculopathy. -> M54.14
Radiculopathy of the left arm. -> M54.10; missing site
L4-5 disc herniation with left L5 radiculopathy. -> M51.16
1. Herniated disc L5-S1.|2. Right sciatica.|3. Low back pain. -> M51.17
Low back pain with sciatica right. -> M54.41
Back pain with sciatica on the left. -> M54.42

# Discs
HNP L4-5. -> M51.26
Lumbar disc bulge L3-4, no radiculopathy. -> M51.26
Cervical disc herniation C5-6 with radiculopathy. -> M50.122
Cervical disc protrusion at C6-7. -> M50.223
Herniated nucleus pulposus C4-C5 with myelopathy. -> M50.021
C7-T1 disc herniation. -> M50.23
Thoracic disc herniation at T8-9. -> M51.24
Slipped disc. -> M51.9; missing site
Lumbar DDD. -> M51.369
DDD L5-S1 with axial back pain only. -> M51.370
Degenerative disc disease, L4-5, with discogenic back pain and leg pain. -> M51.362
Discogenic low back pain. -> M51.360
Cervical DDD C5-6. -> M50.322
Degenerative disc disease. -> M51.9; missing site
Pacemaker, mode DDD. -> nothing
Lumbar disc disease. -> M51.9
Schmorl's nodes L2-3. -> M51.46
Annular tear at L4-5. -> M51.86

# Spondylosis, stenosis, slips
Cervical spondylosis. -> M47.812
Cervical spondylosis with myelopathy. -> M47.12
Cervical spondylotic myelopathy. -> M47.12
Lumbar spondylosis with radiculopathy. -> M47.26
Spondylosis. -> M47.9; missing site
Lumbar facet syndrome. -> M47.816
Facet arthropathy, L4-5 and L5-S1. -> M47.816 M47.817
DJD of the lumbar spine. -> M47.816
Arthritis of the neck. -> M47.812
Cervical and lumbar spondylosis. -> M47.812 M47.816
Lumbar stenosis. -> M48.061
Lumbar spinal stenosis with neurogenic claudication. -> M48.062
Cervical stenosis with myelopathy. -> M48.02; outside G95.9, G99.2
Severe central canal stenosis at L3-4. -> M48.061
Spinal stenosis. -> M48.00; missing site
Severe aortic stenosis. -> nothing
Grade 1 spondylolisthesis of L4 on L5. -> M43.16
Isthmic spondylolisthesis L5 on S1. -> M43.17
Bilateral pars defects at L5. -> M43.06
Spondylolysis. -> M43.00; missing site

# Shape
Scoliosis. -> M41.9; missing disorder, missing site
Adolescent idiopathic scoliosis, thoracolumbar curve. -> M41.125
AIS, 32 degree right thoracic curve, brace. -> M41.124
Degenerative lumbar scoliosis. -> M41.86
Neuromuscular scoliosis in cerebral palsy, lumbar. -> M41.46
Congenital scoliosis. -> outside Q67.5, Q76.-
Thoracic kyphosis. -> M40.204
Scheuermann's kyphosis, thoracic spine. -> M42.04

# Inflammation and infection
Ankylosing spondylitis. -> M45.9; missing site
AS, HLA-B27 positive, on adalimumab. -> M45.9; missing site
Severe AS, valve area 0.8 cm2. -> nothing
Non-radiographic axial spondyloarthritis. -> M45.A0; missing site
Bilateral sacroiliitis. -> M46.1
L3-4 discitis due to MSSA. -> M46.36 B95.61
Discitis of the lumbar spine. -> M46.46

# Pain of the back
Low back pain. -> M54.50
LBP x 3 weeks. -> M54.50
Mechanical low back pain. -> M54.59
Vertebrogenic low back pain. -> M54.51
Back pain. -> M54.9
Mid back pain. -> M54.6
Neck pain. -> M54.2
Left sciatica. -> M54.32
Sciatica. -> M54.30; missing laterality
Low back pain with right sciatica. -> M54.41
SI joint dysfunction, left. -> M53.3
Coccydynia. -> M53.3
Acute torticollis. -> M43.6
Occipital neuralgia. -> M54.81

# Collapsed vertebrae
T12 compression fracture. -> M48.54XA; missing etiology, missing encounter
L1 compression fracture, routine healing. -> M48.56XD; missing etiology
Traumatic L2 compression fracture. -> outside S32.0-
Osteoporotic compression fracture of L1, initial encounter. -> M80.08XA
Compression fracture of T8 due to metastatic lung cancer, initial encounter. -> M84.58XA
Old L1 compression fracture. -> nothing

# Synovium and tendon
Trigger finger, right ring finger. -> M65.341
Left long finger triggering. -> M65.332
Trigger finger, left middle. -> M65.332
Trigger finger. -> M65.30; missing site
Right trigger thumb. -> M65.311
de Quervain's tenosynovitis, left wrist. -> M65.4
Extensor tenosynovitis of the right wrist. -> M65.931
Septic flexor tenosynovitis, left index finger. -> M65.142
Transient synovitis of the right hip. -> M67.351
Dorsal wrist ganglion, left. -> M67.432
Stellate ganglion block. -> nothing
Baker's cyst, left knee. -> M71.22
Ruptured Baker's cyst, right. -> M66.0
Spontaneous rupture of the right Achilles tendon. -> M66.871
Left Achilles tendon rupture playing basketball. -> outside S86.0-

# Shoulder
Rotator cuff tear, right shoulder. -> M75.101; missing disorder
Full-thickness supraspinatus tear, left. -> M75.122
Partial-thickness rotator cuff tear, right. -> M75.111
RTC tear, right shoulder. -> M75.101; missing disorder
RTC in 6 weeks. -> nothing
Acute traumatic rotator cuff tear, left shoulder. -> outside S46.01-
Rotator cuff tendinopathy, left. -> M75.82
Rotator cuff syndrome, right shoulder. -> M75.101
Frozen shoulder, left. -> M75.02
Bilateral adhesive capsulitis. -> M75.01 M75.02
Right shoulder impingement with subacromial bursitis. -> M75.41 M75.51
Calcific tendinitis of the right shoulder. -> M75.31
Bicipital tendinitis, left shoulder. -> M75.22

# Bursae
Rotator cuff tear, left, full thickness. -> M75.122
Right rotator cuff tear (partial thickness). -> M75.111
Calcific tendinitis of the left shoulder. -> M75.32
Lumbar degenerative disc disease with back pain only. -> M51.360
Trochanteric bursitis. -> M70.60; missing laterality
Bilateral trochanteric bursitis. -> M70.61 M70.62
GTPS, right hip. -> M70.61
Olecranon bursitis, right. -> M70.21
Septic olecranon bursitis, right, MRSA. -> M71.121 B95.62
Prepatellar bursitis, left knee. -> M70.42
Pes anserine bursitis, right. -> M70.51
Ischial bursitis, left. -> M70.72
Retrocalcaneal bursitis, right. -> M76.61
Bursitis. -> M71.9; missing site

# Entheses
Achilles tendinopathy, left. -> M76.62
Jumper's knee, right. -> M76.51
IT band syndrome, left. -> M76.32
PTTD stage 2, left. -> M76.822
Peroneal tendinitis, right ankle. -> M76.71
Gluteus medius tendinopathy, left. -> M76.02
Hamstring tendinopathy, right. -> M76.891
Tennis elbow, right. -> M77.11
Golfer's elbow, left. -> M77.02
Left insertional Achilles tendinitis with heel spur. -> M76.62 M77.32

# Fascia
Plantar fasciitis, bilateral. -> M72.2
Left plantar fasciitis and heel spur. -> M72.2 M77.32
Metatarsalgia, right foot. -> M77.41
Morton's neuroma, left foot. -> outside G57.6-
Dupuytren's contracture, right ring finger. -> M72.0
Necrotizing fasciitis of the left thigh, group A strep. -> M72.6 B95.0
Tendinitis, right wrist. -> M77.8
Tendonitis. -> M77.9; missing site

# Muscle and limb
Fibromyalgia. -> M79.7
Fibromyalgia with diffuse myalgias. -> M79.7
Myofascial pain syndrome, left trapezius. -> M79.12
Left leg pain. -> M79.605
Right heel pain. -> M79.671
Leg pain. -> M79.606; missing laterality
Chronic exertional compartment syndrome, both lower legs. -> M79.A21 M79.A22
Myalgia. -> M79.10; missing site

# Bone and cartilage
AVN of the left femoral head. -> M87.9; missing etiology
Steroid-induced osteonecrosis of both hips. -> M87.151 M87.152
Post-traumatic AVN of the left talus. -> M87.272
MRONJ of the mandible. -> M87.180
Paget's disease of the left femur. -> M88.852
Paget's disease of the breast. -> nothing
Unicameral bone cyst, right humerus. -> M85.421
SCFE, left hip. -> M93.002; missing acuity
Acute unstable SCFE, right hip. -> M93.041
Perthes disease, left hip. -> M91.12
Osgood-Schlatter disease, both knees. -> M92.523
Sever's disease, left heel. -> M92.62
OCD lesion of the left knee. -> M93.262
OCD on sertraline. -> nothing
Costochondritis. -> M94.0
Kienböck's disease, right wrist. -> M93.1
CRPS of the left hand. -> outside G90.5-
Stress fracture of the right second metatarsal, initial encounter. -> M84.374A
Pathologic fracture of the left femur due to metastatic breast cancer. -> M84.552A; missing encounter
Compression fracture of L1, osteoporotic. -> M80.08XA; missing encounter
Acute T12 fx - osteoporotic. Kyphoplasty tomorrow. -> M80.08XA
Stress fracture of the left second metatarsal. Start CAM boot today. -> M84.375A
Stress fracture of the left second metatarsal. Continue CAM boot. -> M84.375A; missing encounter
Pathologic fracture of the left femur due to metastasis. To OR tomorrow for IM nailing. -> M84.552A
Pathologic fracture of the left femur due to metastasis, s/p IM nail in 2019. -> M84.552A; missing encounter
Periprosthetic fracture of the left hip, initial encounter. -> M97.02XA
Periprosthetic hip fracture, initial encounter. -> M97.9XXA; missing laterality

# After procedures, biomechanical lesions
Failed back surgery syndrome. -> M96.1
Pseudarthrosis after L4-5 fusion. -> M96.0
Segmental dysfunction of the cervical and lumbar spine. -> M99.01 M99.03
Somatic dysfunction of the sacrum. -> M99.04

# Outside chapter XIII
Hip fracture after a fall. -> outside S72.0-
Left distal radius fracture, closed. -> outside S52.-
1. Right hip fracture.|2. Osteoporosis. -> M81.0; ambiguous fracture_status, missing t_score; outside S72.0-
Low fracture risk by FRAX. -> nothing
Right ankle sprain. -> outside S93.4-
Lumbar strain after lifting. -> outside S39.01-
Whiplash. -> outside S13.4-
Left anterior shoulder dislocation, reduced. -> outside S43.0-
ACL tear, right knee. -> outside S83.-
Right knee contusion. -> outside S80.0-
Carpal tunnel syndrome, bilateral. -> outside G56.0-
Cubital tunnel syndrome, left. -> outside G56.2-
Osteosarcoma of the distal femur. -> outside C40.-, C41.-, C49.-

# Not stated as present
No disc herniation. No radiculopathy. -> nothing
Rule out discitis. -> nothing
Possible rotator cuff tear, right. -> nothing
Family history of scoliosis. -> nothing
History of carpal tunnel release. -> nothing
Risk of compression fracture discussed. -> nothing
!PMH: lumbar stenosis, fibromyalgia, hypertension.|ASSESSMENT: Hypertension, stable. -> nothing
!PMH: Ankylosing spondylitis.|ASSESSMENT: Otitis media. -> nothing
!FAMILY HISTORY: Mother with scoliosis.|ASSESSMENT: Well child. -> nothing
!HPI: Back pain and neck pain for 3 days.|ASSESSMENT: Influenza. -> nothing
!ROS: positive for myalgia, leg pain.|ASSESSMENT: Influenza. -> nothing

# Imaging, dictation, shorthand
!HPI: MRI shows L4-5 disc herniation.|ASSESSMENT: Low back pain. -> M54.50
!IMAGING: MRI L-spine: disc herniation L4-5.|ASSESSMENT: Low back pain. -> M54.50
!IMAGING: MRI L-spine: disc protrusion L4-5.|ASSESSMENT: Disc herniation with left radiculopathy. -> M51.16
!MRI L-SPINE|FINDINGS: L4-5 bulge.|IMPRESSION: L5-S1 disc extrusion. Facet arthropathy L4-5. -> M51.27 M47.816
!MRI RIGHT SHOULDER|IMPRESSION: Full-thickness supraspinatus tear. Subacromial bursitis. -> M75.121 M75.51
!assessment is frozen shoulder on the left period new line plan physical therapy -> M75.02
!CC: heel pain|HPI: 44F with L heel pain x 2 mo.|A/P: Plantar fasciitis L. Stretching. -> M72.2
!A/P: 1) LBP w/ R sciatica - PT. 2) L troch bursitis s/p injection. -> M54.41 M70.62

# Diagnosis names of record systems
Chronic bilateral low back pain with bilateral sciatica. -> M54.41 M54.42
Acute left-sided low back pain with left-sided sciatica. -> M54.42
Chronic right-sided low back pain without sciatica. -> M54.50
Lumbar spondylolisthesis with stenosis. -> M43.16 M48.061
Cervical myelopathy due to disc herniation C5-6. -> M50.022
Intervertebral disc disorder with radiculopathy of lumbar region. -> M51.16
Spondylosis of lumbar region without myelopathy or radiculopathy. -> M47.816
Spinal stenosis of lumbar region without neurogenic claudication. -> M48.061
Spinal stenosis of lumbar region, unspecified whether neurogenic claudication present. -> M48.061
DDD (degenerative disc disease), cervical. -> M50.30; missing site
Nontraumatic complete tear of right rotator cuff. -> M75.121
Nontraumatic incomplete tear of left rotator cuff. -> M75.112
Complete tear of left rotator cuff, unspecified whether traumatic. -> M75.122
Trigger thumb of left hand. -> M65.312
Ganglion of left ankle. -> M67.472
Bursitis of right hip, unspecified bursa. -> M70.71
Bursitis of the left ischial bursa. -> M70.72
Bursitis of the left trochanter. -> M70.62
Bursitis of the left prepatellar bursa. -> M70.42
Bursitis of the left olecranon. -> M70.22
Left rotator cuff tear s/p mechanical fall. -> outside S46.01-
Left rotator cuff tear, at risk for falls. -> M75.102; missing disorder
Lumbar scoliosis, degenerative. -> M41.86
Thoracic scoliosis, adolescent idiopathic. -> M41.124
Osteonecrosis of the right femoral head, idiopathic. -> M87.051
Osteonecrosis of the right femoral head, not idiopathic. -> M87.9; missing etiology
Pain of right upper extremity. -> M79.601
Bilateral foot pain. -> M79.671 M79.672
Left ankle tendinitis. -> M77.52
Nontraumatic tear of left Achilles tendon. -> M66.872
Tear of medial meniscus of right knee, current. -> outside S83.2-
Pathological fracture of vertebra due to osteoporosis, initial encounter. -> M80.08XA
Stress reaction of right femoral neck, initial encounter. -> M84.351A
Somatic dysfunction of cervical region. Somatic dysfunction of rib cage. -> M99.01 M99.08
Closed compression fracture of L1 vertebra. -> M48.56XA; missing etiology, missing encounter
Osteonecrosis due to steroid use, right femoral head. -> M87.151
Spinal cord compression from L1 burst fracture. -> outside G95.9, G99.2, S32.0-
1. Lumbar disc herniation with radiculopathy|2. Lumbar spondylosis -> M51.16 M47.816
1. Lumbar degenerative disc disease|2. Low back pain -> M51.360
Hallux valgus, left; hammertoe L 2nd toe. -> M20.12 M20.42
Osteoporosis due to androgen deprivation therapy, T-score -2.7 of the spine. -> M81.8
!CT ABDOMEN|FINDINGS: No stone. Bones: osteopenia.|IMPRESSION: Diverticulitis. -> nothing
!DXA|FINDINGS: Left total hip T-score -1.8, osteopenia.|IMPRESSION: Repeat in 2 years. -> M85.852
!CT PELVIS|FINDINGS: Osteopenia of the left hip.|IMPRESSION: As above. -> M85.852; missing t_score
"""


@pytest.mark.parametrize("line", read_lines(CASES))
def test_an_assessment_leads_to_its_codes_and_gaps(analyzer: Analyzer, line: str) -> None:
    assert told(analyzer, note_of(line)) == expected_of(line)
