"""Random reports: deeds and figures told by several sources, copied, corrected, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from tracker.domain.instants import Precision, Span, day_span, month_span
from tracker.domain.reports import Fact, Grade, Nature, Report, ReportVersion
from tracker.domain.values import Qualifier, Value

FIRST_DAY = date(2016, 2, 20)
STORY_DAYS = 150
EVENTS = (
    "departure",
    "departure",
    "cancelled",
    "halted",
    "strike",
    "calm",
    "part-left",
    "returned",
    "refused",
    "vote",
    "gone",
    "gone",
)
NUMBERS = (4, 8, 12, 15, 16, 18, 19, 20, 20, 22, 25, 38, 41)
ORIGINS = (*[None] * 6, "mod-ru", "damascus", "pentagon", "reuters", "monitors", "russia", "iran")
SOURCES = ("wire", "wire", "paper", "paper", "blog", "mod-ru")
GRADES = (Grade(), Grade("A"), Grade("B", 2), Grade("B"), Grade("C", 3), Grade("D"), Grade("F", 1), Grade("A", 6))
NATURES = (
    *[Nature.OBSERVATION] * 12,
    *[Nature.MEASUREMENT] * 6,
    *[Nature.ACT] * 5,
    Nature.FINDING,
    Nature.CONCESSION,
    Nature.CONCESSION,
    Nature.ESTIMATE,
    Nature.ESTIMATE,
    Nature.FORECAST,
    Nature.INTENTION,
    Nature.ANNOUNCEMENT,
    Nature.ACCUSATION,
    Nature.COMMENT,
)


def some_day(rng: Random) -> date:
    """Return a day of the story; the ends and beginnings of months more often."""
    if rng.random() < 0.15:
        return date(2016, rng.choice((3, 4, 5, 6)), rng.choice((1, 10, 20, 30)))
    return FIRST_DAY + timedelta(days=rng.randrange(STORY_DAYS))


def make_reports(rng: Random, tz: str, events: tuple[str, ...]) -> list[ReportVersion]:
    """Return up to ten reports, some in several versions, some leaning on earlier ones."""
    made: list[Report] = []
    for number in range(rng.choice((0, 1, 2, 3, 3, 4, 5, 6, 8, 10, 13))):
        made.append(_report(rng, number, made, tz, events))
    versions = [_version(rng, report) for report in made]
    for version in list(versions):
        if rng.random() < 0.06:
            versions.append(_edited(rng, version, tz, events))
    rng.shuffle(versions)
    return versions


def _report(rng: Random, number: int, earlier: list[Report], tz: str, events: tuple[str, ...]) -> Report:
    facts = tuple(make_fact(rng, tz, events) for _ in range(rng.choice((1, 1, 1, 1, 2))))
    copied = rng.choice(earlier) if earlier and rng.random() < 0.16 else None
    if copied is not None and copied.facts and rng.random() < 0.8:
        facts = _retold(rng, copied, facts)
    last = max(fact.occurred.end for fact in facts)
    published = last + timedelta(days=rng.choice((0, 0, 0, 0, 1, 2, 5, 20)))
    if rng.random() < 0.1:
        published = last - timedelta(hours=rng.choice((2, 12, 200)))
    report = Report(
        f"r{number}",
        rng.choice(SOURCES),
        published,
        facts,
        origin=rng.choice(ORIGINS),
        title=rng.choice(("troops left", "nothing new", "Soldiers leaving the base")),
        grade=rng.choice(GRADES),
        copy_of=(copied.id,) if copied else (),
        by_hand=rng.random() < 0.4,
        trust_text=rng.random() < 0.5,
    )
    if not earlier or copied is not None:
        return report
    return _linked(rng, report, earlier)


def _linked(rng: Random, report: Report, earlier: list[Report]) -> Report:
    other = rng.choice(earlier)
    dice = rng.random()
    if dice < 0.07:
        return replace(report, retracts=(other.id,), source=rng.choice((other.source, report.source)))
    if dice < 0.17:
        source = rng.choice((other.source, report.source))
        facts = report.facts
        if other.facts and rng.random() < 0.7:
            facts = tuple(replace(fact, occurred=other.facts[0].occurred) for fact in report.facts)
            facts = (replace(facts[0], event=other.facts[0].event, indicator=other.facts[0].indicator), *facts[1:])
            facts = tuple(fact if fact.event is None else replace(fact, value=None, unit=None) for fact in facts)
        return replace(report, corrects=(other.id,), source=source, facts=facts)
    if dice < 0.27:
        return replace(report, same_event=(other.id,))
    if dice < 0.29:
        return replace(report, copy_of=("lost-original",))
    return report


def _retold(rng: Random, copied: Report, own: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return a copy's facts: the original's, perhaps rounded, perhaps with something of its own."""
    facts = copied.facts
    if rng.random() < 0.4:
        facts = tuple(_rounded(fact) for fact in facts)
    return (*facts, own[0]) if rng.random() < 0.2 else facts


