"""Which questions a report raises that only a person can answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker.domain.folding import canonical
from tracker.domain.instants import iso
from tracker.domain.promises import Names
from tracker.domain.reports import DECIDING_NATURES, Fact, Quote, Report
from tracker.domain.reviewing import ItemKind, Question
from tracker.engine.quoting import sentence_around
from tracker.engine.reviewing import predicate_of
from tracker.engine.suspecting import Suspicion

_AHEAD = timedelta(hours=14)
"""Somewhere on earth it is later by so much: a day that has begun there is no future."""
_LATE_CLOCK = timedelta(days=1)
_MOST = 50
"""Questions of one kind that one report may raise: a hostile one raises no more."""


_CUT_OUT = "a pattern of the map cut it out of free text"
_GIVEN = "somebody gave it who may not admit evidence"


class Raised(NamedTuple):
    """A question, and what it is about where report, promise and fact do not tell it apart."""

    question: Question
    about: str = ""


def questions_on_words(report: Report, suspicions: Iterable[Suspicion], *, trusted: bool) -> Iterator[Raised]:
    """Yield a question for each criterion whose words the report holds; in a trusted source they are believed."""
    for (_, promise, criterion), quotes, proposed in list(suspicions)[:_MOST]:
        if trusted and proposed is None:
            continue
        yield Raised(
            Question(
                ItemKind.SUSPECTED,
                promise,
                criterion.name,
                predicate_of(criterion),
                quotes,
                () if proposed is None else (proposed,),
                is_new=proposed is not None,
                why=(f"it holds words that {criterion.name} looks for",),
            ),
            _sentences(quotes, report),
        )


def questions_on_facts(report: Report, stated: datetime, at: datetime) -> Iterator[Raised]:
    """Yield questions on facts cut out of free text, and on dates that lie after `at`, the recording.

    `stated` is the publication that the report claims. If that lies ahead, one question is on all of the report;
    a date that was assumed is no date of its own.
    """
    for each in report.suspected[:_MOST]:
        quotes = () if each.quote is None else (each.quote,)
        why = (_GIVEN if report.by_hand else _CUT_OUT,)
        question = Question(ItemKind.SUSPECTED, quotes=quotes, facts=(each.fact,), is_new=True, why=why)
        yield Raised(question, _sentences(quotes, report))
    ahead = [
        fact
        for fact in report.facts
        if fact.nature in DECIDING_NATURES and not fact.date_assumed and fact.occurred.start > at + _AHEAD
    ]
    if stated > at + _LATE_CLOCK:
        dated = dict.fromkeys(f"it is told as done, but dated {iso(fact.occurred.start)}" for fact in ahead)
        said = iso(stated.replace(microsecond=0))
        reasons = (f"it says that it was published {said}", *list(dated)[:_MOST])
        yield Raised(Question(ItemKind.FUTURE, facts=report.facts, why=reasons), f"published {iso(stated)}")
        return
    for fact in ahead[:_MOST]:
        why = (f"it is told as done, but dated {iso(fact.occurred.start)}",)
        yield Raised(Question(ItemKind.FUTURE, facts=(fact,), why=why))


def unit_of(fact: Fact, names: Names) -> str:
    """Return the unit of a figure as it is compared; empty where there is none."""
    return canonical(names, "unit", fact.unit) if fact.value is not None and fact.unit else ""


def question_on_unit(report: Report, unit: str, names: Names) -> Raised:
    """Return the question on a unit that nobody has used before, with the facts that use it."""
    facts = tuple(fact for fact in report.facts if unit_of(fact, names) == unit)
    return Raised(
        Question(ItemKind.UNIT, facts=facts, why=(f"no rule and no report has used {unit} before",)), unit
    )


def _sentences(quotes: Iterable[Quote], report: Report) -> str:
    """Return the sentences around quotes: while they stay the same, the rest of the report may change."""
    around = dict.fromkeys(" ".join(sentence_around(quote, report).text.split()) for quote in quotes)
    return "\n".join(around)
