"""How each case of a corpus is read: through the readers that sources use, then stored twice in a real store."""

from __future__ import annotations

import csv
import io
import json
import socket
import ssl
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from tests.corpora.finding import Case
from tests.corpora.guarding import Guard, Refused, is_numeric
from tests.corpora.yaml_suite import Document, meet
from tests.sources.making import Answering
from tests.sources.servers import Connection, serving
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.reports import Report
from tracker.domain.sources import FactRule, FieldRule, Source, SourceKind
from tracker.language.loading import load_rules
from tracker.language.report_files import read_reports
from tracker.sources.collect import collect_source
from tracker.sources.fetcher import GuardedFetcher
from tracker.store.opening import open_store
from tracker.store.report_rows import News, write_reports

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SAID = FactRule(
    {
        "event": FieldRule(constant="says"),
        "place": FieldRule(path="title"),
        "occurred": FieldRule(path="published"),
    }
)
_COUNTED = FactRule(
    {
        "indicator": FieldRule(constant="figure"),
        "value": FieldRule(path="title", pattern="([0-9][0-9., ]*)"),
        "occurred": FieldRule(path="published"),
    }
)
_NAMES = ("id", "title", "text", "link", "published", "origin", "language", "tags")
_REPORT = {name: FieldRule(path=name) for name in _NAMES}
API = Source("api", SourceKind.JSON, url="http://api.example/items", report=_REPORT, facts=(_SAID, _COUNTED))
NAMED_TABLE = Source(
    "named", SourceKind.TABLE, url="http://tables.example/a", report=_REPORT, facts=(_SAID, _COUNTED)
)
TABLE = Source(
    "table", SourceKind.TABLE, url="http://tables.example/b", columns=("#",), report={"title": FieldRule(path="1")}
)
FEED = Source("feed", SourceKind.FEED, url="http://feeds.example/feed", facts=(_SAID, _COUNTED), trust_text=True)


