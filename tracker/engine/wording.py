"""Sentences for people: dates, accounts and reasons, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.counting import counted
from tracker.domain.instants import Precision, Span
from tracker.domain.promises import Interest, Kind, Promise, Ruling
from tracker.domain.reports import Fact
from tracker.domain.statuses import Flag
from tracker.domain.values import Truth
from tracker.domain.verdicts import Account
from tracker.engine.amending import Moved
from tracker.engine.deciding import Decision
from tracker.engine.findings import Findings
from tracker.engine.flags import is_only_claimed, is_only_claimed_broken, is_only_claimed_kept
from tracker.engine.hearing import Latch
from tracker.engine.lateness import is_undated, spans_the_deadline

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=16_384)
def day(instant: datetime, tz: str) -> str:
    """Return the day of an instant in a zone, such as "15 Mar 2016"; never by the machine's locale."""
    return date_words(instant.astimezone(ZoneInfo(tz)))


def date_words(calendar_day: date) -> str:
    """Return a calendar day, such as "15 Mar 2016"."""
    return f"{calendar_day.day} {_MONTHS[calendar_day.month - 1]} {calendar_day.year}"


@lru_cache(maxsize=16_384)
def minute(instant: datetime, tz: str) -> str:
    """Return day and time of an instant in a zone, such as "15 Mar 2016 09:30 UTC"."""
    return f"{day(instant, tz)} {instant.astimezone(ZoneInfo(tz)):%H:%M %Z}"


@lru_cache(maxsize=16_384)
def when(span: Span, tz: str) -> str:
    """Return when something occurred, as exactly as it is known."""
    start, end = span.start.astimezone(ZoneInfo(tz)), span.end.astimezone(ZoneInfo(tz))
    match span.precision:
        case Precision.YEAR:
            return str(end.year)
        case Precision.QUARTER:
            return f"{end.year}-Q{(end.month + 2) // 3}"
        case Precision.MONTH:
            return f"{_MONTHS[end.month - 1]} {end.year}"
    return day(span.end, tz) if start.date() == end.date() else f"{day(span.start, tz)} to {day(span.end, tz)}"


