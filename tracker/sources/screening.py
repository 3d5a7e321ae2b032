"""What is checked of a feed before it is parsed: no DTD, no depth, well-formed items, and not too many."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from io import BytesIO
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from tracker.domain.collecting import PassedOver
from tracker.domain.errors import SourceFailed
from tracker.sources.identity import hash_of
from tracker.sources.plain_text import LONGEST_EXCERPT, cut, on_one_line

MAX_ITEMS = 2000
_MAX_DEPTH = 100
_LONGEST_ITEM = 500_000
_Place = tuple[int, int]
"""A line, counted from 1, and a column, counted in characters from 0."""
_ROOTS = frozenset({"rss", "feed", "rdf"})
_ITEMS = frozenset({"item", "entry"})
_ITEM_START = re.compile(r"<(?:\w{1,20}:)?(item|entry)(?=[\s>/])")
_ROOT_START = re.compile(r"<(?:(\w{1,20}):)?(rss|feed|RDF)\b[^<>]*>", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REFERENCE = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{1,40};)?")
_PREFIX = re.compile(r"<([A-Za-z_][\w-]{0,30}):|\s([A-Za-z_][\w-]{0,30}):[\w-]{1,40}\s?=")
_DECLARED = re.compile(r"xmlns:([\w-]+)\s*=")
_NO_FEED_HINT = "give the address of the RSS or Atom feed itself"


@dataclass(frozen=True, slots=True)
class Screened:
    """A well-formed document for the feed parser (UTF-8, at most MAX_ITEMS items) and what had to be left out."""

    document: bytes
    problems: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


def screened(text: str) -> Screened:
    """Check a document without its XML declaration; raises SourceFailed for what is no feed or not safe to parse.

    A document that is not well-formed is taken apart into its items: those that are well-formed by themselves are
    kept, the others are named.
    """
    if not text.strip():
        raise SourceFailed("the answer is empty", _NO_FEED_HINT)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as every XML parser does, so that lines can be counted
    if _LOOKS_LIKE_HTML.match(text):
        raise SourceFailed("the answer is an HTML page, not a feed", _NO_FEED_HINT)
    try:
        return _first_items(text)
    except SAXParseException as error:
        problem = f"the feed is not well-formed at line {error.getLineNumber()}: {_words(error)}"
        try:
            mended = _first_items(_REFERENCE.sub(_plain_reference, text))
        except SAXParseException:
            return _salvaged(text, error, problem)
        return Screened(mended.document, (problem, *mended.problems))


@dataclass(slots=True)
class _Outline(ContentHandler):
    """Counts the items and notes what is open where one too many begins; stops what is nested too deep."""

    root: str = ""
    items: int = 0
    open: list[_Place] = field(default_factory=list)
    too_many: tuple[_Place, ...] = ()
    """Where the first item beyond MAX_ITEMS starts, after the starts of the elements that hold it."""
    _locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 (the name is SAX's)
        self._locator = locator

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802
        local = name[1].lower()
        self.root = self.root or local
        self.open.append((self._locator.getLineNumber(), self._locator.getColumnNumber()))
        if len(self.open) > _MAX_DEPTH:
            raise SourceFailed(f"the answer is nested more than {_MAX_DEPTH} elements deep", "no feed needs that")
        if local in _ITEMS:
            self.items += 1
            if self.items == MAX_ITEMS + 1:
                self.too_many = tuple(self.open)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self.open.pop()


def _outline(document: bytes) -> _Outline:
    """Read through the whole document; raises SAXParseException where it is not well-formed."""
    outline = _Outline()
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(outline)
    try:
        parser.parse(BytesIO(document))
    except DefusedXmlException:
        raise _dtd_refused() from None
    return outline


def _dtd_refused() -> SourceFailed:
    return SourceFailed(
        "the answer declares a DTD or entities, which can hide attacks", "ask for a feed without DTD"
    )


def _first_items(text: str) -> Screened:
    """Cut a well-formed feed where the first item beyond MAX_ITEMS begins, and close what is open there.

    Raises SAXParseException if it is not well-formed, SourceFailed if it is no feed.
    """
    outline = _outline(text.encode())
    if outline.root not in _ROOTS:
        raise SourceFailed(
            f"the answer is XML with the root <{outline.root[:40]}>, not RSS or Atom", _NO_FEED_HINT
        )
    if not outline.too_many:
        return Screened(text.encode())
    lines = text.split("\n")
    *holders, (line, column) = outline.too_many
    kept = "\n".join((*lines[: line - 1], lines[line - 1][:column]))
    names = (re.split(r"[\s>]", lines[line - 1][column + 1 :] + ">", maxsplit=1)[0] for line, column in holders)
    closing = "".join(reversed([f"</{name}>" for name in names]))
    return Screened((kept + closing).encode(), (_too_many(outline.items),))


def _too_many(items: int | None = None) -> str:
    return f"the feed holds {items or f'more than {MAX_ITEMS}'} items: the first {MAX_ITEMS} are read"


def _salvaged(text: str, error: SAXParseException, problem: str) -> Screened:
    """Rebuild a feed from those items of a broken document that are well-formed by themselves."""
    root = _ROOT_START.search(text)
    if _DTD.search(text[: root.start()] if root else text):
        raise _dtd_refused()
    if root is None:
        raise SourceFailed(f"the answer is not XML: {_words(error)}", _NO_FEED_HINT)
    body = text[root.end() :]
    head, tail = _frame(root, body)
    good: list[str] = []
    problems = [problem]
    passed: list[PassedOver] = []
    for number, item in enumerate(_pieces(body), start=1):
        if number > MAX_ITEMS:
            problems.append(_too_many())
            break
        if len(item) > _LONGEST_ITEM:
            passed.append(_passed(number, item, f"longer than {_LONGEST_ITEM} characters"))
            continue
        kept = _mended(head, item, tail)
        if kept:
            good.append(kept)
        else:
            passed.append(_passed(number, item, "not well-formed"))
    if not good:
        raise SourceFailed(f"the answer is not well-formed XML: {_words(error)}", "the other side is broken")
    return Screened((head + "".join(good) + tail).encode(), tuple(problems), tuple(passed))


def _passed(number: int, item: str, wrong: str) -> PassedOver:
    excerpt = cut(on_one_line(item[: 2 * LONGEST_EXCERPT]), LONGEST_EXCERPT)
    return PassedOver(hash_of(item), f"it is {wrong} and is left out", excerpt, f"item {number}")


def _frame(root: re.Match[str], body: str) -> tuple[str, str]:
    """Return what to put before and after the items so that they are a feed again.

    Name prefixes that the feed uses and forgot to declare are declared.
    """
    start = root[0].removesuffix("/>").removesuffix(">")
    used = {first or second for first, second in _PREFIX.findall(body)} - {"xml", "xmlns"}
    for prefix in sorted(used - set(_DECLARED.findall(start)))[:50]:
        start += f' xmlns:{prefix}="urn:undeclared:{prefix}"'
    name = f"{root[1]}:{root[2]}" if root[1] else root[2]
    if root[2].lower() == "rss":
        return f"{start}><channel>", f"</channel></{name}>"
    return f"{start}>", f"</{name}>"


def _pieces(text: str) -> Iterator[str]:
    """Yield each item from its start to its end, or to the next item where it has none."""
    starts = list(_ITEM_START.finditer(text))
    for match, following in zip(starts, [*starts[1:], None], strict=False):
        piece = text[match.start() : following.start() if following else len(text)]
        end = re.search(rf"</(?:\w{{1,20}}:)?{match[1]}\s*>", piece)
        yield piece[: end.end()] if end else piece


def _mended(head: str, item: str, tail: str) -> str:
    """Return the item if it is well-formed, if need be with stray ampersands and HTML entities mended; else ''."""
    for version in (item, _REFERENCE.sub(_plain_reference, item)):
        try:
            if _outline((head + version + tail).encode()).items == 1:
                return version
        except SAXParseException:
            continue
    return ""


def _plain_reference(match: re.Match[str]) -> str:
    """Return an entity that XML does not know as the letters it stands for, a stray ampersand escaped."""
    name = match[1] or ""
    if name.startswith("#"):
        return escape(html.unescape(match[0]))
    if name in ("amp;", "lt;", "gt;", "quot;", "apos;"):
        return match[0]
    return escape(html5.get(name, f"&{name}"))


def _words(error: SAXException) -> str:
    return str(error.getMessage())[:100]
