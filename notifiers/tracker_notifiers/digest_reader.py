"""Why somebody is sent a digest: what they asked for, and when it comes."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.alerts import Subscriber
from tracker.domain.counting import first_of
from tracker_notifiers.outside_text import one_line

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def sent_because(reader: Subscriber, *, most: int) -> str:
    """Return one sentence, naming no more than `most` tags and actors each."""
    about = " and ".join(
        part for part in (_named("tagged", reader.tags, most), _named("by", reader.actors, most)) if part
    )
    promises = f"promises {about}" if about else "every promise"
    when = f"on {WEEKDAYS[reader.weekday]} at {reader.hour:02}:00 ({reader.tz})"
    return f"Sent {when}, because you subscribed to {promises}."


def _named(lead: str, names: Sequence[str], most: int) -> str:
    shown = first_of([one_line(name, 80) for name in names], most) if names[:most] else ""
    return f"{lead} {shown}" if shown else ""
