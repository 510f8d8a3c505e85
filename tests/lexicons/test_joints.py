"""Short assessments as clinicians write them, and all they lead to: M00-M36, and what is outside."""

from __future__ import annotations

import pytest

from chartgap.analyzer import Analyzer
from tests.assessments import expected_of, note_of, read_lines, told

CASES = """
# Infection, inflammation, crystals, wear
Septic arthritis of the right knee. Synovial fluid culture grew MSSA. -> M00.061 B95.61
Septic arthritis, left hip, due to Group B strep. -> M00.252 B95.1
Septic left knee, culture negative so far. -> M00.9
Gonococcal arthritis of the right wrist. -> A54.42
Reactive arthritis of both ankles after chlamydia. -> M02.371 M02.372
Periprosthetic joint infection, right total knee, MRSA. -> outside T84.5-
Pseudomonas septic arthritis of the left sternoclavicular joint. -> M00.80 B96.5; missing site
Lyme arthritis, left knee. -> outside A69.23
!IMPRESSION: RA, seropositive, both hands and feet, on methotrexate. -> M05.79
!IMPRESSION: Seropositive rheumatoid arthritis. -> M05.9; missing site
!IMPRESSION: Seronegative RA of both wrists. -> M06.031 M06.032
!IMPRESSION: Rheumatoid arthritis (RF positive, CCP positive), erosive, involving multiple joints. -> \
M05.70; vague site
!IMPRESSION: Rheumatoid arthritis with interstitial lung disease. -> M05.10; missing site
!IMPRESSION: Rheumatoid arthritis. -> M06.9; missing disorder, missing site
!IMPRESSION: RA and RV pressures normal. -> nothing
!VITALS: SpO2 97% on RA.|ASSESSMENT: COPD. -> nothing
!IMPRESSION: Rheumatoid nodules, left elbow. -> M06.322
JIA, oligoarticular, left knee. -> M08.462
Polyarticular juvenile idiopathic arthritis. -> M08.3
Psoriatic arthritis of the right hand. -> outside L40.5-
Acute gout flare, left great toe. -> M10.9; missing etiology
Gout. -> M10.9; missing site, missing etiology
Chronic tophaceous gout of both elbows on allopurinol. -> M1A.9XX1; missing etiology
Idiopathic gout, right ankle. -> M10.071
Chronic gout of the left knee due to renal impairment, without tophus. -> M1A.3620
Podagra, right. -> M10.9; missing etiology
Drug-induced gout, right great toe, from HCTZ. -> M10.271 T50.2X5A
Gout of the left wrist due to chemotherapy. -> M10.232 T45.1X5A
Gout, left ankle, furosemide-induced. -> M10.272 T50.1X5A
Gout, left ankle, on furosemide. -> M10.9; missing etiology
Gout of the left ankle due to lead poisoning. -> M10.172
Gout, left wrist (primary). -> M10.032
Dermatomyositis with myositis of both thighs. -> M33.12
Dermatomyositis without myositis. -> M33.13
Dermatomyositis, CK high at 4000, proximal weakness. -> M33.13
Pseudogout of the right knee. -> M11.261
CPPD arthropathy, bilateral wrists. -> M11.231 M11.232
Chondrocalcinosis. -> M11.20; missing site
!FAMILY HISTORY: Father with gout. Mother with RA.|ASSESSMENT: Knee pain, left. -> M25.562
!PAST MEDICAL HISTORY: Gout, OA, RA.|ASSESSMENT: Hypertension. -> nothing
Inflammatory polyarthritis. -> M06.4
Polyarthritis, workup in progress. -> M13.0
Arthritis. -> M19.90; missing disorder, missing site
Arthritis of the left knee. -> M19.90; missing disorder
Monoarthritis, right wrist. -> M13.131
PVNS of the left knee. -> M12.262
Palindromic rheumatism. -> M12.30; missing site
Type 2 diabetes. Charcot arthropathy of the left foot. -> outside E08-E13 with .610
Charcot joint, right ankle, idiopathic neuropathy. -> M14.671
Enteropathic arthritis of both knees in Crohn's disease. -> M07.661 M07.662
1. Right hip osteoarthritis.|2. Left knee DJD. -> M16.11 M17.12
OA. -> M19.90; missing site
Hip osteoarthritis. -> M16.10; missing laterality
Bilateral knee OA, end stage, bone on bone. -> M17.0
Severe tricompartmental osteoarthritis of the right knee. -> M17.11
Post-traumatic arthritis of the left ankle. -> M19.172
Left thumb CMC arthritis. -> M18.12
Basal joint arthritis, right thumb. -> M18.11
Glenohumeral osteoarthritis, right shoulder. AC joint arthritis, right. -> M19.011
Rotator cuff arthropathy of the left shoulder. -> M12.812
Generalized osteoarthritis. -> M15.9
Primary generalized osteoarthritis. -> M15.0
Erosive osteoarthritis of both hands. -> M15.4
Heberden's nodes. -> M15.1
Osteoarthritis of the right hip secondary to dysplasia. -> M16.31
Left hip OA secondary to AVN. -> M16.7
Degenerative joint disease of the right wrist and left elbow. -> M19.031 M19.022
Osteoarthritis of the lumbar spine. -> M47.816
Osteoarthritis, right knee and left hip. -> M17.11 M16.12
No evidence of osteoarthritis. Knee sprain. -> outside S83.-
Possible gout of the right first MTP joint. -> nothing
First MTP osteoarthritis, left foot. -> M19.072

# Imaging, history lists, doubt, shorthand
!IMAGING: X-ray of the right knee: severe medial compartment osteoarthritis.|ASSESSMENT: Right knee \
pain. -> M25.561
!IMAGING: X-ray shows osteoarthritis of the left hip.|ASSESSMENT: Hip osteoarthritis. -> M16.12
!EXAM: XR RIGHT HIP.|FINDINGS: Joint space narrowing and osteophytes.|IMPRESSION: Moderate \
osteoarthritis of the right hip. -> M16.11
!EXAM: MRI LEFT KNEE.|IMPRESSION: 1. Degenerative tear of the medial meniscus. 2. Small joint effusion. \
3. Baker cyst. -> M23.304 M71.22
!PMH: rheumatoid arthritis.|MEDICATIONS: methotrexate 15 mg weekly.|ASSESSMENT: Hypertension. -> nothing
!PMH: Gout on allopurinol, osteoarthritis.|ASSESSMENT: 1. Cellulitis. -> M10.9; missing site, missing \
etiology
!History of gout.|ASSESSMENT: Cough. -> nothing
History of septic arthritis of the left knee in 2010. -> nothing
!HPI: 62F with seropositive RA here for follow up. Doing well on Humira.|ASSESSMENT: Rheumatoid \
arthritis, low disease activity. Continue adalimumab. -> M05.9; missing site
!HPI: RA diagnosed 2015, RF and CCP positive.|ASSESSMENT: Rheumatoid arthritis of multiple sites with \
positive rheumatoid factor. -> M05.70; vague site
RA (RF+/CCP+) with rheumatoid nodules at both elbows. -> M05.9 M06.321 M06.322; missing site
!LABS: RF 120 (positive).|ASSESSMENT: Rheumatoid arthritis of both wrists. -> M06.9; missing disorder
1. Gout, acute flare left knee. Uric acid 9.8. Start colchicine.|2. CKD stage 3. -> M10.9; missing etiology
Gouty arthropathy, right foot, due to CKD. -> M10.371
Intercritical gout. -> M10.9; missing site, missing etiology
Asymptomatic hyperuricemia. -> nothing
tophi on both elbows, gout. -> M1A.9XX1; missing etiology
!The patient has degenerative arthritis of both knees, worse on the right.|ASSESSMENT: Degenerative \
arthritis of both knees. -> M17.0
Bilateral primary osteoarthritis of knee (M17.0). -> M17.0
Primary osteoarthritis of left hip. -> M16.12
Unilateral primary osteoarthritis, right knee. -> M17.11
Osteoarthritis of knees and hands. -> M17.10 M19.049; missing laterality
OA hands. -> M19.049; missing laterality
Osteoarthritis of left shoulder, s/p right TSA. -> M19.012
Right knee OA s/p left TKA. -> M17.11
s/p right total hip arthroplasty for osteoarthritis, doing well. -> nothing
Knee osteoarthritis, Kellgren-Lawrence grade 3, right. -> M17.11
KL grade 4 OA L knee; will schedule TKA. -> M17.12
Right hip arthritis. -> M19.90; missing disorder
Inflammatory arthritis, MCPs and wrists bilaterally. -> M19.90; missing disorder
Arthritis, likely osteoarthritis, of hands. -> M19.90; missing disorder, missing site
Secondary OA of right knee. -> M17.5
DJD. -> M19.90; missing site
Bilateral hip DJD, right worse than left. -> M16.0
Subtalar arthritis, left. -> M19.90; missing disorder
Midfoot arthritis, right. -> M19.90; missing disorder
Wrist arthritis with SLAC wrist, right. -> M19.90; missing disorder
PIP joint osteoarthritis of both hands. -> M15.2
Shoulder pain. -> M25.519; missing laterality
Left ankle swelling. -> M25.472
Bilateral ankle edema. -> nothing
Bilateral hand pain and swelling, rule out RA. -> M79.641 M79.642
Morning stiffness. -> nothing
Joint pain. -> M25.50; missing site
SLE with class III lupus nephritis, arthritis, and Raynaud. -> M32.14
Raynaud's. ANA positive, no evidence of lupus or scleroderma. -> nothing
PMR, on prednisone 10 mg. -> M35.3
Temporal arteritis. -> M31.6
!Consult PMR for rehab.|ASSESSMENT: Stroke. -> nothing
Cutaneous lupus. -> outside L93.-
ANCA vasculitis. -> nothing
Kawasaki disease. -> M30.3
Takayasu arteritis. -> M31.4
Hypermobile Ehlers-Danlos syndrome. -> nothing
MIS-C. -> M35.81
FMF. -> M04.1
Antiphospholipid syndrome. -> nothing
Still's disease, adult onset. -> M06.1
!Allergies: RA. Airway: OA placed.|ASSESSMENT: Respiratory failure. -> nothing
!ECHO: RA normal size.|ASSESSMENT: CHF. -> nothing
Congestive heart failure. RA sat 92%. -> nothing
!Mother had rheumatoid arthritis.|ASSESSMENT: Joint stiffness of both hands. -> M25.641 M25.642
No gout. Pseudogout confirmed, left wrist, CPPD crystals. -> M11.232
r/o gout vs septic arthritis, right ankle. -> nothing
Right knee effusion due to pseudogout. -> M11.261
Osteomyelitis of the right great toe with septic arthritis of the right first MTP joint, MRSA. -> M86.9 \
B95.62 M00.071 B95.62; missing acuity, missing route

# Deformities, knee, other joint disorders, jaw, connective tissue
Rotator cuff arthropathy of the left shoulder. OA right knee. -> M12.812 M17.11
Hallux valgus with bunion, left foot. -> M20.12
Bilateral bunions. -> M21.611 M21.612
Hammertoes, right 2nd and 3rd. -> M20.41
Hallux rigidus, left great toe. -> M20.22
Claw toes, bilateral feet. -> M20.5X1 M20.5X2
Mallet finger, right long finger. -> M20.011
Boutonniere deformity left ring finger. -> M20.022
Swan neck deformities of both hands. -> M20.031 M20.032
Left foot drop, from peroneal nerve palsy. -> M21.372
Wrist drop, right. -> M21.331
Pes planus, bilateral. -> M21.41 M21.42
Adult acquired flatfoot. -> M21.40; missing laterality
Congenital pes planus. -> outside Q65-Q79
Leg length discrepancy, right shorter than left. -> M21.70; missing site
Genu varum, bilateral. -> M21.161 M21.162
Genu valgum. -> M21.069; missing laterality
Chondromalacia patella, right. -> M22.41
Patellofemoral pain syndrome, bilateral. -> M22.2X1 M22.2X2
Recurrent patellar dislocation, left knee. -> M22.02
Chronic medial meniscus tear, left knee. -> M23.204
Degenerative tear of the posterior horn of the medial meniscus, right knee. -> M23.321
Acute lateral meniscus tear, right knee. -> outside S83.2-
Loose bodies, right knee. -> M23.41
Chronic ACL deficient left knee. -> M23.52
Flexion contracture of the right knee. -> M24.561
Left elbow contracture. -> M24.522
Arthrofibrosis, right knee, after TKA. -> M24.661
Ankylosis of the left wrist. -> M24.632
Chronic left shoulder instability. -> M25.312
Recurrent anterior dislocation of the right shoulder. -> M24.411
Lateral ankle instability, left. -> M25.372
Hemarthrosis, left knee, on warfarin. -> M25.062
Right knee pain. -> M25.561
Right knee pain. Right knee osteoarthritis. -> M17.11
Left knee pain. Right knee osteoarthritis. -> M25.562 M17.11
Left knee effusion and stiffness. -> M25.462
!HPI: She has right knee pain and swelling.|ASSESSMENT: Hypertension. -> nothing
Polyarthralgia. -> M25.50; missing site
Bilateral shoulder pain and stiffness; polymyalgia rheumatica. -> M35.3
Femoroacetabular impingement, left hip. -> M24.852
TMJ dysfunction. -> M26.609; missing laterality
Bilateral TMJ arthralgia. -> M26.623
TMJ arthritis, right. -> M26.641
Dry socket. -> M27.3
SLE with lupus nephritis class IV. -> M32.14
Lupus. -> M32.9
SLE. -> M32.9
Positive lupus anticoagulant. -> nothing
Discoid lupus. -> outside L93.-
Drug-induced lupus from hydralazine. -> M32.0
Sjogren's syndrome with sicca symptoms. -> M35.00
Limited scleroderma with Raynaud. -> M34.1
Systemic sclerosis with ILD. -> M34.81
Giant cell arteritis, biopsy proven. Polymyalgia rheumatica. -> M31.5
GCA on tocilizumab. -> M31.6
MCTD. -> M35.1
UCTD. -> M35.9
Behcet's disease with uveitis. -> M35.2
GPA with glomerulonephritis, PR3 positive, on rituximab. -> M31.31
EGPA. -> M30.1
Polyarteritis nodosa. -> M30.0
Benign joint hypermobility syndrome. -> M35.7
Dermatomyositis. -> M33.13
R/o septic arthritis right knee. -> nothing
Right hip osteoarthritis with osteophytes and joint space narrowing. -> M16.11
!IMPRESSION: 1. Moderate degenerative joint disease of the left hip. 2. No fracture. -> M16.12
Osteomyelitis of the left calcaneus. Right knee OA. -> M86.9 M17.11; missing acuity, missing route, \
missing organism
Adhesive capsulitis right shoulder. Right shoulder pain and stiffness. -> M75.01
Acute on chronic gout. -> M1A.9XX0; missing site, missing etiology
Arthritis, rheumatoid. -> M06.9; missing disorder, missing site

# Official titles
Unilateral primary osteoarthritis, right knee. Right knee OA. -> M17.11
Primary osteoarthritis, right shoulder. -> M19.011
Unilateral post-traumatic osteoarthritis, left knee. -> M17.32
Osteoarthritis of hip, unspecified. -> M16.9
Unilateral primary osteoarthritis of first carpometacarpal joint, left hand. -> M18.12
Idiopathic gout, left ankle and foot. -> M10.072
Chronic gout, unspecified, with tophus (tophi). -> M1A.9XX1; missing site, missing etiology
Rheumatoid arthritis with rheumatoid factor of right hand without organ or systems involvement. -> M05.741
Pain in right knee. -> M25.561
Effusion, left knee. -> M25.462
Derangement of posterior horn of medial meniscus due to old tear or injury, right knee. -> M23.221

# Symptom and disorder, two kinds in one note
Left hip pain secondary to osteoarthritis. -> M16.12
Bilateral post-traumatic osteoarthritis of knee. -> M17.2
1. Unilateral primary osteoarthritis, right knee.|2. Left hip OA. -> M17.11 M16.12
!PMH: gout, RA, HTN.|MEDICATIONS: Humira, lisinopril.|ASSESSMENT: Hypertension. -> M06.9; missing \
disorder, missing site
Post-traumatic osteoarthritis of the left ankle. OA right knee. -> M19.172 M17.11

# Further names, dictation, look-alikes
!A/P: 1) L knee OA, KL 3 - inj today. 2) R shldr pain. -> M17.12 M25.511
!CC: knee pain.|HPI: 71F w/ b/l knee OA.|A/P: B/L knee OA - continue PT. -> M17.0
!assessment is degenerative joint disease of the right hip period plan total hip -> M16.11
!assessment: gout flare right big toe, start colchicine -> M10.9; missing etiology
Acute gouty arthritis L ankle. -> M10.9; missing etiology
Right first MTP gout. -> M10.9; missing etiology
Gouty arthritis of multiple joints. -> M10.9; vague site, missing etiology
Acute pseudogout attack, left knee. -> M11.262
Milwaukee shoulder, right. -> M11.011
Charcot midfoot, left, with diabetic neuropathy and T2DM. -> outside E08-E13 with .610
Lupus nephritis. Continue mycophenolate. -> M32.14
Neonatal lupus. -> nothing
CREST syndrome. -> M34.1
Iliac crest pain. -> nothing
Overlap syndrome with myositis. -> M35.1 M60.9; missing site, missing ck, missing duration, missing \
autoantibody, missing treatment
COPD-asthma overlap syndrome. -> nothing
Churg-Strauss. -> M30.1
Wegener's granulomatosis. -> M31.30
Goodpasture syndrome. -> M31.0
TTP of the abdomen. -> nothing
GPA 3.9, college student, anxiety. -> nothing
Hemophilic arthropathy of the knees. -> M36.2
Felty's syndrome. -> M05.00; missing site
Rheumatoid vasculitis. -> M05.20; missing site
Rheumatoid lung. -> M05.10; missing site
Systemic JIA. -> M08.20; missing site
Juvenile rheumatoid arthritis of both knees. -> M08.061 M08.062
Enthesitis-related arthritis. -> M08.1
Juvenile ankylosing spondylitis. -> M08.1
Viral arthritis. -> M12.80; missing site
Traumatic arthropathy, left knee. -> M12.562
Crystalline arthropathy. -> M11.9; missing site
Septic arthritis. -> M00.9; missing site, missing organism
Septic arthritis of right shoulder, E. coli. -> M00.811 B96.20
Pneumococcal septic arthritis, right knee. -> M00.161
Staph aureus bacteremia with septic arthritis of the left ankle. -> M00.072 B95.61
Tuberculous arthritis of the left hip. -> A18.02
Infected right TKA. -> outside T84.5-
Aseptic loosening of left TKA. -> nothing
Hallux limitus, right. -> M20.21
Tailor's bunion, left. -> M21.622
Painful bunion of the right foot with hallux valgus. -> M20.11
Bunion, right. Bunion pain. -> M21.611
Hammer toe of the left second toe. -> M20.42
Hammertoes. -> M20.40; missing laterality
Foot drop. -> M21.379; missing laterality
!HPI: foot drop since surgery.|ASSESSMENT: L5 radiculopathy, left. -> M54.16
Flat feet. -> M21.40; missing laterality
Varus deformity of the right knee with medial compartment OA. -> M21.161 M17.11
Cubitus valgus, right. -> M21.021
Claw hand, left. -> M21.512
Ulnar drift of the fingers, right hand, RA. -> M20.001 M06.9; missing disorder, missing site
Patellar subluxation, left. -> M22.12
Patellofemoral chondromalacia, left. -> M22.42
Internal derangement of right knee. -> M23.91
Old bucket-handle tear, right knee. -> M23.206
Torn medial meniscus, right knee. -> outside S83.2-
Instability of the right knee. -> M23.51
Chondral defect, right knee. -> M23.8X1
Loose body, right elbow. -> M24.021
Ligamentous laxity, right ankle. -> M24.271
Recurrent shoulder dislocation, left. -> M24.412
Acute shoulder dislocation, left. -> outside S43.0-
Knee flexion contractures, bilateral. -> M24.561 M24.562
Dupuytren's contracture, right hand. -> M72.0
Snapping hip, right. -> M24.851
Protrusio acetabuli, right. -> M24.7
Bilateral wrist pain. -> M25.531 M25.532
Left elbow pain, lateral epicondylitis. -> M77.12
Pain in left ankle and joints of left foot. -> M25.572
Right hip stiffness. -> M25.651
TMJ disc displacement with reduction, left. -> M26.632
TMJ pain. -> M26.629; missing laterality
Class II malocclusion. -> M26.212
Osteoradionecrosis of the mandible. -> M27.2
Negative for gout, no arthritis. -> nothing
Concern for septic arthritis of the left hip. -> nothing
Mother with lupus; rash. -> nothing
!ROS: no joint pain, no swelling.|ASSESSMENT: URI. -> nothing
!ROS: positive for joint pain.|ASSESSMENT: URI. -> nothing
!EXAM: Heberden nodes. Left knee effusion.|ASSESSMENT: URI. -> nothing
Left knee hemarthrosis after a fall. -> outside S83.-
Hemarthrosis of the left knee on warfarin. -> M25.062
Chronic labral tear of the left hip. -> M24.152
"""


@pytest.mark.parametrize("line", read_lines(CASES))
def test_an_assessment_of_joints_leads_to_its_codes_and_gaps(analyzer: Analyzer, line: str) -> None:
    assert told(analyzer, note_of(line)) == expected_of(line)
