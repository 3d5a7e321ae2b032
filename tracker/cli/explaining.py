"""An explanation as lines: why, on which accounts, what was set aside, who listened, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from tracker.cli.plain import clean
from tracker.cli.promise_lines import dates_words, said_lines, status_words
from tracker.domain.promises import Promise
from tracker.domain.reports import Link, Report
from tracker.domain.reviewing import ReviewItem
from tracker.domain.verdicts import Account, Bearing, Judgement, Listened, SetAside, Verdict, Witness
from tracker.engine.explained import spans_of
from tracker.engine.moves import move_words, moves_known
from tracker.engine.notices import SLIVER, coverage_words, rule_words
from tracker.engine.wording import day, fact_words, length_words, minute, when

SIGNS = {Bearing.FOR: "+", Bearing.AGAINST: "-", Bearing.CONTEXT: "·"}
_MOST_SPANS = 12
"""How many spans of listening are told before they are only counted."""
_MOST_QUESTIONS = 8


def explanation(
    promise: Promise,
    judgement: Judgement,
    version: int,
    told: Mapping[str, Report] = MappingProxyType({}),
    questions: Sequence[ReviewItem] = (),
    seen: Sequence[str] = (),
) -> Iterator[str]:
    """Yield the explanation of a headline, of each reading where there are several, and of each instance.

    `told` holds the reports by id, `questions` what waits for a decision on them, `seen` lines on the view.
    """
    headline = judgement.headline
    yield f"{status_words(headline.status)} on {day(headline.at, promise.tz)}: {clean(promise.title)}"
    yield from (f"  {clean(line)}" for line in seen)
    yield from said_lines(promise)
    yield f"  {dates_words(promise)}"
    yield from _moved(promise, headline)
    yield f"  rule: {clean(rule_words(promise, version))}"
    yield from _verdict(promise, headline, told)
    yield from question_lines(questions)
    for reading in judgement.readings if len(judgement.readings) > 1 else ():
        yield ""
        yield f"reading {clean(reading.reading)}: {status_words(reading.status)}"
        yield from _verdict(promise, reading, told)
    for instance in judgement.instances:
        of = f", reading {clean(instance.reading)}" if instance.reading else ""
        yield ""
        yield f"{clean(instance.instance)}{of}: {status_words(instance.status)}"
        yield from _verdict(promise, instance, told)


def _moved(promise: Promise, headline: Verdict) -> Iterator[str]:
    """Yield what was announced since, and which deadline that leaves, so that nobody has to work it out."""
    for each in moves_known(promise, headline):
        yield f"  changed: {clean(move_words(each, promise.tz))}"
    if headline.due is not None and headline.due not in (promise.due, promise.until):
        yield f"  what counts: due {day(headline.due, promise.tz)}"


def account_line(witness: Witness, tz: str) -> str:
    """Return one account on a line: which way, which report, what, who, when, what it means, where."""
    account = witness.account
    said, fact = account.report.title, fact_words(account.fact)
    text = f"{said} - {fact}" if said else fact
    via = f", via {account.report.source}" if account.report.source != account.origin else ""
    interest = ", interested party" if witness.self_serving else ""
    link = f" <{account.report.url}>" if account.report.url else ""
    who = f"({account.origin}{via}, {when(account.occurred, tz)}{interest})"
    return clean(f"{SIGNS[witness.bearing]} {account.id}: {text} {who} {witness.why}{link}")


def joined_lines(account: Account) -> Iterator[str]:
    """Yield with which other reports the speaker of an account was joined, and why."""
    for join in account.report.joined:
        what = "one account with" if join.link is Link.COPY else "another witness of the same event:"
        yield f"{what} {join.report}: {join.why}"


def clamped_lines(report: Report | None, tz: str) -> Iterator[str]:
    """Yield that a report states a publication after its recording, if it does."""
    if report is not None and report.stated is not None:
        yield f"      clamped: it says that it was published {minute(report.stated, tz)}, after it was recorded"


def question_lines(questions: Sequence[ReviewItem]) -> Iterator[str]:
    """Yield what waits for a decision, and the command that shows it."""
    if questions:
        yield "  open questions:"
    for item in questions[:_MOST_QUESTIONS]:
        why = "; ".join(item.question.why)
        yield f"    {clean(item.report.id)}: {clean(why)} (deedline review show {item.id})"
    if len(questions) > _MOST_QUESTIONS:
        yield f"    and {len(questions) - _MOST_QUESTIONS} more: deedline review list"


def _heard(listened: Listened, tz: str) -> Iterator[str]:
    """Yield the spans in which the needed sources were listened to, or could not be, and when the best was not."""
    spans = spans_of(listened)
    for each in spans[:_MOST_SPANS]:
        by = f" by {each.who}" if each.who else ""
        note = f": {each.note}" if each.note else ""
        span = f"{minute(each.span.start, tz)} to {minute(each.span.end, tz)}"
        yield f"    {clean(f'{each.source}: {span} ({each.kind.value}{by}{note})')}"
    if len(spans) > _MOST_SPANS:
        yield f"    and {len(spans) - _MOST_SPANS} more"
    holes = [hole for hole in listened.holes if hole.end - hole.start >= SLIVER]
    for hole in holes[:_MOST_SPANS]:
        length = length_words(hole.end - hole.start)
        yield f"    hole: {minute(hole.start, tz)} to {minute(hole.end, tz)} ({length}, nobody listened)"
    if len(holes) > _MOST_SPANS:
        yield f"    and {len(holes) - _MOST_SPANS} more holes"


def _by_report(entries: Sequence[SetAside]) -> dict[str, str]:
    """Return why each report was set aside, however many criteria say so."""
    reasons: dict[str, dict[str, None]] = {}
    for entry in entries:
        reasons.setdefault(entry.report, {})[entry.why] = None
    return {report: "; ".join(why) for report, why in reasons.items()}


def _verdict(promise: Promise, verdict: Verdict, told: Mapping[str, Report]) -> Iterator[str]:
    yield f"  because {clean(verdict.reason.text)}"
    deciding = set(verdict.deciding)
    for heading, decides in (("decided by", True), ("beside that", False)):
        chosen = [each for each in verdict.witnesses if (each.account.id in deciding) == decides]
        if chosen:
            yield f"  {heading}:"
            for each in chosen:
                yield f"    {account_line(each, promise.tz)}"
                yield from (f"      {clean(line)}" for line in joined_lines(each.account))
                yield from clamped_lines(each.account.report, promise.tz)
    if verdict.set_aside:
        yield "  set aside:"
        for name, reasons in _by_report(verdict.set_aside).items():
            report = told.get(name)
            titled = f" - {report.title}" if report is not None and report.title else ""
            source = f" ({report.source})" if report is not None else ""
            yield f"    {clean(f'{name}{titled}{source}: {reasons}')}"
            yield from clamped_lines(report, promise.tz)
    if coverage := coverage_words(verdict.listened, promise.tz):
        yield f"  {clean(coverage)}"
    if verdict.listened:
        yield from _heard(verdict.listened, promise.tz)
    if verdict.flags:
        yield f"  flags: {', '.join(sorted(flag.value.replace('_', ' ') for flag in verdict.flags))}"
    if verdict.next_step:
        yield f"  next: {clean(verdict.next_step)}"
    if verdict.next_boundary:
        yield f"  time alone changes nothing before {minute(verdict.next_boundary, promise.tz)}"
