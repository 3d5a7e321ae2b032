"""Answers that lie, never end or are not what was asked for; every test says what reached the server."""

from __future__ import annotations

import gzip
import ssl
import zlib
from collections.abc import Iterator

import pytest

from tests.sources.servers import FILES, Answer, Connection, plain, redirecting, serving
from tracker.domain.errors import SourceFailed
from tracker.domain.ports import Page
from tracker.sources.fetcher import GuardedFetcher

FETCHER = GuardedFetcher(total_seconds=20, quiet_seconds=10)


def refused(answer: Answer, max_bytes: int = 100_000) -> str:
    """Return why this answer is refused; the server was asked once, for this page and nothing else."""
    with serving(answer) as server, pytest.raises(SourceFailed) as caught:
        FETCHER.fetch(server.url(), max_bytes=max_bytes, allow_private=True)
    assert [request.splitlines()[0] for request in server.requests] == ["GET /feed HTTP/1.1"]
    return caught.value.message


def read(answer: Answer, max_bytes: int = 100_000) -> Page:
    with serving(answer) as server:
        page = FETCHER.fetch(server.url(), max_bytes=max_bytes, allow_private=True)
    assert len(server.requests) == 1
    return page


def raw(*parts: bytes) -> Answer:
    """Send these bytes and hang up."""

    def answer(connection: Connection, request: str) -> None:
        for part in parts:
            connection.send(part)

    return answer


def endless(head: bytes, again: bytes) -> Answer:
    """Send the head, then the rest for ever."""

    def answer(connection: Connection, request: str) -> None:
        connection.send(head)
        while connection.send(again):
            pass

    return answer


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_chunked_body_is_read() -> None:
    assert read(raw(CHUNKED, b"5\r\nhello\r\n", b"6\r\n world\r\n", b"0\r\n\r\n")).body == b"hello world"


@pytest.mark.parametrize(
    "rest",
    [
        b"5\r\nhel",
        b"5\r\nhello\r\n",
        b"5\r\nhello",
        b"ffffffff\r\nhello",
        b"zz\r\nhello",
        b"-5\r\nhello",
        b"5hello",
    ],
)
def test_a_truncated_or_broken_chunk_is_a_failure(rest: bytes) -> None:
    assert "broken or cut off" in refused(raw(CHUNKED, rest))


def test_a_chunk_that_announces_more_than_fits_stops_at_the_cap() -> None:
    assert "larger than 100000 bytes" in refused(endless(CHUNKED + b"ffffffff\r\n", b"x" * 10_000))


def test_a_body_of_tiny_chunks_is_read_up_to_its_cap() -> None:
    body = b"1\r\nx\r\n" * 100_000
    assert len(read(raw(CHUNKED, body, b"0\r\n\r\n")).body) == 100_000


def test_marks_around_chunks_without_end_are_stopped() -> None:
    assert refused(endless(CHUNKED, b"1;" + b"note" * 10_000 + b"\r\nx\r\n"))


def test_trailers_without_end_are_stopped() -> None:
    assert refused(endless(CHUNKED + b"0\r\n", b"X-More: " + b"x" * 1000 + b"\r\n"))


def test_a_body_shorter_than_announced_is_a_failure() -> None:
    assert "broken or cut off" in refused(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<rss>"))


def test_of_a_body_longer_than_announced_only_that_much_is_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    assert read(raw(head, b"helloHTTP/1.1 200 OK\r\n\r\nsmuggled")).body == b"hello"


@pytest.mark.parametrize(
    "length", [b"-1", b"five", b"5, 6", b"5\r\nContent-Length: 6", b"0x5", b"9" * 5000, "٥".encode(), b"+5"]
)
def test_a_length_that_is_none_is_a_failure(length: bytes) -> None:
    assert refused(raw(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nhello"))


def test_a_head_without_end_is_stopped() -> None:
    assert refused(endless(b"HTTP/1.1 200 OK\r\n", b"X-Header: " + b"x" * 1000 + b"\r\n"))


def test_one_header_without_end_is_stopped() -> None:
    assert refused(endless(b"HTTP/1.1 200 OK\r\nX-Header: ", b"x" * 10_000))


def test_ten_thousand_headers_are_refused() -> None:
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(10_000))
    assert refused(raw(head, b"Content-Length: 0\r\n\r\n"))


def test_a_head_just_too_large_is_refused_whatever_pieces_it_comes_in() -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Header: " + b"x" * 100_000 + b"\r\n"
    assert "the head of the answer is larger" in refused(raw(head, b"Content-Length: 0\r\n\r\n"))


def test_promises_of_an_answer_without_end_are_stopped() -> None:
    assert "larger than" in refused(endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 100))


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 2000 OK\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"\0" * 200, b"", b"\r\n"],
)
def test_a_head_that_is_none_is_a_failure(head: bytes) -> None:
    assert refused(raw(head))


def test_a_head_with_a_forbidden_letter_is_a_failure() -> None:
    assert refused(raw(b"HTTP/1.1 200 OK\r\nX-\0Header: x\r\n\r\n"))


@pytest.mark.parametrize(
    "encoding", ["deflate", "br", "zstd", "compress", "gzip, gzip", "gzip,deflate", "x" * 5000]
)
def test_an_encoding_that_was_not_asked_for_is_refused_unread(encoding: str) -> None:
    body = zlib.compress(b"<rss/>")
    message = refused(plain(body, f"Content-Encoding: {encoding}"))
    assert "was not asked for" in message
    assert len(message) < 200


@pytest.mark.parametrize("encoding", ["GZIP", " gzip ", "x-gzip"])
def test_gzip_is_known_in_every_spelling(encoding: str) -> None:
    assert read(plain(gzip.compress(b"hello"), f"Content-Encoding: {encoding}")).body == b"hello"


