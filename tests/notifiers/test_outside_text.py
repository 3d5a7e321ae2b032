"""Outside text is one visible line, outside links are http or https."""

from __future__ import annotations

import re
import unicodedata
from unittest import mock

import pytest
from hypothesis import given, settings

from tests.notifiers.hostile import links, texts
from tracker_notifiers import outside_text
from tracker_notifiers.outside_text import clipped, many_lines, one_line, safe_link


def test_control_characters_and_line_breaks_are_gone() -> None:
    assert one_line("a\x1b[2J\r\n\tb\x00c") == "a[2J bc"


def test_marks_that_turn_the_writing_direction_are_gone() -> None:
    assert one_line("kept \u202etpek\u202c") == "kept tpek"


def test_our_own_text_keeps_its_line_breaks_and_indentation() -> None:
    assert many_lines("a\n  b\x07\n") == "a\n  b\n"


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert clipped("overdue since", 8) == "overdue…"


def test_a_text_that_fits_stays_whole() -> None:
    assert clipped("overdue", 7) == "overdue"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//example.org",
        "https://",
        "https://user:pw@example.org/",
        "",
        "x",
    ],
)
def test_what_is_not_plain_web_is_no_link(address: str) -> None:
    assert safe_link(address) == ""


def test_characters_that_could_end_a_link_are_encoded() -> None:
    assert safe_link('https://example.org/a|b>c"d') == "https://example.org/a%7Cb%3Ec%22d"


def test_an_ordinary_address_stays_as_it_is() -> None:
    assert safe_link("https://example.org/a?b=1&c=%20#d") == "https://example.org/a?b=1&c=%20#d"


@settings(deadline=None)
@given(texts)
def test_no_text_keeps_anything_invisible_that_acts(text: str) -> None:
    assert not [char for char in one_line(text) if unicodedata.category(char) in ("Cc", "Cs")]


@settings(deadline=None)
@given(links)
def test_every_safe_link_is_one_token_of_http(url: str) -> None:
    link = safe_link(url)

    assert link == "" or (link.lower().startswith(("http://", "https://")) and not set(link) & set(" <>|\"'\n\r"))


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://a.b-c.example:8080/x/y?z=1&q=%20",
        "https://example.org?x",
        "http://127.0.0.1:9/h",
    ],
)
def test_an_address_that_is_safe_already_stays_as_it_is(address: str) -> None:
    assert safe_link(address) == address


@given(links)
@settings(max_examples=60)
def test_taking_the_short_way_changes_no_answer(address: str) -> None:
    short = safe_link(address)
    with mock.patch.object(outside_text, "_PLAIN_LINK", re.compile(r"(?!)")):
        assert safe_link(address) == short
