"""Coverage as lines and as data: spans, holes, and what people put down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.actions.coverage_strips import Listening
from tracker.cli.dates import minute
from tracker.cli.plain import clean
from tracker.domain.coverage import Listening as Kind
from tracker.domain.instants import Span, iso
from tracker.domain.verdicts import Listened
from tracker.engine.strips import Strip
from tracker.engine.wording import length_words, percent_words
from tracker.store.coverage_rows import Entry

MOST_LINES = 40
"""Spans and holes of one source that are told before the rest is only counted."""


def listening_lines(found: Listening, promise: str | None, tz: str) -> Iterator[str]:
    """Yield what was heard: for a promise first whether it was enough, then each source in order of time."""
    if promise is not None:
        yield clean(f"{promise}: {_enough(found.promise)}")
    if not found.strips:
        yield "no source listens for it" if promise is not None else "there are no sources"
    for strip in found.strips:
        yield clean(f"{strip.source}: heard {percent_words(strip.share)} of {_times(strip.window, tz)}")
        told = [*_collected(strip, tz), *_holes(strip, tz), *_by_hand(strip, found.entries, tz)]
        yield from (f"  {clean(line)}" for _, line in sorted(told)[:MOST_LINES])
        if len(told) > MOST_LINES:
            yield f"  and {len(told) - MOST_LINES} more: ask for less time with --from and --at, or for --json"


def listening_data(found: Listening, promise: str | None, at: datetime) -> dict[str, object]:
    """Return the same as data."""
    return {
        "at": iso(at),
        "promise": None if promise is None else _promise_data(promise, found.promise),
        "sources": [
            {
                "source": strip.source,
                "window": _span(strip.window),
                "share": round(strip.share, 4),
                "heard": [_span(each) for each in strip.heard],
                "holes": [_span(each) for each in strip.holes],
                "unasked_since": None if strip.unasked_since is None else iso(strip.unasked_since),
                "by_hand": [_entry(each) for each in found.entries if each.span.source == strip.source],
            }
            for strip in found.strips
        ],
    }


def _enough(listened: Listened | None) -> str:
    if listened is None or listened.window is None:
        return "its verdict asks for no listening"
    waiting = (
        ""
        if listened.waiting_share is None
        else f", {percent_words(listened.waiting_share)} of the time in which reports are waited for"
    )
    word = "enough for silence to count" if listened.enough else "not enough for silence to count"
    return f"heard {percent_words(listened.share)} of its window{waiting}: {word}"


def _collected(strip: Strip, tz: str) -> Iterator[tuple[datetime, str]]:
    for each in strip.spans:
        if each.kind not in (Kind.ATTESTED, Kind.DENIED):
            yield each.span.start, f"heard {_times(each.span, tz)}, collected"


def _holes(strip: Strip, tz: str) -> Iterator[tuple[datetime, str]]:
    for each in strip.holes:
        yield each.start, f"hole {_times(each, tz)}, {length_words(each.end - each.start)}"
    if strip.unasked_since is not None and strip.hole_from is not None:
        says = f"not asked since {minute(strip.unasked_since, tz)}: a hole from {minute(strip.hole_from, tz)} on"
        yield strip.unasked_since, says


def _by_hand(strip: Strip, entries: tuple[Entry, ...], tz: str) -> Iterator[tuple[datetime, str]]:
    for each in entries:
        if each.span.source != strip.source:
            continue
        says = f"{each.span.kind.value} {_times(each.span.span, tz)}, number {each.number}"
        says += f" by {each.span.who}" if each.span.who else ""
        says += f": {each.span.note}" if each.span.note else ""
        if each.span.revoked is not None:
            says += f" (taken back {minute(each.span.revoked, tz)} by {each.revoked_by}: {each.reason})"
        yield each.span.span.start, says


def _promise_data(promise: str, listened: Listened | None) -> dict[str, object]:
    if listened is None:
        return {"promise": promise, "enough": None, "share": None, "waiting_share": None}
    waiting = listened.waiting_share
    return {
        "promise": promise,
        "enough": listened.enough,
        "share": round(listened.share, 4),
        "waiting_share": None if waiting is None else round(waiting, 4),
    }


def _entry(each: Entry) -> dict[str, object]:
    span = each.span
    return {
        "number": each.number,
        "kind": span.kind.value,
        **_span(span.span),
        "by": span.who,
        "note": span.note,
        "recorded": None if span.recorded is None else iso(span.recorded),
        "revoked": None if span.revoked is None else iso(span.revoked),
        "revoked_by": each.revoked_by,
        "reason": each.reason,
    }


def _span(span: Span) -> dict[str, object]:
    return {"from": iso(span.start), "to": iso(span.end)}


def _times(span: Span, tz: str) -> str:
    return f"{minute(span.start, tz)} to {minute(span.end, tz)}"