def _rounded(fact: Fact) -> Fact:
    if fact.value is None:
        return fact
    return replace(fact, value=Value(float(round(fact.value.number, -1)), Qualifier.ABOUT))


def _version(rng: Random, report: Report) -> ReportVersion:
    recorded = report.published + timedelta(days=rng.choice((*(0, 0, 0, 1, 3, 30) * 3, -2, -20)))
    return ReportVersion(report, recorded, 1, rng.randrange(1, 50))


def _edited(rng: Random, version: ReportVersion, tz: str, events: tuple[str, ...]) -> ReportVersion:
    later = max(version.recorded, version.report.published) + timedelta(days=rng.choice((1, 4)))
    facts = tuple(make_fact(rng, tz, events) for _ in version.report.facts)
    return ReportVersion(replace(version.report, facts=facts, published=later), later, 2, version.seq + 50)


def make_fact(rng: Random, tz: str, events: tuple[str, ...]) -> Fact:
    """Return a deed or a figure at a random time."""
    occurred, nature, origin = _time(rng, tz), rng.choice(NATURES), rng.choice(ORIGINS)
    actor = rng.choice(("russia", "Russia", "Russian Federation", "iran", None))
    place = rng.choice(("Hmeimim", "Latakia airbase", "tartus", None))
    event = rng.choice(events)
    if event == "departure" and rng.random() < 0.2:
        event = "Pull out"
    if event != "gone":
        return Fact(occurred, event=event, nature=nature, origin=origin, actor=actor, place=place)
    value, unit = _value(rng), rng.choice((*["aircraft"] * 8, "planes", "squadron", "ship", None))
    return Fact(
        occurred,
        rng.choice(("gone", "gone", "Left")),
        value=value,
        unit=unit,
        nature=nature,
        origin=origin,
        actor=actor,
        place=place,
    )


def _value(rng: Random) -> Value:
    qualifier = rng.choice((*[Qualifier.EQ] * 6, *Qualifier))
    number = float(rng.choice(NUMBERS))
    return Value(number, qualifier, number + 4 if qualifier is Qualifier.RANGE else None)


def _time(rng: Random, tz: str) -> Span:
    day = some_day(rng)
    dice = rng.random()
    if dice < 0.12:
        return month_span(2016, rng.choice((3, 4, 5, 6)), tz)
    if dice < 0.15:
        return month_span(2016, rng.choice((1, 4)), tz, 3)
    if dice < 0.25:
        instant = datetime(day.year, day.month, day.day, rng.choice((0, 9, 21)), tzinfo=UTC)
        return Span(instant, instant, Precision.INSTANT)
    if dice < 0.32:
        return Span(day_span(day, tz).start, day_span(day + timedelta(days=rng.choice((1, 6))), tz).end)
    return day_span(day, tz)
