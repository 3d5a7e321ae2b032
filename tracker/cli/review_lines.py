"""Items of the review queue as lines for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.actions.review_queue import Effect, Shown
from tracker.cli.dates import day
from tracker.cli.plain import clean
from tracker.cli.promise_lines import status_words
from tracker.domain.candidates import Candidates
from tracker.domain.criteria import Criterion
from tracker.domain.instants import iso
from tracker.domain.promises import Promise
from tracker.domain.reports import Fact, Quote, Report
from tracker.domain.reviewing import Decision, ItemKind, Link, Question, ReviewItem
from tracker.engine.wording import fact_words, when

QUESTIONS = {
    ItemKind.SUSPECTED: "Does the text say so?",
    ItemKind.COPIES: "Do these two go back to one observation?",
    ItemKind.FUTURE: "Is this date meant so?",
    ItemKind.UNIT: "Is this a unit, and meant so?",
    ItemKind.FACT: "A fact that was corrected by hand.",
}
_MOST_OFFERED = 8
"""So many figures and dates are told on a page."""
_LINKS = {Link.COPY: "a copy", Link.SAME: "another witness of the same occurrence"}


def item_cells(item: ReviewItem) -> tuple[object, ...]:
    """Return the cells of an item in a list."""
    return item.id, item.question.kind.value, item.state, _about(item), item.report.source, item.report.id


def _about(item: ReviewItem) -> str:
    question = item.question
    if question.promise:
        return f"{question.promise}: {question.criterion}"
    if item.other is not None:
        return f"and {item.other.id}" + ("" if question.score is None else f" ({question.score:.2f})")
    return fact_words(question.facts[0]) if question.facts else "; ".join(question.why)


def item_lines(shown: Shown, tz: str) -> Iterator[str]:
    """Yield an item as lines, everything from outside cleaned."""
    item, question = shown.item, shown.item.question
    yield f"item {item.id}, {question.kind.value}, {item.state}, version {item.version}"
    yield f"  {QUESTIONS[question.kind]}"
    for why in question.why:
        yield f"  because {clean(why)}"
    if question.score is not None:
        yield f"  score {question.score:.2f}"
    if question.link is not None:
        yield f"  proposed as {_LINKS[question.link]}"
    for report in (shown.report, *((shown.other,) if shown.other else ())):
        yield from report_lines(report, tz)
    for quote, sentence in shown.sentences:
        yield f"  {quote.field} {quote.start} to {quote.end}: {clean(marked(quote, sentence))}"
    for fact in question.facts:
        yield f"  fact: {clean(fact_line(fact, tz))}"
    yield from candidate_lines(shown.candidates, tz)
    for promise in shown.promises:
        of = f", its {clean(question.criterion)}" if _is_of(question.promise, promise.id) else ""
        yield f"  concerns {clean(promise.id)}: {clean(promise.title)}{of}"
    for each in item.decisions:
        yield f"  {decision_line(each, tz)}"


def candidate_lines(candidates: Candidates, tz: str) -> Iterator[str]:
    """Yield the figures and dates that the words offer; none of them counts unless somebody enters it."""
    for figure in candidates.figures[:_MOST_OFFERED]:
        whole = "" if figure.whole is None else f" of {figure.whole}"
        yield f"  offers a figure: {clean(figure.quote.text)} ({figure.value}{whole} {clean(figure.unit)})"
    for each in candidates.dates[:_MOST_OFFERED]:
        yield f"  offers a date: {clean(each.quote.text)} ({each.role.value} {when(each.span, tz)})"


def criterion_words(question: Question, promise: Promise) -> str:
    """Return what the criterion whose words were found asks for; empty if it is not this promise's."""
    owners = (promise, *promise.steps, *(inner for step in promise.steps for inner in step.steps))
    for owner in owners:
        if owner.id != question.promise:
            continue
        for reading in owner.readings:
            if (criterion := reading.criteria.get(question.criterion)) is not None:
                return f"{criterion.name}: {_asked(criterion)}"
    return ""


def _asked(criterion: Criterion) -> str:
    tests = [
        f"{test.field} {' or '.join((*test.any_of, *test.starts, *test.patterns))}" for test in criterion.match
    ]
    words = criterion.words
    if words is not None:
        tests += [f"words {' or '.join((*words.any_of, *words.all_of, *words.patterns))}"]
    told = "; ".join(tests)
    if criterion.comparison is None:
        return told
    return f"{told}, {criterion.reducer.value} {criterion.comparison.told}"


def _is_of(promise: str, whole: str) -> bool:
    return promise == whole or promise.startswith(f"{whole}/")


