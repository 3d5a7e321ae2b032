"""The part that promises, readings and rules share: criteria, the conditions over them, and progress."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from tracker.domain.criteria import Condition, Conditions
from tracker.language.conditions import CONDITION_FORM, read_condition
from tracker.language.criteria import CRITERIA_FORM, Drafts
from tracker.language.forms import NAME, SHARE
from tracker.language.keys import Fields, Key
from tracker.language.limits import LIMIT, OVER, WITHIN, Limit
from tracker.language.nodes import Node
from tracker.language.pages import Failed, Page, Wrong, shown

CRITERIA = Key("criteria", CRITERIA_FORM, "Named tests over reports.", otherwise="none")
KEPT_WHEN = Key("kept_when", CONDITION_FORM, "The promise is kept when this is true.")
PARTLY_WHEN = Key("partly_when", CONDITION_FORM, "It is partly kept when this is true at its end.")
BROKEN_WHEN = Key("broken_when", CONDITION_FORM, "It is broken when this is true.")
AT_RISK_WHEN = Key("at_risk_when", CONDITION_FORM, "It is at risk while this is true.")
UNDONE_WHEN = Key(
    "undone_when",
    CONDITION_FORM,
    "A kept promise is reversed when this comes true within `undone_within`.",
    otherwise="`broken_when`, or `kept_when` measured false again",
)
CANNOT_VERIFY_WHEN = Key("cannot_verify_when", CONDITION_FORM, "Nobody can tell while this is true.")
PROGRESS_BY = Key(
    "progress_by",
    NAME,
    "The criterion whose newest figure shows progress from its baseline to its threshold.",
    otherwise="the first criterion of `kept_when` with a baseline",
)

PARTLY_FROM = Key("partly_from", SHARE, "The share of the way from which a missed promise counts as partly kept.")

CONDITION_KEYS = (KEPT_WHEN, PARTLY_WHEN, BROKEN_WHEN, AT_RISK_WHEN, UNDONE_WHEN, CANNOT_VERIFY_WHEN)
PART_KEYS = (CRITERIA, *CONDITION_KEYS, PROGRESS_BY, PARTLY_FROM, LIMIT)
PART_LATER = ("unless", "about", "convert", "over")


@dataclass(frozen=True, slots=True)
class Part:
    """Criteria by name (all that can be seen from here), conditions, and the criterion of progress."""

    criteria: Drafts = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)
    progress_by: str | None = None
    partly_from: float | None = None

    @property
    def says_nothing(self) -> bool:
        """Say whether there is no condition at all."""
        return self.conditions == Conditions()


def read_part(fields: Fields, page: Page, seen: Drafts, *, all_seen: bool = True) -> Part:
    """Read a part's criteria and conditions, which may name criteria in `seen` too; problems go to the page.

    Unless all are seen (a rule that should give some is missing), names are not checked.
    """
    limit = fields.given(LIMIT)
    written: Drafts = fields.get(CRITERIA) or {}
    own = {**written, **_of_limit(limit)}
    for name in own:
        if name in seen:
            node = fields.node(CRITERIA)
            message = f"the criterion `{shown(name)}` is given by the promise or its rule already"
            page.add(node, message, "give one of them another name", "duplicate-criterion")
    visible = {**seen, **own}
    unread = not all_seen or (CRITERIA.name in fields.table.entries and fields.given(CRITERIA) is None)
    known = None if unread else visible
    conditions = {key.name: _condition(fields, key, page, known) for key in CONDITION_KEYS}
    if limit is not None:
        _check_limit(fields, conditions, page)
        conditions |= {KEPT_WHEN.name: limit.kept_when, BROKEN_WHEN.name: limit.broken_when}
    return Part(
        visible, Conditions(**conditions), _progress(fields, page, visible, unread), fields.get(PARTLY_FROM)
    )


def _of_limit(limit: Limit | None) -> Drafts:
    return {} if limit is None else {WITHIN: limit.within, OVER: limit.over}


def _check_limit(fields: Fields, conditions: Mapping[str, Condition | None], page: Page) -> None:
    for key in (KEPT_WHEN, BROKEN_WHEN):
        if conditions[key.name] is not None:
            message = f"`{key.name}` stands beside `limit`, which gives it"
            page.add(fields.node(key), message, "keep one of the two", "duplicate-condition")


def _condition(fields: Fields, key: Key[Node], page: Page, known: Collection[str] | None) -> Condition | None:
    node = fields.given(key)
    if node is None:
        return None
    try:
        return replace(read_condition(node, page, known), position=page.at(fields.table.entries[key.name].key))
    except Wrong as wrong:
        page.add_wrong(wrong, key.name)
    except Failed:
        pass
    fields.complete = False
    return None


def _progress(fields: Fields, page: Page, visible: Drafts, unread: bool) -> str | None:
    name = fields.get(PROGRESS_BY)
    if name is None or unread:
        return name
    if name not in visible:
        message = f"`progress_by`: there is no criterion `{shown(name)}`"
        page.add(fields.node(PROGRESS_BY), message, page.nearest(name, visible), "unknown-criterion")
        return None
    draft = visible[name]
    if draft is not None and draft.baseline is None:
        message = f"`progress_by`: the criterion `{shown(name)}` has no baseline"
        page.add(fields.node(PROGRESS_BY), message, "give it `latest` and `baseline`", "no-baseline")
    return name


def joined(rule: Part, own: Part, fields: Fields, page: Page) -> Part:
    """Return the conditions of a rule together with those written beside it; one given by both is a problem."""
    both: dict[str, Condition | None] = {}
    for key in CONDITION_KEYS:
        theirs, mine = getattr(rule.conditions, key.name), getattr(own.conditions, key.name)
        if theirs is not None and mine is not None:
            message = f"`{key.name}` is given by the rule already"
            page.add(fields.node(key), message, "change the rule, or do without it here", "duplicate-condition")
        both[key.name] = mine if mine is not None else theirs
    partly_from = rule.partly_from if own.partly_from is None else own.partly_from
    return Part(own.criteria, Conditions(**both), own.progress_by or rule.progress_by, partly_from)
