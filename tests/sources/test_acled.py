"""Collecting from the API of ACLED, answered by a server on loopback."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.sources.api_servers import FETCHER, Params, as_json, collected_from, routed
from tests.sources.servers import Answer, plain
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import day_span
from tracker.domain.reports import Fact
from tracker.domain.sources import HeaderValue, Source, SourceKind
from tracker.domain.values import Value
from tracker.sources import acled
from tracker.sources.acled import MOST_PAGES
from tracker.sources.collect import collect_source

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ACLED = Source(
    "acled",
    SourceKind.ACLED,
    url="http://acled.example/api/acled/read",
    params={"country": "Syria"},
    headers={"Authorization": HeaderValue("Bearer ", "acled_token")},
)
SECRETS = {"acled_token": "s3cret"}
ADDED = datetime(2026, 6, 30, 20, tzinfo=UTC)


def stamp(instant: datetime) -> int:
    return int(instant.timestamp())


def event(number: int = 1, **given: object) -> dict[str, object]:
    """Return an event as the API gives it, in the fields that matter here."""
    return {
        "event_id_cnty": f"SYR{number}",
        "event_date": "2026-06-21",
        "year": "2026",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "actor1": "Military Forces of Russia (2000-)",
        "actor2": "",
        "country": "Syria",
        "admin1": "Idleb",
        "location": "Jisr-Ash-Shugur",
        "latitude": "35.8141",
        "source": "SOHR; Xinhua",
        "notes": "On 21 June 2026, aircraft struck the town. No casualties reported.",
        "fatalities": "2",
        "timestamp": str(stamp(ADDED)),
        **given,
    }


class Acled:
    """A server of events, pages of `size` whatever is asked; `deleted` are entries of the other endpoint."""

    def __init__(self, events: Sequence[object], deleted: Sequence[object] = ()) -> None:
        self.events = list(events)
        self.deleted = list(deleted)
        self.others: dict[tuple[str, str], bytes | Answer] = {}

    def __call__(self, path: str, params: Params) -> bytes | Answer | None:
        if (path, params["page"]) in self.others:
            return self.others[path, params["page"]]
        entries = {"/api/acled/read": self.events, "/api/deleted/read": self.deleted}.get(path)
        if entries is None:
            return None
        size = int(params["limit"])
        some = entries[(int(params["page"]) - 1) * size :][:size]
        return as_json(
            {"status": 200, "success": True, "last_update": 5, "count": len(some), "messages": [], "data": some}
        )


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acled, "PAGE_SIZE", 2)


def collect(server: Any, state: CollectState | None = None, source: Source = ACLED) -> Collected:
    return collected_from(source, server, NOW, state, SECRETS)


def ids(collected: Collected) -> list[str]:
    return [report.id for report in collected.reports]


def test_an_event_becomes_a_report_with_its_fatalities() -> None:
    (report,) = collect(Acled([event()])).reports
    assert (report.id, report.published) == ("acled:SYR1", ADDED)
    assert report.title == "Air/drone strike: Military Forces of Russia (2000-): Jisr-Ash-Shugur, Syria"
    assert report.text.startswith("On 21 June 2026")
    assert report.origin is None, "however many papers ACLED read, it is one voice"
    assert report.facts == (
        Fact(
            day_span(date(2026, 6, 21), "UTC"),
            event="Air/drone strike",
            indicator="deaths",
            value=Value(2),
            unit="people",
            actor="Military Forces of Russia (2000-)",
            place="Syria",
            code="Explosions/Remote violence",
        ),
    )


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [("1", 21, 21), ("2", 15, 27), (2, 15, 27)],
)
def test_a_day_that_stands_for_a_week_is_every_day_that_it_may_be(
    precision: object, first: int, last: int
) -> None:
    (report,) = collect(Acled([event(time_precision=precision)])).reports
    occurred = report.facts[0].occurred
    assert (occurred.start.date(), occurred.end.date()) == (date(2026, 6, first), date(2026, 6, last))


def test_numbers_may_come_as_numbers() -> None:
    (report,) = collect(Acled([event(fatalities=2, timestamp=stamp(ADDED), year=2026)])).reports
    assert (report.published, report.facts[0].value) == (ADDED, Value(2))


def test_the_first_time_the_last_thirty_days_are_asked_for_page_by_page() -> None:
    with routed(ACLED, Acled([event(number) for number in range(5)])) as (source, asked):
        done = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
    assert ids(done) == [f"acled:SYR{number}" for number in range(5)]
    month_ago = str(stamp(NOW - timedelta(days=30)))
    assert asked.params[0] == {
        "country": "Syria",
        "timestamp": month_ago,
        "timestamp_where": ">=",
        "_format": "json",
        "limit": "2",
        "page": "1",
    }
    assert [params["page"] for params in asked.params] == ["1", "2", "3"]
    assert all("authorization: bearer s3cret" in head.lower() for head in asked.heads)


def test_a_source_may_say_from_when_it_asks() -> None:
    started = dataclasses.replace(ACLED, options={"start": "2016-03-14"})
    with routed(started, Acled([])) as (source, asked):
        collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
    assert asked.params[0]["timestamp"] == str(stamp(datetime(2016, 3, 14, tzinfo=UTC)))
    with pytest.raises(SourceFailed, match="`start` of this source"):
        collect(Acled([]), source=dataclasses.replace(ACLED, options={"start": "soon"}))


def test_after_that_what_is_new_is_asked_for_with_a_day_of_overlap() -> None:
    with routed(ACLED, Acled([event()])) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        again = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert asked.params[1]["timestamp"] == str(stamp(ADDED - timedelta(days=1)))
    assert ids(again) == ["acled:SYR1"]


def test_a_time_stamp_of_the_future_leaves_nobody_deaf() -> None:
    with routed(ACLED, Acled([event(timestamp=str(stamp(NOW + timedelta(days=900))))])) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert asked.params[1]["timestamp"] == asked.params[0]["timestamp"]


def test_a_deleted_event_is_retracted() -> None:
    server = Acled([event()])
    with routed(ACLED, server) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        server.events.clear()
        server.deleted.append({"event_id_cnty": "SYR1", "deleted_timestamp": str(stamp(NOW))})
        later = NOW + timedelta(days=7)
        second = collect_source(source, first.state, later, FETCHER, SECRETS)
    (retraction,) = second.reports
    assert (retraction.id, retraction.retracts, retraction.published) == (
        "acled:deleted:SYR1",
        ("acled:SYR1",),
        NOW,
    )
    assert asked.params[-1]["deleted_timestamp"] == str(stamp(NOW))
    assert "country" not in asked.params[-1]


def test_if_deletions_cannot_be_had_they_are_asked_for_again_and_the_events_go_in() -> None:
    server = Acled([event()])
    with routed(ACLED, server) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        server.others["/api/deleted/read", "1"] = plain(b"", status="500 Oops")
        second = collect_source(source, first.state, NOW + timedelta(days=7), FETCHER, SECRETS)
        collect_source(source, second.state, NOW + timedelta(days=8), FETCHER, SECRETS)
    assert second.problems == ("which events were deleted is not known: it answered 500 Oops",)
    assert ids(second) == ["acled:SYR1"]
    assert [params.get("deleted_timestamp") for params in asked.params if "deleted_timestamp" in params] == [
        str(stamp(NOW)),
        str(stamp(NOW)),
    ]


def test_events_that_move_between_pages_make_all_of_them_be_read_again() -> None:
    server = Acled([event(number) for number in range(4)])

    def moving(path: str, params: Params) -> bytes | Answer | None:
        answer = server(path, params)
        if len(server.events) == 4:
            server.events.insert(0, event(99))
        return answer

    with routed(ACLED, moving) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        again = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert first.problems[-1] == "events moved while they were read: all of them are read again next time"
    assert sorted(ids(again)) == [*(f"acled:SYR{number}" for number in range(4)), "acled:SYR99"]
    asked_since = [
        params["timestamp"] for params in asked.params if params["page"] == "1" and "timestamp" in params
    ]
    assert asked_since[0] == asked_since[1]


def test_many_pages_are_read_some_at_a_time() -> None:
    with routed(ACLED, Acled([event(number) for number in range(2 * MOST_PAGES + 3)])) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        rest = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert (len(first.reports), len(rest.reports)) == (2 * MOST_PAGES, 3)
    assert first.problems == ("20 pages were read: the others are read next time",)
    assert {params["timestamp"] for params in asked.params if "timestamp" in params} == {
        str(stamp(NOW - timedelta(days=30)))
    }


def test_a_page_that_fails_is_where_the_next_collection_goes_on() -> None:
    server = Acled([event(number) for number in range(5)])
    server.others["/api/acled/read", "2"] = plain(b"", status="503 Busy")
    with routed(ACLED, server) as (source, _):
        first = collect_source(source, CollectState(), NOW, FETCHER, SECRETS)
        server.others.clear()
        rest = collect_source(source, first.state, NOW, FETCHER, SECRETS)
    assert first.problems == ("page 2: it answered 503 Busy; it goes on there next time",)
    assert (ids(first), ids(rest)) == (["acled:SYR0", "acled:SYR1"], ["acled:SYR2", "acled:SYR3", "acled:SYR4"])


def test_no_events_are_an_answer_too() -> None:
    done = collect(Acled([]))
    assert (done.reports, done.problems, done.state.last_success) == ((), (), NOW)


def test_events_that_are_not_wanted_are_not_kept() -> None:
    only = dataclasses.replace(ACLED, only={"event_type": ("Battles",)})
    assert ids(collect(Acled([event(1), event(2, event_type="Battles")]), source=only)) == ["acled:SYR2"]


def test_a_broken_event_is_kept_aside_and_the_others_go_in() -> None:
    done = collect(Acled([event(1, fatalities="some"), 7, event(3, event_date="2026-06-99")]))
    assert ids(done) == ["acled:SYR1", "acled:SYR3"]
    assert [report.facts for report in done.reports] == [(), ()]
    assert [each.place for each in done.passed_over] == ["page 1 event 1", "page 1 event 2", "page 2 event 1"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            as_json(
                {"status": 403, "success": False, "error": {"message": "Access denied.\u202e", "status": 403}}
            ),
            "it answered status 403: Access denied.$",
        ),
        (
            as_json({"status": "500", "success": False, "messages": ["Bad <b>filter</b>"]}),
            "status 500: Bad <b>filter</b>$",
        ),
        (as_json({"status": 200, "success": False, "message": "Limit is too large"}), "200: Limit is too large"),
        (as_json({"status": {}, "data": []}), "it answered status unknown"),
        (as_json({"status": 200, "success": True}), "it has no list `data`"),
        (as_json({"message": "No route found"}), "it has no list `data`"),
        (plain(b"", status="401 Unauthorized"), "it answered 401"),
        (plain(b"", status="429 Too Many Requests"), "it answered 429"),
        (b"<html>Please log in</html>", "an HTML page"),
        (b"", "the answer is empty"),
        (b"[]", "it is no mapping"),
    ],
)
def test_an_answer_that_is_none_fails_with_its_reason(answer: bytes | Answer, reason: str) -> None:
    with pytest.raises(SourceFailed, match=reason):
        collect(lambda path, params: answer)
