"""Criteria: a predicate on one fact, a reducer over accounts, a comparison, and what may decide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.domain.criteria import Baseline, Criterion, Reducer
from tracker.domain.folding import canonical
from tracker.domain.instants import Duration
from tracker.domain.reports import Grade, Nature
from tracker.language import shapes
from tracker.language.comparing import CHANGE_FORM, COUNT_FORM, LATEST_FORM, Threshold
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
    percent_of,
    text_of,
)
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.matching import MATCH_FORM
from tracker.language.nodes import Entry, Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.windows import LASTING_FORM, OVER_FORM, FixedWindow

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


def _about(node: Node, page: Page) -> float:
    number, percent = percent_of(node)
    if not percent or not 0 < number <= 1:
        raise Wrong(node, "expected a percentage above 0% and up to 100%", "write `about: 5%`")
    return float(number)


def _convert(node: Node, page: Page) -> Mapping[str, float]:
    if not isinstance(node, Table) or not node.entries:
        raise Wrong(node, "expected a mapping of units to factors", "write `convert: {kg: 0.001}`")
    factors = {name: exact_number(entry.value, "a factor") for name, entry in node.entries.items()}
    for name, factor in factors.items():
        if factor <= 0:
            message = f"the factor for `{shown(name)}` is not above 0"
            raise Wrong(node.entries[name].value, message, "write how many of the criterion's unit one of it is")
    return {name: finite(factor) for name, factor in factors.items()}


MATCH = Key("match", MATCH_FORM, "What a fact must say; every field named must pass.", required=True)
HAPPENED = Key("happened", Form("`once`", _once, shapes.one_of(["once"])), "True once one account matches.")
COUNT = Key("count", COUNT_FORM, "Compares the number of accounts that match.")
LATEST = Key("latest", LATEST_FORM, "Compares the newest figure, by when it occurred.")
SUM = Key("sum", LATEST_FORM, "Compares the sum of the figures, one for each occurrence.")
HIGHEST = Key("highest", LATEST_FORM, "Compares the highest figure so far.")
LOWEST = Key("lowest", LATEST_FORM, "Compares the lowest figure so far.")
MEAN = Key("mean", LATEST_FORM, "Compares the mean of the figures, each occurrence weighing the same.")
CHANGE = Key(
    "change",
    CHANGE_FORM,
    "Compares how far the newest figure lies from the baseline; a percentage means a share of it.",
)
UNIT = Key("unit", NAME, "The unit of the figures; figures in another unit are not comparable.")
BASELINE_KEY = Key(
    "baseline",
    Form("number or `{value, date}`", _baseline, shapes.either(shapes.NUMBER, shapes.record(BASELINE.name))),
    "Where the indicator stood before; progress needs it.",
)
OVER = Key(
    "over",
    OVER_FORM,
    "The stretch it looks at: so long before each instant (rolling), or between two dates.",
    otherwise="the promise's window",
)
FOR_AT_LEAST = Key("for_at_least", LASTING_FORM, "How long it must stay true before it counts as true.")
ABOUT = Key(
    "about",
    Form("percentage", _about, shapes.PERCENT),
    'By how much a figure reported as "about" may miss the threshold.',
    0.0,
)
CONVERT = Key(
    "convert",
    Form("mapping of units to factors", _convert, shapes.mapping_of(shapes.NUMBER)),
    "The factor by which a figure in another unit becomes one in the criterion's.",
    otherwise="no other unit is comparable",
)
SOURCES = Key("sources", counting(1, 100), "How many accounts of different origin it takes.", 1)
GRADE = Key(
    "grade", Form("`B` or `B2`", _grade, shapes.TEXT), "The least grade that counts; an ungraded report fails it."
)
ALSO_ACCEPT = Key(
    "also_accept",
    list_of(choice(Nature, "a nature of a fact"), "nature or list of natures"),
    "Natures that decide here though they do not by themselves.",
    (),
)
OWN_WORD = Key("own_word_counts", BOOLEAN, "Whether self-serving accounts suffice.", False)

CRITERION = Record(
    "a criterion",
    (
        *(MATCH, HAPPENED, COUNT, LATEST, SUM, HIGHEST, LOWEST, MEAN, CHANGE, UNIT, BASELINE_KEY, OVER),
        *(FOR_AT_LEAST, ABOUT, CONVERT, SOURCES, GRADE, ALSO_ACCEPT, OWN_WORD),
    ),
)
_THRESHOLDS = (COUNT, LATEST, SUM, HIGHEST, LOWEST, MEAN, CHANGE)
_WITH_BASELINE = (Reducer.LATEST, Reducer.CHANGE, Reducer.SUM, Reducer.HIGHEST, Reducer.LOWEST, Reducer.MEAN)


@dataclass(frozen=True, slots=True)
class Draft:
    """A criterion whose baseline and window are not yet bound to a zone."""

    criterion: Criterion
    baseline: DatedBaseline | None = None
    window: FixedWindow | None = None

    def bound(self, tz: str) -> Criterion:
        """Return the criterion with the instants of its baseline and its window in the zone `tz`."""
        criterion = self.criterion
        if self.baseline is not None:
            criterion = replace(criterion, baseline=self.baseline.bound(tz))
        return criterion if self.window is None else replace(criterion, over=self.window.bound(tz))


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
    reducer = _reducer(name, entry, fields, page)
    if not fields.complete:
        raise Failed
    threshold = next((found for key in _THRESHOLDS if (found := fields.given(key)) is not None), None)
    _check_figures(fields, reducer)
    over, match, natures = fields.get(OVER), fields.need(MATCH), fields.need(ALSO_ACCEPT)
    unit = _unit(fields, threshold, page)
    convert = fields.get(CONVERT) or {}
    if convert and unit is None:
        raise Wrong(fields.node(CONVERT), "`convert` needs a unit to convert to", "give `unit`", "missing-key")
    return Draft(
        Criterion(
            name=name,
            match=match.tests,
            reducer=reducer,
            comparison=None if threshold is None else threshold.comparison,
            unit=unit,
            sources=fields.need(SOURCES),
            least_grade=fields.get(GRADE),
            also_accept=frozenset(natures),
            own_word_counts=fields.need(OWN_WORD),
            over=over if isinstance(over, Duration) else None,
            for_at_least=fields.get(FOR_AT_LEAST),
            about=fields.need(ABOUT),
            convert={canonical(page.names, "unit", other): factor for other, factor in convert.items()},
            relative=threshold is not None and threshold.is_share,
            words=match.words,
            position=page.at(entry.key),
        ),
        fields.get(BASELINE_KEY),
        over if isinstance(over, FixedWindow) else None,
    )


def _reducer(name: str, entry: Entry, fields: Fields, page: Page) -> Reducer:
    """Return the one reducer that is written; raises Failed after telling of none or several."""
    chosen = [key.name for key in (HAPPENED, *_THRESHOLDS) if key.name in fields.table.entries]
    if len(chosen) == 1:
        return Reducer(chosen[0])
    what = f"more than one reducer: {', '.join(chosen)}" if chosen else "no reducer"
    hint = "write one: `happened: once`, `count: {at_least: 2}`, `latest: {at_least: 10}`, `sum`, `mean` ..."
    page.add(entry.key, f"the criterion `{shown(name)}` has {what}", hint, "reducer")
    raise Failed


def _check_figures(fields: Fields, reducer: Reducer) -> None:
    """What goes with figures only stands beside a reducer that compares them; raises Wrong."""
    if fields.given(BASELINE_KEY) is not None and reducer not in _WITH_BASELINE:
        hint = "leave it out, or compare figures with `latest`"
        raise Wrong(fields.node(BASELINE_KEY), "a baseline goes with figures", hint, "misplaced-key")
    if reducer is Reducer.CHANGE and fields.given(BASELINE_KEY) is None:
        raise Wrong(
            fields.node(CHANGE), "`change` needs a baseline", "write `baseline: {value, date}`", "no-baseline"
        )
    for key in (ABOUT, CONVERT):
        if key.name in fields.table.entries and reducer not in _WITH_BASELINE:
            hint = "leave it out, or compare figures with `latest`"
            raise Wrong(fields.node(key), f"`{key.name}` goes with figures", hint, "misplaced-key")


def _unit(fields: Fields, threshold: Threshold | None, page: Page) -> str | None:
    outer, inner = fields.get(UNIT), None if threshold is None else threshold.unit
    if outer is not None and inner is not None:
        hint = "keep one of the two"
        raise Wrong(fields.node(UNIT), "`unit` stands twice, here and in the comparison", hint)
    unit = outer if outer is not None else inner
    return None if unit is None else canonical(page.names, "unit", unit)


CRITERIA_FORM: Form[Drafts] = Form(
    "mapping of names to criteria", _criteria, shapes.mapping_of(shapes.record(CRITERION.name))
)
