"""The week in words and figures, once for both parts of the mail, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.domain.counting import counted, first_of
from tracker.domain.digests import Change, Cited, Standing, StatusCount, Week
from tracker.domain.statuses import SYMBOLS, Group
from tracker_notifiers import wording
from tracker_notifiers.dates import Dates
from tracker_notifiers.digest_chart import Chart, group_name
from tracker_notifiers.digest_reader import sent_because
from tracker_notifiers.outside_text import one_line, safe_link, shortened

LONGEST_LINK, LONGEST_SUBJECT = 500, 140
WEEK = timedelta(days=7)
MOST_NAMES, MOST_CITED = 12, 3
"""Sources, and reports that decide, named in one row."""

KEY = " ".join(f"{SYMBOLS[group]} {group}" for group in Group)


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many promises stand so, and the change since last week."""

    sign: str
    word: str
    group: str
    now: str
    change: str


@dataclass(frozen=True, slots=True)
class Row:
    """One promise or source in a list; `detail` and `lines` may be empty."""

    group: str
    label: str
    title: str
    by: str
    link: str
    when: str
    detail: str
    lines: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()
    """The reports that `detail` rests on, addresses made safe; without one where there is none."""
    unnamed: str = ""
    """How many further reports it rests on, "and 2 more", if any."""


@dataclass(frozen=True, slots=True)
class Section:
    """A list under a heading; `more` counts what was cut, `none` is said when there is nothing."""

    heading: str
    rows: tuple[Row, ...]
    more: int
    none: str
    pointer: str


@dataclass(frozen=True, slots=True)
class DigestRows:
    """Everything a digest says, in the order it says it."""

    subject: str
    label: str
    kicker: str
    headline: str
    followed: str
    counts: tuple[CountRow, ...]
    sections: tuple[Section, ...]
    chart: Chart | None
    key: str
    footing: str
    because: str
    unsubscribe: str


def digest_rows(week: Week, chart: Chart | None, most: int) -> DigestRows:
    """Word a week, each list cut to `most` rows."""
    dates = Dates(week.tz, week.reader.language)
    start, end = week.period.start, week.period.end
    weeks = round((end - start) / WEEK)
    joined = f", {week.added} of them new" if week.added else ""
    return DigestRows(
        subject=_subject(week, dates),
        label=one_line(week.label, 300),
        kicker=f"{'The week' if weeks < 2 else f'The {weeks} weeks'} of {dates.span(start, end)}",
        headline=one_line(week.headline, 300),
        followed=f"{counted(week.total, 'promise')}{joined} · {_heard(week)}",
        counts=() if week.is_empty else _counts(week.counts),
        sections=_sections(week, most, dates),
        chart=chart,
        key="" if week.is_empty else KEY,
        footing=f"Deedline · {dates.moment(start)} to {dates.moment(end)} · all times {week.tz}",
        because=sent_because(week.reader, most=MOST_NAMES),
        unsubscribe=safe_link(week.unsubscribe),
    )


def _subject(week: Week, dates: Dates) -> str:
    """Return as much of the headline as a subject takes: whole clauses, whole words."""
    last = dates.day(week.period.end)
    before = f"{'Copy: ' * bool(week.label)}Week to {dates.short(last, last)}: "
    return before + shortened(week.headline, LONGEST_SUBJECT - len(before))


def _sections(week: Week, most: int, dates: Dates) -> tuple[Section, ...]:
    everything = "deedline promises lists all"
    news = [change for change in week.changed if change.standing not in week.passed or change.reading]
    changed = Section(
        "What changed",
        tuple(_change(change, week, dates) for change in news[:most]),
        len(news) - most,
        "Nothing else changed this week." if week.passed else "Nothing changed this week.",
        everything,
    )
    passed = Section(
        "Deadline passed, reports still expected",
        tuple(_passed(row, row.due, week, dates) for row in week.passed[:most] if row.due),
        len(week.passed) - most,
        "",
        everything,
    )
    due = Section(
        f"Due in the next {week.days_ahead} days",
        tuple(_due(row, row.due, week, dates) for row in week.due_soon[:most] if row.due),
        len(week.due_soon) - most,
        f"Nothing falls due in the next {week.days_ahead} days.",
        everything,
    )
    told = [change.standing for change in news[:most] if not change.reading]
    review = Section(
        "Waiting for a person to look",
        tuple(_standing(row, told=row in told) for row in week.review[:most]),
        len(week.review) - most,
        "Nothing waits for a person.",
        everything,
    )
    mute = _silent(week, dates)
    silent = Section(
        "Silent sources",
        mute[:most],
        len(mute) - most,
        _none_silent(week),
        "deedline doctor lists all",
    )
    sections = (changed, *([passed] if passed.rows else []), due, review, silent)
    # A quiet week is told by its headline; only lists that hold something follow.
    return tuple(section for section in sections if section.rows) if week.is_empty else sections


def _counts(counts: tuple[StatusCount, ...]) -> tuple[CountRow, ...]:
    return tuple(
        CountRow(
            sign=wording.symbol(count.status),
            word=wording.status_words(count.status),
            group=group_name(count.status),
            now=str(count.now),
            change=f"{count.change:+d}".replace("-", "−") if count.change else "=",
        )
        for count in counts
    )


