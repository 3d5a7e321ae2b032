"""JSON documents on the web: items by their paths, page after page, and only what is newer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.sources.making import NOW
from tests.sources.pages import ADDRESS, Answers, collected, fact, rules
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Duration
from tracker.domain.reports import Nature
from tracker.domain.sources import HeaderValue, Pages, Paging, Since, Source
from tracker.domain.values import Value

API = Source(
    "api",
    "json",
    url=ADDRESS,
    items="data.results",
    report=rules(id="id", published="on", title="head.line", link="url", tags="themes.*.name"),
    facts=fact(indicator="=convoys", value="counts.0", place="where.name", occurred="day"),
)
ITEM = {
    "id": 7,
    "on": "2016-03-14T10:00:00Z",
    "head": {"line": "<b>Five</b> convoys &amp; more"},
    "url": "/reports/7",
    "themes": [{"name": "Aid"}, {"name": "Food"}],
    "counts": [5, 6],
    "where": {"name": "Aleppo"},
    "day": "20160313",
}


def always(answer: object) -> Answers:
    return Answers(lambda given: answer)


def answering(*items: object) -> Answers:
    return Answers(lambda given: {"data": {"results": list(items)}})


def test_an_item_becomes_a_report_with_its_facts() -> None:
    (report,) = collected(API, answering(ITEM)).reports
    assert (report.id, report.title, report.url) == (
        "api:7",
        "Five convoys & more",
        "https://api.example/reports/7",
    )
    assert (report.published, report.tags) == (datetime(2016, 3, 14, 10, tzinfo=UTC), ("Aid", "Food"))
    (found,) = report.facts
    assert (found.indicator, found.value, found.place, found.nature) == (
        "convoys",
        Value(5),
        "Aleppo",
        Nature.OBSERVATION,
    )
    assert found.occurred.start == datetime(2016, 3, 13, tzinfo=UTC)


def test_an_item_without_an_id_is_known_by_its_link_else_by_what_it_says() -> None:
    plain = replace(API, report=rules(title="head.line", link="url"))
    unlinked = {**ITEM, "url": ""}
    first = collected(plain, answering(ITEM, unlinked)).reports
    again = collected(plain, answering(dict(reversed(unlinked.items())), ITEM)).reports
    assert first[0].id == "api:https://api.example/reports/7"
    assert {report.id for report in first} == {report.id for report in again}


def test_a_list_may_be_the_answer_itself() -> None:
    assert len(collected(replace(API, items=""), Answers(lambda given: [ITEM])).reports) == 1


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        ({"error": "no such key", "code": 4}, "holds nothing at `data.results`", "it holds error, code"),
        ({"data": {"results": {"a": 1}}}, "at `data.results` stands a mapping", "say in `items`"),
        (b"<html>oops</html>", "an HTML page", "check its address"),
        (b'{"data": ', "not JSON", "check its address"),
        (b"", "the answer is empty", "check the address"),
        (b"[" * 100_000, "nested far too deeply", "no list of items"),
    ],
)
def test_an_answer_without_items_fails_with_its_reason(answer: object, message: str, hint: str) -> None:
    with pytest.raises(SourceFailed) as failed:
        collected(API, Answers(lambda given: answer))
    assert message in failed.value.message
    assert hint in failed.value.hint


def test_no_items_is_a_success() -> None:
    assert collected(API, answering()).reports == ()
    assert collected(API, Answers(lambda given: {"data": {"results": None}})).reports == ()


BROKEN = [
    (b'{"id": 1, "head": {"line": "a"}, "counts": [NaN]}', "the number NaN is not finite"),
    (b'{"id": 1, "head": {"line": "a"}, "counts": [-Infinity]}', "the number -Infinity is not finite"),
    (b'{"id": 1, "head": {"line": "a"}, "counts": [1e400]}', "the number 1e400 is not finite"),
    (b'{"id": 1, "id": 2, "head": {"line": "a"}}', "the key 'id' stands twice"),
    (b'{"a": ' * 25 + b"1" + b"}" * 25, "more than 20 levels"),
    (b'"just text"', "it is not a mapping"),
    (b"{}", "nothing is left of it"),
]


@pytest.mark.parametrize(("item", "rule"), BROKEN)
def test_an_item_that_breaks_a_rule_is_kept_aside_and_the_others_go_in(item: bytes, rule: str) -> None:
    good = b'{"id": 9, "on": "2016-03-14", "head": {"line": "good"}}'
    answer = b'{"data": {"results": [%s, %s]}}' % (item, good)
    found = collected(API, Answers(lambda given: answer))
    assert [report.title for report in found.reports] == ["good"]
    (passed,) = found.passed_over
    assert rule in passed.wrong
    assert passed.place == "item 1"
    assert any(problem.startswith("item 1: ") and rule in problem for problem in found.problems)


def test_a_fact_that_cannot_be_read_costs_itself_only() -> None:
    found = collected(API, answering({**ITEM, "counts": ["many"]}))
    (report,) = found.reports
    assert report.facts == ()
    (passed,) = found.passed_over
    assert (passed.item, "this is not a number" in passed.wrong) == ("7", True)
    assert "Aleppo" in passed.excerpt


def test_an_excerpt_is_bounded_and_on_one_line() -> None:
    (passed,) = collected(API, answering({**ITEM, "counts": ["x"], "aaa": "long\n\x1b[31m" * 10_000})).passed_over
    assert len(passed.excerpt) <= 500
    assert passed.excerpt.isprintable()


def test_half_a_letter_in_a_text_becomes_a_mark_that_can_be_stored() -> None:
    answer = b'{"data": {"results": [{"id": "\\ud800", "on": "2016-03-14", "head": {"line": "a \\udfff b"}}]}}'
    (report,) = collected(API, Answers(lambda given: answer)).reports
    assert (report.id, report.title) == ("api:\ufffd", "a \ufffd b")


def test_a_document_in_another_encoding_is_read() -> None:
    text = '{"data": {"results": [{"id": 1, "on": "2016-03-14", "head": {"line": "Хмеймим"}}]}}'
    for body in (text.encode("utf-8-sig"), text.encode("utf-16")):
        (report,) = collected(API, always(body)).reports
        assert report.title == "Хмеймим"


def numbered(first: int, count: int) -> list[dict[str, object]]:
    return [{**ITEM, "id": number, "url": ""} for number in range(first, first + count)]


def cursors(given: Mapping[str, str]) -> object:
    at = int(given.get("after", "0"))
    return {"data": {"results": numbered(at, 2)}, "meta": {"next": str(at + 2) if at < 4 else None}}


def ids(found: object) -> list[str]:
    return [report.id.removeprefix("api:") for report in found.reports]  # type: ignore[attr-defined]


def test_pages_follow_by_cursor_until_there_is_none() -> None:
    source = replace(API, pages=Pages(Paging.CURSOR, "meta.next", "after"), params={"size": "2"})
    answers = Answers(cursors)
    assert ids(collected(source, answers)) == ["0", "1", "2", "3", "4", "5"]
    assert answers.params == [{"size": "2"}, {"size": "2", "after": "2"}, {"size": "2", "after": "4"}]


def test_pages_follow_by_number_until_one_is_short() -> None:
    def page(given: Mapping[str, str]) -> object:
        number = int(given["page"])
        return {"data": {"results": numbered(number * 10, 2 if number < 3 else 1)}}

    source = replace(API, pages=Pages(Paging.PAGE, param="page", size=2, size_param="per"))
    answers = Answers(page)
    assert len(collected(source, answers).reports) == 5
    assert answers.params == [{"page": str(number), "per": "2"} for number in (1, 2, 3)]


def test_pages_follow_by_offset_until_one_is_empty() -> None:
    def page(given: Mapping[str, str]) -> object:
        at = int(given["skip"])
        return {"data": {"results": numbered(at, 2 if at < 4 else 0)}}

    answers = Answers(page)
    assert len(collected(replace(API, pages=Pages(Paging.OFFSET, param="skip", size=2)), answers).reports) == 4
    assert [given["skip"] for given in answers.params] == ["0", "2", "4"]


def test_pages_follow_by_link_and_a_circle_ends() -> None:
    def page(given: Mapping[str, str]) -> object:
        number = int(given.get("p", "0"))
        return {"data": {"results": numbered(number, 1)}, "next": f"/v1/items?p={(number + 1) % 3}"}

    found = collected(replace(API, pages=Pages(Paging.LINK, "next")), Answers(page))
    assert ids(found) == ["0", "1", "2"]
    again = collected(
        replace(API, url=ADDRESS + "?p=0", pages=Pages(Paging.LINK, "next")), circle := Answers(page)
    )
    assert len(circle.asked) == 3
    assert any("leads back to a page before it" in problem for problem in again.problems)


def test_a_link_to_another_server_gets_no_headers() -> None:
    def page(given: Mapping[str, str]) -> object:
        more = {} if given else {"next": "https://evil.example/v1?p=2"}
        return {"data": {"results": numbered(len(given), 1)}, **more}

    source = replace(API, pages=Pages(Paging.LINK, "next"), headers={"Key": HeaderValue("k")})
    answers = Answers(page)
    collected(source, answers)
    assert answers.sent == [{"Key": "k"}, {}]


def test_a_link_that_is_no_web_address_fails() -> None:
    answers = Answers(lambda given: {"data": {"results": [ITEM]}, "next": "file:///etc/passwd"})
    with pytest.raises(SourceFailed, match="is not a web address"):
        collected(replace(API, pages=Pages(Paging.LINK, "next")), answers)


def test_what_was_left_of_many_pages_is_read_the_next_time() -> None:
    source = replace(API, pages=Pages(Paging.CURSOR, "meta.next", "after", most=2))
    first = collected(source, Answers(cursors))
    assert ids(first) == ["0", "1", "2", "3"]
    assert first.problems == ("4 items on 2 pages were read: the others are read next time",)
    second = collected(source, answers := Answers(cursors), first.state)
    assert ids(second) == ["4", "5"]
    assert answers.params == [{"after": "4"}]
    assert collected(source, answers := Answers(cursors), second.state) is not None
    assert answers.params[0] == {}


def test_a_place_to_go_on_that_is_no_longer_known_starts_again() -> None:
    def forgetful(given: Mapping[str, str]) -> object:
        return {"error": "cursor expired"} if given.get("after") == "4" else cursors(given)

    source = replace(API, pages=Pages(Paging.CURSOR, "meta.next", "after", most=2))
    first = collected(source, Answers(cursors))
    second = collected(source, answers := Answers(forgetful), first.state)
    assert ids(second) == ["0", "1", "2", "3"]
    assert answers.params == [{"after": "4"}, {}, {"after": "2"}]


def newer(*stamps: object) -> Answers:
    return Answers(
        lambda given: {"data": {"results": [{**ITEM, "id": n, "stamp": each} for n, each in enumerate(stamps)]}}
    )


SINCE = Since("after", "stamp", start="2016-01-01", overlap=Duration())


@pytest.mark.parametrize(
    ("stamps", "overlap", "asked"),
    [
        (("2016-03-02T10:00:00Z", "2016-03-14T09:00:00+03:00"), Duration(), "2016-03-14T09:00:00+03:00"),
        (("2016-03-02T10:00:00Z",), Duration(seconds=3600), "2016-03-02T09:00:00Z"),
        (("2016-03-02",), Duration(seconds=3600), "2016-03-01"),
        ((1457949600,), Duration(seconds=60), "1457949540"),
        ((11, 9, 10), Duration(seconds=3600), "11"),
        (("2016-03-02", "2999-01-01"), Duration(), "2016-03-02"),
        (("nonsense", None), Duration(), "2016-01-01"),
    ],
)
def test_only_what_is_newer_is_asked_for(stamps: tuple[object, ...], overlap: Duration, asked: str) -> None:
    source = replace(API, since=replace(SINCE, overlap=overlap))
    first = collected(source, answers := newer(*stamps))
    assert answers.params == [{"after": "2016-01-01"}]
    collected(source, answers := newer(), first.state)
    assert answers.params == [{"after": asked}]


def test_what_is_newer_moves_on_only_when_every_page_was_read() -> None:
    def page(given: Mapping[str, str]) -> object:
        number = int(given["page"])
        return {"data": {"results": [{**ITEM, "id": number, "stamp": f"2016-03-0{number}"}] if number < 4 else []}}

    source = replace(API, since=SINCE, pages=Pages(Paging.PAGE, param="page", most=2))
    first = collected(source, Answers(page))
    second = collected(source, answers := Answers(page), first.state)
    assert answers.params[0] == {"after": "2016-01-01", "page": "3"}
    collected(source, answers := Answers(page), second.state)
    assert answers.params[0] == {"after": "2016-03-03", "page": "1"}


def test_a_source_that_is_read_otherwise_starts_from_the_beginning() -> None:
    source = replace(API, since=SINCE)
    first = collected(source, newer("2016-03-02"))
    collected(replace(source, facts=()), answers := newer(), first.state)
    assert answers.params == [{"after": "2016-01-01"}]


def test_an_item_without_a_date_counts_from_when_it_was_first_read() -> None:
    found = collected(API, answering({**ITEM, "on": "03/04/2016"}))
    assert found.reports[0].published == NOW
    assert found.problems == (
        "item 1: its date '03/04/2016' cannot be read: it counts from when it was first read",
    )


def test_two_items_of_one_id_are_told_and_the_later_dated_is_taken() -> None:
    old, new = {**ITEM, "on": "2016-03-01"}, {**ITEM, "head": {"line": "newer"}}
    for items in ((old, new), (new, old)):
        found = collected(API, answering(*items))
        assert [report.title for report in found.reports] == ["newer"]
        assert "another item has the same id" in found.problems[0]


def test_an_answer_is_whole_unless_only_what_is_newer_or_a_part_was_asked_for() -> None:
    assert collected(API, answering(ITEM)).is_whole
    assert not collected(replace(API, since=SINCE), newer("2016-03-02")).is_whole
    assert not collected(replace(API, pages=Pages(Paging.PAGE, param="page", most=1)), answering(ITEM)).is_whole
