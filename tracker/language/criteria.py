"""Criteria: a predicate on one fact, a reducer over accounts, a comparison, and what may decide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.domain.criteria import Baseline, Criterion, Reducer
from tracker.domain.folding import canonical
from tracker.domain.reports import Grade, Nature
from tracker.language.comparing import COUNT_FORM, LATEST_FORM, Threshold
from tracker.language.dates import When
from tracker.language.figures import finite
from tracker.language.forms import (
    BOOLEAN,
    NAME,
    NUMBER,
    WHEN,
    Form,
    choice,
    counting,
    exact_number,
    list_of,
    text_of,
)
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.matching import MATCH_FORM
from tracker.language.nodes import Entry, Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown

BASELINE_VALUE = Key("value", NUMBER, "Where the indicator stood.", required=True)
BASELINE_DATE = Key("date", WHEN, "When it stood there; a day means its last instant.", otherwise="at `opens`")
BASELINE = Record("a baseline", (BASELINE_VALUE, BASELINE_DATE))


@dataclass(frozen=True, slots=True)
class DatedBaseline:
    """A baseline whose date is not yet bound to a zone."""

    value: float
    when: When | None = None

    def bound(self, tz: str) -> Baseline:
        """Return it with its instant in the zone `tz`."""
        return Baseline(self.value, None if self.when is None else self.when.end(tz))


def _baseline(node: Node, page: Page) -> DatedBaseline:
    if not isinstance(node, Table):
        return DatedBaseline(finite(exact_number(node)))
    fields = read_record(BASELINE, node, page)
    if not fields.complete:
        raise Failed
    return DatedBaseline(fields.need(BASELINE_VALUE), fields.get(BASELINE_DATE))


def _once(node: Node, page: Page) -> bool:
    if text_of(node, "`once`") != "once":
        raise Wrong(node, "it can only be `once`", "write `happened: once`, or `count: {at_least: 2}`")
    return True


def _grade(node: Node, page: Page) -> Grade:
    text = text_of(node, "a grade").upper()
    if not re.fullmatch("[A-E][1-5]?", text):
        raise Wrong(
            node, f"`{shown(text)}` cannot be a least grade", "a letter A to E, perhaps with a number 1 to 5"
        )
    return Grade(text[0], int(text[1]) if len(text) > 1 else None)


MATCH = Key("match", MATCH_FORM, "What a fact must say; every field named must pass.", required=True)
HAPPENED = Key("happened", Form("`once`", _once), "True once one account matches.")
COUNT = Key("count", COUNT_FORM, "Compares the number of accounts that match.")
LATEST = Key("latest", LATEST_FORM, "Compares the newest figure, by when it occurred.")
UNIT = Key("unit", NAME, "The unit of the figures; figures in another unit are not comparable.")
BASELINE_KEY = Key(
    "baseline",
    Form("number or `{value, date}`", _baseline),
    "Where the indicator stood before; progress needs it.",
)
SOURCES = Key("sources", counting(1, 100), "How many accounts of different origin it takes.", 1)
GRADE = Key("grade", Form("`B` or `B2`", _grade), "The least grade that counts; an ungraded report fails it.")
ALSO_ACCEPT = Key(
    "also_accept",
    list_of(choice(Nature, "a nature of a fact"), "nature or list of natures"),
    "Natures that decide here though they do not by themselves.",
    (),
)
OWN_WORD = Key("own_word_counts", BOOLEAN, "Whether self-serving accounts suffice.", False)

CRITERION = Record(
    "a criterion",
    (MATCH, HAPPENED, COUNT, LATEST, UNIT, BASELINE_KEY, SOURCES, GRADE, ALSO_ACCEPT, OWN_WORD),
    later=(
        *("sum", "highest", "lowest", "mean", "change", "over", "for_at_least", "about", "convert", "limit"),
        *("unless", "words", "pattern", "partly_from", "any_of", "all_of", "none_of"),
    ),
)
_REDUCERS = (HAPPENED, COUNT, LATEST)


@dataclass(frozen=True, slots=True)
class Draft:
    """A criterion whose baseline is not yet bound to a zone."""

    criterion: Criterion
    baseline: DatedBaseline | None = None

    def bound(self, tz: str) -> Criterion:
        """Return the criterion with its baseline's instant in the zone `tz`."""
        if self.baseline is None:
            return self.criterion
        return replace(self.criterion, baseline=self.baseline.bound(tz))


Drafts = Mapping[str, Draft | None]
"""Criteria by name; None stands for one that could not be read, which has been reported."""


def _criteria(node: Node, page: Page) -> Drafts:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of names to criteria", "write `name:` and the criterion below it")
    return {name: _attempt(name, entry, page) for name, entry in node.entries.items()}


def _attempt(name: str, entry: Entry, page: Page) -> Draft | None:
    try:
        text_of(entry.key, "a criterion's name", 100)
        return _criterion(name, entry, page)
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def _criterion(name: str, entry: Entry, page: Page) -> Draft:
    fields = read_record(CRITERION, entry.value, page)
    chosen = [key.name for key in _REDUCERS if key.name in fields.table.entries]
    unread = [key for key in fields.table.entries if key in CRITERION.later]
    if len(chosen) != 1 and not unread:
        what = "more than one of" if chosen else "none of"
        hint = "write one: `happened: once`, `count: {at_least: 2}` or `latest: {at_least: 10}`"
        page.add(
            entry.key, f"the criterion `{shown(name)}` has {what} happened, count and latest", hint, "reducer"
        )
        raise Failed
    if not fields.complete:
        raise Failed
    reducer = Reducer(chosen[0])
    threshold = fields.get(LATEST) if reducer is Reducer.LATEST else fields.get(COUNT)
    baseline, natures = fields.get(BASELINE_KEY), fields.need(ALSO_ACCEPT)
    if baseline is not None and reducer is not Reducer.LATEST:
        hint = "leave it out, or compare figures with `latest`"
        raise Wrong(fields.node(BASELINE_KEY), "a baseline goes with `latest`", hint, "misplaced-key")
    return Draft(
        Criterion(
            name=name,
            match=fields.need(MATCH),
            reducer=reducer,
            comparison=None if threshold is None else threshold.comparison,
            unit=_unit(fields, threshold, page),
            sources=fields.need(SOURCES),
            least_grade=fields.get(GRADE),
            also_accept=frozenset(natures),
            own_word_counts=fields.need(OWN_WORD),
            position=page.at(entry.key),
        ),
        baseline,
    )


def _unit(fields: Fields, threshold: Threshold | None, page: Page) -> str | None:
    outer, inner = fields.get(UNIT), None if threshold is None else threshold.unit
    if outer is not None and inner is not None:
        raise Wrong(fields.node(UNIT), "`unit` stands twice, here and in `latest`", "keep one of the two")
    unit = outer if outer is not None else inner
    return None if unit is None else canonical(page.names, "unit", unit)


CRITERIA_FORM: Form[Drafts] = Form("mapping of names to criteria", _criteria)
