"""Feeds: from an answer to reports."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import FEED, NOW, Answering, collected, element, item, rss
from tracker.domain.collecting import CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.reports import Grade, Report
from tracker.sources.collect import collect_source


def only(body: str) -> Report:
    """Return the one report of a feed."""
    (report,) = collected(body).reports
    return report


def test_an_item_becomes_a_report() -> None:
    tags = element("category", "syria") + element("category", "military") + element("category", "syria")
    report = only(rss(item(1, description="<p>The first <b>aircraft</b> left.</p>") + tags))
    assert report == Report(
        id="mod:id-1",
        source="mod",
        published=datetime(2016, 3, 14, 10, tzinfo=UTC),
        title="Report 1",
        text="The first aircraft left.",
        url="http://news.example/1",
        tags=("syria", "military"),
    )


def test_an_atom_entry_becomes_a_report() -> None:
    report = only(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:x,2016:1</id><title type="text">1 &lt; 2</title>'
        '<link href="/news/1"/><link rel="enclosure" href="http://x/y"/>'
        "<published>2016-03-14T13:00:00+03:00</published>"
        "<updated>2016-03-15T00:00:00Z</updated><summary>short</summary>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The whole</p><p>text</p></div>'
        "</content></entry></feed>"
    )
    assert report.id == "mod:tag:x,2016:1"
    assert report.title == "1 < 2"
    assert report.text == "The whole\ntext"
    assert report.url == "http://feeds.example/news/1"
    assert report.published == datetime(2016, 3, 14, 10, tzinfo=UTC)


def test_an_rdf_feed_is_read() -> None:
    report = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>F</title></channel>'
        '<item rdf:about="http://news.example/9"><title>Nine</title><link>http://news.example/9</link>'
        "<dc:date>2016-03-14T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert (report.title, report.published) == ("Nine", datetime(2016, 3, 14, 10, tzinfo=UTC))


def test_reports_carry_what_the_source_says_of_itself() -> None:
    source = dataclasses.replace(FEED, reliability="B", origin="Russia's ministry of defence", language="en")
    first, second = collected(rss(item(1), item(2) + "<dc:language>ru</dc:language>"), source).reports
    assert (first.grade, first.origin, first.language) == (Grade("B"), "Russia's ministry of defence", "en")
    assert second.language == "ru"


def test_the_feeds_own_language_counts_where_nothing_else_is_said() -> None:
    assert only(rss(item(1)).replace("<title>Feed", "<language>fr</language><title>Feed")).language == "fr"


def test_an_item_without_guid_is_known_by_its_link_without_tracking() -> None:
    link = "https://News.example/a?utm_source=rss&id=7&fbclid=x#top"
    report = only(rss(item(1, guid="", link=link)))
    assert report.id == "mod:https://news.example/a?id=7"
    assert report.url == "https://news.example/a?id=7#top"


def test_an_item_without_guid_and_link_is_known_by_what_it_says() -> None:
    first, second = (only(rss(item(n, guid="", link=""))).id for n in (1, 2))
    assert first != second
    assert first == only(rss(item(1, guid="", link=""))).id


def test_the_same_id_in_two_feeds_is_two_reports() -> None:
    other = collected(rss(item(1)), dataclasses.replace(FEED, id="sana")).reports
    assert other[0].id != only(rss(item(1))).id


def test_a_guid_of_monstrous_length_stays_distinct() -> None:
    ids = [
        report.id
        for report in collected(rss(item(1, guid="x" * 5000 + "1"), item(2, guid="x" * 5000 + "2"))).reports
    ]
    assert len(set(ids)) == 2
    assert max(map(len, ids)) < 320


def test_an_item_without_date_counts_from_now_and_is_named() -> None:
    result = collected(rss(item(1, pubDate="")))
    assert result.reports[0].published == NOW
    assert result.problems == ("item 1 ('Report 1'): it has no date and counts from when it was first read",)


@pytest.mark.parametrize("date", ["yesterday", "32 Foo 2016", "0000-00-00", "9" * 500])
def test_a_garbled_date_is_named_and_the_item_is_kept(date: str) -> None:
    result = collected(rss(item(1, pubDate=date)))
    assert result.reports[0].published == NOW
    assert "its date" in result.problems[0]


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2016-03-14", datetime(2016, 3, 14, 23, 59, 59, 999999, UTC)),
        ("Mon, 14 Mar 2016", datetime(2016, 3, 14, 23, 59, 59, 999999, UTC)),
        ("2016-03", datetime(2016, 3, 31, 23, 59, 59, 999999, UTC)),
        ("2016", datetime(2016, 12, 31, 23, 59, 59, 999999, UTC)),
        ("Mon, 14 Mar 2016 23:30:00 -0500", datetime(2016, 3, 15, 4, 30, tzinfo=UTC)),
        ("Mon, 14 Mar 2016 00:00:00 GMT", datetime(2016, 3, 14, tzinfo=UTC)),
    ],
)
def test_a_date_is_its_instant_and_a_day_its_last_instant(date: str, published: datetime) -> None:
    assert only(rss(item(1, pubDate="") + element("dc:date", date))).published == published


def test_two_items_with_one_id_make_one_report_the_later() -> None:
    old, new = item(1), item(1, title="Corrected", pubDate="Tue, 15 Mar 2016 10:00:00 GMT")
    for order in ((old, new), (new, old)):
        result = collected(rss(*order))
        assert [report.title for report in result.reports] == ["Corrected"]
        assert "another item has the same id" in result.problems[0]


def test_the_same_item_twice_is_one_report_and_no_problem() -> None:
    result = collected(rss(item(1), item(1)))
    assert len(result.reports) == 1
    assert result.problems == ()


def test_an_item_that_says_nothing_is_left_out_and_named() -> None:
    result = collected(rss(item(1), "<guid>x</guid>"))
    assert len(result.reports) == 1
    assert result.problems == ("item 2: it is empty: the item is left out",)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "http://u:p@x/", "http://x/ y", "http://[", "ftp://x/"]
)
def test_a_link_that_is_no_web_address_is_dropped_and_named(link: str) -> None:
    result = collected(rss(item(1, link=link)))
    assert result.reports[0].url == ""
    assert "is not a web address" in result.problems[0]


def test_a_hostile_title_becomes_plain_text() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202eGNORW\u202c &#27;[31m\nA & B"
    assert only(rss(item(1, title=hostile))).title == "GNORW [31m A & B"


def test_too_long_texts_are_cut_and_named() -> None:
    result = collected(rss(item(1, title="t" * 400, description="d" * 30_000)))
    assert len(result.reports[0].title) == 300
    assert len(result.reports[0].text) == 20_000
    assert ["is cut to" in problem for problem in result.problems] == [True, True]


def test_a_broken_item_loses_only_itself() -> None:
    result = collected(rss(item(1), "<title>broken <b></title>", item(3)))
    assert [report.id for report in result.reports] == ["mod:id-1", "mod:id-3"]
    assert any("item 2: it is not well-formed" in problem for problem in result.problems)
    assert [(each.place, each.excerpt[:30]) for each in result.passed_over] == [
        ("item 2", "<item><title>broken <b></title")
    ]


def test_a_feed_in_another_encoding_than_declared_is_read() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?>' + rss(item(1, title="Вывод"))
    assert collected(text.encode(), content_type="text/xml; charset=us-ascii").reports[0].title == "Вывод"


def test_lost_letters_are_told() -> None:
    body = rss(item(1, title="Вывод")).encode().replace("в".encode(), b"\xff")
    assert "could not be read" in collected(b'<?xml version="1.0" encoding="utf-8"?>' + body).problems[0]


def test_an_empty_feed_is_healthy() -> None:
    result = collected(rss())
    assert (result.reports, result.problems, result.state.last_success) == ((), (), NOW)


def test_problems_are_many_but_not_endless() -> None:
    result = collected(rss(*(item(n, pubDate="never") for n in range(1, 17)), *["<guid>x</guid>"] * 100))
    assert len(result.problems) == 51
    assert result.problems[-1].startswith("and ")


def test_what_the_server_says_of_its_version_is_asked_with_next_time() -> None:
    answer = Answering(rss(item(1)).encode(), {"etag": '"v1"', "last-modified": "Mon, 14 Mar 2016 10:00:00 GMT"})
    first = collect_source(FEED, CollectState(), NOW, answer)
    assert first.state == CollectState('"v1"', "Mon, 14 Mar 2016 10:00:00 GMT", last_success=NOW)
    collect_source(FEED, first.state, NOW, answer)
    assert answer.asked[1]["etag"] == '"v1"'
    assert answer.asked[1]["modified"] == "Mon, 14 Mar 2016 10:00:00 GMT"


def test_an_unchanged_feed_is_a_success_without_reports() -> None:
    before = CollectState('"v1"', last_success=datetime(2016, 3, 1, tzinfo=UTC))
    result = collect_source(FEED, before, NOW, Answering(b"", not_modified=True))
    assert result.reports == ()
    assert result.state == CollectState('"v1"', last_success=NOW)


def test_an_attack_is_refused_whole() -> None:
    with pytest.raises(SourceFailed, match="DTD"):
        collected('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item(1, title="&x;")))


XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)
NAMES = st.sampled_from(
    [
        "title",
        "guid",
        "link",
        "pubDate",
        "description",
        "category",
        "dc:date",
        "author",
        "source",
        "enclosure",
        "media",
        "id",
    ]
)


@given(st.lists(st.tuples(NAMES, XML_TEXT), max_size=8))
def test_no_item_makes_a_collection_fail(fields: list[tuple[str, str]]) -> None:
    result = collected(rss(item(1), "".join(element(name, text) for name, text in fields)))
    assert result.reports
    for report in result.reports:
        assert report.published.tzinfo is not None
        assert not any(letter in report.title for letter in "\n\r\t\x1b\u202e")
        assert report.url == "" or report.url.startswith(("http://", "https://"))
