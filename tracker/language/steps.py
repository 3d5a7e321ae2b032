"""Steps: promises that consist of promises, and promises made by several one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from tracker.domain.criteria import Conditions
from tracker.domain.promises import Kind, Promise, Reading
from tracker.language import amendments as moves
from tracker.language import promise_keys as keys
from tracker.language.keys import Fields, Record, read_record
from tracker.language.making import Inherited, Setting, Whole, check_kind, framed, interests, make_single
from tracker.language.nodes import Entry, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.parts import AT_RISK_WHEN, CRITERIA, PART_KEYS
from tracker.language.promise_dates import Dates, dates_of
from tracker.language.promisors import check_each, filled_for
from tracker.language.readings import Sight, read_readings
from tracker.language.rule_uses import Fillings, RuleSight
from tracker.language.rulings import check_rulings, read_rulings
from tracker.language.surroundings import Defaults

T = TypeVar("T")

_OF_STEPS = (
    *(key for key in PART_KEYS if key not in (CRITERIA, AT_RISK_WHEN)),
    *(keys.RULE, keys.READINGS, keys.DUE, keys.UNTIL, keys.EVERY, keys.TOLERATE, keys.WHEN_TRIGGERED, keys.WITHIN),
    *(keys.PROOF_EVERY, keys.UNDONE_WITHIN),
)
"""Keys that a promise with steps leaves to its steps."""
_OF_THE_PROMISE = {
    "steps": "a step has no steps of its own: write them all in one list",
    "said": "a step rests on the words of its promise",
    "tags": "a step has the tags of its promise",
    "owner": "a step has the owner of its promise",
    "supersedes": "only the promise as a whole can replace another",
}
"""Keys that a step leaves to its promise, and why."""


def make(fields: Fields, record: Record, setting: Setting, promise_id: str) -> Promise | None:
    """Return the promise with its steps or promisors, None if it cannot be made; problems go to the page."""
    page = setting.page
    check_each(fields, page)
    rulings = read_rulings(fields, page, setting.tz)
    names = fields.given(keys.EACH)
    if names is not None:
        promise = _of_several(names, fields, record, setting, promise_id)
    elif keys.STEPS.name in fields.table.entries:
        promise = _of_steps(fields, setting, promise_id)
    else:
        promise = make_single(fields, setting, promise_id)
    if promise is None:
        return None
    check_rulings(rulings, promise, page)
    return replace(promise, rulings=tuple(ruling for ruling, _ in rulings)) if rulings else promise


def _of_several(
    names: tuple[str, ...], fields: Fields, record: Record, setting: Setting, promise_id: str
) -> Promise | None:
    """Make the promise once for each promisor; what is wrong with one of them is told once."""
    page, before = setting.page, setting.page.count
    if not names:
        return None
    statement, dates = setting.statement, dates_of(fields, setting.dates, setting.tz)
    members = []
    for index, name in enumerate(names):
        scratch = Page(page.file, page.names)
        own = replace(
            setting,
            page=scratch,
            uses=setting.uses if index == 0 else [],
            statement=None if statement is None else replace(statement, by=(name,)),
        )
        written = read_record(record, filled_for(fields.table, name), scratch)
        members.append(make(written, record, own, f"{promise_id}/{name}"))
        new = [problem for problem in scratch.problems if problem not in page.problems]
        for problem in new:
            page.note(problem)
        if new:
            break
    steps = tuple(member for member in members if member is not None)
    if len(steps) < len(names) or page.count > before or statement is None or dates is None:
        return None
    place = page.at(fields.table)
    reading = Reading("", {}, Conditions(), dates.opens, dates.due, dates.until, position=place)
    whole = Whole((reading,), rule=steps[0].rule, steps=steps, each=names)
    return framed(fields, setting, statement, dates, promise_id, whole)


def _of_steps(fields: Fields, setting: Setting, promise_id: str) -> Promise | None:
    page, before, statement = setting.page, setting.page.count, setting.statement
    _check_whole(fields, page)
    own = moves.read_amendments(fields, page, statement, setting.tz)
    _check_moves(own, page)
    dates = dates_of(fields, setting.dates, setting.tz)
    given = _given(fields, page)
    inner = _setting_of_steps(fields, setting, dates, {**setting.inherited.given, **given}, own)
    steps = _steps(fields, inner, promise_id)
    readings = _at_risk(fields, page, setting, dates)
    setting.params.update(inner.params)
    setting.lost.update(inner.lost)
    if page.count == before and not inner.lost:
        moves.check_params(own, inner.params, page)
        _check_given(given, inner.params, page)
    if page.count > before or not fields.complete or statement is None or dates is None:
        return None
    rules = ", ".join(sorted({step.rule for step in steps if step.rule}))
    whole = Whole(readings, rule=rules, steps=steps)
    return framed(fields, setting, statement, dates, promise_id, whole)


def _check_whole(fields: Fields, page: Page) -> None:
    """Note what a promise with steps leaves to them."""
    kind = fields.given(keys.KIND)
    if kind is Kind.RECUR:
        message = "a promise with steps does not recur"
        page.add(fields.node(keys.KIND), message, "let each step recur, or use another kind", "misplaced-key")
    else:
        check_kind(fields, kind, page)
    entries = fields.table.entries
    for key in _OF_STEPS:
        if key.name in entries:
            hint = "give it to each step it belongs to"
            page.add(entries[key.name].key, f"`{key.name}` stands beside `steps`", hint, "misplaced-key")
    if CRITERIA.name in entries and AT_RISK_WHEN.name not in entries:
        hint = "give them to the steps they belong to"
        message = "no `at_risk_when` uses the criteria that stand beside `steps`"
        page.add(entries[CRITERIA.name].key, message, hint, "misplaced-key")


def _check_moves(own: tuple[moves.Draft, ...], page: Page) -> None:
    for move in own:
        if move.amount is None:
            message = "a promise with steps has no date of its own to move"
            page.add(move.place, message, "write it under the `amendments` of each step it moves", "misplaced-key")


def _given(fields: Fields, page: Page) -> Mapping[str, Entry]:
    node = fields.given(keys.WITH)
    if node is None:
        return {}
    if not isinstance(node, Table):
        page.add(node, "expected a mapping of parameters to values", "write `with: {force: 36}`")
        return {}
    return node.entries


def _check_given(given: Mapping[str, Entry], params: set[str], page: Page) -> None:
    for name, entry in given.items():
        if name not in params:
            hint = page.nearest(name, sorted(params)) or "delete it"
            page.add(entry.key, f"no rule of a step has a parameter `{shown(name)}`", hint, "extra-param")


def _setting_of_steps(
    fields: Fields,
    setting: Setting,
    dates: Dates | None,
    given: Mapping[str, Entry],
    own: tuple[moves.Draft, ...],
) -> Setting:
    """Return what the steps are set in: what the promise says stands where its folder's defaults stood."""
    outer, inherited = setting.around.defaults, setting.inherited
    defaults = Defaults(
        file=outer.file,
        tags=_own(fields.given(keys.TAGS), outer.tags),
        tz=setting.tz,
        needs=_own(fields.given(keys.NEEDS), outer.needs),
        owner=_own(fields.given(keys.OWNER), outer.owner),
        wait_for_reports=_own(fields.given(keys.WAIT), outer.wait_for_reports),
    )
    return replace(
        setting,
        around=replace(setting.around, defaults=defaults),
        dates=None if dates is None else Dates(dates.opens, said=dates.said),
        inherited=Inherited(
            interest=interests(fields, inherited),
            coverage=_own(fields.given(keys.COVERAGE), inherited.coverage),
            priority=_own(fields.given(keys.PRIORITY), inherited.priority),
            given=given,
            moves=(*inherited.moves, *(move for move in own if move.amount is not None)),
        ),
        params=set(),
        lost=set(),
    )


