"""Readings: the sets of conditions and dates by which one promise is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.domain.criteria import Criterion
from tracker.domain.promises import Kind, Reading
from tracker.language import promise_keys as keys
from tracker.language.criteria import Drafts
from tracker.language.forms import text_of
from tracker.language.keys import Fields, read_record
from tracker.language.nodes import Entry, Node
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.parts import CRITERIA, PART_KEYS, Part, joined, read_part
from tracker.language.promise_dates import Dates, check_dates, check_event, dates_of
from tracker.language.rule_uses import RuleSight, ruled


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reading sees of its promise; `dates` is None if the promise's could not be made out."""

    rules: RuleSight
    dates: Dates | None
    tz: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with the name of the rule it was made with, if any."""

    reading: Reading
    rule: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that could be made, and the criteria that all of them see (None: not all are known)."""

    judged: tuple[Judged, ...]
    shared: Drafts | None


def read_readings(fields: Fields, page: Page, sight: Sight) -> Readings:
    """Return the promise's readings in file order (one without a name if it has none); problems go to the page."""
    named = fields.given(keys.READINGS)
    if named is None:
        if keys.READINGS.name in fields.table.entries:
            return Readings((), None)
        return _sole(fields, page, sight)
    own = read_part(fields, page, {})
    for key in (*PART_KEYS, keys.RULE, keys.WITH):
        if key.name in fields.table.entries and key.name != CRITERIA.name:
            place = fields.table.entries[key.name].key
            hint = "move it into each reading it belongs to"
            page.add(place, f"`{key.name}` stands beside `readings`", hint, "misplaced-key")
    read = [_named(name, entry, page, sight, own.criteria) for name, entry in named.items()]
    unread = CRITERIA.name in fields.table.entries and fields.given(CRITERIA) is None
    return Readings(tuple(each for each in read if each is not None), None if unread else own.criteria)


def _sole(fields: Fields, page: Page, sight: Sight) -> Readings:
    judged, part = _reading("", fields, fields.table, page, sight)
    return Readings(() if judged is None else (judged,), None if part is None else part.criteria)


def _named(name: str, entry: Entry, page: Page, sight: Sight, seen: Drafts) -> Judged | None:
    try:
        text_of(entry.key, "a reading's name", 100)
        fields = read_record(keys.READING, entry.value, page)
        dates = dates_of(fields, sight.dates, sight.tz)
        check_dates(fields, dates, sight.kind, page)
        return _reading(name, fields, entry.key, page, replace(sight, dates=dates), seen)[0]
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def _reading(
    name: str, fields: Fields, place: Node, page: Page, sight: Sight, seen: Drafts | None = None
) -> tuple[Judged | None, Part | None]:
    """Return the reading, and the part it is made of unless a rule or criteria that belong to it are missing."""
    seen = seen or {}
    rule = ruled(fields, page, sight.rules, seen)
    theirs = Part() if rule is None else rule
    own = read_part(fields, page, {**seen, **theirs.criteria}, all_seen=rule is not None)
    part = joined(theirs, own, fields, page)
    if name and part.says_nothing and fields.complete and rule is not None:
        page.add(place, f"the reading `{shown(name)}` has no conditions", "say when it is kept", "no-conditions")
    dates = sight.dates
    criteria = _bound(part.criteria, sight.tz)
    unread = rule is None or (CRITERIA.name in fields.table.entries and fields.given(CRITERIA) is None)
    whole = None if unread else part
    if dates is None or criteria is None:
        return None, whole
    reading = Reading(
        name=name,
        criteria=criteria,
        conditions=part.conditions,
        opens=dates.opens,
        due=dates.due,
        until=dates.until,
        progress_by=part.progress_by,
        partly_from=part.partly_from,
        due_before=None if dates.before is None else dates.before.criterion,
        position=page.at(place),
    )
    if not unread:
        check_event(reading, dates.before, page)
    return Judged(reading, fields.get(keys.RULE) or ""), whole


def _bound(drafts: Drafts, tz: str) -> Mapping[str, Criterion] | None:
    if None in drafts.values():
        return None
    return {name: draft.bound(tz) for name, draft in drafts.items() if draft is not None}