def report_lines(report: Report, tz: str) -> Iterator[str]:
    """Yield what a report is and where it stands."""
    yield f"  report {clean(report.id)}: {clean(report.title) or 'without a title'}"
    link = f" <{clean(report.url)}>" if report.url else ""
    yield f"    {clean(report.source)}, {day(report.published, tz)}{link}"


def fact_line(fact: Fact, tz: str) -> str:
    """Return a fact with its nature and when it occurred."""
    assumed = ", the day of publication" if fact.date_assumed else ""
    return f"{fact_words(fact)} ({fact.nature.value}, {when(fact.occurred, tz)}{assumed})"


def marked(quote: Quote, sentence: Quote) -> str:
    """Return a sentence with the quoted words between » and «."""
    start, end = quote.start - sentence.start, quote.end - sentence.start
    return f"{sentence.text[:start]}»{sentence.text[start:end]}«{sentence.text[end:]}"


def decision_line(each: Decision, tz: str) -> str:
    """Return one version of an item."""
    fact = "" if each.fact is None else f", as {clean(fact_line(each.fact, tz))}"
    return (
        f"{each.number}. {each.act.value} by {clean(each.who)} on {day(each.at, tz)}: {clean(each.reason)}{fact}"
    )


def effect_lines(effects: Iterable[Effect], verb: str) -> Iterator[str]:
    """Yield what a decision would do to headlines."""
    told = False
    for each in effects:
        told = True
        yield f"  {verb} it: {clean(each.promise)} {status_words(each.old)} -> {status_words(each.new)}"
        yield f"    {clean(each.reason)}"
    if not told:
        yield f"  {verb} it would change no headline"


def item_data(item: ReviewItem) -> dict[str, object]:
    """Return an item as data; instants are ISO 8601 in UTC."""
    question, other = item.question, item.other
    return {
        "item": item.id,
        "kind": question.kind.value,
        "state": item.state,
        "version": item.version,
        "opened": iso(item.opened),
        "report": item.report.id,
        "source": item.report.source,
        "other": None if other is None else other.id,
        "other_source": None if other is None else other.source,
        "promise": question.promise or None,
        "criterion": question.criterion or None,
        "link": None if question.link is None else question.link.value,
        "score": question.score,
        "why": list(question.why),
        "quotes": [quote_data(each) for each in question.quotes],
        "facts": [fact_data(each) for each in question.facts],
        "decisions": [
            {
                "version": each.number,
                "act": each.act.value,
                "by": each.who,
                "reason": each.reason,
                "at": iso(each.at),
                "fact": None if each.fact is None else fact_data(each.fact),
                "link": None if each.link is None else each.link.value,
            }
            for each in item.decisions
        ],
    }


def shown_data(shown: Shown) -> dict[str, object]:
    """Return an item with its reports, the sentences around its quotes and its promises as data."""
    return {
        **item_data(shown.item),
        "reports": [
            {
                "report": each.id,
                "source": each.source,
                "title": each.title,
                "url": each.url,
                "published": iso(each.published),
            }
            for each in (shown.report, shown.other)
            if each is not None
        ],
        "sentences": [
            {"quote": quote_data(quote), "sentence": quote_data(sentence)} for quote, sentence in shown.sentences
        ],
        "promises": [{"promise": each.id, "title": each.title} for each in shown.promises],
        "offers": {
            "figures": [
                {
                    "quote": quote_data(each.quote),
                    "value": each.value.number,
                    "value_to": each.value.upper,
                    "qualifier": each.value.qualifier.value,
                    "whole": None if each.whole is None else each.whole.number,
                    "unit": each.unit,
                }
                for each in shown.candidates.figures
            ],
            "dates": [
                {
                    "quote": quote_data(each.quote),
                    "role": each.role.value,
                    "from": iso(each.span.start),
                    "to": iso(each.span.end),
                }
                for each in shown.candidates.dates
            ],
        },
    }


def effect_data(effects: Iterable[Effect]) -> list[dict[str, object]]:
    """Return what a decision would do as data."""
    return [
        {"promise": each.promise, "old": each.old.value, "new": each.new.value, "reason": each.reason}
        for each in effects
    ]


def quote_data(quote: Quote) -> dict[str, object]:
    """Return a quote as data."""
    return {"field": quote.field, "start": quote.start, "end": quote.end, "text": quote.text}


def fact_data(fact: Fact) -> dict[str, object]:
    """Return a fact as data."""
    return {
        "indicator": fact.indicator,
        "event": fact.event,
        "value": None if fact.value is None else str(fact.value),
        "unit": fact.unit,
        "actor": fact.actor,
        "target": fact.target,
        "place": fact.place,
        "nature": fact.nature.value,
        "occurred": {"from": iso(fact.occurred.start), "to": iso(fact.occurred.end)},
        "date_assumed": fact.date_assumed,
    }