def bomb(layers: int, size: int = 20_000_000) -> bytes:
    packed = b"\0" * size
    for _ in range(layers):
        packed = gzip.compress(packed)
    return packed


def test_a_bomb_within_a_bomb_is_opened_once_only() -> None:
    inner = gzip.compress(b"\0" * 20_000_000)
    assert read(plain(gzip.compress(inner), "Content-Encoding: gzip")).body == inner


def test_a_bomb_of_many_members_stops_at_the_cap() -> None:
    packed = gzip.compress(b"\0" * 50_000) * 3
    assert "larger than 100000 bytes" in refused(plain(packed, "Content-Encoding: gzip"))


def test_a_bomb_that_drips_stops_at_the_cap() -> None:
    packed = bomb(1)

    def pieces() -> Iterator[bytes]:
        for at in range(0, len(packed), 1000):
            yield packed[at : at + 1000]

    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    assert "larger than 100000 bytes" in refused(raw(head, *pieces()))


def test_what_follows_gzip_and_is_none_is_a_failure() -> None:
    assert "gzip, and is not" in refused(plain(gzip.compress(b"x") + b"garbage", "Content-Encoding: gzip"))


def test_a_gzip_whose_sum_is_wrong_is_a_failure() -> None:
    packed = bytearray(gzip.compress(b"hello" * 100))
    packed[-6] ^= 0xFF
    assert "gzip, and is not" in refused(plain(bytes(packed), "Content-Encoding: gzip"))


def test_a_redirects_body_is_never_read() -> None:
    def answer(connection: Connection, request: str) -> None:
        if request.startswith("GET /feed"):
            connection.send(b"HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n")
            while connection.send(b"x" * 10_000):
                pass
        else:
            plain(b"arrived")(connection, request)

    with serving(answer) as server:
        assert FETCHER.fetch(server.url(), max_bytes=1000, allow_private=True).body == b"arrived"
    assert len(server.requests) == 2


def test_an_errors_body_is_never_read() -> None:
    assert "answered 500" in refused(endless(b"HTTP/1.1 500 Oops\r\n\r\n", b"x" * 10_000))


@pytest.mark.parametrize(
    "status", ["100 Continue", "101 Switching Protocols", "206 Partial Content", "300 Choices"]
)
def test_a_status_that_holds_no_whole_page_is_a_failure(status: str) -> None:
    assert refused(plain(b"x", status=status))


def test_a_304_costs_one_question_and_no_body() -> None:
    with serving(raw(b'HTTP/1.1 304 Not Modified\r\nETag: "v2"\r\n\r\n', b"x" * 1000)) as server:
        page = FETCHER.fetch(server.url(), etag='"v1"', allow_private=True)
    assert (page.not_modified, page.body, page.headers["etag"]) == (True, b"", '"v2"')
    assert len(server.requests) == 1


def test_headers_of_a_source_go_along_within_its_own_server() -> None:
    with serving(redirecting({"/feed": "/own", "/own": ""}.__getitem__)) as server:
        FETCHER.fetch(server.url(), allow_private=True, headers={"Authorization": "Bearer s3cret"})
    assert ["s3cret" in request for request in server.requests] == [True, True]


def test_headers_of_a_source_do_not_go_to_another_port() -> None:
    with serving(plain(b"theirs")) as other, serving(redirecting(lambda path: other.url())) as server:
        FETCHER.fetch(server.url(), allow_private=True, headers={"X-Key": "s3cret"})
    assert ["s3cret" in request for request in (*server.requests, *other.requests)] == [True, False]


@pytest.mark.parametrize(
    ("name", "value"), [("X-Key", "s3cret\n"), ("X-Key", "s3crét"), ("X Key", "s3cret"), ("", "s3cret")]
)
def test_a_header_that_cannot_be_sent_is_refused_without_repeating_it(name: str, value: str) -> None:
    with serving(plain(b"x")) as server, pytest.raises(SourceFailed) as caught:
        FETCHER.fetch(server.url(), allow_private=True, headers={name: value})
    assert "s3cr" not in caught.value.message + caught.value.hint
    assert server.requests == []


@pytest.mark.parametrize(
    ("certificate", "trusted", "host", "words"),
    [
        ("expired.feeds.example", "expired.feeds.example", "feeds.example", "expired"),
        ("future.feeds.example", "future.feeds.example", "feeds.example", "not yet valid"),
        ("feeds.example", "feeds.example", "other.example", "mismatch"),
        ("feeds.example", "feeds.example", "127.0.0.1", "mismatch"),
        ("feeds.example", "expired.feeds.example", "feeds.example", "certificate"),
    ],
)
def test_a_certificate_that_does_not_hold_ends_before_anything_is_asked(
    certificate: str, trusted: str, host: str, words: str
) -> None:
    trust = ssl.create_default_context(cafile=FILES / f"{trusted}.crt")
    fetcher = GuardedFetcher(resolve=lambda name, port: ("127.0.0.1",), ssl_context=trust)
    with (
        serving(plain(b"hello"), tls=True, certificate=certificate) as server,
        pytest.raises(SourceFailed, match="certificate is not accepted") as caught,
    ):
        fetcher.fetch(server.url(host=host, scheme="https"), allow_private=True)
    assert words in caught.value.message
    assert server.requests == []


def test_plain_text_where_tls_was_asked_for_is_a_failure() -> None:
    fetcher = GuardedFetcher(resolve=lambda name, port: ("127.0.0.1",), quiet_seconds=0.2)
    with serving(plain(b"hello")) as server, pytest.raises(SourceFailed, match="no connection"):
        fetcher.fetch(server.url(host="feeds.example", scheme="https"), allow_private=True)
    assert not any("HTTP" in request for request in server.requests)
