"""How an item becomes facts: fields taken from its paths, set as constants or cut out by a pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import re2

from tracker.domain.criteria import Position
from tracker.domain.errors import SourceFailed
from tracker.domain.folding import fold
from tracker.domain.instants import iso
from tracker.domain.reports import Fact, Quote, Suspected
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.language.nodes import NumberText
from tracker.language.report_files import read_report
from tracker.sources.plain_text import on_one_line

Fields = Mapping[str, Sequence[str]]
"""What an item offers: a path to its values, most with one, `tags` with several."""

_NUMBERS = frozenset({"value", "value_to"})
_NAMING = ("indicator", "event")
_QUOTED = ("title", "text")
"""What of an item a report keeps, so that a quote can be shown where it stands."""


class Mapped(NamedTuple):
    """What an item yields."""

    facts: tuple[Fact, ...]
    suspected: tuple[Suspected, ...]
    problems: tuple[str, ...]


class Mapper:
    """The `map` of one source, made ready for many items; raises SourceFailed for a pattern that is none."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rules = tuple(_ready(rule) for rule in source.facts)

    def read(self, item: Fields, published: datetime) -> Mapped:
        """Return the facts that an item yields, those that are only suspected, and why others are left out.

        A fact whose indicator and event stay empty is not made: the item does not speak of it. One that needed a
        pattern in free text is suspected, with the words it was cut from, unless the source says `trust_text`.
        """
        facts: list[Fact] = []
        suspected: list[Suspected] = []
        problems: list[str] = []
        for number, rule in enumerate(self._rules, start=1):
            values = {name: value for name, field in rule.items() if (value := field.found(item))}
            if not any(name in values for name in _NAMING):
                continue
            read, unread = self._read(values, published)
            problems += (f"fact {number}: {problem}" for problem in unread)
            if self._source.trust_text or all(field.pattern is None for field in rule.values()):
                facts += read
            else:
                quote = next((quote for field in rule.values() if (quote := field.quote(item))), None)
                suspected += (Suspected(fact, quote) for fact in read)
        return Mapped(tuple(facts), tuple(suspected), tuple(problems))

    def _read(self, values: Mapping[str, str], published: datetime) -> tuple[tuple[Fact, ...], list[str]]:
        """Read one fact as if it stood in a file of reports, by the same rules."""
        fact = {name: NumberText(value) if name in _NUMBERS else value for name, value in values.items()}
        whole = {"source": self._source.id, "published": iso(published), "facts": [fact]}
        read = read_report(whole, self._source.position or Position(self._source.id))
        problems = [
            f"{problem.message}{f' ({problem.hint})' if problem.hint else ''}" for problem in read.problems
        ]
        return tuple(fact for report in read.reports for fact in report.facts), problems


@dataclass(frozen=True, slots=True)
class _Field:
    """A field rule made ready: its path as items name it, its pattern compiled, its codes folded."""

    path: str
    constant: str | None
    pattern: Any
    codes: Mapping[str, str]

    def found(self, item: Fields) -> str:
        """Return what the rule finds in the item, as one line of text; empty where it finds nothing.

        Of several values the first that the table of codes knows is taken; without a table, the first.
        """
        if self.constant is not None:
            return self.constant
        values = [on_one_line(value) for value in item.get(self.path, ())]
        if self.pattern is not None:
            values = [self._group(value) for value in values]
        values = [value for value in values if value]
        known = [self.codes[code] for code in map(fold, values) if code in self.codes] if self.codes else []
        if known:
            return known[0]
        return values[0] if values and (len(values) == 1 or not self.codes) else ""

    def quote(self, item: Fields) -> Quote | None:
        """Return the words the pattern matched, if they stand in the item's title or text."""
        value = next(iter(item.get(self.path, ())), "")
        field = next((name for name in _QUOTED if value in item.get(name, ())[:1]), "")
        found = None if self.pattern is None or not field else self.pattern.search(on_one_line(value))
        if found is None or len(on_one_line(value)) != len(value):
            return None
        start, end = found.span()
        return Quote(field, start, end, value[start:end])

    def _group(self, text: str) -> str:
        """Return the first group of the first match (without groups, the match), or nothing."""
        match = self.pattern.search(text)
        return "" if match is None else on_one_line(match.group(min(1, match.re.groups)) or "")


def _ready(rule: FactRule) -> Mapping[str, _Field]:
    return {name: _ready_field(name, field) for name, field in rule.fields.items()}


def _ready_field(name: str, rule: FieldRule) -> _Field:
    """Make a rule ready; `deedline:indicator` is the path that items know as `deedline_indicator`."""
    quiet = re2.Options()
    quiet.log_errors = False
    try:
        # RE2's time grows with the text only, whatever the pattern
        pattern = None if rule.pattern is None else re2.compile(rule.pattern, quiet)
    except re2.error:
        raise SourceFailed(
            f"the pattern {rule.pattern!r} for {name} in map cannot be used", "write it in RE2 syntax"
        ) from None
    path = rule.path.strip().lower().replace(":", "_")
    return _Field(path, rule.constant, pattern, {fold(code): meaning for code, meaning in rule.codes.items()})
