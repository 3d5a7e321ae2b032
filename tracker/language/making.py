"""Making a promise, or a step of one, from its fields: dates, readings, trigger and amendments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from tracker.domain.promises import (
    Amendment,
    Interest,
    Kind,
    Priority,
    Promise,
    Reading,
    Statement,
    Trigger,
)
from tracker.language import amendments as moves
from tracker.language import promise_keys as keys
from tracker.language.keys import Fields, Key
from tracker.language.limits import LIMIT
from tracker.language.nodes import Entry
from tracker.language.pages import Page
from tracker.language.promise_dates import Dates, check_dates, dates_of
from tracker.language.readings import Sight, read_readings
from tracker.language.rule_uses import Fillings, RuleSight
from tracker.language.surroundings import Surroundings, Use
from tracker.language.triggers import check_trigger, read_trigger

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a step takes over from its promise where it says nothing itself."""

    interest: Mapping[str, Interest] = field(default_factory=dict)
    coverage: float | None = None
    priority: Priority | None = None
    given: Mapping[str, Entry] = field(default_factory=dict)
    """Its `with`: parameters for the rules of the steps."""
    moves: tuple[moves.Draft, ...] = ()
    """Its amendments of amounts."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a promise is set in, or a step by its promise."""

    page: Page
    around: Surroundings
    """Its defaults are the folder's; for a step, those of its promise."""
    uses: list[Use]
    statement: Statement | None
    tz: str
    dates: Dates | None
    """The dates it starts from: a promise opens with its statement, a step with its promise."""
    inherited: Inherited = field(default_factory=Inherited)
    params: set[str] = field(default_factory=set)
    """Every parameter of the rules it uses, gathered while it is made."""
    lost: set[str] = field(default_factory=set)
    """Rules that it uses and that cannot be had."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a promise is judged by."""

    readings: tuple[Reading, ...]
    rule: str = ""
    trigger: Trigger | None = None
    amendments: tuple[Amendment, ...] = ()
    steps: tuple[Promise, ...] = ()
    each: tuple[str, ...] = ()


def make_single(fields: Fields, setting: Setting, promise_id: str) -> Promise | None:
    """Return a promise that is judged by its own readings, None if it cannot be made; problems go to the page."""
    page, kind, start = setting.page, fields.given(keys.KIND), setting.page.count
    dates = dates_of(fields, setting.dates, setting.tz)
    check_dates(fields, dates, kind, page)
    check_kind(fields, kind, page)
    before = page.count
    fillings = Fillings(setting.inherited.given, params=setting.params, lost=setting.lost)
    sight = Sight(RuleSight(setting.around, setting.uses, fillings), dates, setting.tz, kind)
    read = read_readings(fields, page, sight)
    readings = tuple(each.reading for each in read.judged)
    trigger = read_trigger(fields, page, dates, setting.tz, read.shared)
    check_trigger(trigger, readings, fields, page)
    own = moves.read_amendments(fields, page, setting.statement, setting.tz)
    moves.check_amendments(own, dates, kind, page)
    if page.count == before and not fillings.lost:
        moves.check_params(own, fillings.params, page)
    if dates is None or setting.statement is None or page.count > start or not fields.complete:
        return None
    inherited = tuple(each for each in setting.inherited.moves if each.for_param in fillings.params)

    def reread(amounts: Mapping[str, Entry], move: moves.Draft) -> tuple[Reading, ...]:
        return _reread(fields, page, sight, amounts, move)

    whole = Whole(
        readings,
        rule=", ".join(sorted({each.rule for each in read.judged if each.rule})),
        trigger=trigger,
        amendments=moves.amendments_of((*inherited, *own), reread),
    )
    return framed(fields, setting, setting.statement, dates, promise_id, whole)


def _reread(
    fields: Fields, page: Page, sight: Sight, amounts: Mapping[str, Entry], move: moves.Draft
) -> tuple[Reading, ...]:
    """Return the readings under other amounts; what goes wrong then is the fault of the newest of them."""
    scratch = Page(page.file, page.names)
    fillings = Fillings(sight.rules.fillings.around, amounts)
    rules = replace(sight.rules, uses=[], fillings=fillings)
    read = read_readings(fields, scratch, replace(sight, rules=rules))
    for problem in scratch.problems[:1]:
        page.add(move.place, f"with this amount: {problem.message}", problem.hint, problem.code)
    return tuple(each.reading for each in read.judged)


def framed(
    fields: Fields, setting: Setting, statement: Statement, dates: Dates, promise_id: str, whole: Whole
) -> Promise:
    """Return the promise: what it is judged by, with everything that stands beside it in the fields."""
    defaults, inherited = setting.around.defaults, setting.inherited
    review_by = fields.get(keys.REVIEW_BY)
    return Promise(
        id=promise_id,
        title=fields.need(keys.TITLE),
        kind=fields.need(keys.KIND),
        statement=statement,
        readings=whole.readings,
        opens=dates.opens,
        tz=setting.tz,
        due=dates.due,
        until=dates.until,
        review_by=None if review_by is None else review_by.end(setting.tz),
        wait_for_reports=_first(fields.given(keys.WAIT), defaults.wait_for_reports, fields.need(keys.WAIT)),
        undone_within=fields.get(keys.UNDONE_WITHIN),
        needs=_first(fields.given(keys.NEEDS), defaults.needs, ()),
        coverage_share=_first(fields.given(keys.COVERAGE), inherited.coverage, fields.need(keys.COVERAGE)),
        interest=interests(fields, inherited),
        priority=_first(fields.given(keys.PRIORITY), inherited.priority, fields.need(keys.PRIORITY)),
        owner=_first(fields.given(keys.OWNER), defaults.owner, ""),
        tags=_first(fields.given(keys.TAGS), defaults.tags, ()),
        every=fields.get(keys.EVERY),
        tolerate=fields.need(keys.TOLERATE),
        proof_every=fields.get(keys.PROOF_EVERY),
        rule=whole.rule,
        trigger=whole.trigger,
        amendments=whole.amendments,
        steps=whole.steps,
        each=whole.each,
        position=setting.page.at(fields.table),
    )


def interests(fields: Fields, inherited: Inherited) -> Mapping[str, Interest]:
    """Return the interests inherited with those written in the fields, which come first."""
    own = fields.get(keys.INTEREST)
    return inherited.interest if own is None else {**inherited.interest, **own}


def _first(own: T | None, folder: T | None, otherwise: T) -> T:
    if own is not None:
        return own
    return otherwise if folder is None else folder


_STANDING = (Kind.MAINTAIN, Kind.REFRAIN)
_KINDS: tuple[tuple[Key[Any], tuple[Kind, ...]], ...] = (
    (keys.EVERY, (Kind.RECUR,)),
    (keys.TOLERATE, (Kind.RECUR,)),
    (keys.PROOF_EVERY, _STANDING),
    (LIMIT, _STANDING),
)


def check_kind(fields: Fields, kind: Kind | None, page: Page) -> None:
    """Note keys that do not go with the kind, and a recurring promise without its period."""
    if kind is None:
        return
    for key, kinds in _KINDS:
        if key.name in fields.table.entries and kind not in kinds:
            message = f"`{key.name}` does not go with `kind: {kind}`"
            hint = "it goes with " + " and ".join(f"`kind: {each}`" for each in kinds)
            page.add(fields.table.entries[key.name].key, message, hint, "kind-key")
    if kind is Kind.RECUR and keys.EVERY.name not in fields.table.entries:
        hint = "how often it must be done: month, quarter, year or `10 days`"
        page.add(fields.node(keys.KIND), "`kind: recur` needs `every`", hint, "missing-key")
