"""An explanation as lines: why, on which accounts, what was set aside, what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.cli.dates import day, minute
from tracker.cli.plain import clean
from tracker.cli.promise_lines import dates_words, said_lines, status_words
from tracker.domain.alerts import EvidenceLine
from tracker.domain.promises import Promise
from tracker.domain.verdicts import Bearing, Judgement, Verdict
from tracker.engine.notices import coverage_words, evidence_lines, rule_words

SIGNS = {Bearing.FOR: "+", Bearing.AGAINST: "-", Bearing.CONTEXT: "·"}


def explanation(promise: Promise, judgement: Judgement) -> Iterator[str]:
    """Yield the explanation of a headline and, where there are several, of each reading."""
    headline = judgement.headline
    yield f"{status_words(headline.status)} on {day(headline.at, promise.tz)}: {clean(promise.title)}"
    yield from said_lines(promise)
    yield f"  {dates_words(promise)}"
    yield f"  rule: {clean(rule_words(promise, None))}"
    yield from _verdict(promise, headline)
    for reading in judgement.readings if len(judgement.readings) > 1 else ():
        yield ""
        yield f"reading {clean(reading.reading)}: {status_words(reading.status)}"
        yield from _verdict(promise, reading)


def evidence_words(line: EvidenceLine) -> str:
    """Return one account on a line: which way, what, who, when, where."""
    via = f", via {line.source}" if line.source != line.origin else ""
    interest = ", speaks for itself" if line.self_serving else ""
    link = f" <{line.url}>" if line.url else ""
    return clean(f"{SIGNS[line.bearing]} {line.text} ({line.origin}{via}, {line.occurred}{interest}){link}")


def _verdict(promise: Promise, verdict: Verdict) -> Iterator[str]:
    yield f"  because {clean(verdict.reason.text)}"
    lines = evidence_lines(verdict, promise.tz)
    for heading, chosen in (
        ("decided by", [line for line in lines if line.decides]),
        ("beside that", [line for line in lines if not line.decides]),
    ):
        if chosen:
            yield f"  {heading}:"
            yield from (f"    {evidence_words(line)}" for line in chosen)
    if verdict.set_aside:
        yield "  set aside:"
        yield from (f"    {clean(entry.report)}: {clean(entry.why)}" for entry in verdict.set_aside)
    if coverage := coverage_words(verdict.listened):
        yield f"  {clean(coverage)}"
    if verdict.flags:
        yield f"  flags: {', '.join(sorted(flag.value.replace('_', ' ') for flag in verdict.flags))}"
    if verdict.next_step:
        yield f"  next: {clean(verdict.next_step)}"
    if verdict.next_boundary:
        yield f"  time alone changes nothing before {minute(verdict.next_boundary, promise.tz)}"
