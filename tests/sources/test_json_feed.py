"""JSON Feed, read as any other feed is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.sources.making import FEED, collected, fact_rule
from tracker.domain.errors import SourceFailed
from tracker.domain.sources import FieldRule
from tracker.domain.values import Value

ITEM = {
    "id": "1",
    "url": "https://news.example/1",
    "title": "Aircraft left",
    "content_html": "<p>Twenty-two <b>aircraft</b></p><script>bad()</script>",
    "date_published": "2016-03-15T10:00:00+03:00",
    "tags": ["Withdrawal", "Syria"],
    "_deedline": {"indicator": "aircraft departed", "value": 22},
}


def feed(*items: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": items, **more})


def test_an_item_is_read_like_that_of_any_feed() -> None:
    (report,) = collected(feed(ITEM, language="en")).reports
    assert (report.id, report.title, report.text) == ("mod:1", "Aircraft left", "Twenty-two aircraft")
    assert (report.url, report.tags, report.language) == (ITEM["url"], ("Withdrawal", "Syria"), "en")
    assert report.published == datetime(2016, 3, 15, 7, tzinfo=UTC)


def test_an_extension_is_found_by_the_paths_of_other_feeds() -> None:
    rule = fact_rule(indicator="deedline:indicator", value="deedline:value", unit=FieldRule(constant="aircraft"))
    (report,) = collected(feed(ITEM), replace(FEED, facts=(rule,))).reports
    assert (report.facts[0].indicator, report.facts[0].value) == ("aircraft departed", Value(22))
    dotted = fact_rule(event="_deedline.indicator")
    (report,) = collected(feed(ITEM), replace(FEED, facts=(dotted,))).reports
    assert report.facts[0].event == "aircraft departed"


def test_plain_text_stays_as_it_is_written() -> None:
    (report,) = collected(feed({"id": "1", "content_text": "5 < 6 & <b>no tag</b>"})).reports
    assert report.text == "5 < 6 & <b>no tag</b>"


def test_a_day_is_published_by_its_last_instant() -> None:
    (report,) = collected(feed({"id": "1", "title": "a", "date_published": "2016-03-15"})).reports
    assert report.published == datetime(2016, 3, 15, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ("text", "it is not a mapping of names to values"),
        ({"id": "2"}, "it is empty"),
        ({"id": "2", "title": "a", "n": float("nan")}, "the number NaN is not finite or too long"),
    ],
)
def test_a_broken_item_is_kept_aside(item: object, wrong: str) -> None:
    found = collected(feed(ITEM, item))
    assert [report.id for report in found.reports] == ["mod:1"]
    assert found.problems == (f"item 2: {wrong}: the item is left out",)
    assert found.passed_over[0].place == "item 2"


def test_json_that_is_no_feed_names_the_kind_to_use() -> None:
    with pytest.raises(SourceFailed) as failed:
        collected('{"items": []}')
    assert str(failed.value) == "the answer is JSON, but no JSON Feed"
    assert failed.value.hint == "read it with `kind: json`"


@pytest.mark.parametrize(
    ("dates", "edited"),
    [
        ({"date_modified": "2016-03-16T12:00:00Z"}, datetime(2016, 3, 16, 12, tzinfo=UTC)),
        ({"date_modified": "someday"}, None),
        ({"date_modified": "2016-03-16T12:00:00Z", "date_published": None}, None),
        ({}, None),
    ],
)
def test_the_date_of_a_change_orders_editions_as_in_other_feeds(
    dates: dict[str, str], edited: datetime | None
) -> None:
    (report,) = collected(feed(ITEM | dates)).reports
    assert report.edited == edited


def test_of_two_items_with_one_id_the_later_edition_counts() -> None:
    later = ITEM | {"title": "Later", "date_modified": "2016-03-17T12:00:00Z"}
    earlier = ITEM | {"title": "Earlier", "date_modified": "2016-03-16T12:00:00Z"}
    assert [report.title for report in collected(feed(later, earlier)).reports] == ["Later"]
