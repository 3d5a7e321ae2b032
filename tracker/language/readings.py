"""Readings: the sets of conditions and dates by which one promise is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.criteria import Criterion
from tracker.domain.promises import Kind, Reading
from tracker.language import promise_keys as keys
from tracker.language.criteria import Drafts
from tracker.language.forms import text_of
from tracker.language.keys import Fields, read_record
from tracker.language.nodes import Entry, Node
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.parts import CONDITION_KEYS, PROGRESS_BY, Part, joined, read_part
from tracker.language.rule_uses import ruled
from tracker.language.surroundings import Surroundings, Use


@dataclass(frozen=True, slots=True)
class Dates:
    """The effective dates of a promise or a reading, as aware UTC instants."""

    opens: datetime
    due: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reading sees of its promise; `dates` is None if the promise's could not be made out."""

    around: Surroundings
    uses: list[Use]
    dates: Dates | None
    tz: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with the name of the rule it was made with, if any."""

    reading: Reading
    rule: str


def read_readings(fields: Fields, page: Page, sight: Sight) -> tuple[Judged, ...]:
    """Return the promise's readings in file order (one without a name if it has none); problems go to the page."""
    named = fields.given(keys.READINGS)
    if named is None:
        sole = (
            None if keys.READINGS.name in fields.table.entries else _reading("", fields, fields.table, page, sight)
        )
        return () if sole is None else (sole,)
    own = read_part(fields, page, {})
    for key in (*CONDITION_KEYS, PROGRESS_BY, keys.RULE, keys.WITH):
        if key.name in fields.table.entries:
            place = fields.table.entries[key.name].key
            hint = "move it into each reading it belongs to"
            page.add(place, f"`{key.name}` stands beside `readings`", hint, "misplaced-key")
    read = [_named(name, entry, page, sight, own.criteria) for name, entry in named.items()]
    return tuple(each for each in read if each is not None)


def _named(name: str, entry: Entry, page: Page, sight: Sight, seen: Drafts) -> Judged | None:
    try:
        text_of(entry.key, "a reading's name", 100)
        fields = read_record(keys.READING, entry.value, page)
        check_dates(fields, _dates(fields, sight), sight.kind, page)
        return _reading(name, fields, entry.key, page, sight, seen)
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def _reading(
    name: str, fields: Fields, place: Node, page: Page, sight: Sight, seen: Drafts | None = None
) -> Judged | None:
    seen = seen or {}
    rule = ruled(fields, page, sight.around, sight.uses, seen)
    theirs = Part() if rule is None else rule
    own = read_part(fields, page, {**seen, **theirs.criteria}, all_seen=rule is not None)
    part = joined(theirs, own, fields, page)
    if name and part.says_nothing and fields.complete and rule is not None:
        page.add(place, f"the reading `{shown(name)}` has no conditions", "say when it is kept", "no-conditions")
    dates = _dates(fields, sight)
    criteria = _bound(part.criteria, sight.tz)
    if dates is None or criteria is None:
        return None
    reading = Reading(
        name=name,
        criteria=criteria,
        conditions=part.conditions,
        opens=dates.opens,
        due=dates.due,
        until=dates.until,
        progress_by=part.progress_by,
        position=page.at(place),
    )
    return Judged(reading, fields.get(keys.RULE) or "")


def _bound(drafts: Drafts, tz: str) -> Mapping[str, Criterion] | None:
    if None in drafts.values():
        return None
    return {name: draft.bound(tz) for name, draft in drafts.items() if draft is not None}


def _dates(fields: Fields, sight: Sight) -> Dates | None:
    if sight.dates is None:
        return None
    opens, due, until = (fields.given(key) for key in keys.DATES)
    return Dates(
        sight.dates.opens if opens is None else opens.start(sight.tz),
        sight.dates.due if due is None else due.end(sight.tz),
        sight.dates.until if until is None else until.end(sight.tz),
    )


def check_dates(fields: Fields, dates: Dates | None, kind: Kind | None, page: Page) -> None:
    """Note dates that contradict each other or the kind, where any of them is written in these fields."""
    if kind is Kind.ACHIEVE and fields.given(keys.UNTIL) is not None:
        page.add(fields.node(keys.UNTIL), "`until` does not go with `kind: achieve`", "write `due`", "kind-date")
    if kind not in (None, Kind.ACHIEVE) and fields.given(keys.DUE) is not None:
        page.add(fields.node(keys.DUE), f"`due` does not go with `kind: {kind}`", "write `until`", "kind-date")
    if dates is None or not any(key.name in fields.values for key in keys.DATES):
        return
    for key, end in ((keys.DUE, dates.due), (keys.UNTIL, dates.until)):
        if end is not None and end < dates.opens:
            node = fields.node(key) if fields.given(key) is not None else fields.node(keys.OPENS)
            page.add(
                node, f"`{key.name}` lies before the promise opens", "mend one of the two dates", "date-order"
            )
