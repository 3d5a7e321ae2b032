"""Items of the review queue as a message asks about them: the sentence, whose it is, for which promise."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.actions.deciding import how_it_stands
from tracker.actions.review_queue import Shown, show_item
from tracker.domain.errors import Unknown
from tracker.domain.interactions import AskedLine
from tracker.domain.promises import Promise
from tracker.domain.reviewing import Question
from tracker.engine.wording import fact_words
from tracker.store.store import Store

LONGEST_TEXT = 1_000
"""Characters of a report's words that a message takes along; it shows fewer still."""


def asked_lines(store: Store, items: Iterable[int]) -> tuple[AskedLine, ...]:
    """Return these items (by number) as they stand now; those that are not there are left out."""
    lines = []
    for number in items:
        try:
            lines.append(line_of(show_item(store, number)))
        except Unknown:
            continue
    return tuple(lines)


def line_of(shown: Shown) -> AskedLine:
    """Return one item as a line."""
    item, report = shown.item, shown.report
    question = item.question
    promise = concerned(shown)
    sentence = " ".join(around.text for _, around in shown.sentences) or _words(question) or report.title
    return AskedLine(
        item=item.id,
        version=item.version,
        promise=promise.id if promise else question.promise,
        title=promise.title if promise else question.promise,
        criterion=question.criterion,
        source=report.source if report.origin in (None, report.source) else f"{report.origin} via {report.source}",
        published=report.published,
        sentence=sentence[:LONGEST_TEXT],
        quote="; ".join(quote.text for quote in question.quotes)[:LONGEST_TEXT],
        url=report.url,
        owner=promise.owner if promise else "",
        decided="" if item.is_open else how_it_stands(item),
    )


def concerned(shown: Shown) -> Promise | None:
    """Return the promise an item is about: the one whose words were found, or the first its report may touch."""
    named = shown.item.question.promise.partition("/")[0]
    return next((each for each in shown.promises if each.id == named), next(iter(shown.promises), None))


def _words(question: Question) -> str:
    return "; ".join(fact_words(fact) for fact in question.facts)