class Readers:
    """Reads cases and stores what they give in a store in `folder`, which is empty again for each case.

    Libraries and statements are prepared here, so that processes begun after this have them.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "store.sqlite"
        self._store = open_store(self._path)
        self._store.close()
        self._empty = self._path.read_bytes()
        for reader in ("feed fields", "json fields", "table fields"):
            with suppress(Refused):
                self.read(Case("warm-up", reader, b'["news"]'), Guard())
        load_rules({"warm-up.yaml": b"[news]"})

    def read(self, case: Case, guard: Guard) -> int:
        """Read a case and return the number of reports in it; raises Refused with the reason."""
        reader = _READERS[case.reader]
        try:
            found = reader(case.data, guard)
        except SourceFailed as failure:
            raise Refused(failure.message) from None
        _check(found)
        if found:
            self._store_twice(found)
        return len(found)

    def _store_twice(self, reports: Sequence[Report]) -> None:
        for left in self._path.parent.glob("store.sqlite-*"):
            left.unlink()
        self._path.write_bytes(self._empty)
        for expected in (None, News.SAME):
            with self._store.write(NOW, "corpus") as commit:
                written = write_reports(commit, reports)
            assert expected is None or all(each.news is expected for each in written), "read again, it is news"
        self._store.close()


def _check(reports: Sequence[Report]) -> None:
    """Hold every report to what is promised of reports from outside."""
    assert len({report.id for report in reports}) == len(reports), "two reports with one id"
    for report in reports:
        assert report.id, "a report without an id"
        assert len(report.title) <= 301, "a title beyond its cap"
        assert len(report.text) <= 20_001, "a text beyond its cap"
        assert report.published.tzinfo is not None, "a publication without a zone"
        assert not report.url or urlsplit(report.url).scheme in ("http", "https"), "a link that is none"
        shown = f"{report.title}{report.text}{report.url}"
        hidden = [letter for letter in shown if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]
        assert not hidden, f"control characters {hidden[:5]!r}"


def _collected(source: Source, data: bytes, content_type: str) -> tuple[Report, ...]:
    collected: Collected = collect_source(
        source, CollectState(), NOW, Answering(data, {"content-type": content_type} if content_type else {})
    )
    assert all(problem.strip() for problem in collected.problems), "a problem without words"
    return collected.reports


def _feed(data: bytes, guard: Guard) -> Sequence[Report]:
    return _collected(FEED, data, "")


def _feed_fields(data: bytes, guard: Guard) -> Sequence[Report]:
    """Put strings wherever an item of a feed holds text, as a well-behaved publisher would write them."""
    entries = ""
    for string in json.loads(data):
        text = escape(_as_sent(string), {'"': "&quot;"})
        names = ("title", "link", "guid", "pubDate", "description", "author")
        fields = "".join(f"<{name}>{text}</{name}>" for name in names)
        entries += f'<item>{fields}<category domain="{text}">{text}</category></item>'
    rss = f'<rss version="2.0"><channel><title>t</title>{entries}</channel></rss>'
    return _collected(FEED, rss.encode(), "application/rss+xml; charset=utf-8")


def _as_sent(string: str) -> str:
    """Return a string as UTF-8 can carry it."""
    return string.encode("utf-8", "replace").decode()


def _json(data: bytes, guard: Guard) -> Sequence[Report]:
    """Read a document as the answer of an API, and as a file of reports; it is refused if both refuse it."""
    try:
        return _collected(API, data, "application/json")
    except SourceFailed as failure:
        try:
            return _of_file("case.jsonl", data)
        except Refused:
            raise failure from None


def _json_fields(data: bytes, guard: Guard) -> Sequence[Report]:
    items = [dict.fromkeys(_NAMES, string) for string in json.loads(data)]
    return _collected(API, json.dumps(items).encode(), "application/json")


def _table(data: bytes, guard: Guard) -> Sequence[Report]:
    """Read a table whose columns are numbered."""
    return _collected(TABLE, data, "")


def _table_fields(data: bytes, guard: Guard) -> Sequence[Report]:
    written = io.StringIO()
    csv.writer(written).writerows([_NAMES, *([_as_sent(string)] * len(_NAMES) for string in json.loads(data))])
    return _collected(NAMED_TABLE, written.getvalue().encode(), "text/csv; charset=utf-8")


def _of_file(name: str, data: bytes) -> Sequence[Report]:
    """Read a file as one that was dropped into a folder."""
    read = read_reports(name, data)
    if read.problems and not read.reports:
        raise Refused("; ".join(str(problem) for problem in read.problems[:3]))
    return read.reports


def _yaml_suite(data: bytes, guard: Guard) -> Sequence[Report]:
    """Read a document as a rule file would be, held against what the suite says, and as a file of reports."""
    document = Document(**json.loads(data))
    met = meet(document)
    assert not met.fault, met.fault
    load_rules({"case.yaml": document.text.encode()})
    read_reports("case.yaml", document.text.encode())
    if met.codes:
        raise Refused(f"{'valid' if document.is_valid else 'invalid'}: {', '.join(met.codes)}")
    return ()


def _address(data: bytes, guard: Guard) -> Sequence[Report]:
    """Fetch an address, and be redirected to it, while every name there is leads to the inside of the network."""
    address = data.decode("utf-8", "replace")
    reasons = [_fetched(address, False)]

    def redirect(connection: Connection, request: str) -> None:
        connection.send(b"HTTP/1.1 302 Found\r\nLocation: " + address.encode() + b"\r\nContent-Length: 0\r\n\r\n")

    with serving(redirect) as server:
        guard.permitted.add(("127.0.0.1", server.port))
        reasons.append(_fetched(server.url(host="start.example"), True))
    raise Refused("; ".join(reasons))


_TRUST = ssl.create_default_context()


def _fetched(address: str, permission: bool) -> str:
    """Return why an address was not fetched; whatever is fetched here is a fault."""
    try:
        GuardedFetcher(total_seconds=4, resolve=_inside, ssl_context=_TRUST).fetch(
            address, allow_private=permission
        )
    except SourceFailed as failure:
        return failure.message
    raise AssertionError(f"{address!r} was fetched")


def _inside(host: str, port: int) -> Sequence[str]:
    """Resolve numbers as the system does, and every name to loopback: the worst a resolver can do."""
    if not is_numeric(host):
        return ("127.0.0.1",)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        return ("127.0.0.1",)
    return tuple(str(entry[4][0]) for entry in found)


_READERS: dict[str, Callable[[bytes, Guard], Sequence[Report]]] = {
    "feed": _feed,
    "feed fields": _feed_fields,
    "json": _json,
    "json fields": _json_fields,
    "table": _table,
    "table fields": _table_fields,
    "yaml suite": _yaml_suite,
    "address": _address,
}
