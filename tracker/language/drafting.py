"""A first rule file: what was answered about a promise, as a commented file that passes every check."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from tracker.domain.folding import fold
from tracker.domain.promises import Kind
from tracker.language.comparing import plain
from tracker.language.dotted_numbers import decimal

KINDS = (Kind.ACHIEVE, Kind.MAINTAIN, Kind.REFRAIN)
"""Kinds that a few questions can make; `recur` and `claim` are written by hand, from an example."""


COMPARISONS = ("at_least", "more_than", "at_most", "less_than")
"""How a figure may be held against a number."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that shows something: what is measured, and how it compares with a number (`at_least` 40)."""

    indicator: str
    comparison: str
    number: Fraction
    unit: str = ""

    @property
    def met(self) -> Fraction:
        """Return a number that compares so."""
        return self.number + {"more_than": 1, "less_than": -1}.get(self.comparison, 0)

    @property
    def missed(self) -> Fraction:
        """Return a number that does not."""
        return self.number + {"at_least": -1, "at_most": 1}.get(self.comparison, 0)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: texts as they were typed, days as days.

    `due` is the deadline, or the end of a standing promise; None where no day was named, and then people look
    again on `review_by`. `event` shows the deed, or for `refrain` the breach; `breach` breaks a promise to
    maintain. With a `figure` that shows it instead, and events are not asked for.
    """

    by: str
    said_on: date
    quote: str
    link: str
    kind: Kind
    title: str
    due: date | None
    review_by: date | None
    event: str
    breach: str
    needs: tuple[str, ...]
    owner: str
    figure: Figure | None = None
    apart: int = 0
    """What is added to the id, where others have it without."""
    name: str = ""
    """A name for the id, where the title gives none."""

    @property
    def id(self) -> str:
        """Return an id made of the first words of the title."""
        return f"{self._name}-{self.apart}" if self.apart else self._name

    @property
    def statement(self) -> str:
        """Return the id of the statement."""
        return f"{self.id}-said"

    def named_apart_from(self, taken: Collection[str]) -> Answers:
        """Return the answers with ids that are none of those taken."""
        answers = self
        while {answers.id, answers.statement} & set(taken):
            answers = replace(answers, apart=max(answers.apart, 1) + 1)
        return answers

    @property
    def _name(self) -> str:
        name = short_name(self.name or self.title)
        return name if name not in ("", "null", "true", "false") else f"promise-{name}".strip("-")


def short_name(title: str) -> str:
    """Return the first words of a title as a name; empty where it has no letter from a to z and no digit."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    return "-".join(words[:6])[:60].strip("-")


def drafted(answers: Answers) -> str:
    """Return the rule file."""
    return "\n".join(_lines(answers)) + "\n"


def _lines(answers: Answers) -> Iterator[str]:
    statement = answers.statement
    yield "# yaml-language-server: $schema=schema.json"
    yield "statements:"
    yield f"  {statement}:"
    names = (name.strip() for name in answers.by.split(","))
    yield f"    by: [{', '.join(_text(name) for name in names if name)}]"
    yield f"    date: {answers.said_on.isoformat()}"
    yield f"    quote: {_text(answers.quote)}"
    if answers.link:
        yield f"    link: {_text(answers.link)}"
    yield ""
    yield "promises:"
    yield f"  - id: {answers.id}    # its short name in commands and messages; never change it later"
    yield f"    title: {_text(answers.title)}"
    yield f"    said: {statement}"
    yield f"    kind: {answers.kind.value}"
    yield from (f"    {line}" for line in _dates(answers))
    yield f"    needs: [{', '.join(_text(each) for each in answers.needs)}]    # whose silence counts"
    if answers.owner:
        yield f"    owner: {_text(answers.owner)}"
    yield from (f"    {line}" for line in _judged(answers))
    yield ""
    yield "examples:    # a few made-up reports, and what must come out: `deedline rules test` tries them"
    yield from (f"  {line}" if line else "" for line in _examples(answers))


