"""One item of the review queue as a screen: the words where they stand, and what deciding would change.

Everything is put together as styled text, never as markup, so that no report can style or steer the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from tracker.actions.review_queue import Effect, Shown
from tracker.cli.plain import STEERING, clean
from tracker.cli.promise_lines import status_words
from tracker.cli.review_lines import (
    QUESTIONS,
    candidate_lines,
    criterion_words,
    decision_line,
    fact_line,
    report_lines,
)
from tracker.domain.promises import Promise
from tracker.domain.reports import Quote
from tracker.domain.reviewing import ItemKind

MOST_SENTENCES = 4
KEYS: Mapping[str, str] = {
    "a": "accept",
    "r": "reject",
    "j": "join",
    "s": "split",
    "e": "edit",
    "u": "undo the last",
    "n": "next",
    "q": "quit",
}
_FITTING = {
    ItemKind.SUSPECTED: "are",
    ItemKind.COPIES: "rjs",
    ItemKind.FUTURE: "are",
    ItemKind.UNIT: "are",
    ItemKind.FACT: "re",
}


def keys_for(kind: ItemKind) -> str:
    """Return the keys that do something with an item of a kind."""
    return f"{_FITTING[kind]}unq"


def screen(shown: Shown, effects: Mapping[str, Sequence[Effect]], waiting: int, tz: str) -> Iterator[Text]:
    """Yield the lines of the screen; `waiting` counts the items that wait in all."""
    item, question = shown.item, shown.item.question
    yield Text(f"item {item.id} · {question.kind.value} · {waiting} waiting", style="dim")
    yield Text(QUESTIONS[question.kind], style="bold")
    yield Text("; ".join(clean(why) for why in question.why), style="dim")
    yield Text()
    for report in (shown.report, *((shown.other,) if shown.other else ())):
        yield from (Text(line) for line in report_lines(report, tz))
    yield Text()
    for quote, sentence in shown.sentences[:MOST_SENTENCES]:
        yield highlighted(quote, sentence)
    if len(shown.sentences) > MOST_SENTENCES:
        yield Text(f"  and {len(shown.sentences) - MOST_SENTENCES} more places", style="dim")
    yield from (Text(f"  fact: {clean(fact_line(fact, tz))}") for fact in question.facts)
    yield from (Text(line, style="dim") for line in candidate_lines(shown.candidates, tz))
    yield Text()
    for promise in shown.promises:
        yield from _promise(promise, shown)
    for verb, each in effects.items():
        yield from _effects(verb, each)
    yield from (Text(f"  {decision_line(each, tz)}", style="dim") for each in item.decisions)
    yield Text()
    yield Text("   ".join(f"{key} {KEYS[key]}" for key in keys_for(question.kind)), style="bold")


def highlighted(quote: Quote, sentence: Quote) -> Text:
    """Return a sentence with the quoted words highlighted."""
    start, end = quote.start - sentence.start, quote.end - sentence.start
    whole = sentence.text
    return Text.assemble(
        "  “", _kept(whole[:start]), (_kept(whole[start:end]), "bold reverse"), _kept(whole[end:]), "”"
    )


def _kept(text: str) -> str:
    """Return the text with a space for every sign that could steer the terminal; its length stays the same."""
    return "".join(" " if unicodedata.category(sign) in STEERING else sign for sign in text)


def _promise(promise: Promise, shown: Shown) -> Iterator[Text]:
    yield Text.assemble("  promise ", (clean(promise.id), "bold"), f": {clean(promise.title)}")
    if promise.statement.quote:
        yield Text(f"    “{clean(promise.statement.quote)}”", style="dim")
    if words := criterion_words(shown.item.question, promise):
        yield Text(f"    {clean(words)}", style="dim")


def _effects(verb: str, effects: Sequence[Effect]) -> Iterator[Text]:
    if not effects:
        yield Text(f"  {verb} it would change no headline")
    for each in effects:
        moved = f"{status_words(each.old)} -> {status_words(each.new)}"
        yield Text.assemble(f"  {verb} it: {clean(each.promise)} ", (moved, "bold"))
        yield Text(f"    {clean(each.reason)}", style="dim")
