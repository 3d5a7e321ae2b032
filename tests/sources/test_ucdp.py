"""Collecting from the API of the Uppsala Conflict Data Program, answered by a server on loopback."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.sources.api_servers import FETCHER, Params, as_json, collected_from, routed
from tests.sources.servers import Answer, plain
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Precision, day_span
from tracker.domain.reports import Fact
from tracker.domain.sources import HeaderValue, Source, SourceKind
from tracker.domain.values import Qualifier, Value
from tracker.sources.collect import collect_source
from tracker.sources.ucdp import MOST_PAGES

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
UCDP = Source(
    "ucdp",
    SourceKind.UCDP,
    url="http://ucdp.example/api/gedevents/26.1?Country=652",
    headers={"x-ucdp-access-token": HeaderValue(secret="ucdp_token")},
)
SECRETS = {"ucdp_token": "s3cret"}


def event(number: int = 1, **given: object) -> dict[str, object]:
    """Return an event as the API gives it, in the fields that matter here."""
    return {
        "id": number,
        "relid": f"SYR-2016-1-{number}",
        "year": 2016,
        "type_of_violence": 1,
        "conflict_name": "Syria: Government",
        "side_a": "Government of Syria",
        "side_b": "Syrian insurgents",
        "source_headline": "14 shells hit the town",
        "where_coordinates": "Teir Maaleh village",
        "adm_1": "Homs Governorate",
        "latitude": 34.802462,
        "country": "Syria",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2016-01-01T00:00:00",
        "date_end": "2016-01-01T00:00:00",
        "best": 4,
        "high": 6,
        "low": 3,
        "gwnob": None,
        **given,
    }


class Ucdp:
    """A server of events, `size` to a page; a page may be replaced by another answer."""

    def __init__(self, events: Sequence[object], size: int = 2, others: dict[int, bytes | Answer] | None = None):
        self.events = list(events)
        self.size = size
        self.others = others or {}

    def __call__(self, path: str, params: Params) -> bytes | Answer | None:
        number = int(params["page"])
        if number in self.others:
            return self.others[number]
        start = number * self.size
        last = start + self.size >= len(self.events)
        return as_json(
            {
                "TotalCount": len(self.events),
                "TotalPages": -(-len(self.events) // self.size),
                "PreviousPageUrl": "",
                "NextPageUrl": "" if last else f"http://169.254.169.254/?page={number + 1}",
                "Result": self.events[start : start + self.size],
            }
        )


def collect(server: Any, state: CollectState | None = None, source: Source = UCDP) -> Collected:
    return collected_from(source, server, NOW, state, SECRETS)


def ids(collected: Collected) -> list[str]:
    return [report.id for report in collected.reports]


def test_an_event_becomes_a_report_with_its_deaths_as_a_range() -> None:
    (report,) = collect(Ucdp([event()])).reports
    assert (report.id, report.title, report.tags) == ("ucdp:1", "14 shells hit the town", ("Syria: Government",))
    assert report.facts == (
        Fact(
            day_span(date(2016, 1, 1), "UTC"),
            event="state-based violence",
            indicator="deaths",
            value=Value(3, Qualifier.RANGE, 6),
            unit="people",
            actor="Government of Syria",
            target="Syrian insurgents",
            place="Syria",
            code="1",
        ),
    )


def test_an_aggregate_of_a_year_occurred_in_the_whole_year_and_its_end_counts() -> None:
    told = event(date_start="2016-01-01T00:00:00", date_end="2016-12-31T00:00:00", date_prec=5)
    (report,) = collect(Ucdp([told])).reports
    occurred = report.facts[0].occurred
    assert (occurred.start.date(), occurred.end.date()) == (date(2016, 1, 1), date(2016, 12, 31))
    assert occurred.precision is Precision.RANGE


def test_an_event_without_a_headline_is_called_by_its_sides_and_place() -> None:
    (report,) = collect(Ucdp([event(source_headline="")])).reports
    assert report.title == "Government of Syria - Syrian insurgents: Teir Maaleh village, Syria"


def test_every_page_is_read_with_the_token_and_no_address_of_theirs_is_followed() -> None:
    with routed(UCDP, Ucdp([event(number) for number in range(5)])) as (source, asked):
        done = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
    assert ids(done) == [f"ucdp:{number}" for number in range(5)]
    assert asked.params == [{"Country": "652", "pagesize": "1000", "page": str(page)} for page in range(3)]
    assert all("x-ucdp-access-token: s3cret" in head.lower() for head in asked.heads)


def test_what_was_read_to_its_end_is_only_looked_at_until_it_changes() -> None:
    server = Ucdp([event(number) for number in range(5)])
    with routed(UCDP, server) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        second = collect_source(source, first.state, NOW, FETCHER, SECRETS)
        server.events.append(event(5))
        third = collect_source(source, second.state, NOW, FETCHER, SECRETS)
    assert (second.reports, second.state) == ((), first.state)
    assert (len(third.reports), len(asked.heads)) == (6, 3 + 1 + 3)


def test_the_same_event_in_a_later_release_is_the_same_report() -> None:
    later = dataclasses.replace(UCDP, url=UCDP.url.replace("26.1", "27.1"))
    before, after = collect(Ucdp([event()])), collect(Ucdp([event(best=9, high=9)]), source=later)
    assert ids(before) == ids(after)
    assert before.reports[0].facts != after.reports[0].facts


def test_many_pages_are_read_some_at_a_time() -> None:
    server = Ucdp([event(number) for number in range(2 * MOST_PAGES + 3)])
    with routed(UCDP, server) as (source, _):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        rest = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert (len(first.reports), len(rest.reports)) == (2 * MOST_PAGES, 3)
    assert first.problems == ("20 pages of 43 events were read: the others are read next time",)


def test_data_that_changes_while_it_is_read_is_read_again_from_the_start() -> None:
    server = Ucdp([event(number) for number in range(6)])

    def changing(path: str, params: Params) -> bytes | Answer | None:
        answer = server(path, params)
        if len(server.events) == 6:
            server.events.insert(0, event(99))
        return answer

    with routed(UCDP, changing) as (source, _):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        again = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert first.problems[-1] == "there were 6 events and now are 7: all are read again next time"
    assert sorted(ids(again)) == sorted(["ucdp:99", *(f"ucdp:{number}" for number in range(6))])


def test_a_page_that_fails_is_where_the_next_collection_goes_on() -> None:
    server = Ucdp([event(number) for number in range(5)], others={1: plain(b"", status="503 Busy")})
    with routed(UCDP, server) as (source, _):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        with pytest.raises(SourceFailed, match="it answered 503"):
            collect_source(source, first.state, NOW, FETCHER, SECRETS)
        server.others.clear()
        rest = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert first.problems == ("page 1: it answered 503 Busy; it goes on there next time",)
    assert (ids(first), ids(rest)) == (["ucdp:0", "ucdp:1"], ["ucdp:2", "ucdp:3", "ucdp:4"])


def test_no_events_are_an_answer_too() -> None:
    done = collect(Ucdp([]))
    assert (done.reports, done.problems, done.state.last_success) == ((), (), NOW)


def test_events_that_are_not_wanted_are_not_kept() -> None:
    only = dataclasses.replace(UCDP, only={"adm_1": ("Homs Governorate",)})
    done = collect(Ucdp([event(1), event(2, adm_1="Idlib Governorate")]), source=only)
    assert ids(done) == ["ucdp:1"]


def test_a_broken_event_is_kept_aside_and_the_others_go_in() -> None:
    events = [
        "text",
        event(2, best=None, low=None, high=None),
        event(3, date_start="2016-13-01"),
        event(4, low="many"),
    ]
    done = collect(Ucdp(events, size=9))
    assert ids(done) == ["ucdp:2", "ucdp:3", "ucdp:4"]
    assert [len(report.facts) for report in done.reports] == [1, 0, 0]
    assert done.reports[0].facts[0].value is None
    assert [each.place for each in done.passed_over] == [
        "page 0 event 1",
        "page 0 event 3",
        "page 0 event 4",
    ]
    assert done.problems[0] == "page 0 event 1: it is not a mapping of names to values"


def test_hostile_values_are_made_harmless() -> None:
    told = event(
        side_a="<b>Rebels</b>\u202e\x00", source_headline="<script>x</script>Shells", where_coordinates="a\nb"
    )
    (report,) = collect(Ucdp([told])).reports
    assert (report.title, report.facts[0].actor) == ("Shells", "<b>Rebels</b>")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (plain(b"API token required. Add header: x-ucdp-access-token", status="401 Unauthorized"), "answered 401"),
        (plain(b"", status="429 Too Many Requests"), "answered 429"),
        (b"", "the answer is empty"),
        (b"<html>maintenance</html>", "an HTML page"),
        (b"[]", "it is no mapping"),
        (b'{"Message": "No HTTP resource was found"}', "it has no list `Result`"),
        (b'{"Result": {"id": 1}, "TotalCount": 1}', "it has no list `Result`"),
        (b'{"Result": [], "TotalCount": -1}', "it has no `TotalCount`"),
        (b'{"Result": [], "TotalCount": 1e99}', "it has no `TotalCount`"),
        (b'{"Result": [' + b"[" * 100_000, "not JSON|nested"),
        (b'{"Result": [NaN], "TotalCount"', "not JSON"),
    ],
)
def test_an_answer_that_is_none_fails_with_its_reason(answer: bytes | Answer, reason: str) -> None:
    with pytest.raises(SourceFailed, match=reason):
        collect(lambda path, params: answer)


def test_without_its_token_nothing_is_asked() -> None:
    with pytest.raises(SourceFailed, match="the secret ucdp_token is not set"):
        collected_from(UCDP, Ucdp([event()]), NOW)


def test_pages_without_end_are_not_read_without_end() -> None:
    def endless(path: str, params: Params) -> bytes:
        told = [event(int(params["page"]))]
        return as_json({"TotalCount": 10**12, "NextPageUrl": "again", "Result": told})

    assert len(collect(endless).reports) == MOST_PAGES
