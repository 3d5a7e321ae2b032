"""Where a fetch may lead: every spelling, redirect and whim of a resolver, and what reached the servers."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from tests.sources.servers import Answer, Connection, plain, redirecting, serving
from tracker.domain.errors import SourceFailed
from tracker.sources.fetcher import GuardedFetcher
from tracker.sources.web_address import checked_url

PUBLIC = "93.184.215.14"


def looked_up(host: str, port: int) -> Sequence[str]:
    """Resolve what needs no name server, as the system does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return tuple(str(entry[4][0]) for entry in found)


FETCHER = GuardedFetcher(total_seconds=20, resolve=looked_up)

LOOPBACK = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0X7F.1",
    "017700000001",
    "127.1",
    "127.000000.1",
    "127。0。0。1",
    "１２７.０.０.１",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
]


@pytest.mark.parametrize("host", LOOPBACK)
def test_loopback_is_refused_in_every_spelling(host: str) -> None:
    with serving(plain(b"secret")) as server, pytest.raises(SourceFailed, match=r"is not (?:fetched|an address)"):
        FETCHER.fetch(server.url(host=host))
    assert server.requests == []


@pytest.mark.parametrize("host", [*(host for host in LOOPBACK if host.isascii()), "localhost"])
def test_a_redirect_to_loopback_is_refused_in_every_spelling(host: str) -> None:
    fetcher = GuardedFetcher(resolve=lambda name, port: ("127.0.0.1",) if "." in name else looked_up(name, port))
    with serving(plain(b"secret")) as inner:
        target = inner.url(host=host)
        with serving(redirecting(lambda path: target)) as outer, pytest.raises(SourceFailed):
            fetcher.fetch(outer.url(host="feeds.example"), allow_private=True)
    assert len(outer.requests) == 1
    assert inner.requests == []


METADATA = [
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "[FD00:0EC2:0::0254]",
    "100.100.100.200",
    "168.63.129.16",
]


@pytest.mark.parametrize("host", METADATA)
def test_a_redirect_to_a_metadata_address_is_refused_even_with_permission(host: str) -> None:
    with serving(redirecting(lambda path: f"http://{host}/latest/meta-data/")) as server:
        with pytest.raises(SourceFailed) as caught:
            FETCHER.fetch(server.url(), allow_private=True)
        with pytest.raises(SourceFailed):
            FETCHER.fetch(f"http://{host}/", allow_private=True)
    assert "metadata" in caught.value.message or "is not an address" in caught.value.message
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["feeds.example", "FEEDS.Example", "feeds.example."])
def test_a_name_that_means_a_metadata_address_is_refused_even_with_permission(name: str) -> None:
    fetcher = GuardedFetcher(resolve=lambda host, port: ("169.254.169.254",))
    with pytest.raises(SourceFailed, match="a cloud metadata address"):
        fetcher.fetch(f"http://{name}/", allow_private=True)


@pytest.mark.parametrize(
    "host",
    [
        "%6cocalhost",
        "127.0.0.1%00.example",
        "127.0.0.1%2f.example",
        "[::1%25lo]",
        "[fe80::1%eth0]",
        "a b",
        "*.example",
        "ⓛocalhost",
        "①②⑦.⓪.⓪.①",
        "xn--",
        "xn--a",
        "a..b",
        ".localhost",
        "..",
        f"{'a' * 64}.example",
        f"{'a.' * 130}example",
        "x.example:99999",
        "x.example:0",
        "x.example:80:80",
        "u@x.example",
        "u:p@x.example",
        "x.example\\@127.0.0.1",
        "127.0.0.1\n",
        "[::1",
        "[v1.x]",
    ],
)
def test_what_is_no_plain_host_is_refused_before_anything_is_looked_up(host: str) -> None:
    asked: list[str] = []

    def recording(name: str, port: int) -> Sequence[str]:
        asked.append(name)
        return ("127.0.0.1",)

    with pytest.raises(SourceFailed) as caught:
        GuardedFetcher(resolve=recording).fetch(f"http://{host}/")
    assert asked == []
    assert "u:p" not in caught.value.message
    assert len(caught.value.message) < 300


@pytest.mark.parametrize("host", ["%6cocalhost", "xn--a", "a..b", "x.example:99999", "u:p@x.example", "[::1"])
def test_a_redirect_to_what_is_no_plain_host_is_a_failure_of_the_source(host: str) -> None:
    def answer(connection: Connection, request: str) -> None:
        plain(b"", f"Location: http://{host}/", status="302 Found")(connection, request)

    with serving(answer) as server, pytest.raises(SourceFailed):
        FETCHER.fetch(server.url(), allow_private=True)
    assert len(server.requests) == 1


def test_a_host_is_asked_for_in_one_spelling() -> None:
    hosts = [
        str(checked_url(f"http://{host}/").host) for host in ("FEEDS.example", "feeds.EXAMPLE", "bücher.example")
    ]
    assert hosts == ["feeds.example", "feeds.example", "bücher.example"]
    assert checked_url("http://bücher.example/").raw_host == b"xn--bcher-kva.example"


def test_permission_is_for_the_host_in_any_case() -> None:
    fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.1",))
    with serving(plain(b"arrived")) as server:
        target = server.url("/x", host="FEEDS.Example")
        with serving(redirecting(lambda path: target)) as outer:
            page = fetcher.fetch(outer.url(host="Feeds.Example"), allow_private=True)
    assert page.body == b"arrived"
    assert (len(outer.requests), len(server.requests)) == (1, 1)


def test_a_resolver_that_changes_its_mind_reaches_nothing_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []
    really_connect = socket.create_connection
    answers = iter([(PUBLIC,), ("127.0.0.1",), ("127.0.0.1",)])

    with serving(plain(b"outside")) as outside, serving(plain(b"inside")) as inside:

        def diverted(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
            connected.append(address[0])
            port = outside.port if address[0] == PUBLIC else inside.port
            return really_connect(("127.0.0.1", port))

        monkeypatch.setattr(socket, "create_connection", diverted)
        fetcher = GuardedFetcher(resolve=lambda host, port: next(answers))
        assert fetcher.fetch("http://feeds.example/feed").body == b"outside"
        with pytest.raises(SourceFailed, match="a loopback address"):
            fetcher.fetch("http://feeds.example/feed")
    assert connected == [PUBLIC]
    assert (len(outside.requests), inside.requests) == (1, [])


def test_a_host_that_moves_inside_between_two_hops_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []
    really_connect = socket.create_connection
    answers = iter([(PUBLIC,), ("10.0.0.1",)])

    with serving(redirecting(lambda path: "/again")) as outside:

        def diverted(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
            connected.append(address[0])
            return really_connect(("127.0.0.1", outside.port))

        monkeypatch.setattr(socket, "create_connection", diverted)
        with pytest.raises(SourceFailed, match=r"10\.0\.0\.1, a private address"):
            GuardedFetcher(resolve=lambda host, port: next(answers)).fetch("http://feeds.example/feed")
    assert connected == [PUBLIC]
    assert len(outside.requests) == 1


def loop(length: int) -> Answer:
    """Redirect in a circle of this many pages."""

    def to(path: str) -> str:
        return f"/{(int(path.strip('/') or 0) + 1) % length}"

    return redirecting(to)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_redirect_loop_asks_six_times_and_no_more(length: int) -> None:
    with serving(loop(length)) as server, pytest.raises(SourceFailed, match="redirects more than 5 times"):
        FETCHER.fetch(server.url("/0"), allow_private=True)
    assert len(server.requests) == 6
