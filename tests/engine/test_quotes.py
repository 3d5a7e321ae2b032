"""Where the words stand that a criterion looks for: slices of the text, whatever it is made of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tracker.domain.criteria import WordTest
from tracker.domain.reports import Quote, Report
from tracker.engine.phrases import says
from tracker.engine.quoting import LONGEST_QUOTE, MOST_QUOTES, quotes_of, sentence_around

DAY = datetime(2016, 3, 14, tzinfo=UTC)


def told(text: str, title: str = "") -> Report:
    return Report("r", "wires", DAY, title=title, text=text)


def quoted(test: WordTest, text: str) -> list[str]:
    return [each.text for each in quotes_of(test, told(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "quote"),
    [
        ("withdraw*", "They WITHDREW; the Withdrawal began.", "Withdrawal"),
        ("last train", "the last,\n  train left", "last,\n  train"),
        ("elysee", "At the “Élysée” it was said", "Élysée"),
        ("cafe", "In the cafe\u0301, late", "cafe\u0301"),
        ("final", "the \ufb01nal word", "\ufb01nal"),
        ("strasse", "Auf der Straße!", "Straße"),
    ],
)
def test_a_quote_is_written_as_the_text_writes_it(phrase: str, text: str, quote: str) -> None:
    assert quoted(WordTest(any_of=(phrase,)), text) == [quote]


def test_a_pattern_is_quoted_where_it_matched() -> None:
    assert quoted(WordTest(patterns=(r"[0-9]+ of [0-9]+ jets",)), "Só 21 of 36 Jets left") == ["21 of 36 Jets"]


def test_title_and_text_are_quoted_in_order_with_their_place() -> None:
    found = quotes_of(WordTest(any_of=("gone",)), told("All gone, gone.", "Gone"))
    assert found == (Quote("title", 0, 4, "Gone"), Quote("text", 4, 8, "gone"), Quote("text", 10, 14, "gone"))


def test_a_text_full_of_a_phrase_gives_a_few_quotes() -> None:
    assert len(quoted(WordTest(any_of=("gone", "go*")), "gone " * 10_000)) == MOST_QUOTES


def test_a_pattern_that_matches_everything_is_cut() -> None:
    (found,) = quoted(WordTest(patterns=("(?s).+",)), "x " * 10_000)
    assert len(found) == LONGEST_QUOTE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("First. It is gone now. Last.", "It is gone now."),
        ("It is gone", "It is gone"),
        ("One\nit is gone\nthree", "it is gone"),
        ("At 3.30 it is gone! Yes.", "At 3.30 it is gone!"),
        ("Who said “gone.” Nobody.", "Who said “gone.”"),
    ],
)
def test_the_sentence_around_a_quote_ends_where_sentences_end(text: str, sentence: str) -> None:
    (quote,) = quotes_of(WordTest(any_of=("gone",)), told(text))
    assert sentence_around(quote, told(text)).text.rstrip("”") == sentence.rstrip("”")


def test_the_sentence_around_a_quote_is_bounded() -> None:
    text = "x" * 50_000 + " gone " + "y" * 50_000
    (quote,) = quotes_of(WordTest(any_of=("gone",)), told(text))
    assert len(sentence_around(quote, told(text)).text) < 1_300


PHRASES = st.sampled_from(["gone", "go*", "last train", "the", "e*", "straße", "cafe"])
TEXTS = st.lists(
    st.sampled_from(
        [
            "gone",
            "Gone!",
            "last",
            "train",
            "the",
            "CAFE\u0301",
            "\ufb01n",
            "½",
            "\u00ad",
            "\u0345",
            "İ",
            "\ud800",
            "\n",
        ]
    )
    | st.text(max_size=4),
    max_size=20,
).map(" ".join)


@laws
@given(st.lists(PHRASES, min_size=1, max_size=3), st.sampled_from(["", "[a-e]+n", r"\bt"]), TEXTS, TEXTS)
def test_every_quote_and_its_sentence_are_slices_of_the_text(
    phrases: list[str], pattern: str, title: str, text: str
) -> None:
    test = WordTest(any_of=tuple(phrases), patterns=(pattern,) if pattern else ())
    report = told(text, title)
    for quote in quotes_of(test, report):
        source = title if quote.field == "title" else text
        sentence = sentence_around(quote, report)
        assert source[quote.start : quote.end] == quote.text != ""
        assert source[sentence.start : sentence.end] == sentence.text
        assert sentence.start <= quote.start < quote.end <= sentence.end


@laws
@given(PHRASES, st.text(st.sampled_from("goneaflstri \n,.-é"), max_size=40))
def test_words_that_are_said_are_quoted(phrase: str, text: str) -> None:
    test = WordTest(any_of=(phrase,))
    assert bool(quotes_of(test, told(text))) == says(test, told(text))
