"""The dates that a promise, a step or a reading is judged by, and what makes them impossible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.criteria import Condition, Op
from tracker.domain.promises import Kind, Reading
from tracker.language import promise_keys as keys
from tracker.language.keys import Fields, Key
from tracker.language.pages import Page, shown


@dataclass(frozen=True, slots=True)
class Dates:
    """The effective dates, as aware UTC instants; `before` stands for a deadline that is an event."""

    opens: datetime
    due: datetime | None = None
    until: datetime | None = None
    before: keys.Event | None = None
    said: date | None = None
    """The day of the words, as long as it opens with them because no `opens` is written."""


def dates_of(fields: Fields, around: Dates | None, tz: str) -> Dates | None:
    """Return the dates written in the fields, else those around them; None if those are not known."""
    if around is None:
        return None
    opens, until = fields.given(keys.OPENS), fields.given(keys.UNTIL)
    due = fields.given(keys.DUE)
    deadline, event = around.due, around.before
    if due is not None:
        deadline, event = None if due.when is None else due.when.end(tz), due.event
    return Dates(
        opens=around.opens if opens is None else opens.start(tz),
        due=deadline,
        until=around.until if until is None else until.end(tz),
        before=event,
        said=around.said if opens is None else None,
    )


def check_dates(fields: Fields, dates: Dates | None, kind: Kind | None, page: Page) -> None:
    """Note dates that contradict each other or the kind, where any of them is written in these fields."""
    if kind is Kind.ACHIEVE and fields.given(keys.UNTIL) is not None:
        page.add(fields.node(keys.UNTIL), "`until` does not go with `kind: achieve`", "write `due`", "kind-date")
    if kind not in (None, Kind.ACHIEVE) and fields.given(keys.DUE) is not None:
        page.add(fields.node(keys.DUE), f"`due` does not go with `kind: {kind}`", "write `until`", "kind-date")
    if dates is None or not any(key.name in fields.values for key in keys.DATES):
        return
    ends: tuple[tuple[Key[Any], datetime | None], ...] = ((keys.DUE, dates.due), (keys.UNTIL, dates.until))
    for key, end in ends:
        if end is not None and end < dates.opens:
            node = fields.node(key) if fields.given(key) is not None else fields.node(keys.OPENS)
            message, hint = f"`{key.name}` lies before the promise opens", "mend one of the two dates"
            if dates.said is not None:
                day = dates.said.isoformat()
                message += f", on {day}: no `opens` is written, and that is the day of the words"
                hint = f"write under `opens` from when it counts, {_or_a_claim(kind)}or mend the date"
            page.add(node, message, hint, "date-order")


def _or_a_claim(kind: Kind | None) -> str:
    return "make it `kind: claim` if it is about what already was so, " if kind is Kind.ACHIEVE else ""


def check_event(reading: Reading, event: keys.Event | None, page: Page) -> None:
    """Note a deadline by an event that no criterion shows, or that is the deed itself."""
    if event is None:
        return
    name = event.criterion
    if name not in reading.criteria:
        seen = f" in the reading `{shown(reading.name)}`" if reading.name else ""
        hint = page.nearest(name, reading.criteria) or "name the criterion that shows the event"
        page.add(event.node, f"`due`: there is no criterion `{shown(name)}`{seen}", hint, "unknown-criterion")
    elif name in deeds(reading.conditions.kept_when):
        message = f"`due`: `{shown(name)}` is the deed itself, which cannot come before itself"
        page.add(event.node, message, "name the criterion of another event", "circular")


def deeds(condition: Condition | None) -> frozenset[str]:
    """Return the criteria that a condition wants to be true."""
    if condition is None or condition.op in (Op.NONE_OF, Op.UNLESS):
        return frozenset()
    if condition.op is Op.CRITERION:
        return frozenset({condition.name})
    return frozenset().union(*(deeds(part) for part in condition.parts))