def _dates(answers: Answers) -> Iterator[str]:
    if answers.due is not None:
        key = "due" if answers.kind is Kind.ACHIEVE else "until"
        yield f"{key}: {answers.due.isoformat()}    # the whole of this day still counts"
    elif answers.review_by is not None:
        yield f"review_by: {answers.review_by.isoformat()}    # no day was named: people look again by then"


def _judged(answers: Answers) -> Iterator[str]:
    if answers.figure is not None and answers.kind is Kind.MAINTAIN:
        yield "limit:    # the newest figure proves that it holds, or breaks it; add a place if reports name one"
        yield from (f"  {line}" for line in _limit(answers.figure))
        return
    yield "criteria:"
    yield from (f"  {line}" for line in _criteria(answers))
    yield from _conditions(answers)


def _limit(figure: Figure) -> Iterator[str]:
    yield f"indicator: {_text(figure.indicator)}"
    yield f"{figure.comparison}: {decimal(figure.number)}"
    if figure.unit:
        yield f"unit: {_text(figure.unit)}"


def _criteria(answers: Answers) -> Iterator[str]:
    name, remark = {
        Kind.ACHIEVE: ("done", "true as soon as one account matches"),
        Kind.MAINTAIN: ("going-on", "a sign that it is still so"),
        Kind.REFRAIN: ("breach", "what was not to happen"),
    }[answers.kind]
    if (figure := answers.figure) is not None:
        unit = f", unit: {_text(figure.unit)}" if figure.unit else ""
        yield f"{name}:    # the newest figure counts; add actor and place where reports name them"
        yield f"  match: {{indicator: {_text(figure.indicator)}}}"
        yield f"  latest: {{{figure.comparison}: {decimal(figure.number)}{unit}}}"
        return
    yield f"{name}:    # {remark}; add actor and place where reports name them"
    yield f"  match: {{event: {_text(answers.event)}}}"
    yield "  happened: once"
    if answers.kind is Kind.MAINTAIN:
        yield "ended:"
        yield f"  match: {{event: {_text(answers.breach)}}}"
        yield "  happened: once"


def _conditions(answers: Answers) -> Iterator[str]:
    if answers.kind is Kind.ACHIEVE:
        yield "kept_when: done"
    elif answers.kind is Kind.MAINTAIN:
        yield "kept_when: going-on"
        yield "broken_when: ended"
    else:
        yield "broken_when: breach"


def _examples(answers: Answers) -> Iterator[str]:
    day = answers.said_on + timedelta(days=1)
    if answers.due is not None:
        day = min(day, answers.due)
    status = "kept" if answers.kind is Kind.ACHIEVE else "broken"
    fact = f"occurred: {day.isoformat()}, published: {day.isoformat()}, {_told(answers)}"
    yield f"- name: {_text(f'one report is enough: {status}')}"
    yield f"  promise: {answers.id}"
    yield "  reports:"
    yield f"    - {{source: {_text(answers.needs[0])}, {fact}}}"
    yield "  expect:"
    yield f"    - {{at: {day.isoformat()}, status: {status}}}"
    yield ""
    yield '- name: "nothing is told"'
    yield f"  promise: {answers.id}"
    yield "  expect:"
    pending = "pending" if answers.kind is Kind.ACHIEVE else "holding"
    yield f"    - {{at: {answers.said_on.isoformat()}, status: {pending}}}"


def _told(answers: Answers) -> str:
    """Return what the report of the first example says: the deed, or the breach."""
    if (figure := answers.figure) is None:
        return f"event: {_text(answers.breach if answers.kind is Kind.MAINTAIN else answers.event)}"
    value = figure.missed if answers.kind is Kind.MAINTAIN else figure.met
    unit = f", unit: {_text(figure.unit)}" if figure.unit else ""
    return f"indicator: {_text(figure.indicator)}, value: {plain(value)}{unit}"


def _text(text: str) -> str:
    """Return a text in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)
