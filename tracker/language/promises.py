"""Promises from their fields: the statement they rest on, and what is made of them in their folder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.domain.instants import first_instant
from tracker.domain.promises import Promise, Statement
from tracker.language import promise_keys as keys
from tracker.language.forms import text_of
from tracker.language.keys import Fields
from tracker.language.making import Setting
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.promise_dates import Dates
from tracker.language.statements import read_statement
from tracker.language.steps import make
from tracker.language.surroundings import Surroundings, Use, broken, missing_hint


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
    dates = None if statement is None else Dates(first_instant(statement.said_on, tz), said=statement.said_on)
    promise_id, supersedes = fields.given(keys.PROMISE_ID) or "", fields.given(keys.SUPERSEDES)
    if supersedes is not None and supersedes == promise_id:
        message = "`supersedes`: the promise would replace itself"
        page.add(fields.node(keys.SUPERSEDES), message, "name the earlier promise", "circular")
    promise = make(fields, keys.PROMISE, Setting(page, around, uses, statement, tz, dates), promise_id)
    if promise is None or page.count > before or not fields.complete:
        raise Failed
    if around.defaults.file:
        uses.append(Use(fields.table, "what its folder sets", around.defaults.file))
    return Built(replace(promise, supersedes=supersedes) if supersedes else promise, tuple(uses))


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
