"""Random cases: a promise, reports, coverage and a view, each made from nothing but its seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.oracle.making_promises import make_promise
from tests.oracle.making_reports import EVENTS, make_reports, some_day
from tracker.domain.coverage import ASSUMED, Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.instants import TICK, Span, day_span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Basis, View

NAMES = Names(
    {
        "place": {"latakia airbase": "hmeimim"},
        "event": {"pull out": "departure"},
        "indicator": {"left": "gone"},
        "actor": {"russian federation": "russia"},
        "unit": {"planes": "aircraft"},
    },
    {"hmeimim": "syria", "tartus": "syria"},
)
SOURCES = (
    SourceFacts("wire", ("press",), ("*",), timedelta(days=1)),
    SourceFacts("paper", ("press",), ("gone", "strike"), None),
)


@dataclass(frozen=True)
class Case:
    """Everything that both judges are given."""

    seed: int
    promise: Promise
    reports: list[ReportVersion]
    coverage: Coverage
    view: View
    names: Names


def make_case(seed: int) -> Case:
    """Return the case of a seed."""
    rng = Random(seed)
    tz = rng.choice(("UTC", "UTC", "UTC", "Europe/Moscow", "Europe/Berlin", "America/New_York"))
    promise = make_promise(rng, tz)
    reports = make_reports(rng, tz, _events(promise) or EVENTS if rng.random() < 0.9 else EVENTS)
    return Case(seed, promise, reports, _coverage(rng, tz), _view(rng, promise, reports), NAMES)


def _events(promise: Promise) -> tuple[str, ...]:
    """Return the events that the promise's conditions ask about, as often as they do; `vote` where it matters."""
    asked: list[str] = [name for step in promise.steps for name in _events(step)]
    for reading in promise.readings:
        conditions = reading.conditions
        for condition in (
            conditions.kept_when,
            conditions.kept_when,
            conditions.broken_when,
            conditions.partly_when,
            conditions.at_risk_when,
            conditions.undone_when,
            conditions.cannot_verify_when,
        ):
            asked += condition.names() if condition is not None else ()
        asked += ["vote", "vote"] if reading.due_before else []
        asked += ["gone"] if reading.progress_by else []
    asked += ["vote", "vote"] if promise.trigger is not None else []
    return tuple("gone" if name == "half" else name for name in asked)


def _coverage(rng: Random, tz: str) -> Coverage:
    dice = rng.random()
    if dice < 0.35:
        return ASSUMED
    if dice < 0.42:
        return Coverage((), SOURCES)
    return Coverage(tuple(_span(rng, tz) for _ in range(rng.choice((1, 2, 2, 3)))), SOURCES)


def _span(rng: Random, tz: str) -> CoverageSpan:
    first = some_day(rng) if rng.random() < 0.4 else some_day(Random(0)).replace(month=2, day=25)
    last = first + timedelta(days=rng.choice((3, 30, 85, 90, 120, 200)))
    kind = rng.choice((*[Listening.SEEN] * 4, Listening.ATTESTED, Listening.DENIED))
    span = Span(day_span(first, tz).start, day_span(last, tz).end)
    recorded = span.end + timedelta(days=rng.choice((0, 9))) if rng.random() < 0.2 else None
    return CoverageSpan(rng.choice(("wire", "wire", "paper")), span, kind, recorded)


def _view(rng: Random, promise: Promise, reports: list[ReportVersion]) -> View:
    at = _instant(rng, promise, reports)
    dice = rng.random()
    if dice < 0.5:
        return View.as_known_then(at)
    if dice < 0.65:
        return View.as_known_then(at, Basis.RECORDED)
    if dice < 0.85:
        return View.hindsight(at)
    return View(at, at + timedelta(days=rng.choice((10, 60))), rng.choice(tuple(Basis)))


def _instant(rng: Random, promise: Promise, reports: list[ReportVersion]) -> datetime:
    """Return an instant of judging: any day of the story, more often near an edge."""
    dice = rng.random()
    edges = [edge for edge in (promise.opens, promise.due, promise.until, promise.review_by) if edge is not None]
    if dice < 0.25:
        return rng.choice(edges) + rng.choice((-TICK, timedelta(0), TICK, timedelta(days=2), timedelta(days=4)))
    if dice < 0.35 and reports:
        return rng.choice(reports).report.published
    day = day_span(some_day(rng), promise.tz)
    if dice < 0.75:
        return day.end + timedelta(days=45)
    return day.end if rng.random() < 0.7 else day.start + timedelta(hours=12)
