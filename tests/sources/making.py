"""Feeds and sources as the tests need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Page
from tracker.domain.sources import FactRule, FieldRule, Source, SourceKind
from tracker.sources.collect import collect_source

NOW = datetime(2016, 4, 1, 12, tzinfo=UTC)
FEED = Source("mod", SourceKind.FEED, url="http://feeds.example/rss")


def rss(*items: str) -> str:
    """Return an RSS 2.0 feed with these items, each given as the XML inside it."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    spaces = 'xmlns:deedline="urn:deedline:facts" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<rss version="2.0" {spaces}><channel><title>Feed</title>{inside}</channel></rss>'


def element(name: str, text: str) -> str:
    """Return an element whose text is escaped."""
    return f"<{name}>{escape(text)}</{name}>"


def item(number: int = 1, **fields: str) -> str:
    """Return the inside of an ordinary item; fields replace or add elements, an empty one leaves it out."""
    usual = {
        "title": f"Report {number}",
        "guid": f"id-{number}",
        "link": f"http://news.example/{number}",
        "pubDate": f"Mon, {13 + number} Mar 2016 10:00:00 GMT",
    }
    chosen = usual | {name.replace("deedline_", "deedline:"): text for name, text in fields.items()}
    return "".join(element(name, text) for name, text in chosen.items() if text)


@dataclass
class Answering:
    """A fetcher that gives one answer and remembers what it was asked."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    not_modified: bool = False
    asked: list[dict[str, object]] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        max_bytes: int = 5_000_000,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        self.asked.append(
            {"url": url, "etag": etag, "modified": modified, "max_bytes": max_bytes, "headers": headers}
        )
        return Page(url, 200, self.body, self.headers, self.not_modified)


def collected(body: str | bytes, source: Source = FEED, content_type: str = "") -> Collected:
    """Collect a feed that answers with this body."""
    data = body if isinstance(body, bytes) else body.encode()
    headers = {"content-type": content_type} if content_type else {}
    return collect_source(source, CollectState(), NOW, Answering(data, headers))


def fact_rule(**fields: str | FieldRule) -> FactRule:
    """Return a rule for one fact: a text is the path of the field."""
    return FactRule(
        {name: FieldRule(path=rule) if isinstance(rule, str) else rule for name, rule in fields.items()}
    )
