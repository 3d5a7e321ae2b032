"""Whatever an answer holds: it is read, or refused with a plain reason, and nothing else happens."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.engine.lengths import EXAMPLES
from tests.sources.making import NOW, Answering
from tests.sources.pages import fact, rules
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import Pages, Paging, Since, Source
from tracker.sources.collect import collect_source

JSON = Source(
    "api",
    "json",
    url="https://api.example/v1",
    report=rules(id="id", published="on", title="t", text="x", link="u", tags="tags"),
    facts=fact(event="e", value="v", occurred="on"),
    pages=Pages(Paging.CURSOR, "0.next", "after", most=3),
    since=Since("since", "on"),
)
TABLE = Source("t", "table", url="https://api.example/t", columns=("#",), facts=fact(event="1"))
FEED = Source("f", "feed", url="https://api.example/f")

LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)
NAMES = st.sampled_from(["id", "on", "t", "x", "u", "tags", "e", "v", "next", "*", "a.b", "items", "version"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
)
QUIETLY = settings(max_examples=min(60, EXAMPLES), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def met(source: Source, body: bytes) -> None:
    """Collect; only a plain reason may come instead of reports, and what is kept can be stored."""
    found = Collected()
    with suppress(SourceFailed):
        found = collect_source(source, CollectState(), NOW, Answering(body))
    for text in (*found.problems, *(passed.excerpt for passed in found.passed_over), found.state.cursor):
        text.encode()
    assert len(found.problems) <= 51


@QUIETLY
@given(st.lists(VALUES, max_size=5))
@example([{"id": "\ud800", "on": "9" * 300, "u": "http://[", "next": "\udfff"}])
@example([{"v": 10**4_000}])
def test_any_json_is_read_or_refused(items: list[object]) -> None:
    body = json.dumps(items).encode()
    met(JSON, body)
    met(FEED, b'{"version": "https://jsonfeed.org/version/1", "items": ' + body + b"}")


@QUIETLY
@given(st.binary(max_size=200))
@example(b"[" * 5_000 + b"]" * 5_000)
@example(b'{"a":' * 5_000)
@example(b"\xff\xfe{\x00}\x00")
@example(b'"a\x00b";"\n"\n')
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for source in (JSON, TABLE, FEED):
        met(source, body)


@QUIETLY
@given(st.text(alphabet='a,;\t|"\n\r \x00é', max_size=80))
def test_any_table_is_read_or_refused(text: str) -> None:
    met(TABLE, text.encode())