def _own(own: T | None, otherwise: T | None) -> T | None:
    return otherwise if own is None else own


def _steps(fields: Fields, setting: Setting, promise_id: str) -> tuple[Promise, ...]:
    made: list[Promise] = []
    seen: set[str] = set()
    for table in fields.given(keys.STEPS) or ():
        try:
            step = _step(table, setting, promise_id, seen)
        except Wrong as wrong:
            setting.page.add_wrong(wrong, keys.STEPS.name)
        except Failed:
            fields.complete = False
        else:
            made += [] if step is None else [step]
    return tuple(made)


def _step(table: Table, setting: Setting, promise_id: str, seen: set[str]) -> Promise | None:
    page = setting.page
    for key, why in _OF_THE_PROMISE.items():
        if key in table.entries:
            page.add(table.entries[key].key, f"`{key}` stands in a step", why, "misplaced-key")
    kept = {name: entry for name, entry in table.entries.items() if name not in _OF_THE_PROMISE}
    fields = read_record(keys.STEP, Table(kept, table.line, table.column), page)
    name = fields.given(keys.PROMISE_ID)
    if name is not None and name in seen:
        message = f"the step id `{shown(name)}` is used twice"
        page.add(fields.node(keys.PROMISE_ID), message, "give one of them another id", "duplicate-id")
    if name is not None and name == promise_id.partition("/")[0]:
        message = f"the step `{shown(name)}` bears the id of its promise, as if it led back to it"
        page.add(fields.node(keys.PROMISE_ID), message, "give it a name of its own", "circular")
    seen.add(name or "")
    tz = fields.given(keys.TZ) or setting.tz
    own = replace(setting, tz=tz, params=set(), lost=set())
    made = make(fields, keys.STEP, own, f"{promise_id}/{name}")
    setting.params.update(own.params)
    setting.lost.update(own.lost)
    return made


def _at_risk(fields: Fields, page: Page, setting: Setting, dates: Dates | None) -> tuple[Reading, ...]:
    """Return the one reading that holds the `at_risk_when` of a promise with steps."""
    kept = (CRITERIA.name, AT_RISK_WHEN.name)
    table = fields.table
    own = Fields(
        Table({name: table.entries[name] for name in kept if name in table.entries}, table.line, table.column),
        {name: fields.values[name] for name in kept if name in fields.values},
        fields.complete,
    )
    rules = RuleSight(setting.around, [], Fillings())
    read = read_readings(own, page, Sight(rules, dates, setting.tz, fields.given(keys.KIND)))
    fields.complete = fields.complete and own.complete
    return tuple(each.reading for each in read.judged)
