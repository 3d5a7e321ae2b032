"""Amendments: dates and amounts announced after a promise, each with the readings that a new amount makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.criteria import Position
from tracker.domain.instants import first_instant
from tracker.domain.promises import Amendment, Kind, MovedBy, Reading, Statement
from tracker.language import promise_keys as keys
from tracker.language import shapes
from tracker.language.forms import ID, NAMES, WHEN, Form, choice, text_of
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.nodes import Entry, Node, Scalar
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.promise_dates import Dates


def _amount(node: Node, page: Page) -> Entry:
    text_of(node, "a number or a text")
    return Entry(Scalar("amount", node.line, node.column), node)


ANNOUNCED = Key("announced", WHEN, "When it was announced; known from the end of that day on.", required=True)
NEW_DUE = Key("due", WHEN, "The new deadline.")
NEW_UNTIL = Key("until", WHEN, "The new end of the window.")
AMOUNT: Key[Entry] = Key("amount", Form("number or text", _amount, shapes.TEXT), "The new value of `for_param`.")
FOR_PARAM = Key("for_param", ID, "The parameter of the promise's rule that `amount` is for.")
BY = Key("by", NAMES, "Who announced it.", ())
MOVED_BY = Key(
    "moved_by",
    choice(MovedBy, "a mover"),
    "Who moved it; a later date by one side alone does not count.",
    required=True,
)
AMENDMENT = Record("an amendment", (ANNOUNCED, NEW_DUE, NEW_UNTIL, AMOUNT, FOR_PARAM, BY, MOVED_BY))
_WHAT = (NEW_DUE, NEW_UNTIL, AMOUNT)


@dataclass(frozen=True, slots=True)
class Draft:
    """An amendment as it was written; `amount` is the entry that takes the place of the parameter's."""

    announced: datetime
    moved_by: MovedBy
    by: tuple[str, ...]
    position: Position
    place: Node
    due: datetime | None = None
    until: datetime | None = None
    amount: Entry | None = None
    for_param: str = ""

    @property
    def amount_text(self) -> str:
        """Return the amount as it was written."""
        value = None if self.amount is None else self.amount.value
        return value.text.strip() if isinstance(value, Scalar) else ""


def read_amendments(fields: Fields, page: Page, statement: Statement | None, tz: str) -> tuple[Draft, ...]:
    """Return the amendments written here in file order; problems go to the page."""
    drafts = []
    for table in fields.given(keys.AMENDMENTS) or ():
        try:
            drafts.append(_draft(read_record(AMENDMENT, table, page), page, statement, tz))
        except Wrong as wrong:
            page.add_wrong(wrong, keys.AMENDMENTS.name)
        except Failed:
            fields.complete = False
    return tuple(drafts)


def _draft(fields: Fields, page: Page, statement: Statement | None, tz: str) -> Draft:
    before = page.count
    written = [key.name for key in _WHAT if key.name in fields.table.entries]
    if len(written) != 1:
        found = "none of" if not written else "more than one of"
        hint = "write one of them; a second change is an amendment of its own"
        page.add(fields.table, f"this amendment has {found} `due`, `until` and `amount`", hint, "amendment")
    named = FOR_PARAM.name in fields.table.entries
    if named != (AMOUNT.name in written):
        lacking, there = (FOR_PARAM, AMOUNT) if not named else (AMOUNT, FOR_PARAM)
        message, hint = f"`{there.name}` stands without `{lacking.name}`", "give both, or leave both out"
        page.add(fields.table.entries[there.name].key, message, hint, "amendment")
    announced = fields.given(ANNOUNCED)
    said = None if statement is None else statement.said_on
    if announced is not None and said is not None and announced.end(tz) < first_instant(said, tz):
        message = f"it was announced before the statement of {said.isoformat()}"
        page.add(fields.node(ANNOUNCED), message, "mend one of the two dates", "date-order")
    if page.count > before or not fields.complete:
        raise Failed
    due, until = fields.get(NEW_DUE), fields.get(NEW_UNTIL)
    return Draft(
        announced=fields.need(ANNOUNCED).end(tz),
        moved_by=fields.need(MOVED_BY),
        by=fields.get(BY) or (),
        position=page.at(fields.table),
        place=fields.node(next(key for key in _WHAT if key.name in written)),
        due=None if due is None else due.end(tz),
        until=None if until is None else until.end(tz),
        amount=fields.get(AMOUNT),
        for_param=fields.get(FOR_PARAM) or "",
    )


def check_amendments(drafts: Iterable[Draft], dates: Dates | None, kind: Kind | None, page: Page) -> None:
    """Note new dates that do not go with the kind, or lie before the promise opens."""
    for draft in drafts:
        if draft.until is not None and kind is Kind.ACHIEVE:
            page.add(draft.place, "`until` does not go with `kind: achieve`", "write `due`", "kind-date")
        if draft.due is not None and kind not in (None, Kind.ACHIEVE):
            page.add(draft.place, f"`due` does not go with `kind: {kind}`", "write `until`", "kind-date")
        date = draft.due or draft.until
        if date is not None and dates is not None and date < dates.opens:
            message = "this new date lies before the promise opens"
            page.add(draft.place, message, "mend one of the two dates", "date-order")


def check_params(drafts: Iterable[Draft], params: Iterable[str], page: Page) -> None:
    """Note amounts for a parameter that no rule of the promise has."""
    known = sorted(params)
    for draft in drafts:
        if draft.amount is not None and draft.for_param not in known:
            otherwise = "its parameters: " + ", ".join(known) if known else "an amount changes a rule's parameter"
            hint = page.nearest(draft.for_param, known) or otherwise
            message = f"`for_param`: no rule of this promise has a parameter `{shown(draft.for_param)}`"
            page.add(draft.place, message, hint, "unknown-param")


def amendments_of(
    drafts: Iterable[Draft], reread: Callable[[Mapping[str, Entry], Draft], tuple[Reading, ...]]
) -> tuple[Amendment, ...]:
    """Return the amendments in order of announcement; `reread` makes the readings under new amounts.

    Those of one day stay as they are given: those of a whole before those of its step, each in file order.

    Amounts changed by both sides stay for those that follow; any other stands on the agreed ones by itself.
    """
    agreed: dict[str, Entry] = {}
    made = []
    for draft in sorted(drafts, key=lambda draft: draft.announced):
        readings: tuple[Reading, ...] = ()
        if draft.amount is not None:
            amounts = {**agreed, draft.for_param: draft.amount}
            readings = reread(amounts, draft)
            agreed = amounts if draft.moved_by is MovedBy.BOTH else agreed
        made.append(
            Amendment(
                announced=draft.announced,
                moved_by=draft.moved_by,
                due=draft.due,
                until=draft.until,
                amount=draft.amount_text,
                for_param=draft.for_param,
                by=draft.by,
                readings=readings,
                position=draft.position,
            )
        )
    return tuple(made)
