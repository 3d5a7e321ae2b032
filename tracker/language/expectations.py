"""Expectations of an example: the part of a verdict that must come out, in the words of `judge --json`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tracker.domain.examples import Expectation, Knowledge, WantedAlert
from tracker.domain.instants import Span
from tracker.domain.promises import Promise
from tracker.domain.reasons import REASONS
from tracker.domain.statuses import EvidenceState, Flag, Fulfilment, Phase, Status, Timeliness
from tracker.language import shapes
from tracker.language.dates import When
from tracker.language.forms import NAME, NAMES, NUMBER, WHEN, Form, choice, list_of, text_form, text_of
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.nodes import Node, Scalar, Table
from tracker.language.pages import Failed, Page, Wrong, nearest, shown
from tracker.language.rulings import unlike_instances

NOTHING = object()
"""Written `null`: there must be none."""


def _or_nothing(form: Form[object]) -> Form[object]:
    def read(node: Node, page: Page) -> object:
        return NOTHING if isinstance(node, Scalar) and node.is_null else form.read(node, page)

    return Form(f"{form.words}, or null", read, shapes.or_nothing(form.shape))


def _word(kind: type[StrEnum], words: str) -> Form[object]:
    inner = choice(kind, words)
    return Form(inner.words, lambda node, page: inner.read(node, page).value, inner.shape)


def _when(node: Node, page: Page) -> object:
    return WHEN.read(node, page)


def _number(node: Node, page: Page) -> object:
    return NUMBER.read(node, page)


def _reason(node: Node, page: Page) -> object:
    code = text_of(node, "the code of a reason")
    if code not in REASONS:
        hint = nearest(code, REASONS) or f"one of {', '.join(REASONS)}"
        raise Wrong(node, f"`{shown(code)}` is no code of a reason", hint, "unknown-reason")
    return code


def _texts(form: Form[str], words: str) -> Form[object]:
    inner = list_of(form, words)
    return Form(
        words, lambda node, page: () if _is_empty(node) else inner.read(node, page), shapes.or_nothing(inner.shape)
    )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


_A_FLAG = choice(Flag, "a flag")
_FLAG: Form[str] = Form("a flag", lambda node, page: _A_FLAG.read(node, page).value, _A_FLAG.shape)
_STATUS = choice(Status, "a status")
_ID = text_form("a report's id", 200)
_INSTANT: Form[object] = _or_nothing(Form(WHEN.words, _when, WHEN.shape))


def _statuses(node: Node, page: Page) -> object:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of readings to statuses", "write `readings: {first: kept}`")
    return {name: _STATUS.read(entry.value, page).value for name, entry in node.entries.items()}


AT = Key("at", WHEN, "When it is judged: the last instant of a date.", required=True)
VIEW = Key(
    "view",
    choice(Knowledge, "a view"),
    "What may be used: what was published by then, or everything.",
    Knowledge.KNOWN,
)
INSTANCE = Key("instance", NAME, "The step, promisor, period or trigger's day it is about.", otherwise="the whole")
OF_READING = Key("reading", NAME, "The reading it is about.", otherwise="the headline")

STATUS: Key[object] = Key("status", _word(Status, "a status"), "What it says.")
PHASE: Key[object] = Key("phase", _word(Phase, "a phase"), "Where the promise stands in its own time.")
FULFILMENT: Key[object] = Key("fulfilment", _word(Fulfilment, "a fulfilment"), "How much is done.")
PROGRESS: Key[object] = Key(
    "progress", _or_nothing(Form("a number", _number, NUMBER.shape)), "The progress, 0 to 1."
)
TIMELINESS: Key[object] = Key(
    "timeliness", _or_nothing(_word(Timeliness, "a timeliness")), "Whether the deed came in time."
)
LATE_SINCE: Key[object] = Key("late_since", _INSTANT, "The original deadline it is late against.")
LATE_AGREED: Key[object] = Key("late_since_agreed", _INSTANT, "The agreed deadline it is late against.")
DUE: Key[object] = Key("due", _INSTANT, "The deadline that counts.")
EVIDENCE: Key[object] = Key("evidence", _word(EvidenceState, "a state of evidence"), "What the accounts say.")
REASON: Key[object] = Key(
    "reason", Form("a code of those under Reasons", _reason, shapes.one_of(tuple(REASONS))), "Why it says so."
)
FLAGS: Key[object] = Key("flags", _texts(_FLAG, "a flag or a list of flags"), "Flags that must be there.")
DECIDING: Key[object] = Key(
    "deciding", _texts(_ID, "an id or a list of ids"), "Reports that must be among the deciding ones."
)
SET_ASIDE: Key[object] = Key(
    "set_aside", _texts(_ID, "an id or a list of ids"), "Reports that must be among those set aside."
)
NEXT: Key[object] = Key("next_boundary", _INSTANT, "When time alone can change it.")
STATUSES: Key[object] = Key(
    "readings",
    Form("mapping of readings to statuses", _statuses, shapes.mapping_of(_STATUS.shape)),
    "What readings say.",
)

ALERT_AT = Key("at", WHEN, "The day, or the instant, on which it comes.", required=True)
ALERT_STATUS = Key("status", _STATUS, "The status it tells.", required=True)
ALERT_TO = Key(
    "to",
    NAMES,
    "Destinations it goes to by the routes of the settings, and no others; without settings it is not tried.",
    otherwise="wherever",
)
ALERT = Record("an expected alert", (ALERT_AT, ALERT_STATUS, ALERT_TO))


def read_alert(table: Table, page: Page, tz: str) -> WantedAlert:
    """Read an alert that must come; raises Wrong or Failed."""
    fields = read_record(ALERT, table, page)
    if not fields.complete:
        raise Failed
    when = fields.need(ALERT_AT)
    return WantedAlert(Span(when.start(tz), when.end(tz)), fields.need(ALERT_STATUS), fields.get(ALERT_TO) or ())


WANTED = (
    *(STATUS, PHASE, FULFILMENT, PROGRESS, TIMELINESS, LATE_SINCE, LATE_AGREED, DUE, EVIDENCE, REASON, FLAGS),
    *(DECIDING, SET_ASIDE, NEXT, STATUSES),
)
EXPECTATION = Record("an expectation", (AT, VIEW, INSTANCE, OF_READING, *WANTED))


def read_expectation(table: Table, page: Page, promise: Promise, reports: frozenset[str]) -> Expectation:
    """Read what is expected of the promise, tried with reports of these ids; raises Wrong or Failed."""
    fields = read_record(EXPECTATION, table, page)
    _check(fields, page, promise, reports)
    if not fields.complete:
        raise Failed
    wanted = {
        key.name: _wanted(fields.values[key.name], promise.tz) for key in WANTED if key.name in fields.values
    }
    if not wanted:
        hint = "say at least its `status`"
        raise Wrong(table, "nothing is expected here", hint, "missing-key")
    return Expectation(
        at=fields.need(AT).end(promise.tz),
        wanted=wanted,
        view=fields.need(VIEW),
        instance=fields.get(INSTANCE) or "",
        reading=fields.get(OF_READING),
        position=page.at(table),
    )


def _wanted(value: object, tz: str) -> object:
    if value is NOTHING:
        return None
    return value.span(tz) if isinstance(value, When) else value


def _check(fields: Fields, page: Page, promise: Promise, reports: frozenset[str]) -> None:
    """Note readings, steps and reports that are not there to be expected."""
    members = promise.steps or (promise,)
    readings = [reading.name for member in members for reading in member.readings if reading.name]
    named = fields.values.get(OF_READING.name)
    asked = [str(named)] if named is not None else []
    statuses = fields.values.get(STATUSES.name)
    if isinstance(statuses, Mapping):
        asked += [name for name in statuses if name not in asked]
    node = fields.node(OF_READING if named is not None else STATUSES)
    _all_known("reading", asked, readings, node, page, fields)
    instance = fields.get(INSTANCE)
    if instance is not None and (hint := unlike_instances(promise, instance, page)):
        message = f"there can be no instance `{shown(instance)}`"
        page.add(fields.node(INSTANCE), message, hint, "unknown-instance")
        fields.complete = False
    for key in (DECIDING, SET_ASIDE):
        ids = fields.values.get(key.name)
        if isinstance(ids, tuple):
            _all_known("report", [str(each) for each in ids], sorted(reports), fields.node(key), page, fields)


_NONE_AT_ALL = {
    "report": "this example has no reports: give it one with this `id` under `reports`",
    "reading": "this promise has one reading, without a name: leave it out",
}
"""What to do where there is nothing of the kind to be named."""


def _all_known(
    what: str, asked: list[str], known: list[str] | tuple[str, ...], node: Node, page: Page, fields: Fields
) -> None:
    for name in asked:
        if name not in known:
            otherwise = "there are " + ", ".join(known) if known else _NONE_AT_ALL.get(what, "leave it out")
            hint = page.nearest(name, known) or shown(otherwise, 200)
            page.add(node, f"there is no {what} `{shown(name)}`", hint, f"unknown-{what}")
            fields.complete = False
