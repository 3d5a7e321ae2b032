"""Collecting from the API of ReliefWeb, answered by a server on loopback."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sources.api_servers import FETCHER, Params, as_json, collected_from, routed
from tests.sources.making import fact_rule
from tests.sources.servers import Answer, plain
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import FieldRule, Source, SourceKind
from tracker.sources import reliefweb
from tracker.sources.collect import collect_source
from tracker.sources.reliefweb import MOST_PAGES

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
CHANGED = datetime(2026, 6, 20, 8, tzinfo=UTC)
RELIEFWEB = Source(
    "reliefweb",
    SourceKind.RELIEFWEB,
    url="http://reliefweb.example/v2/reports",
    options={"appname": "deedline-watch-x7"},
    params={"query[value]": "country:Syria"},
)


def at(minutes: int) -> str:
    return (CHANGED + timedelta(minutes=minutes)).isoformat()


def report(number: int = 1, changed: str = "", **fields: object) -> dict[str, object]:
    """Return a report as the API gives it."""
    told = {
        "title": "Syria: Situation Report No. 7",
        "body": "The **bridge** was opened.\n\nTraffic resumed.",
        "url": f"https://reliefweb.int/node/{number}",
        "date": {
            "created": "2026-06-19T10:00:00+00:00",
            "changed": changed or at(number),
            "original": "2026-06-18",
        },
        "source": [{"name": "UN Office for the Coordination of Humanitarian Affairs", "shortname": "OCHA"}],
        "country": [{"name": "Syrian Arab Republic"}, {"name": "Lebanon"}],
        "language": [{"code": "en", "name": "English"}],
        "theme": [{"name": "Logistics"}],
        "format": [{"name": "Situation Report"}],
    }
    return {"id": str(number), "score": 1, "href": f"https://x.example/{number}", "fields": told | fields}


class ReliefWeb:
    """A server of reports, sorted by change and cut as asked, pages of two at the most."""

    def __init__(self, reports: Sequence[Any]) -> None:
        self.reports = list(reports)
        self.others: dict[int, bytes | Answer] = {}
        self.asked = 0

    def __call__(self, path: str, params: Params) -> bytes | Answer | None:
        self.asked += 1
        if self.asked in self.others:
            return self.others[self.asked]
        since = params["filter[conditions][0][value][from]"]
        held = sorted((each for each in self.reports if _changed(each) >= since), key=_changed)
        some = held[int(params["offset"]) :][: int(params["limit"])]
        more = {"next": {"href": "http://169.254.169.254/v2/reports"}} if len(some) < len(held) else {}
        return as_json({"time": 3, "links": more, "totalCount": len(held), "count": len(some), "data": some})


def _changed(each: Any) -> str:
    return str(each["fields"]["date"]["changed"]) if isinstance(each, dict) else "9"


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reliefweb, "PAGE_SIZE", 2)


def collect(server: Any, state: CollectState | None = None, source: Source = RELIEFWEB) -> Collected:
    return collected_from(source, server, NOW, state)


def ids(collected: Collected) -> list[str]:
    return [each.id for each in collected.reports]


def test_a_report_is_read_with_its_text_its_publisher_and_its_tags() -> None:
    (read,) = collect(ReliefWeb([report()])).reports
    assert (read.id, read.published) == ("reliefweb:1", datetime(2026, 6, 19, 10, tzinfo=UTC))
    assert (read.title, read.url) == ("Syria: Situation Report No. 7", "https://reliefweb.int/node/1")
    assert read.text == "The **bridge** was opened.\nTraffic resumed."
    assert (read.origin, read.language) == ("UN Office for the Coordination of Humanitarian Affairs", "en")
    assert read.tags == ("Syrian Arab Republic", "Lebanon", "Logistics", "Situation Report")
    assert read.facts == ()


def test_a_map_makes_facts_of_it() -> None:
    rule = fact_rule(
        event=FieldRule("fields.format.*.name", codes={"Situation Report": "reported"}),
        place="fields.primary_country.name",
        occurred="fields.date.original",
    )
    mapped = dataclasses.replace(RELIEFWEB, facts=(rule,))
    (read,) = collect(ReliefWeb([report(primary_country={"name": "Syria"})]), source=mapped).reports
    assert [(fact.event, fact.place, fact.occurred.start.day) for fact in read.facts] == [
        ("reported", "Syria", 18)
    ]


def test_what_changed_is_asked_for_from_the_last_change_seen_and_no_link_of_theirs_is_followed() -> None:
    with routed(RELIEFWEB, ReliefWeb([report(number) for number in range(5)])) as (source, asked):
        done = collect_source(source, CollectState(), NOW, FETCHER)
    assert ids(done) == [f"reliefweb:{number}" for number in range(5)]
    first = asked.params[0]
    assert (first["appname"], first["query[value]"], first["limit"]) == ("deedline-watch-x7", "country:Syria", "2")
    assert first["filter[conditions][0][value][from]"] == (NOW - timedelta(days=30)).isoformat()
    assert [params["filter[conditions][0][value][from]"] for params in asked.params[1:]] == [
        at(1),
        at(2),
        at(3),
        at(4),
    ]
    assert "sort%5B%5D=date.changed%3Aasc&sort%5B%5D=id%3Aasc" in asked.heads[0]


def test_the_next_collection_begins_at_the_last_change() -> None:
    server = ReliefWeb([report(1), report(2)])
    with routed(RELIEFWEB, server) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER)
        server.reports[0] = report(1, changed=at(30), title="Corrected")
        second = collect_source(source, first.state, NOW, FETCHER)
    assert asked.params[-1]["filter[conditions][0][value][from]"] in (at(2), at(30))
    assert [(each.id, each.title) for each in second.reports] == [
        ("reliefweb:2", "Syria: Situation Report No. 7"),
        ("reliefweb:1", "Corrected"),
    ]


def test_a_report_that_changes_while_pages_are_read_hides_no_other() -> None:
    server = ReliefWeb([report(number) for number in range(5)])

    def changing(path: str, params: Params) -> bytes | Answer | None:
        answer = server(path, params)
        if server.asked == 1:
            server.reports[0] = report(0, changed=at(60), title="Corrected")
        return answer

    done = collect(changing)
    assert sorted(ids(done)) == [f"reliefweb:{number}" for number in range(5)]
    assert {each.id: each.title for each in done.reports}["reliefweb:0"] == "Corrected"


def test_many_that_changed_at_one_instant_are_all_read() -> None:
    server = ReliefWeb([report(number, changed=at(1)) for number in range(7)])
    assert sorted(ids(collect(server))) == [f"reliefweb:{number}" for number in range(7)]


def test_a_change_of_the_future_leaves_nobody_deaf() -> None:
    server = ReliefWeb([report(1, changed="2999-01-01T00:00:00+00:00")])
    with routed(RELIEFWEB, server) as (source, asked):
        first = collect_source(source, CollectState(), NOW, FETCHER)
        collect_source(source, first.state, NOW, FETCHER)
    since = [params["filter[conditions][0][value][from]"] for params in asked.params]
    assert since[0] == since[-1]


def test_many_pages_are_read_some_at_a_time() -> None:
    with routed(RELIEFWEB, ReliefWeb([report(number) for number in range(2 * MOST_PAGES)])) as (source, _):
        first = collect_source(source, CollectState(), NOW, FETCHER)
        rest = collect_source(source, first.state, NOW, FETCHER)
    assert first.problems == ("20 pages were read: the others are read next time",)
    assert {*ids(first), *ids(rest)} == {f"reliefweb:{number}" for number in range(2 * MOST_PAGES)}


def test_a_page_that_fails_is_where_the_next_collection_goes_on() -> None:
    server = ReliefWeb([report(number) for number in range(5)])
    server.others[2] = plain(b"", status="503 Busy")
    with routed(RELIEFWEB, server) as (source, _):
        first = collect_source(source, CollectState(), NOW, FETCHER)
        rest = collect_source(source, first.state, NOW, FETCHER)
    assert first.problems == ("page 2: it answered 503 Busy; it goes on there next time",)
    assert {*ids(first), *ids(rest)} == {f"reliefweb:{number}" for number in range(5)}


def test_a_filter_of_ones_own_holds_beside_what_is_new() -> None:
    own = {"filter[field]": "format.name", "filter[value]": "Map", "limit": "9999"}
    filtered = dataclasses.replace(RELIEFWEB, params=own, url=RELIEFWEB.url + "?preset=latest")
    with routed(filtered, ReliefWeb([])) as (source, asked):
        collect_source(source, CollectState(), NOW, FETCHER)
    (params,) = asked.params
    assert {name: value for name, value in params.items() if "[1]" in name} == {
        "filter[conditions][1][field]": "format.name",
        "filter[conditions][1][value]": "Map",
    }
    assert (params["filter[operator]"], params["limit"]) == ("AND", "2")
    assert "preset" not in params


def test_no_reports_are_an_answer_too() -> None:
    done = collect(ReliefWeb([]))
    assert (done.reports, done.problems, done.state.last_success) == ((), (), NOW)


def test_reports_that_are_not_wanted_are_not_kept() -> None:
    only = dataclasses.replace(RELIEFWEB, only={"tags": ("Map",)})
    done = collect(ReliefWeb([report(1), report(2, format=[{"name": "Map"}])]), source=only)
    assert ids(done) == ["reliefweb:2"]


def test_a_broken_report_is_kept_aside_and_the_others_go_in() -> None:
    done = collect(ReliefWeb([report(1, date={"changed": at(1), "created": "soon"}), 7]))
    assert ids(done) == ["reliefweb:1"]
    assert done.problems == (
        "page 1 report 1: its date 'soon' cannot be read: it counts from when it was first read",
        "page 1 report 2: it is not a mapping of names to values",
    )


def test_hostile_values_are_made_harmless() -> None:
    told = {
        "title": "<img src=x onerror=alert(1)>Flood\u202e",
        "url": "javascript:alert(1)",
        "body": "a<script>b</script>",
    }
    (read,) = collect(ReliefWeb([report(1, **told)])).reports
    assert (read.title, read.url, read.text) == ("Flood", "", "a")


@pytest.mark.parametrize(
    ("answer", "reason", "hint"),
    [
        (
            as_json({"status": 400, "time": 1, "error": {"type": "BadRequest", "message": 'Invalid "limit".'}}),
            'it answered an error: BadRequest, Invalid "limit".',
            "correct the parameters of this source",
        ),
        (
            plain(as_json({"status": 403, "error": {}}), status="403 Forbidden"),
            "it answered 403 Forbidden",
            "its `appname` has to be one that ReliefWeb approved",
        ),
        (plain(b"", status="202 Accepted"), "it answered 202 Accepted", ""),
        (
            as_json({"data": {}}),
            "the answer is not one of the ReliefWeb API: it has no list `data`",
            "it has data",
        ),
        (b"", "the answer is empty", "check the address of the source"),
        (b"[]", "the answer is not one of the ReliefWeb API: it is no mapping", "check the address"),
    ],
)
def test_an_answer_that_is_none_fails_with_its_reason(answer: bytes | Answer, reason: str, hint: str) -> None:
    with pytest.raises(SourceFailed) as failed:
        collect(lambda path, params: answer)
    assert (failed.value.message, failed.value.hint) == (reason, hint)


def test_too_many_questions_fail_with_their_reason() -> None:
    with pytest.raises(SourceFailed, match="it answered 429"):
        collect(lambda path, params: plain(b"", status="429 Too Many Requests"))
