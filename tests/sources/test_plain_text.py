"""Markup to plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.plain_text import cut, from_markup, on_one_line, tidy


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>22 aircraft <b>left</b> Hmeimim</p>", "22 aircraft left Hmeimim"),
        ("one<br>two<p>three</p>four", "one\ntwo\nthree\nfour"),
        ("AT&amp;T &lt;b&gt; &#x2014; caf&eacute;", "AT&T <b> — café"),
        ("a<script>alert('x')</script>b<style>p{}</style>c<!-- d -->e", "a b c e"),
        ('<a title="1 > 0" href="x">link</a>', "link"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("  much \n\n\n  space\t here ", "much\nspace here"),
        ("<script>never closed", "never closed"),
        ("", ""),
    ],
)
def test_markup_reads_as_a_reader_would_read_it(markup: str, text: str) -> None:
    assert from_markup(markup) == text


def test_control_and_reordering_characters_are_dropped() -> None:
    assert tidy("a\x1b[31mb\x00c\u202ed\u2066e\x9bf") == "a[31mbcdef"


def test_letters_of_right_to_left_scripts_stay() -> None:
    assert tidy("الانسحاب הנסיגה") == "الانسحاب הנסיגה"


def test_one_line_is_one_line() -> None:
    assert on_one_line("a\nb\u2028c\r\nd") == "a b c d"


def test_a_cut_text_shows_that_it_was_cut() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abc defg", 5) == "abc…"


@given(st.text())
def test_any_markup_gives_text_without_controls(markup: str) -> None:
    assert all(letter == "\n" or letter.isprintable() or ord(letter) > 0x9F for letter in from_markup(markup))


@given(st.text(), st.integers(1, 50))
def test_a_cut_text_is_never_longer_than_asked(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest
