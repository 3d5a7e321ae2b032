"""Rulings: what an analyst decided about a promise, with reason, author and perhaps an end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.domain.promises import Kind, Promise, Ruling
from tracker.domain.statuses import Status
from tracker.language import promise_keys as keys
from tracker.language.forms import NAME, WHEN, choice, text_form
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.pages import Failed, Page, Wrong, shown

STATUS = Key(
    "status",
    choice(Status, "a status"),
    "What it is; suspended, superseded and void retire the promise.",
    required=True,
)
REASON = Key("reason", text_form("text", 2_000, lines=True), "Why, for people.", required=True)
BY = Key("by", NAME, "Who decided.", required=True)
ON = Key("on", WHEN, "From when on it is in force: the first instant of a date.", required=True)
UNTIL = Key("until", WHEN, "Until when: the last instant of a date.", otherwise="for good")
INSTANCE = Key("instance", NAME, "The instance it is about: a step, a promisor, a period or a trigger's day.", "")
READING = Key("reading", NAME, "The reading it is about.", otherwise="all of them")
RULING = Record("a ruling", (STATUS, REASON, BY, ON, UNTIL, INSTANCE, READING))

_DAY = r"\d{4}-\d{2}-\d{2}"
_PERIODS = {1: r"\d{4}-\d{2}", 3: r"\d{4}-Q[1-4]", 12: r"\d{4}"}


def read_rulings(fields: Fields, page: Page, tz: str) -> tuple[tuple[Ruling, Fields], ...]:
    """Return the rulings in file order, each with its fields; problems go to the page."""
    made = []
    for table in fields.given(keys.RULINGS) or ():
        try:
            written = read_record(RULING, table, page)
            made.append((_ruling(written, tz), written))
        except Wrong as wrong:
            page.add_wrong(wrong, keys.RULINGS.name)
        except Failed:
            fields.complete = False
    return tuple(made)


def _ruling(fields: Fields, tz: str) -> Ruling:
    if not fields.complete:
        raise Failed
    until = fields.get(UNTIL)
    ruling = Ruling(
        status=fields.need(STATUS),
        reason=fields.need(REASON).strip(),
        by=fields.need(BY),
        made=fields.need(ON).start(tz),
        expires=None if until is None else until.end(tz),
        instance=fields.get(INSTANCE) or "",
        reading=fields.get(READING) or "",
    )
    if ruling.expires is not None and ruling.expires < ruling.made:
        message = "the ruling ends before it is made"
        raise Wrong(fields.node(UNTIL), message, "mend one of the two dates", "date-order")
    return ruling


def check_rulings(rulings: Iterable[tuple[Ruling, Fields]], promise: Promise, page: Page) -> None:
    """Note rulings on readings and instances that the promise cannot have."""
    parts = promise.steps or (promise,)
    readings = list(dict.fromkeys(reading.name for part in parts for reading in part.readings if reading.name))
    for ruling, fields in rulings:
        if ruling.reading and ruling.reading not in readings:
            hint = page.nearest(ruling.reading, readings) or _listed(readings, "this promise has one reading")
            message = f"there is no reading `{shown(ruling.reading)}`"
            page.add(fields.node(READING), message, hint, "unknown-reading")
        if ruling.instance and (hint := unlike_instances(promise, ruling.instance, page)):
            message = f"there can be no instance `{shown(ruling.instance)}`"
            page.add(fields.node(INSTANCE), message, hint, "unknown-instance")


def unlike_instances(promise: Promise, instance: str, page: Page) -> str:
    """Return what to write instead if the promise cannot have the instance, else nothing."""
    if promise.steps:
        names = instance_names(promise)
        if instance.partition("/")[0] in names:
            return ""
        return page.nearest(instance, names) or _listed(names, "")
    if promise.trigger is not None:
        return "" if re.match(_DAY, instance) else "an instance is named by its day, such as 2016-03-14"
    if promise.kind is Kind.RECUR and promise.every is not None:
        every = promise.every
        pattern = _DAY if every.days or every.seconds else _PERIODS.get(every.months, _DAY)
        return "" if re.fullmatch(pattern, instance) else "periods are named 2015-05, 2015-Q2, 2015 or 2015-05-20"
    return "leave it out: this promise has no instances"


def instance_names(promise: Promise) -> tuple[str, ...]:
    """Return the names of a promise's steps or promisors, in order."""
    return promise.each or tuple(step.id.removeprefix(f"{promise.id}/") for step in promise.steps)


def _listed(names: Iterable[str], otherwise: str) -> str:
    listed = ", ".join(names)
    return f"there are {listed}"[:200] if listed else otherwise
