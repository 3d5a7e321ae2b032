"""What is sent along with a question, and to whom."""

from __future__ import annotations

import dataclasses

import pytest

from tests.sources.making import FEED, Answering
from tests.sources.servers import Connection, plain, serving
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import HeaderValue
from tracker.sources.asking import Asker, missing_secrets, with_params
from tracker.sources.fetcher import GuardedFetcher

KEYED = dataclasses.replace(
    FEED, headers={"Authorization": HeaderValue("Bearer ", "the_key"), "Accept": HeaderValue("a/b")}
)
SECRETS = {"the_key": "s3cret"}


def sent(url: str) -> object:
    answering = Answering(b"")
    Asker(KEYED, answering, SECRETS)(url)
    return answering.asked[0]["headers"]


def test_a_secret_is_sent_behind_its_prefix() -> None:
    assert sent(KEYED.url) == {"Authorization": "Bearer s3cret", "Accept": "a/b"}


def test_a_page_on_another_server_gets_no_headers() -> None:
    assert sent("http://other.example/rss") == {}
    assert sent("http://feeds.example:8080/rss") == {}


def test_a_missing_secret_is_told_with_its_cure_and_nothing_is_asked() -> None:
    answering = Answering(b"")
    with pytest.raises(SourceFailed) as failed:
        Asker(KEYED, answering, {})(KEYED.url)
    assert str(failed.value) == "the secret the_key is not set"
    assert failed.value.hint == "set the_key under [secrets], or DEEDLINE_SECRETS__THE_KEY"
    assert answering.asked == []
    assert missing_secrets(KEYED, {}) == ("the_key",)


def test_secrets_do_not_show_where_an_asker_is_printed() -> None:
    assert "s3cret" not in repr(Asker(KEYED, Answering(b""), SECRETS))


def test_parameters_take_the_place_of_those_of_the_same_name() -> None:
    assert with_params("https://a.example/x?page=1&q=a%20b#part", {"page": "2"}) == (
        "https://a.example/x?q=a+b&page=2"
    )


def test_a_redirect_to_another_server_takes_no_secret_along_and_one_back_neither() -> None:
    fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.1",))
    with serving(plain(b"arrived")) as other:

        def away(connection: Connection, request: str) -> None:
            there = other.url("/there", host="own.example")
            plain(b"", f"Location: {there}", status="302 Found")(connection, request)

        with serving(away) as own:
            url = own.url(host="own.example")
            page = fetcher.fetch(url, allow_private=True, headers={"Authorization": "s3cret"})
            assert "s3cret" in own.requests[0]
    assert page.body == b"arrived"
    assert len(other.requests) == 1
    assert "s3cret" not in other.requests[0]


def test_a_redirect_within_the_server_keeps_the_headers() -> None:
    def onward(connection: Connection, request: str) -> None:
        if "/feed" in request.split()[1]:
            plain(b"", "Location: /true", status="302 Found")(connection, request)
        else:
            plain(b"arrived")(connection, request)

    with serving(onward) as server:
        GuardedFetcher().fetch(server.url(), allow_private=True, headers={"X-Key": "s3cret"})
    assert ["s3cret" in request for request in server.requests] == [True, True]


def test_only_the_end_of_a_page_is_asked_for_and_a_part_counts_only_then() -> None:
    fetcher = GuardedFetcher()
    part = plain(b"the end", "Content-Range: bytes 93-99/100", status="206 Partial Content")
    with serving(part) as server:
        source = dataclasses.replace(FEED, url=server.url(), allow_private=True)
        assert Asker(source, fetcher)(server.url(), last_bytes=7).body == b"the end"
        with pytest.raises(SourceFailed, match="it answered 206"):
            Asker(source, fetcher)(server.url())
    assert ["bytes=-7" in head for head in server.requests] == [True, False]
    assert ["gzip" in head for head in server.requests] == [False, True]


@pytest.mark.parametrize(
    "url", ["http://feeds.example:99999/", "http://xn--a/", "http://[::1", "file:///etc/passwd"]
)
def test_a_page_at_what_is_no_address_is_a_failure_of_the_source(url: str) -> None:
    answering = Answering(b"")
    with pytest.raises(SourceFailed):
        Asker(KEYED, answering, SECRETS)(url)
    assert answering.asked == []
