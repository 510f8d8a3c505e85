"""Documents with markup → the text of the note. Offsets of an analysis refer to this text.

A new paragraph, table row or list item of HTML and C-CDA begins a new line; cells of a row have a tab between
them; runs of blanks are one blank, except where the markup keeps them. Nothing is fetched, no entity is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr item legend li list main nav ol p paragraph pre section table tbody tfoot"
    " thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_DROPPED = frozenset({"head", "script", "style", "template", "noscript", "iframe", "object", "svg"})


def read_html(data: bytes, encoding: str) -> str:
    """The text of an HTML page, without scripts, styles, comments and its head.

    Raises:
        InputError: it is not of this encoding, or no HTML.
    """
    etree = _lxml()
    text = decode(data, encoding)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        raise InputError("this HTML cannot be read") from None
    return "" if root is None else flow(root)


def read_xml(data: bytes) -> _Element:
    """The root of an XML document that declares no document type.

    Raises:
        InputError: it is not well-formed, or has a document type.
    """
    etree = _lxml()
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root: _Element = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        raise InputError("not well-formed XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("XML with a document type is refused")
    return root


def read_rtf(data: bytes) -> str:
    """The text of an RTF document.

    Raises:
        InputError: it is no RTF, or names characters that there are not.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise _missing() from None
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError("this is not RTF")
    try:
        text = str(rtf_to_text(data.decode("cp1252", "replace")))  # type: ignore[no-untyped-call]
        text.encode("utf-8")
    except Exception:  # it is a table of regular expressions, and says what is wrong in many ways
        raise InputError("this RTF cannot be read") from None
    return text


def decode(data: bytes, encoding: str) -> str:
    """The text of bytes of an encoding.

    Raises:
        InputError: there is no such encoding, or the bytes are not of it, or too many.
    """
    if len(data) > MAX_RECORD_BYTES:
        raise InputError(f"longer than {MAX_RECORD_BYTES} bytes")
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError("its character set is not known") from None
    except UnicodeError:
        raise InputError("not text of the character set it should have") from None
    if not isinstance(text, str):
        raise InputError("its character set is not known")
    return text


def flow(root: _Element) -> str:
    """The text of an element, with lines where a reader sees lines. There is no recursion."""
    etree = _lxml()
    page = _Page()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = _name(element)
        if event == "start":
            page.opens(name)
            if name in _DROPPED:
                walk.skip_subtree()
            else:
                page.add(element.text)
        else:
            page.closes(name)
            if element is not root:
                page.add(element.tail)
    return page.text()


class _Page:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._kept = 0

    def add(self, text: str | None) -> None:
        if text:
            self._line.append(text if self._kept else re.sub(r"[ \t\r\n\f]+", " ", text))

    def opens(self, name: str) -> None:
        if name in _BLOCKS:
            self._end()
        elif name in _CELLS and self._line:
            self._line.append("\t")
        elif name == "br":
            self._end(even_if_empty=True)
        self._kept += name == "pre"

    def closes(self, name: str) -> None:
        if name in _BLOCKS:
            self._end()
        self._kept -= name == "pre"

    def text(self) -> str:
        self._end()
        return "\n".join(self._lines)

    def _end(self, *, even_if_empty: bool = False) -> None:
        line = "".join(self._line)
        if not self._kept:
            line = re.sub(r" *\t *", "\t", re.sub(r" {2,}", " ", line)).strip(" ")
        if line.strip() or even_if_empty:
            self._lines.append(line)
        self._line.clear()


def _name(element: _Element) -> str:
    tag: Any = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _lxml() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise _missing() from None
    return etree


def _missing() -> MissingExtraError:
    return MissingExtraError(
        "HTML, RTF and XML need the extra 'documents': pip install 'chartgap[documents]'"
    )


READERS: dict[str, Callable[[bytes, str], str]] = {
    "text/plain": decode,
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "text/rtf": lambda data, _: read_rtf(data),
    "application/rtf": lambda data, _: read_rtf(data),
}
"""By media type."""
