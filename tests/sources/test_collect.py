"""Whole collections of a feed over HTTP, from a server on loopback to reports."""

from __future__ import annotations

import dataclasses
import gzip

import pytest

from tests.sources.making import FEED, NOW, item, rss
from tests.sources.servers import Answer, Connection, plain, redirecting, serving
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import Source
from tracker.sources.collect import collect_source
from tracker.sources.fetcher import GuardedFetcher

FETCHER = GuardedFetcher(total_seconds=20, quiet_seconds=10)
BODY = rss(item(1), item(2)).encode()


def feed_at(url: str) -> Source:
    return dataclasses.replace(FEED, url=url, allow_private=True, max_bytes=100_000)


def collect(answer: Answer) -> Collected:
    with serving(answer) as server:
        return collect_source(feed_at(server.url()), CollectState(), NOW, FETCHER)


def test_a_feed_is_fetched_once_and_then_only_if_it_changed() -> None:
    def answer(connection: Connection, request: str) -> None:
        if 'If-None-Match: "v1"' in request:
            plain(b"", 'ETag: "v1"', status="304 Not Modified")(connection, request)
        else:
            plain(BODY, 'ETag: "v1"', "Content-Type: application/rss+xml")(connection, request)

    with serving(answer) as server:
        first = collect_source(feed_at(server.url()), CollectState(), NOW, FETCHER)
        second = collect_source(feed_at(server.url()), first.state, NOW, FETCHER)
    assert [report.id for report in first.reports] == ["mod:id-1", "mod:id-2"]
    assert second == Collected(state=first.state)
    assert len(server.requests) == 2


def test_a_compressed_feed_is_read() -> None:
    assert len(collect(plain(gzip.compress(BODY), "Content-Encoding: gzip")).reports) == 2


def test_relative_links_start_from_where_redirects_ended() -> None:
    page = rss(item(1, link="../story")).encode()

    def answer(connection: Connection, request: str) -> None:
        moved = redirecting(lambda path: "/new/place/feed")
        (plain(page) if request.startswith("GET /new") else moved)(connection, request)

    assert collect(answer).reports[0].url.endswith("/new/story")


FAILURES: list[tuple[Answer, str]] = [
    (plain(b"oops", status="500 Internal Server Error"), "it answered 500"),
    (plain(b"<html><title>Parked</title></html>"), "an HTML page, not a feed"),
    (plain(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "is not XML"),
    (plain(b""), "the answer is empty"),
    (plain(gzip.compress(BODY * 5000), "Content-Encoding: gzip"), "larger than 100000 bytes"),
    (plain(b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>'), "DTD"),
    (redirecting(lambda path: path), "redirects more than 5 times"),
    (redirecting(lambda path: "http://169.254.169.254/"), "metadata"),
]


@pytest.mark.parametrize(("answer", "reason"), FAILURES, ids=[reason for _, reason in FAILURES])
def test_a_collection_that_fails_says_why(answer: Answer, reason: str) -> None:
    with pytest.raises(SourceFailed, match=reason):
        collect(answer)


def test_a_private_feed_needs_permission() -> None:
    with serving(plain(BODY)) as server, pytest.raises(SourceFailed, match="which is not fetched"):
        collect_source(dataclasses.replace(FEED, url=server.url()), CollectState(), NOW, FETCHER)


def test_a_feed_larger_than_the_source_allows_is_refused() -> None:
    with serving(plain(BODY)) as server, pytest.raises(SourceFailed, match="larger than 50 bytes"):
        collect_source(dataclasses.replace(feed_at(server.url()), max_bytes=50), CollectState(), NOW, FETCHER)
