"""What is given and what follows: promises, listening, and the verdict on them, for tests of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from tests.engine.asking import Part, at_least, happened, latest, named
from tests.engine.telling import DUE, OPENS, days, evening, instant_of, morning
from tracker.domain.coverage import ASSUMED, Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.criteria import Conditions, Criterion
from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Kind, Names, Promise, Reading, Statement
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Judgement, Verdict, View
from tracker.engine.judging import judge

NO_NAMES = Names()


class Told(TypedDict, total=False):
    """What a promise may say beside its readings."""

    review_by: str
    wait: Duration
    undone_within: int
    needs: Sequence[str]
    interest: Mapping[str, Interest]
    coverage_share: float
    tz: str


def reading(
    *criteria: Criterion,
    name: str = "",
    kept: Part | None = None,
    partly: Part | None = None,
    broken: Part | None = None,
    at_risk: Part | None = None,
    undone: Part | None = None,
    cannot_verify: Part | None = None,
    opens: str = OPENS,
    due: str | None = None,
    until: str | None = None,
    progress_by: str | None = None,
) -> Reading:
    """Return one set of conditions with its dates."""
    conditions = Conditions(
        *(None if part is None else named(part) for part in (kept, partly, broken, at_risk, undone, cannot_verify))
    )
    return Reading(
        name,
        {criterion.name: criterion for criterion in criteria},
        conditions,
        morning(opens),
        None if due is None else evening(due),
        None if until is None else evening(until),
        progress_by,
    )


def promise(
    *readings: Reading,
    kind: Kind = Kind.ACHIEVE,
    review_by: str | None = None,
    wait: Duration = Duration(days=3),
    undone_within: int | None = None,
    needs: Sequence[str] = (),
    interest: Mapping[str, Interest] | None = None,
    coverage_share: float = 0.9,
    tz: str = "UTC",
) -> Promise:
    """Return a promise of Russia's with the dates of its first reading."""
    first = readings[0]
    return Promise(
        id="the-promise",
        title="The main part leaves",
        kind=kind,
        statement=Statement("said", ("Russia",), date(2016, 3, 1), "we will leave"),
        readings=readings,
        opens=first.opens,
        tz=tz,
        due=first.due,
        until=first.until,
        review_by=None if review_by is None else evening(review_by),
        wait_for_reports=wait,
        undone_within=None if undone_within is None else Duration(days=undone_within),
        needs=tuple(needs),
        coverage_share=coverage_share,
        interest=interest or {},
    )


def leaving(**rest: Unpack[Told]) -> Promise:
    """Return the plain dated promise: a departure seen by 20 May keeps it, a cancellation breaks it."""
    plain = reading(happened("departure"), happened("cancelled"), kept="departure", broken="cancelled", due=DUE)
    return promise(plain, **rest)


def reaching(number: float = 20, **rest: Unpack[Told]) -> Promise:
    """Return a dated promise to reach a figure: so many aircraft gone by 20 May."""
    plain = reading(latest("gone", at_least(number)), kept="gone", due=DUE)
    return promise(plain, **rest)


def refraining(kind: Kind = Kind.REFRAIN, until: str | None = "2016-12-31", **rest: Unpack[Told]) -> Promise:
    """Return a promise that no strike occurs, where calm is the proof of holding."""
    plain = reading(happened("strike"), happened("calm"), kept="calm", broken="strike", until=until)
    return promise(plain, kind=kind, **rest)


def heard(
    source: str,
    first: str,
    last: str,
    kind: Listening = Listening.SEEN,
    recorded: str | None = None,
) -> CoverageSpan:
    """Return a stretch of whole days in which a source was listened to."""
    return CoverageSpan(source, days(first, last), kind, None if recorded is None else evening(recorded))


def listening(*spans: CoverageSpan, sources: Sequence[SourceFacts] = ()) -> Coverage:
    """Return what is known about listening; sources that nobody describes are known by name only."""
    described = tuple(sources) or tuple(
        SourceFacts(source) for source in dict.fromkeys(span.source for span in spans)
    )
    return Coverage(spans, described)


NOBODY_LISTENED = Coverage()


def judgement(
    promise: Promise,
    *reports: ReportVersion,
    at: str | datetime,
    known: str | datetime | None = "all",
    coverage: Coverage = ASSUMED,
    names: Names = NO_NAMES,
) -> Judgement:
    """Judge at an instant (a day means its end), as known then unless told: at `known`, or None for hindsight."""
    instant = instant_of(at)
    if known == "all":
        view = View.as_known_then(instant)
    else:
        view = View(instant, None if known is None else instant_of(known))
    return judge(promise, reports, coverage, view, names)


def verdict(
    promise: Promise,
    *reports: ReportVersion,
    at: str | datetime,
    known: str | datetime | None = "all",
    coverage: Coverage = ASSUMED,
    names: Names = NO_NAMES,
) -> Verdict:
    """Return the headline."""
    return judgement(promise, *reports, at=at, known=known, coverage=coverage, names=names).headline


def status(
    promise: Promise,
    *reports: ReportVersion,
    at: str | datetime,
    known: str | datetime | None = "all",
    coverage: Coverage = ASSUMED,
    names: Names = NO_NAMES,
) -> Status:
    """Return the headline's status."""
    return verdict(promise, *reports, at=at, known=known, coverage=coverage, names=names).status
