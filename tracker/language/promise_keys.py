"""The keys of a promise and of a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Kind, Priority
from tracker.language.dates import When
from tracker.language.forms import (
    DURATION,
    ID,
    NAMES,
    NODE,
    NOT_YET,
    SHARE,
    TEXT,
    WHEN,
    ZONE,
    Form,
    choice,
    text_of,
)
from tracker.language.keys import Key, Record
from tracker.language.nodes import Entry, Node, Table
from tracker.language.pages import Page, Wrong, shown
from tracker.language.parts import PART_KEYS, PART_LATER

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


def _due(node: Node, page: Page) -> When:
    if isinstance(node, Table):
        raise Wrong(node, "`{before: ...}` is not supported yet", "give a date", NOT_YET)
    return WHEN.read(node, page)


def _readings(node: Node, page: Page) -> Mapping[str, Entry]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of names to readings", "write `name:` and its conditions below it")
    if not node.entries:
        raise Wrong(node, "it is empty", "delete it, or name at least one reading")
    return node.entries


RULE = Key("rule", ID, "The rule that judges it.")
WITH: Key[Node] = Key(
    "with", Form("mapping of parameters to values", NODE.read), "What the rule's parameters are."
)
OPENS = Key(
    "opens", WHEN, "When it starts to count: the first instant of a date.", otherwise="the day of the statement"
)
DUE = Key("due", Form("date, period or instant", _due), "The deadline: the last instant of a date.")
UNTIL = Key("until", WHEN, "The end of the window for maintain, refrain and claim: the last instant of a date.")
DATES = (OPENS, DUE, UNTIL)

PROMISE_ID = Key("id", ID, "Its id, unlike that of any other promise.", required=True)
TITLE = Key("title", TEXT, "What is promised, in one line.", required=True)
SAID: Key[Node] = Key(
    "said", Form("id of a statement, or a statement", NODE.read), "The words it rests on.", required=True
)
KIND = Key(
    "kind", choice(Kind, "a kind of promise", later=(Kind.RECUR.value,)), "What was promised.", required=True
)
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
    Form("mapping of origins to self, ally, neutral or adversary", _interests),
    "Where an origin or source stands towards the promisor.",
    otherwise="neutral",
)
TZ = Key("tz", ZONE, "The zone its days are days in.", otherwise="the workspace's zone")
READINGS = Key("readings", Form("mapping of names to readings", _readings), "Several fair readings, each judged.")

_LATER = ("when", "within", "each", "steps", "amendments", "every", "extends", "by")

_OWN_DATES = tuple(replace(key, otherwise="the promise's") for key in DATES)
READING = Record("a reading", (RULE, WITH, *_OWN_DATES, *PART_KEYS), later=(*PART_LATER, *_LATER))
PROMISE = Record(
    "a promise",
    (
        *(PROMISE_ID, TITLE, SAID, KIND, *DATES, REVIEW_BY, WAIT, UNDONE_WITHIN, NEEDS, COVERAGE),
        *(OWNER, TAGS, PRIORITY, INTEREST, TZ, RULE, WITH, *PART_KEYS, READINGS),
    ),
    later=(*PART_LATER, *_LATER, "rulings", "suspended", "superseded", "supersedes", "void", "watch", "language"),
)
DEFAULTS = Record("`_defaults.yaml`", (TAGS, TZ, NEEDS, OWNER, WAIT))
