"""The keys of a promise, a step and a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Kind, Priority
from tracker.language import shapes
from tracker.language.conditions import CONDITION_FORM
from tracker.language.dates import When
from tracker.language.forms import DURATION, ID, NAME, NAMES, NODE, SHARE, TEXT, WHEN, ZONE, Form, choice, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Entry, Items, Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.parts import PART_KEYS
from tracker.language.periods import PERIODS, read_period
from tracker.language.statements import STATEMENT

_INTEREST = choice(Interest, "an interest")


def _interests(node: Node, page: Page) -> Mapping[str, Interest]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of origins to interests", "write `interest: {tass: self}`")
    found: dict[str, Interest] = {}
    wrongs: list[Wrong] = []
    for name, entry in node.entries.items():
        try:
            found[text_of(entry.key, "an origin", 200)] = _INTEREST.read(entry.value, page)
        except Wrong as wrong:
            wrongs.append(Wrong(wrong.node, f"{shown(name)}: {wrong.message}", wrong.hint, wrong.code))
    if wrongs:
        wrongs[0].others = tuple(wrongs[1:])
        raise wrongs[0]
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """The deadline is an event: the criterion that shows it, and where that is named."""

    criterion: str
    node: Node


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as it is written: a date, or an event."""

    when: When | None = None
    event: Event | None = None


BEFORE = Key("before", NAME, "The criterion of the event before which the deed must be done.", required=True)
BEFORE_RECORD = Record("`due`", (BEFORE,))


def _due(node: Node, page: Page) -> Deadline:
    if not isinstance(node, Table):
        return Deadline(WHEN.read(node, page))
    fields = read_record(BEFORE_RECORD, node, page)
    if not fields.complete:
        raise Failed
    return Deadline(event=Event(fields.need(BEFORE), fields.node(BEFORE)))


def _lasting(node: Node, page: Page) -> Duration:
    length = DURATION.read(node, page)
    if not length:
        raise Wrong(node, "this length of time is nothing", "write `30 days`, or leave it out")
    return length


_MOST_READINGS = 50
"""Every two are held against each other by lint, and every surface shows each of them."""


def _readings(node: Node, page: Page) -> Mapping[str, Entry]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of names to readings", "write `name:` and its conditions below it")
    if not node.entries:
        raise Wrong(node, "it is empty", "delete it, or name at least one reading")
    if len(node.entries) > _MOST_READINGS:
        message = f"these are {len(node.entries)} readings, more than {_MOST_READINGS}"
        raise Wrong(node, message, "keep those that somebody would defend")
    return node.entries


def listing(words: str, start: str, name: str) -> Form[tuple[Table, ...]]:
    """Return the form of a list of mappings of keys, with at least one; `start` shows how an entry begins.

    `name` is that of the record each entry is.
    """

    def read(node: Node, page: Page) -> tuple[Table, ...]:
        if not isinstance(node, Items):
            raise Wrong(node, f"expected a {words}", f"start each entry with `- {start}`")
        if not node.items:
            raise Wrong(node, f"this {words} is empty", "delete it, or write an entry")
        for item in node.items:
            if not isinstance(item, Table):
                raise Wrong(item, "expected a mapping of keys", f"write `- {start}` and its keys below it")
        return tuple(item for item in node.items if isinstance(item, Table))

    return Form(words, read, shapes.many(shapes.record(name)))


RULE = Key("rule", ID, "The rule that judges it.")
WITH: Key[Node] = Key(
    "with",
    Form("mapping of parameters to values", NODE.read, shapes.mapping_of(shapes.TEXT)),
    "What the rule's parameters are.",
)
OPENS = Key(
    "opens", WHEN, "When it starts to count: the first instant of a date.", otherwise="the day of the statement"
)
DUE: Key[Deadline] = Key(
    "due",
    Form(
        "date, period, instant or `{before: CRITERION}`",
        _due,
        shapes.either(shapes.TEXT, shapes.record(BEFORE_RECORD.name)),
    ),
    "The deadline: the last instant of a date, or of an event.",
)
UNTIL = Key("until", WHEN, "The end of the window for all kinds but achieve: the last instant of a date.")
DATES: tuple[Key[Any], ...] = (OPENS, DUE, UNTIL)

PROMISE_ID = Key("id", ID, "Its id, unlike that of any other promise.", required=True)
TITLE = Key("title", TEXT, "What is promised, in one line.", required=True)
_SOME_WORDS = shapes.either(shapes.TEXT, shapes.record(STATEMENT.name))
SAID: Key[Node] = Key(
    "said",
    Form("id of a statement, or a statement", NODE.read, _SOME_WORDS),
    "The words it rests on.",
    required=True,
)
KIND = Key("kind", choice(Kind, "a kind of promise"), "What was promised.", required=True)
REVIEW_BY = Key("review_by", WHEN, "When people should look again if no date was promised.")
WAIT = Key(
    "wait_for_reports", DURATION, "How long after the deadline reports are still expected.", Duration(days=3)
)
UNDONE_WITHIN = Key("undone_within", DURATION, "How long after it was kept it can still be undone.")
NEEDS = Key("needs", NAMES, "Sources or groups that would have seen it.", otherwise="those that cover it")
COVERAGE = Key("coverage", SHARE, "The share of time they must have been listened to.", 0.9)
OWNER = Key("owner", TEXT, "Who is responsible for it here.", "")
TAGS = Key("tags", NAMES, "Words to find and route it by.", ())
PRIORITY = Key("priority", choice(Priority, "a priority"), "How much it matters.", Priority.NORMAL)
INTEREST = Key(
    "interest",
    Form("mapping of origins to self, ally, neutral or adversary", _interests, shapes.mapping_of(_INTEREST.shape)),
    "Where an origin or source stands towards the promisor.",
    otherwise="neutral",
)
TZ = Key("tz", ZONE, "The zone its days are days in.", otherwise="the workspace's zone")
READINGS = Key(
    "readings",
    Form("mapping of names to readings", _readings, shapes.mapping_of(shapes.record("a reading"))),
    "Several fair readings, each judged.",
)

EVERY = Key(
    "every",
    Form(
        "month, quarter, year or a length of time (`10 days`)",
        read_period,
        shapes.either(shapes.one_of(PERIODS), shapes.TEXT),
    ),
    "The period of a recurring promise; its criteria are judged inside each.",
    otherwise="required for recur",
)
TOLERATE = Key("tolerate", SHARE, "The least share of kept periods for the series to stand.", 1.0)
_A_TRIGGER = shapes.either(CONDITION_FORM.shape, shapes.record("`when` with `unless`"))
WHEN_TRIGGERED: Key[Node] = Key(
    "when",
    Form("condition, or `{unless: CONDITION, by: DATE}`", CONDITION_FORM.read, _A_TRIGGER),
    "What makes it conditional: an instance opens each time this turns true; with `unless` there is one, void if "
    "that comes true by the date.",
)
WITHIN = Key(
    "within",
    Form(DURATION.words, _lasting, shapes.TEXT),
    "How long after its trigger (with `unless`: after `by`) an instance is due.",
)
PROOF_EVERY = Key(
    "proof_every",
    Form(DURATION.words, _lasting, shapes.TEXT),
    "How long maintain or refrain may go without proof of holding.",
)
EACH = Key(
    "each",
    NAMES,
    "Promisors who are bound one by one: an instance for each, whose name stands in for `{each}` in criteria.",
)
STEPS: Key[tuple[Table, ...]] = Key(
    "steps", listing("list of steps", "id: ...", "a step"), "Promises that this one consists of."
)
AMENDMENTS: Key[tuple[Table, ...]] = Key(
    "amendments",
    listing("list of amendments", "announced: ...", "an amendment"),
    "Dates and amounts announced after the promise; the original stays.",
)
RULINGS: Key[tuple[Table, ...]] = Key(
    "rulings",
    listing("list of rulings", "status: ...", "a ruling"),
    "Decisions of analysts that override the verdict.",
)


def _allowances(node: Node, page: Page) -> Mapping[str, str]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of checks to reasons", 'write `allow: {no-example: "..."}`')
    return {name: text_of(entry.value, "a reason", 300) for name, entry in node.entries.items()}


ALLOW = Key(
    "allow",
    Form("mapping of checks to reasons", _allowances, shapes.mapping_of(shapes.TEXT)),
    "Remarks of `rules check` that are not made on this promise, each with the reason.",
    otherwise="none",
)
SUPERSEDES = Key("supersedes", ID, "The promise that this one replaces.")

_OWN_DATES: tuple[Key[Any], ...] = tuple(replace(key, otherwise="the promise's") for key in DATES)
_INHERITED: tuple[Key[Any], ...] = tuple(
    replace(key, otherwise="the promise's") for key in (WAIT, NEEDS, COVERAGE, PRIORITY, INTEREST, TZ)
)
_CALENDAR: tuple[Key[Any], ...] = (EVERY, TOLERATE, WHEN_TRIGGERED, WITHIN, PROOF_EVERY)
READING = Record("a reading", (RULE, WITH, *_OWN_DATES, *PART_KEYS), later=("extends",))
PROMISE = Record(
    "a promise",
    (
        *(PROMISE_ID, TITLE, SAID, KIND),
        *DATES,
        REVIEW_BY,
        *_CALENDAR,
        *(WAIT, UNDONE_WITHIN, NEEDS, COVERAGE),
        *(OWNER, TAGS, PRIORITY, INTEREST, TZ, RULE, WITH, *PART_KEYS, READINGS, EACH, STEPS, AMENDMENTS),
        *(RULINGS, SUPERSEDES, ALLOW),
    ),
    later=("extends", "watch", "language"),
)


STEP = Record(
    "a step",
    (
        replace(PROMISE_ID, meaning="Its short name, unlike that of any other step of the promise."),
        *(TITLE, KIND, _OWN_DATES[0], DUE, UNTIL, REVIEW_BY),
        *_CALENDAR,
        UNDONE_WITHIN,
        *_INHERITED,
        *(RULE, replace(WITH, otherwise="the promise's; what is given here comes first"), *PART_KEYS),
        *(READINGS, EACH, AMENDMENTS, RULINGS),
    ),
    later=("extends", "watch", "language"),
)
DEFAULTS = Record("`_defaults.yaml`", (TAGS, TZ, NEEDS, OWNER, WAIT))
