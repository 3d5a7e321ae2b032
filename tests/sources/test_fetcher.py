"""The guarded fetcher against real servers, the well-behaved and the hostile."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Sequence

import pytest

from tests.sources.servers import FILES, Answer, Connection, plain, redirecting, serving
from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Fetcher
from tracker.sources.fetcher import GuardedFetcher

FETCHER: Fetcher = GuardedFetcher(total_seconds=20, quiet_seconds=10)


def failure(answer: Answer, *, max_bytes: int = 100_000, fetcher: Fetcher = FETCHER) -> str:
    """Return the reason why a fetch of this answer fails."""
    with serving(answer) as server, pytest.raises(SourceFailed) as caught:
        fetcher.fetch(server.url(), max_bytes=max_bytes, allow_private=True)
    return caught.value.message


def test_a_page_comes_with_its_body_headers_and_address() -> None:
    with serving(plain(b"hello", 'ETag: "v1"', "Content-Type: text/xml")) as server:
        page = FETCHER.fetch(server.url(), allow_private=True)
    assert (page.status, page.body, page.url, page.not_modified) == (200, b"hello", server.url(), False)
    assert page.headers["etag"] == '"v1"'


def test_only_gzip_and_identity_are_asked_for() -> None:
    with serving(plain(b"")) as server:
        FETCHER.fetch(server.url(), allow_private=True)
    assert "accept-encoding: gzip, identity\r\n" in server.requests[0].lower()


def test_what_was_seen_before_is_asked_for_conditionally() -> None:
    with serving(plain(b"", 'ETag: "v1"', status="304 Not Modified")) as server:
        page = FETCHER.fetch(
            server.url(), etag='"v1"', modified="Mon, 14 Mar 2016 10:00:00 GMT", allow_private=True
        )
    assert page.not_modified
    assert page.body == b""
    assert 'if-none-match: "v1"\r\n' in server.requests[0].lower()
    assert "if-modified-since: mon, 14 mar 2016 10:00:00 gmt\r\n" in server.requests[0].lower()


def test_a_stored_etag_cannot_smuggle_a_header() -> None:
    with serving(plain(b"x")) as server:
        FETCHER.fetch(server.url(), etag='"a"\r\nX-Evil: 1', modified="\u2028", allow_private=True)
    assert "evil" not in server.requests[0].lower()
    assert "if-modified" not in server.requests[0].lower()


def test_an_unasked_304_is_a_failure() -> None:
    assert "304" in failure(plain(b"", status="304 Not Modified"))


@pytest.mark.parametrize(
    "status", ["500 Internal Server Error", "404 Not Found", "403 Forbidden", "204 No Content"]
)
def test_any_other_status_is_a_failure_that_names_it(status: str) -> None:
    assert failure(plain(b"", status=status)) == f"it answered {status}"


def test_gzip_is_decoded() -> None:
    with serving(plain(gzip.compress(b"hello " * 1000), "Content-Encoding: gzip")) as server:
        assert FETCHER.fetch(server.url(), allow_private=True).body == b"hello " * 1000


def test_gzip_of_several_members_is_decoded_whole() -> None:
    with serving(plain(gzip.compress(b"one,") + gzip.compress(b"two"), "Content-Encoding: gzip")) as server:
        assert FETCHER.fetch(server.url(), allow_private=True).body == b"one,two"


def test_a_gzip_bomb_stops_at_the_cap_for_decoded_bytes() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    assert "larger than 100000 bytes" in failure(plain(bomb, "Content-Encoding: gzip"))


def test_gzip_that_decodes_to_nothing_stops_at_the_cap_for_the_wire() -> None:
    nothing = gzip.compress(b"") * 10_000
    assert "larger than 100000 bytes" in failure(plain(nothing, "Content-Encoding: gzip"))


def test_gzip_that_is_none_is_a_failure() -> None:
    assert "is gzip, and is not" in failure(plain(b"<rss/>", "Content-Encoding: gzip"))


def test_gzip_that_is_cut_off_is_a_failure() -> None:
    assert "cut off" in failure(plain(gzip.compress(b"hello" * 1000)[:-10], "Content-Encoding: gzip"))


def test_an_encoding_nobody_asked_for_is_a_failure() -> None:
    assert "'br', which was not asked for" in failure(plain(b"x", "Content-Encoding: br"))


def test_a_body_that_announces_too_much_is_not_read() -> None:
    assert "larger than 100000 bytes" in failure(plain(b"x" * 100_001))


def test_an_endless_body_stops_at_the_cap() -> None:
    def endless(connection: Connection, request: str) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.send(b"<item>" * 1000):
            pass

    assert "larger than 100000 bytes" in failure(endless)


def test_a_body_that_drips_for_ever_stops_at_the_time_cap() -> None:
    def dripping(connection: Connection, request: str) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        connection.drip(b"x")

    assert "not complete after 0.5 seconds" in failure(dripping, fetcher=GuardedFetcher(total_seconds=0.5))


def test_headers_that_drip_for_ever_stop_at_the_time_cap() -> None:
    def dripping(connection: Connection, request: str) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        connection.drip(b"x")

    assert "not complete after 0.5 seconds" in failure(dripping, fetcher=GuardedFetcher(total_seconds=0.5))


def test_redirects_cannot_prolong_the_time_cap() -> None:
    def slowly_on(connection: Connection, request: str) -> None:
        connection.drip(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")

    fetcher = GuardedFetcher(total_seconds=0.5, max_redirects=1000)
    assert "not complete after 0.5 seconds" in failure(slowly_on, fetcher=fetcher)


def test_a_server_that_falls_silent_is_left() -> None:
    def mute(connection: Connection, request: str) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n")
        connection.wait_for_end()

    assert "sent nothing for 0.2 seconds" in failure(mute, fetcher=GuardedFetcher(quiet_seconds=0.2))


def test_a_connection_closed_too_early_is_a_failure() -> None:
    def cut_off(connection: Connection, request: str) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>")

    assert "broken or cut off" in failure(cut_off)


def test_an_answer_that_is_not_http_is_a_failure() -> None:
    def other(connection: Connection, request: str) -> None:
        connection.send(b"SSH-2.0-OpenSSH\r\n\r\n")

    assert "broken or cut off" in failure(other)


def test_a_port_where_nobody_listens_is_a_failure() -> None:
    with serving(plain(b"")) as server:
        pass
    with pytest.raises(SourceFailed, match="no connection"):
        FETCHER.fetch(server.url(), allow_private=True)


def test_redirects_are_followed_to_the_page() -> None:
    with serving(redirecting({"/feed": "/a", "/a": "b", "/b": ""}.__getitem__)) as server:
        page = FETCHER.fetch(server.url(), allow_private=True)
    assert (page.url, page.body) == (server.url("/b"), b"arrived")


def test_a_redirect_loop_ends() -> None:
    assert "redirects more than 5 times" in failure(redirecting(lambda path: path))


@pytest.mark.parametrize(
    "target", ["", "file:///etc/passwd", "ftp://x.example/", "gopher://x/", "http://u:p@x/", "http://"]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(target: str) -> None:
    def answer(connection: Connection, request: str) -> None:
        plain(b"", f"Location: {target}", status="301 Moved")(connection, request)

    assert failure(answer)


def test_a_private_address_is_refused_unless_the_source_allows_it() -> None:
    with serving(plain(b"secret")) as server, pytest.raises(SourceFailed) as caught:
        FETCHER.fetch(server.url())
    assert caught.value.message == "127.0.0.1 is at 127.0.0.1, a loopback address, which is not fetched"
    assert "allow_private: true" in caught.value.hint
    assert server.requests == []


@pytest.mark.parametrize("host", ["localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "127.1", "0.0.0.0"])
def test_a_private_address_is_seen_through_every_spelling(host: str) -> None:
    with serving(plain(b"secret")) as server, pytest.raises(SourceFailed, match="is not fetched"):
        FETCHER.fetch(server.url(host=host))
    assert server.requests == []


def test_permission_for_one_private_host_does_not_carry_over_a_redirect() -> None:
    with serving(plain(b"secret")) as other:
        message = failure(redirecting(lambda path: other.url(host="localhost")))
    assert "localhost is at" in message
    assert "which is not fetched" in message
    assert other.requests == []


def test_the_metadata_address_is_refused_even_with_permission() -> None:
    assert "a cloud metadata address" in failure(redirecting(lambda path: "http://169.254.169.254/latest/"))
    with pytest.raises(SourceFailed, match="a cloud metadata address"):
        FETCHER.fetch("http://169.254.169.254/latest/", allow_private=True)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    fetcher = GuardedFetcher(resolve=lambda host, port: ("93.184.215.14", "10.0.0.1"))
    with pytest.raises(SourceFailed, match=r"10\.0\.0\.1, a private address"):
        fetcher.fetch("http://feeds.example/")


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("169.254.169.254",)

    with serving(plain(b"hello")) as server:
        page = GuardedFetcher(resolve=rebinding).fetch(server.url(host="feeds.example"), allow_private=True)
    assert asked == ["feeds.example"]
    assert page.body == b"hello"
    assert f"host: feeds.example:{server.port}\r\n" in server.requests[0].lower()


def test_the_next_address_is_tried_when_the_first_does_not_answer() -> None:
    with serving(plain(b"hello")) as server:
        fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.2", "127.0.0.1"))
        assert fetcher.fetch(server.url(host="feeds.example"), allow_private=True).body == b"hello"


def test_an_unknown_host_is_a_failure() -> None:
    with pytest.raises(SourceFailed, match=r"the host nowhere\.invalid is not known"):
        FETCHER.fetch("http://nowhere.invalid/")


def test_a_resolver_that_does_not_answer_stops_at_the_time_cap() -> None:
    over = threading.Event()

    def stuck(host: str, port: int) -> Sequence[str]:
        over.wait()
        return ()

    with pytest.raises(SourceFailed, match=r"not complete after 0\.2 seconds"):
        GuardedFetcher(total_seconds=0.2, resolve=stuck).fetch("http://feeds.example/")
    over.set()


def test_tls_asks_for_and_verifies_the_name_and_not_the_address() -> None:
    trust = ssl.create_default_context(cafile=FILES / "feeds.example.crt")
    fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.1",), ssl_context=trust)
    with serving(plain(b"hello"), tls=True) as server:
        page = fetcher.fetch(server.url(host="feeds.example", scheme="https"), allow_private=True)
        assert page.body == b"hello"
        with pytest.raises(SourceFailed, match="certificate is not accepted"):
            fetcher.fetch(server.url(host="other.example", scheme="https"), allow_private=True)


def test_a_certificate_nobody_vouches_for_is_refused() -> None:
    fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.1",))
    with serving(plain(b"hello"), tls=True) as server, pytest.raises(SourceFailed, match="certificate"):
        fetcher.fetch(server.url(host="feeds.example", scheme="https"), allow_private=True)


def test_a_redirect_from_https_to_http_is_refused() -> None:
    trust = ssl.create_default_context(cafile=FILES / "feeds.example.crt")
    fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.1",), ssl_context=trust)
    with (
        serving(redirecting(lambda path: "http://feeds.example/"), tls=True) as server,
        pytest.raises(SourceFailed, match="from https to plain http"),
    ):
        fetcher.fetch(server.url(host="feeds.example", scheme="https"), allow_private=True)


def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(plain(b"hello")) as server:
        assert FETCHER.fetch(server.url(), allow_private=True).body == b"hello"


def test_cookies_are_not_sent_back() -> None:
    def answer(connection: Connection, request: str) -> None:
        if request.startswith("GET /feed"):
            plain(b"", "Set-Cookie: a=b", "Location: /x", status="302 Found")(connection, request)
        else:
            plain(b"hello")(connection, request)

    with serving(answer) as server:
        FETCHER.fetch(server.url(), allow_private=True)
    assert "cookie" not in server.requests[1].lower()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "file:///etc/passwd",
        "ftp://x.example/",
        "http://",
        "http://[::1",
        "http://u:p@x.example/",
        "//x",
    ],
)
def test_only_plain_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(SourceFailed) as caught:
        FETCHER.fetch(url)
    assert "p@" not in caught.value.message
    assert caught.value.hint
