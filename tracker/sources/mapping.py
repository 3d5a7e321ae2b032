"""How an item becomes facts: fields taken from its paths, set as constants or cut out by a pattern."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import re2

from tracker.domain.criteria import Position
from tracker.domain.errors import SourceFailed
from tracker.domain.folding import fold
from tracker.domain.instants import iso
from tracker.domain.reports import Fact, Quote, Suspected
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.language.nodes import NumberText
from tracker.language.report_files import read_report
from tracker.language.report_reading import fact_of
from tracker.sources.foreign_dates import plain_date
from tracker.sources.plain_text import on_one_line


class Fields(Protocol):
    """What an item offers: a path to its values, most with one, `tags` with several."""

    def get(self, path: str, otherwise: Sequence[str], /) -> Sequence[str]:
        """Return the values at a path."""
        ...


_NUMBERS = frozenset({"value", "value_to"})
_NAMING = ("indicator", "event")
_DATES = frozenset({"occurred", "occurred_from", "occurred_to"})


def feed_path(written: str) -> str:
    """Return a path as items of a feed know it: `deedline:indicator` is their `deedline_indicator`."""
    return written.strip().lower().replace(":", "_")


_QUOTED = ("title", "text")
"""What of an item a report keeps, so that a quote can be shown where it stands."""


class Mapped(NamedTuple):
    """What an item yields."""

    facts: tuple[Fact, ...]
    suspected: tuple[Suspected, ...]
    problems: tuple[str, ...]


class _Made(NamedTuple):
    """A fact as a file of reports would hold it, and the rule that made it of an item."""

    number: int
    rule: Mapping[str, Filler]
    written: dict[str, object]


class Mapper:
    """The `map` of one source, made ready for many items; raises SourceFailed for a pattern that is none.

    `path_of` says how items know the paths that people write.
    """

    def __init__(self, source: Source, path_of: Callable[[str], str] = feed_path) -> None:
        self._source = source
        self._rules = tuple(_ready(rule, path_of) for rule in source.facts)

    def read(self, item: Fields, published: datetime) -> Mapped:
        """Return the facts that an item yields, those that are only suspected, and why others are left out.

        A fact whose indicator and event stay empty, or of which only constants are there, is not made: the item
        does not speak of it. One that needed a pattern in free text is suspected, with the words it was cut from,
        unless the source says `trust_text`.
        """
        made: list[_Made] = []
        for number, rule in enumerate(self._rules, start=1):
            values = {name: value for name, field in rule.items() if (value := field.found(item))}
            if any(name in values for name in _NAMING) and _speaks(rule, values):
                made.append(_Made(number, rule, _as_written(values)))
        if not made:
            return Mapped((), (), ())
        found, problems = self._facts(made, published)
        facts: list[Fact] = []
        suspected: list[Suspected] = []
        for each, fact in zip(made, found, strict=True):
            if fact is None:
                continue
            if self._source.trust_text or all(field.pattern is None for field in each.rule.values()):
                facts.append(fact)
            else:
                quote = next((quote for field in each.rule.values() if (quote := field.quote(item))), None)
                suspected.append(Suspected(fact, quote))
        return Mapped(tuple(facts), tuple(suspected), tuple(problems))

    def _facts(self, made: Sequence[_Made], published: datetime) -> tuple[Sequence[Fact | None], list[str]]:
        """Return each fact, or None for one that is wrong, and what is wrong with it; most are read quickly."""
        quickly = [fact_of(each.written, published, "UTC") for each in made]
        if None not in quickly:
            return quickly, []
        whole, unread = self._read([each.written for each in made], published)
        if not unread:
            return whole, []
        found: list[Fact | None] = []
        problems: list[str] = []
        for each in made:
            read, unread = self._read([each.written], published)
            found.append(next(iter(read), None))
            problems += (f"fact {each.number}: {problem}" for problem in unread)
        return found, problems

    def _read(
        self, facts: Sequence[Mapping[str, object]], published: datetime
    ) -> tuple[tuple[Fact, ...], list[str]]:
        """Read facts as if they stood in a file of reports, by the same rules; a wrong one loses them all."""
        whole = {"id": "-", "source": self._source.id, "published": iso(published), "facts": facts}
        read = read_report(whole, self._source.position or Position(self._source.id))
        problems = [
            f"{problem.message}{f' ({problem.hint})' if problem.hint else ''}" for problem in read.problems
        ]
        return tuple(fact for report in read.reports for fact in report.facts), problems


def _speaks(rule: Mapping[str, Filler], values: Mapping[str, str]) -> bool:
    """Say whether something of the fact was found in the item, if anything was to be found there."""
    found = [name for name, field in rule.items() if field.constant is None]
    return not found or any(name in values for name in found)


def _as_written(values: Mapping[str, str]) -> dict[str, object]:
    """Return a fact as a file of reports would hold it."""
    fact: dict[str, object] = {name: _written(name, value) for name, value in values.items()}
    first, last = fact.pop("occurred_from", None), fact.pop("occurred_to", None)
    if first or last:
        fact["occurred"] = {"from": first or last, "to": last or first}
    return fact


def _written(name: str, value: str) -> str:
    if name in _NUMBERS:
        return NumberText(value)
    return plain_date(value) if name in _DATES else value


@dataclass(frozen=True, slots=True)
class Filler:
    """A field rule made ready: its path as items know it, its pattern compiled, its codes folded."""

    path: str
    constant: str | None
    pattern: Any
    codes: Mapping[str, str]

    @classmethod
    def of(cls, name: str, rule: FieldRule, path_of: Callable[[str], str] = feed_path) -> Filler:
        """Make the rule for a field ready; raises SourceFailed for a pattern that is none."""
        quiet = re2.Options()
        quiet.log_errors = False
        try:
            # RE2's time grows with the text only, whatever the pattern
            pattern = None if rule.pattern is None else re2.compile(rule.pattern, quiet)
        except re2.error:
            raise SourceFailed(
                f"the pattern {rule.pattern!r} for {name} in map cannot be used", "write it in RE2 syntax"
            ) from None
        codes = {fold(code): meaning for code, meaning in rule.codes.items()}
        return cls(path_of(rule.path), rule.constant, pattern, codes)

    def found(self, item: Fields) -> str:
        """Return what the rule finds in the item, as one line of text; empty where it finds nothing.

        Of several values the first that the table of codes knows is taken; without a table, the first.
        """
        if self.constant is not None:
            return self.constant
        values = self._values(item)
        known = [self.codes[code] for code in map(fold, values) if code in self.codes] if self.codes else []
        if known:
            return known[0]
        return values[0] if values and (len(values) == 1 or not self.codes) else ""

    def all(self, item: Fields) -> Sequence[str]:
        """Return everything the rule finds in the item, translated where the table of codes knows it."""
        if self.constant is not None:
            return (self.constant,)
        return [self.codes.get(fold(value), value) for value in self._values(item)]

    def whole(self, item: Fields) -> str:
        """Return the text that the rule finds with its lines, unless a pattern or codes make a word of it."""
        if self.constant is not None or self.pattern is not None or self.codes:
            return self.found(item)
        return next(iter(item.get(self.path, ())), "")

    def _values(self, item: Fields) -> list[str]:
        values = [on_one_line(value) for value in item.get(self.path, ())]
        if self.pattern is not None:
            values = [self._group(value) for value in values]
        return [value for value in values if value]

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


def _ready(rule: FactRule, path_of: Callable[[str], str]) -> Mapping[str, Filler]:
    return {name: Filler.of(name, field, path_of) for name, field in rule.fields.items()}