def length_words(length: timedelta) -> str:
    """Return a stretch of time in its largest fitting unit, rounded down: "3 days", "25 hours", "2 minutes"."""
    seconds = round(length.total_seconds())
    for unit, size, least in (("day", 86_400, 3), ("hour", 3_600, 2), ("minute", 60, 1)):
        if seconds >= least * size:
            return counted(seconds // size, unit)
    return "less than a minute"


def fact_words(fact: Fact) -> str:
    """Return what a fact says in a few words: its indicator or event with its figure and place."""
    figure = "" if fact.value is None else f": {fact.value}{f' {fact.unit}' if fact.unit else ''}"
    place = f", {fact.place}" if fact.place else ""
    return f"{fact.indicator or fact.event or 'report'}{place}{figure}"


def account_words(account: Account, tz: str) -> str:
    """Return an account as people cite it: what it says, who says so, when it occurred."""
    said = account.report.title or fact_words(account.fact)
    return f"{said} ({account.origin}, {when(account.occurred, tz)})"


def reason_words(decision: Decision, found: Findings, promise: Promise) -> str:
    """Return the sentence that goes with a decision's code."""
    accounts = _cited(decision, promise.tz)
    text = _REASONS[decision.code](found, promise, accounts)
    if is_only_claimed(decision, found) and decision.code != "interested_only":
        if is_only_claimed_kept(found):
            what = "was done" if promise.kind is Kind.ACHIEVE else "holds"
            text += f"; {_claimed_words(found.kept_claimed, what)}"
        if is_only_claimed_broken(decision, found):
            text += f"; {_claimed_words(found.broken_claimed, 'was broken')}"
    if Flag.CONTESTED in decision.flags and found.undecided:
        newest = found.undecided[-1]
        is_denied = any(piece.when.end == newest.when.end for piece in found.proof_claimed)
        why = "told otherwise of the same time" if is_denied else "too few sources tell of a breach"
        text += f"; {why}: {account_words(newest.account, promise.tz)}"
    if decision.code in _SAYS_NOTHING_DECIDES and found.at_odds:
        told = "; ".join(dict.fromkeys(account_words(piece.account, promise.tz) for piece in found.at_odds))
        text += f"; figures of the same time contradict each other: {told}"
    return text


_SAYS_NOTHING_DECIDES = frozenset({"nothing_decides", "waiting", "silence", "not_listening", "no_date"})


def _claimed_words(claimed: Latch | None, what: str) -> str:
    """Say that it stands on interested parties' word: on nobody else's, or on that of too few."""
    pieces = claimed.pieces if claimed else ()
    if all(piece.interest is not Interest.NEUTRAL or piece.for_another for piece in pieces):
        return f"only interested parties claim that it {what}, nobody else confirms it"
    return f"without the word of interested parties there are too few to confirm that it {what}"


def _cited(decision: Decision, tz: str) -> str:
    if not decision.pieces:
        return ""
    cited = dict.fromkeys(account_words(piece.account, tz) for piece in decision.pieces)
    return "; ".join(cited)


def _with(text: str, accounts: str) -> str:
    return f"{text}: {accounts}" if accounts else text


def ruling_words(ruling: Ruling | None, tz: str) -> str:
    """Return who ruled what, when, for how long and why."""
    if ruling is None:
        return "ruled"
    end = "" if ruling.expires is None else f" until {day(ruling.expires, tz)}"
    word = ruling.status.value.replace("_", " ")
    return f"ruled {word} by {ruling.by} on {day(ruling.made, tz)}{end}: {ruling.reason}"


def moved_words(moved: Moved, tz: str, what: str) -> str:
    """Return from which date to which an end was moved, when, and whether the first one still counts."""
    counts = "; the original date still counts" if not moved.is_agreed else ""
    return (
        f"first {what} on {_date(moved.original, tz)}, on {_date(moved.later_known, tz)} moved to"
        f" {_date(moved.later, tz)}{counts}"
    )


def _date(instant: datetime | None, tz: str) -> str:
    return day(instant, tz) if instant else "no date"


def _heard(found: Findings) -> str:
    if found.listened.assumed:
        return "the sources it needs are assumed to have been listened to"
    share, waiting = found.listened.share, found.listened.waiting_share
    heard = f"the sources it needs were listened to for {percent_words(share)} of the time"
    if share >= 1 and (waiting is None or waiting >= 1):
        heard = "the sources it needs were listened to all the time"
    elif waiting is not None and found.wait_end is not None:
        heard += f", and for {percent_words(waiting)} of the time in which reports were still expected"
    if not found.proof_listened:
        heard += ", and not enough since the last proof of it"
    return heard


def percent_words(share: float) -> str:
    """Return a share in whole percent, rounded down: nearly enough must not read as enough."""
    return f"{int(share * 100 + 1e-9)}%"


def _missed_words(found: Findings, promise: Promise, accounts: str) -> str:
    due = _date(found.due, promise.tz)
    if found.docket.event:
        return _with(f"what it was to come before came on {due}, and it had not been shown to be done", accounts)
    if found.shortfall.truth is Truth.FALSE:
        if found.due and all(piece.when.end > found.due for piece in found.shortfall.pieces):
            return _with(f"due on {due}, and the newest figure since falls short", accounts)
        return _with(f"the target was missed at the deadline of {due}", accounts)
    return _with(f"its promisor admitted the miss of the deadline of {due}", accounts)


def _late_words(found: Findings, promise: Promise) -> str:
    """Call it late only where that is known: a span may hold the deadline, and a report need not say when."""
    due = _date(found.due, promise.tz)
    if is_undated(found):
        return f"reported after the deadline of {due}, and nobody says when it was done"
    if spans_the_deadline(found):
        return f"done, before the deadline of {due} or after it"
    return f"done after the deadline of {due}"


def _holding_words(found: Findings, accounts: str) -> str:
    if not found.undecided:
        return "nothing that may decide contradicts it"
    return "no account of a breach suffices; it rests on" if accounts else "no account of a breach suffices"


Wording = Callable[[Findings, Promise, str], str]

_REASONS: Mapping[str, Wording] = {
    "not_open": lambda f, p, a: f"it opens on {day(f.opens, p.tz)}",
    "deed": lambda f, p, a: _with("done in time" if f.due else "done", a),
    "deed_late": lambda f, p, a: _with(_late_words(f, p), a),
    "undone": lambda f, p, a: _with("done, and undone since", a),
    "evidence_conflicts": lambda f, p, a: _with("accounts that may decide contradict each other", a),
    "contradicted": lambda f, p, a: _with("evidence contradicts the words", a),
    "breached": lambda f, p, a: _with("evidence shows a breach", a),
    "missed": _missed_words,
    "partly": lambda f, p, a: _with("only a part was done", a),
    "at_risk": lambda f, p, a: _with("signs that it may fail", a),
    "conceded": lambda f, p, a: _with("the promisor itself concedes it", a),
    "no_date": lambda f, p, a: _with(
        f"no date was promised; a look was due by {_date(f.review_by, p.tz)} and nothing has decided since", a
    ),
    "progress": lambda f, p, a: _with("under way", a),
    "nothing_decides": lambda f, p, a: "nothing that may decide has been reported yet",
    "waiting": lambda f, p, a: (
        f"due on {_date(f.due, p.tz)}; reports are still expected until {_date(f.wait_end, p.tz)}"
    ),
    "not_asked_yet": lambda f, p, a: "the deadline has passed; a source it needs has yet to be asked since",
    "cannot_verify": lambda f, p, a: _with("it cannot be checked", a),
    "not_listening": lambda f, p, a: (
        f"the deadline passed and we were not listening: {_heard(f)}"
        if not f.before_due or f.window_over
        else f"we were not listening: {_heard(f)}"
    ),
    "silence": lambda f, p, a: (
        f"due on {_date(f.due, p.tz)} and nothing {'settles' if f.at_odds else 'shows'} that it was done,"
        f" though {_heard(f)}"
    ),
    "ruling": lambda f, p, a: ruling_words(f.docket.ruling, p.tz),
    "condition_gone": lambda f, p, a: _with("its condition is gone", a),
    "no_trigger": lambda f, p, a: "it is conditional, and nothing has triggered it yet",
    "later_date": lambda f, p, a: _with(
        moved_words(f.docket.moved, p.tz, "due" if p.kind is Kind.ACHIEVE else "to end"), a
    ),
    "no_proof": lambda f, p, a: _with(
        f"proof of it was due by {_date(f.proof_due, p.tz)} and none has come, though {_heard(f)}"
        + ("; the last was" if a else ""),
        a,
    ),
    "window_over": lambda f, p, a: _with(
        f"the window closed on {_date(f.until, p.tz)} without a breach, and {_heard(f)}", a
    ),
    "lapsed": lambda f, p, a: _with("it lasted to its last day and was then ended", a),
    "interested_only": lambda f, p, a: _with("only interested parties contradict it", a),
    "holding": lambda f, p, a: _with(_holding_words(f, a), a),
}
"""A sentence for every reason code an undivided verdict can have; `tracker.domain.reasons` lists all of them."""
