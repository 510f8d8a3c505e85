"""Texts that try the analyzer: clinical fragments thrown together with odd characters and odd layout."""

from __future__ import annotations

from hypothesis import strategies as st

HEADINGS = (
    "HPI:",
    "ASSESSMENT AND PLAN:,",
    "A/P:",
    "## Impression",
    "EXAM",
    "PMH:",
    "FINDINGS:",
    "Medications -",
)
MARKERS = (
    "1. ",
    "2)",
    "- ",
    "   - ",
    "\n\n",
    "\r\n",
    "\t",
    "\N{NO-BREAK SPACE}",
    "|",
    "; ",
    ", ",
    ". ",
    " ",
    ":",
)
DISORDERS = (
    "chronic osteomyelitis",
    "osteopenia",
    "low bone mass",
    "osteoporosis with compression fracture",
    "myositis",
    "myositis ossificans",
    "heterotopic ossification",
    "generalized weakness",
    "muscle weakness",
    "pyomyositis",
    "rhabdo",
    "OM L tib",
    "knee OA",
)
PLACES = (
    "of the left clavicle",
    "R hip",
    "both legs",
    "at multiple sites",
    "L4-L5",
    "right and left femur",
    "jaw",
)
CUES = (
    "no evidence of",
    "possible",
    "history of",
    "mother had",
    "rule out",
    "if",
    "was ruled out",
    "?",
    "s/p",
)
MEASURES = (
    "T-score -1.8",
    "T = \N{MINUS SIGN}2.5 at the left femoral neck",
    "L1-L4  0.912  -1.8  -0.9",
    "4-/5",
    "strength 4 to 4+/5 throughout",
    "    R    L\nHip flexion  4/5  3+/5",
    "CK 1,240 U/L",
    "58-year-old man",
    "3 weeks ago",
)
OTHERS = (
    "due to MRSA",
    "with draining sinus",
    "hematogenous",
    "on alendronate",
    "the infection",
    "after a fall",
    "bone biopsy grew S. aureus",
    "<b>&amp;</b>",
)
ODD = (
    "\x00",
    "\ud800",
    "\udfff",
    "\N{BONE}",
    "e\N{COMBINING ACUTE ACCENT}",
    "\ufb01",
    "\u202e",
    "\ufeff",
    "\x0b",
    "\x85",
)

fragments = st.sampled_from(
    HEADINGS + MARKERS * 3 + DISORDERS * 3 + PLACES * 2 + CUES + MEASURES + OTHERS + ODD
)
clinical = st.lists(fragments, max_size=40).map(" ".join)
glued = st.lists(fragments | st.text(max_size=5), max_size=40).map("".join)
any_text = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=200)
"""Every code point, lone surrogates too."""
long_lines = st.tuples(fragments, st.integers(0, 3000), st.sampled_from("ax1 .-,\n(")).map(
    lambda parts: parts[0] + parts[2] * parts[1] + parts[0]
)
notes = clinical | glued | any_text | long_lines
