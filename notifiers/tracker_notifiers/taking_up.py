"""What whoever takes an alarm up has to know: by when it was due, since when it lasts, whose it is, and how."""

from __future__ import annotations

import shlex

from tracker.domain.alerts import Notice, Why
from tracker.domain.statuses import ALARMS
from tracker_notifiers.outside_text import one_line
from tracker_notifiers.wording import full_day, local_day, moment

Pair = tuple[str, str]


def for_whoever_acts(notice: Notice, *, has_buttons: bool = False) -> tuple[Pair, ...]:
    """Return labels with texts; `has_buttons` leaves the command out where a button does the same."""
    pairs = (
        ("Due", full_day(local_day(notice.due, notice.tz)) if notice.due else ""),
        ("So since", moment(notice.since, notice.tz) if notice.since else ""),
        ("Owner", one_line(notice.owner, 120)),
        ("Acknowledge", "" if has_buttons else command(notice)),
    )
    return tuple((label, text) for label, text in pairs if text)


def in_one_line(notice: Notice, *, has_buttons: bool = False) -> str:
    """Return the same on one line, for messages about several promises."""
    return " · ".join(f"{label}: {text}" for label, text in for_whoever_acts(notice, has_buttons=has_buttons))


def command(notice: Notice) -> str:
    """Return the command that acknowledges an alarm which nobody took up."""
    is_open = notice.status in ALARMS and notice.why is not Why.TEST and not notice.acknowledged_by
    return f"deedline ack {shlex.quote(one_line(notice.promise, 200))}" if is_open else ""
