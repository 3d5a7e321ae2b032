"""What analysts decided on evidence, as a criterion sees it: whether the words it looks for were accepted."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from tracker.domain.criteria import Criterion, FieldTest, WordTest
from tracker.domain.reports import NOT_REVIEWED, Fact, Report, Review
from tracker.domain.verdicts import Account

_ANOTHER_FACT = "its words were accepted for another fact"


def predicate_of(criterion: Criterion) -> str:
    """Return what tells the versions of a criterion's predicate apart; the order of its parts has no meaning."""
    return _digest(criterion.match, criterion.words)


def review_of(report: Report, promise: str, criterion: Criterion) -> Review | None:
    """Return what was decided on the words that a promise's criterion looks for in a report."""
    for review in reversed(report.reviews):
        if (review.promise, review.criterion) == (promise, criterion.name):
            return review if review.predicate == predicate_of(criterion) else None
    return None


def doubted(account: Account, promise: str, criterion: Criterion) -> str:
    """Return why evidence that a criterion found by words does not count; empty if it does."""
    report = account.report
    if report.trust_text:
        return ""
    review = review_of(report, promise, criterion) if report.reviews else None
    if review is None:
        return NOT_REVIEWED
    if not review.accepted:
        return review.words
    return "" if review.fact is None or _tells_the_same(review.fact, account.fact) else _ANOTHER_FACT


def review_words(account: Account, promise: str, criterion: Criterion) -> str:
    """Return who accepted or corrected the evidence, or an empty text."""
    report, fact = account.report, account.fact
    for review in reversed(report.reviews):
        on_words = bool(review.promise) and (review.promise, review.criterion) == (promise, criterion.name)
        on_fact = not review.promise and review.fact is not None and _tells_the_same(review.fact, fact)
        if review.accepted and (on_words or on_fact):
            return review.words
    return ""


def _tells_the_same(one: Fact, other: Fact) -> bool:
    """Compare what facts are about; their dates and figures may have been read more exactly since."""
    return _subject(one) == _subject(other)


def _subject(fact: Fact) -> tuple[str | None, ...]:
    return fact.indicator, fact.event, fact.actor, fact.target, fact.place, fact.unit, fact.code


@lru_cache(maxsize=4096)
def _digest(match: tuple[FieldTest, ...], words: WordTest | None) -> str:
    tests = sorted(
        [test.field, *map(sorted, (test.any_of, test.starts, test.other_than, test.patterns))] for test in match
    )
    asked = () if words is None else (words.any_of, words.all_of, words.none_of, words.patterns)
    plain = json.dumps([tests, [sorted(each) for each in asked]])
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
