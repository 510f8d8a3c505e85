from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.models import Assertion, Finding, NoteAnalysis
from chartgap.report.html import html_page
from tests.report.examples import TEXT, analysis, finding, full

HOSTILE = (
    "</pre><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}\" onmouseover='x' &amp; --> ]]>"
)


class Reader(HTMLParser):
    """What a browser would see: tags with attributes, and the text of the note."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.note = ""
        self._in_note = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_note = self._in_note or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._in_note = self._in_note and tag != "pre"

    def handle_data(self, data: str) -> None:
        self.note += data if self._in_note else ""

    def values(self, attribute: str) -> list[str]:
        return [value for _, held in self.tags for name, value in held.items() if name == attribute and value]


def shown(text: str, made: NoteAnalysis) -> str:
    """The note as the page shows it, without the line feed that opens a pre."""
    return Reader(html_page([(text, made)])).note.removeprefix("\n")


def test_the_note_is_shown_whole_with_its_findings_marked() -> None:
    reader = Reader(html_page([(TEXT, full())]))
    assert reader.note.removeprefix("\n") == TEXT
    marks = [held["class"] for tag, held in reader.tags if tag == "mark"]
    assert marks == ["disorder muted", "acuity", "disorder", "site"]


def test_every_link_leads_somewhere_on_the_page_and_no_id_is_there_twice() -> None:
    reader = Reader(html_page([(TEXT, full()), (TEXT, full())]))
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    assert {link for link in reader.values("href") if not link.startswith("#")} == set()
    assert {link[1:] for link in reader.values("href")} <= set(ids)


def test_evidence_links_code_and_text_both_ways() -> None:
    links = Reader(html_page([(TEXT, full())])).values("href")
    assert {"#n0-c1-M86.68", "#n0-f3", "#n0-c2"} <= set(links)


@pytest.mark.parametrize("place", ["note", "note_id", "concept", "message", "option"])
def test_hostile_text_stays_text(place: str) -> None:
    made = full()
    text = TEXT
    condition, gap = made.conditions[0], made.gaps[0]
    if place == "note":
        text, made = HOSTILE, analysis([finding(HOSTILE, "<script>alert(1)</script>")])
    elif place == "note_id":
        made = made.model_copy(update={"note_id": HOSTILE})
    elif place == "concept":
        made = made.model_copy(update={"conditions": (condition.model_copy(update={"concept": HOSTILE}),)})
    elif place == "message":
        made = made.model_copy(update={"gaps": (gap.model_copy(update={"message": HOSTILE}),)})
    else:
        query = gap.query.model_copy(update={"options": (HOSTILE,)})
        made = made.model_copy(update={"gaps": (gap.model_copy(update={"query": query}),)})
    page = html_page([(text, made)])
    reader = Reader(page)
    assert "alert(1)" in page
    assert {tag for tag, _ in reader.tags} & {"script", "img", "iframe", "object", "link", "base"} == set()
    assert [name for _, held in reader.tags for name in held if name.startswith("on")] == []
    assert "{{ 7 * 7 }}" in page


def test_the_page_needs_nothing_from_outside_and_allows_no_script() -> None:
    page = html_page([(TEXT, full())])
    reader = Reader(page)
    policy = next(held["content"] for _, held in reader.tags if held.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert reader.values("src") + reader.values("style") == []
    assert re.findall(r"https?://|url\(|@import", page) == []


def test_overlapping_findings_are_all_reachable() -> None:
    text = "left hip fracture"
    found = [
        finding(text, "left hip", name="f1", kind="site"),
        finding(text, "left", name="f2", kind="laterality"),
        finding(text, "hip fracture", name="f3", kind="fracture"),
    ]
    reader = Reader(html_page([(text, analysis(found))]))
    assert reader.note.removeprefix("\n") == text
    assert {"n0-f1", "n0-f2", "n0-f3"} <= set(reader.values("id"))


def test_offsets_count_code_points() -> None:
    text = "\N{GRINNING FACE}\r\n\N{FAMILY}\u200d\N{BOY} hip\x00\tend"
    reader = Reader(html_page([(text, analysis([finding(text, "hip", kind="site")]))]))
    assert reader.note.removeprefix("\n") == text.replace("\x00", "\N{SYMBOL FOR NULL}")
    assert [held["title"] for tag, held in reader.tags if tag == "mark"] == ["site"]


@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40)), max_size=8),
)
def test_marking_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = [
        Finding(
            id=f"f{number}",
            kind="site",
            text=text[start : start + length],
            start=start,
            end=min(start + length, len(text)),
            section=None,
            value=None,
            assertion=Assertion(),
            rule="r",
        )
        for number, (start, length) in enumerate(spans)
        if start < len(text)
    ]
    assert shown(text, analysis(found)) == text
