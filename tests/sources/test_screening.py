"""What is refused, mended and cut before a feed is parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.making import item, rss
from tracker.domain.errors import SourceFailed
from tracker.sources.screening import MAX_ITEMS, screened


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the answer is empty"),
        (" \n", "the answer is empty"),
        ("<!doctype html><html><body>Not here</body></html>", "an HTML page, not a feed"),
        ("\n<!-- moved -->\n<HTML lang='en'><p>hello</HTML>", "an HTML page, not a feed"),
        ("{}", "is not XML"),
        ("Service unavailable", "is not XML"),
        ("<opml><body/></opml>", "root <opml>, not RSS or Atom"),
        ("<rss><channel><item><title>cut o", "is not well-formed XML"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(SourceFailed, match=reason):
        screened(text)


BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        f"{BOMB}<rss><channel><title>&b;</title></channel></rss>",
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>&x;</item></channel></rss>',
        f"{BOMB}<rss><channel><item><title>A & B</title></item></channel></rss>",
        f"&{BOMB}<rss><channel><item><title>A</title></item></channel></rss>",
        "<!DOCTYPE rss><rss/>",
    ],
)
def test_a_dtd_is_refused_even_in_a_broken_document(text: str) -> None:
    with pytest.raises(SourceFailed, match="DTD"):
        screened(text)


def test_a_document_nested_too_deep_is_refused() -> None:
    with pytest.raises(SourceFailed, match="more than 100 elements deep"):
        screened("<rss>" + "<a>" * 200 + "</a>" * 200 + "</rss>")


def test_a_well_formed_feed_stays_as_it_is() -> None:
    text = rss(item(1), item(2))
    assert screened(text).document.decode() == text
    assert screened(text).problems == ()


def test_a_feed_without_items_is_a_feed() -> None:
    assert screened(rss()).problems == ()


def test_a_broken_item_loses_only_itself_and_is_named() -> None:
    checked = screened(rss(item(1), "<title>broken <b></title>", item(3)))
    kept = checked.document.decode()
    assert "Report 1" in kept
    assert "Report 3" in kept
    assert "broken" not in kept
    assert [str(passed) for passed in checked.passed_over] == ["item 2: it is not well-formed and is left out"]


def test_a_feed_cut_off_keeps_its_whole_items() -> None:
    text = rss(item(1), item(2))
    checked = screened(text[: text.rindex("<pubDate>")])
    assert "Report 1" in checked.document.decode()
    assert "Report 2" not in checked.document.decode()


def test_stray_ampersands_and_html_entities_are_mended() -> None:
    checked = screened(rss("<title>Lavrov & Kerry &mdash; caf&eacute; &amp; &LT; &#1; &nosuch;</title>"))
    assert "Lavrov &amp; Kerry — café &amp; &lt; " in checked.document.decode()
    assert "&amp;nosuch;" in checked.document.decode()


def test_a_slip_outside_the_items_costs_no_item() -> None:
    checked = screened(rss(item(1)).replace("<title>Feed", "<title>Feed & more&nbsp;"))
    assert "<title>Feed &amp; more\u00a0" in checked.document.decode()
    assert len(checked.problems) == 1
    assert screened("<rss><channel><title>Nothing & new</title></channel></rss>").problems


def test_a_prefix_nobody_declared_is_declared() -> None:
    checked = screened("<rss><channel><item><media:title x:a='1'>ok</media:title></item></channel></rss>")
    assert "ok" in checked.document.decode()


def test_only_the_first_items_of_a_huge_feed_are_read() -> None:
    checked = screened(rss(*[item(1)] * (MAX_ITEMS + 5)))
    assert checked.document.count(b"<item>") == MAX_ITEMS
    assert checked.problems == (f"the feed holds {MAX_ITEMS + 5} items: the first {MAX_ITEMS} are read",)
    assert screened(checked.document.decode()).problems == ()


def test_the_cap_holds_for_a_broken_feed_too() -> None:
    checked = screened(rss("<title>A & B</title>", *[item(1)] * (MAX_ITEMS + 5)))
    assert checked.document.count(b"<item>") == MAX_ITEMS


def test_an_item_of_monstrous_size_in_a_broken_feed_is_left_out() -> None:
    checked = screened(rss("<title><b>" + "x" * 600_000 + "</title>", item(2)))
    assert any("item 1: it is longer than 500000 characters" in str(passed) for passed in checked.passed_over)


TAGS = "<rss> </rss> <channel> <item> </item> <item/> <title> </title> <x:y> <entry <!-- --> <![CDATA[ ]]> <? ?>"
PIECES = st.sampled_from(
    [*TAGS.split(), "<", ">", '"', "&", "&amp;", "&nbsp;", " x:y='1'", "é", "\r\n", " ", "text"]
)


@given(st.lists(PIECES, max_size=30))
def test_what_is_let_through_is_always_well_formed(pieces: list[str]) -> None:
    try:
        checked = screened("<rss><channel>" + "".join(pieces))
    except SourceFailed:
        return
    assert screened(checked.document.decode()).problems == ()