def _change(change: Change, week: Week, dates: Dates) -> Row:
    row = change.standing
    path = [wording.status_words(status) for status in ((change.old,) if change.old else ()) + change.steps]
    if len(path) == 1:
        path.insert(0, "new")
    reading = f" (reading “{one_line(change.reading, 80)}”)" if change.reading else ""
    return Row(
        group=group_name(change.new),
        label=f"{wording.symbol(change.new)} {' → '.join(path)}{reading}",
        title=_title(row),
        by=_by(row),
        link=_link(row),
        when=dates.within_week(change.at, week.period.end),
        detail=wording.sentence(change.why, 260),
        lines=(*_readings(row), *_more_parts(change)),
        sources=_sources(change.cited),
        unnamed=_unnamed(change.cited),
    )


def _more_parts(change: Change) -> tuple[str, ...]:
    if not change.more_parts:
        return ()
    name = one_line(change.standing.promise, 120)
    return (f"and {counted(change.more_parts, 'more part')} of it: deedline show {name} lists them",)


def _due(row: Standing, due: datetime, week: Week, dates: Dates) -> Row:
    day = _own_day(row, due, week, dates)
    return Row(group_name(row.status), day, _title(row), _by(row), _link(row), _now(row), "")


def _passed(row: Standing, due: datetime, week: Week, dates: Dates) -> Row:
    day, detail = _own_day(row, due, week, dates), wording.sentence(row.reason, 200)
    return Row(group_name(row.status), _now(row), _title(row), _by(row), _link(row), f"due {day}", detail)


def _own_day(row: Standing, due: datetime, week: Week, dates: Dates) -> str:
    """Return a deadline as the promise's own day: in the reader's zone it may fall on another."""
    return dates.in_zone(row.tz).within_week(due, week.period.end)


def _now(row: Standing) -> str:
    return f"{wording.symbol(row.status)} {wording.status_words(row.status)}"


def _standing(row: Standing, *, told: bool) -> Row:
    label = _now(row)
    # What the list of changes has explained a moment ago is only named here.
    named = Row(group_name(row.status), label, _title(row), _by(row), _link(row), "", "")
    if told:
        return named
    return replace(
        named,
        detail=wording.sentence(row.reason, 200),
        lines=_readings(row),
        sources=_sources(row.cited),
        unnamed=_unnamed(row.cited),
    )


def _sources(cited: Sequence[Cited]) -> tuple[Cited, ...]:
    return tuple(Cited(one_line(each.who, 80), _short_enough(each.url)) for each in cited[:MOST_CITED])


def _unnamed(cited: Sequence[Cited]) -> str:
    more = len(cited) - MOST_CITED
    return f"and {more} more" if more > 0 else ""


def _silent(week: Week, dates: Dates) -> tuple[Row, ...]:
    """Return the silent sources; those that fell silent together for the same reason share a row."""
    together: dict[tuple[str, str], list[str]] = {}
    for source in week.silent:
        heard = _last_heard(source.heard, week, dates)
        problem = wording.sentence(source.problem, 200)
        together.setdefault((heard, problem), []).append(one_line(source.source, 80))
    return tuple(
        Row("cannot-tell", "? silent", first_of(names, MOST_NAMES), "", "", heard, problem)
        for (heard, problem), names in together.items()
    )


def _heard(week: Week) -> str:
    heard = f"{week.sources - len(week.silent)} of {counted(week.sources, 'source')} heard"
    return f"{heard}, {len(week.partly)} of them not all the time" if week.partly else heard


def _last_heard(heard: datetime | None, week: Week, dates: Dates) -> str:
    if heard is None:
        return "never heard"
    # In a week that is looked back at, what came after it is another week's.
    return f"last heard {dates.moment(heard)}" if heard <= week.period.end else "not heard in this time"


def _none_silent(week: Week) -> str:
    if not week.sources:
        return "No sources are configured."
    if not week.partly:
        return "Every source was heard."
    heard = [f"{one_line(each.source, 80)} {int(each.share * 100 + 1e-9)}%" for each in week.partly]
    return f"No source is silent now, but these were heard only part of the time: {first_of(heard, MOST_NAMES)}."


def _readings(row: Standing) -> tuple[str, ...]:
    if len(set(row.readings.values())) < 2:
        return ()
    return tuple(
        f"{one_line(name, 80)}: {wording.symbol(status)} {wording.status_words(status)}"
        for name, status in list(row.readings.items())[:6]
    )


def _link(row: Standing) -> str:
    return _short_enough(row.url)


def _short_enough(url: str) -> str:
    address = safe_link(url)
    return address if len(address) <= LONGEST_LINK else ""


def _title(row: Standing) -> str:
    part = f"{one_line(row.part or row.instance, 80)}: " if row.instance else ""
    return f"{part}{one_line(row.title, 140)}"


def _by(row: Standing) -> str:
    return one_line(", ".join(row.by), 100)
