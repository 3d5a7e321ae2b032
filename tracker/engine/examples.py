"""Examples run: a promise judged on made-up reports, and how the verdicts differ from what was expected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.counting import first_of
from tracker.domain.examples import Example, Expectation, Knowledge
from tracker.domain.instants import Span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.verdicts import Verdict, View
from tracker.engine.as_json import verdict_row
from tracker.engine.judging import judge
from tracker.engine.told_parts import last_words, span_words

_MOST_SET_ASIDE = 5
_MOST_PRESENT = 12
_SET_ASIDE = "set aside "


@dataclass(frozen=True, slots=True)
class Difference:
    """One key of a verdict that came out otherwise, in words for people."""

    key: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met, with the explanation of the verdict, line by line."""

    example: Example
    expectation: Expectation
    differences: tuple[Difference, ...]
    explanation: tuple[str, ...] = ()

    @property
    def in_short(self) -> tuple[str, ...]:
        """Return the first line of the explanation, and those on what was set aside."""
        return (*self.explanation[:1], *(line for line in self.explanation[1:] if line.startswith(_SET_ASIDE)))


def run_example(promise: Promise, example: Example, names: Names) -> tuple[Failure, ...]:
    """Judge the example's promise on its reports alone and return every expectation that is not met."""
    versions = [ReportVersion(report, report.published) for report in example.reports]
    failures = []
    for expectation in example.expect:
        judgement = judge(promise, versions, example.coverage, _view(expectation), names)
        verdict = _found(judgement.all, expectation)
        if verdict is None:
            missing = Difference("instance", _asked(expectation), _present(judgement.all))
            failures.append(Failure(example, expectation, (missing,)))
            continue
        differences = tuple(_differences(expectation.wanted, verdict, promise.tz))
        if differences:
            failures.append(Failure(example, expectation, differences, _explanation(verdict)))
    return tuple(failures)


def _view(expectation: Expectation) -> View:
    if expectation.view is Knowledge.HINDSIGHT:
        return View.hindsight(expectation.at)
    return View.as_known_then(expectation.at)


def _found(verdicts: Collection[Verdict], expectation: Expectation) -> Verdict | None:
    for verdict in verdicts:
        if verdict.instance == expectation.instance and verdict.reading == expectation.reading:
            return verdict
    return None


def _asked(expectation: Expectation) -> str:
    return " ".join(each for each in (expectation.instance, expectation.reading or "") if each)


def _present(verdicts: Collection[Verdict]) -> str:
    told = dict.fromkeys(" ".join(filter(None, (each.instance, each.reading or ""))) for each in verdicts)
    return f"not there, only {first_of([name or 'the headline' for name in told], _MOST_PRESENT)}"


def _differences(wanted: Mapping[str, object], verdict: Verdict, tz: str) -> list[Difference]:
    instants = {
        "late_since": verdict.late_since,
        "late_since_agreed": verdict.late_since_agreed,
        "due": verdict.due,
        "next_boundary": verdict.next_boundary,
    }
    row = {**verdict_row(verdict), "reason": verdict.reason.code}
    found = []
    for key, value in wanted.items():
        if key in instants:
            found += _instant(key, value, instants[key], tz)
        elif key == "set_aside":
            found += _members(key, value, [entry.report for entry in verdict.set_aside])
        elif isinstance(value, tuple):
            found += _members(key, value, row[key])
        elif isinstance(value, Mapping):
            found += _entries(key, value, {name: status.value for name, status in verdict.readings.items()})
        elif row[key] != value:
            found.append(Difference(key, _told(value), _told(row[key])))
    return found


def _instant(key: str, wanted: object, actual: datetime | None, tz: str) -> list[Difference]:
    came = last_words(actual, tz) or "nothing"
    if isinstance(wanted, Span):
        held = actual is not None and wanted.holds(actual)
        return [] if held else [Difference(key, span_words(wanted, tz), came)]
    return [] if actual is None else [Difference(key, "nothing", came)]


def _members(key: str, wanted: object, actual: object) -> list[Difference]:
    there = [str(each) for each in actual] if isinstance(actual, list | tuple) else []
    missing = [str(each) for each in wanted if each not in there] if isinstance(wanted, tuple) else []
    return [Difference(key, f"with {', '.join(missing)}", ", ".join(there) or "none")] if missing else []


def _entries(key: str, wanted: Mapping[str, object], actual: Mapping[str, str]) -> list[Difference]:
    return [
        Difference(f"{key}: {name}", _told(value), actual.get(name, "nothing"))
        for name, value in wanted.items()
        if actual.get(name) != value
    ]


def _told(value: object) -> str:
    return "nothing" if value is None else str(value)


def _explanation(verdict: Verdict) -> tuple[str, ...]:
    lines = [verdict.reason.text]
    if verdict.deciding:
        lines.append("decided by " + ", ".join(verdict.deciding))
    lines += [f"{_SET_ASIDE}{entry.report}: {entry.why}" for entry in verdict.set_aside[:_MOST_SET_ASIDE]]
    if len(verdict.set_aside) > _MOST_SET_ASIDE:
        lines.append(f"and {len(verdict.set_aside) - _MOST_SET_ASIDE} more set aside")
    if verdict.next_step:
        lines.append(f"next: {verdict.next_step}")
    return tuple(lines)
