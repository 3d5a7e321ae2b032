"""A server on loopback that answers by path and parameters, and sources that ask it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from tests.sources.servers import Answer, Connection, plain, serving
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.sources import Source
from tracker.sources.collect import collect_source
from tracker.sources.fetcher import GuardedFetcher

FETCHER = GuardedFetcher(total_seconds=20, quiet_seconds=10, resolve=lambda host, port: ("127.0.0.1",))
Params = Mapping[str, str]
Route = Callable[[str, Params], bytes | Answer | None]
"""From a path and its parameters to a body, to an answer, or to nothing, which is 404."""


class Asked:
    """What a server was asked: the paths with their parameters, and the heads as they came."""

    def __init__(self) -> None:
        self.heads: list[str] = []

    @property
    def paths(self) -> list[str]:
        return [urlsplit(head.split()[1]).path for head in self.heads]

    @property
    def params(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(urlsplit(head.split()[1]).query)) for head in self.heads]


@contextmanager
def routed(source: Source, route: Route) -> Iterator[tuple[Source, Asked]]:
    """Serve what `route` says on the host and path of the source; yield the source as it reaches the server."""
    asked = Asked()

    def answer(connection: Connection, request: str) -> None:
        asked.heads.append(request)
        target = urlsplit(request.split()[1])
        found = route(target.path, dict(parse_qsl(target.query)))
        if isinstance(found, bytes):
            found = plain(found)
        (found or plain(b"", status="404 Not Found"))(connection, request)

    with serving(answer) as server:
        parts = urlsplit(source.url)
        url = parts._replace(scheme="http", netloc=f"{parts.hostname}:{server.port}").geturl()
        yield dataclasses.replace(source, url=url, allow_private=True), asked


def collected_from(
    source: Source,
    route: Route,
    now: datetime,
    state: CollectState | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Collected:
    """Collect once from a server that answers by `route`."""
    with routed(source, route) as (local, _):
        return collect_source(local, state or CollectState(), now, FETCHER, secrets or {})


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()
