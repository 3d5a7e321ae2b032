"""Triggers: what makes a promise conditional, and by when its instances are due."""

from __future__ import annotations

from tracker.domain.criteria import Condition, Op
from tracker.domain.promises import Reading, Trigger
from tracker.language import promise_keys as keys
from tracker.language.conditions import CONDITION_FORM, read_condition
from tracker.language.criteria import Drafts
from tracker.language.forms import NODE, WHEN, Form
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.promise_dates import Dates, deeds

UNLESS: Key[Node] = Key(
    "unless",
    Form("criterion's name, list, or `{any_of: }` and the like", NODE.read, CONDITION_FORM.shape),
    "What makes the promise void if it comes true by the date.",
    required=True,
)
BY = Key("by", WHEN, "Until when it can: the last instant of a date.", required=True)
TRIGGER = Record("`when` with `unless`", (UNLESS, BY))


def read_trigger(
    fields: Fields, page: Page, dates: Dates | None, tz: str, shared: Drafts | None
) -> Trigger | None:
    """Return the trigger, None without one or with problems, which go to the page.

    Its conditions name the criteria that every reading sees (`shared`; None: they cannot be checked).
    """
    node = fields.given(keys.WHEN_TRIGGERED)
    within = fields.given(keys.WITHIN)
    if node is None:
        if keys.WITHIN.name in fields.table.entries and keys.WHEN_TRIGGERED.name not in fields.table.entries:
            hint = "say what it counts from with `when`, or give a date"
            page.add(fields.table.entries["within"].key, "`within` stands without `when`", hint, "misplaced-key")
        return None
    if within is not None and fields.given(keys.DUE) is not None:
        message = "`within` and `due` both say when it is due"
        page.add(fields.node(keys.WITHIN), message, "keep one of the two", "deadline-twice")
    try:
        if isinstance(node, Table) and node.entries.keys() & TRIGGER.by_name.keys():
            return _unless(node, page, dates, tz, shared, Trigger(within=within))
        return Trigger(when=read_condition(node, page, shared), within=within)
    except Wrong as wrong:
        page.add_wrong(wrong, keys.WHEN_TRIGGERED.name)
    except Failed:
        pass
    fields.complete = False
    return None


def _unless(
    node: Table, page: Page, dates: Dates | None, tz: str, shared: Drafts | None, trigger: Trigger
) -> Trigger:
    fields = read_record(TRIGGER, node, page)
    if not fields.complete:
        raise Failed
    by = fields.need(BY).end(tz)
    if dates is not None and by < dates.opens:
        message = "`by` lies before the promise opens"
        page.add(fields.node(BY), message, "mend one of the two dates", "date-order")
    return Trigger(unless=read_condition(fields.need(UNLESS), page, shared), by=by, within=trigger.within)


def check_trigger(trigger: Trigger | None, readings: tuple[Reading, ...], fields: Fields, page: Page) -> None:
    """Note a promise that would trigger itself: the deed is what it waits for, or what makes it void."""
    condition = None if trigger is None else trigger.when or trigger.unless
    if condition is None:
        return
    for reading in readings:
        if _meaning(reading.conditions.kept_when) == _meaning(condition):
            names = ", ".join(sorted(deeds(condition)))
            message = f"`when`: `{names}` is the deed itself: the promise leads back to itself"
            page.add(fields.node(keys.WHEN_TRIGGERED), message, "name another event", "circular")
            return


def _meaning(condition: Condition | None) -> Condition | None:
    """Return the condition without lists of one."""
    while condition is not None and condition.op in (Op.ANY_OF, Op.ALL_OF) and len(condition.parts) == 1:
        condition = condition.parts[0]
    return condition
