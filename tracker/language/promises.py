"""Promises from their fields: statement, dates, interests, and the readings they are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from tracker.domain.instants import first_instant
from tracker.domain.promises import Promise, Statement
from tracker.language import promise_keys as keys
from tracker.language.forms import text_of
from tracker.language.keys import Fields
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.readings import Dates, Judged, Sight, check_dates, read_readings
from tracker.language.statements import read_statement
from tracker.language.surroundings import Surroundings, Use, broken, missing_hint

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Built:
    """A promise and what it rests on in other files."""

    promise: Promise
    uses: tuple[Use, ...] = ()


def build_promise(fields: Fields, page: Page, around: Surroundings) -> Built:
    """Make the promise; problems go to the page, and Failed is raised if there were any."""
    before = page.count
    uses: list[Use] = []
    statement = _attempted_statement(fields, page, around, uses)
    tz = fields.given(keys.TZ) or around.defaults.tz or around.tz
    dates = None if statement is None else _dates(fields, statement, tz)
    kind = fields.given(keys.KIND)
    check_dates(fields, dates, kind, page)
    readings = read_readings(fields, page, Sight(around, uses, dates, tz, kind))
    if page.count > before or not fields.complete or statement is None or dates is None:
        raise Failed
    if around.defaults.file:
        uses.append(Use(fields.table, "what its folder sets", around.defaults.file))
    return Built(_promise(fields, page, around, statement, dates, readings, tz), tuple(uses))


def _promise(
    fields: Fields,
    page: Page,
    around: Surroundings,
    statement: Statement,
    dates: Dates,
    readings: tuple[Judged, ...],
    tz: str,
) -> Promise:
    defaults = around.defaults
    review_by = fields.get(keys.REVIEW_BY)
    rules = dict.fromkeys(each.rule for each in readings if each.rule)
    return Promise(
        id=fields.need(keys.PROMISE_ID),
        title=fields.need(keys.TITLE),
        kind=fields.need(keys.KIND),
        statement=statement,
        readings=tuple(each.reading for each in readings),
        opens=dates.opens,
        tz=tz,
        due=dates.due,
        until=dates.until,
        review_by=None if review_by is None else review_by.end(tz),
        wait_for_reports=_first(fields.given(keys.WAIT), defaults.wait_for_reports, fields.need(keys.WAIT)),
        undone_within=fields.get(keys.UNDONE_WITHIN),
        needs=_first(fields.given(keys.NEEDS), defaults.needs, ()),
        coverage_share=fields.need(keys.COVERAGE),
        interest=fields.get(keys.INTEREST) or {},
        priority=fields.need(keys.PRIORITY),
        owner=_first(fields.given(keys.OWNER), defaults.owner, ""),
        tags=_first(fields.given(keys.TAGS), defaults.tags, ()),
        rule=", ".join(rules),
        position=page.at(fields.table),
    )


def _first(own: T | None, folder: T | None, otherwise: T) -> T:
    if own is not None:
        return own
    return otherwise if folder is None else folder


def _attempted_statement(fields: Fields, page: Page, around: Surroundings, uses: list[Use]) -> Statement | None:
    node = fields.given(keys.SAID)
    if node is None:
        return None
    try:
        if isinstance(node, Table):
            return read_statement(fields.given(keys.PROMISE_ID) or "", node, page)
        return _named_statement(node, page, around, uses)
    except Wrong as wrong:
        page.add_wrong(wrong, keys.SAID.name)
    except Failed:
        pass
    return None


def _named_statement(node: Node, page: Page, around: Surroundings, uses: list[Use]) -> Statement:
    name = text_of(node, "the id of a statement, or a statement")
    if name in around.broken_statements:
        raise broken(node, f"the statement `{name}`", around.broken_statements[name], page)
    found = around.statements.get(name)
    if found is None:
        otherwise = "give it under `statements:`, or write `said: {by:, date:}`"
        hint = missing_hint(name, around.statements, around, page, otherwise)
        raise Wrong(node, f"there is no statement `{shown(name)}`", hint, "unknown-statement")
    uses.append(Use(node, f"the statement `{name}`", found.position.file))
    return found.statement


def _dates(fields: Fields, statement: Statement, tz: str) -> Dates:
    opens, due, until = (fields.given(key) for key in keys.DATES)
    return Dates(
        first_instant(statement.said_on, tz) if opens is None else opens.start(tz),
        None if due is None else due.end(tz),
        None if until is None else until.end(tz),
    )
