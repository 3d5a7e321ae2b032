"""Criteria and conditions: what is asked of the reports, and how the answers combine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker.domain.instants import Duration, Span
from tracker.domain.reports import Grade, Nature
from tracker.domain.values import Comparison


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test on one field of a fact or its report: a plain value, a prefix, a pattern, none of the others.

    Values are folded (case, accents, white space) and canonical under the names in force; in these patterns (RE2)
    are looked for.
    """

    field: str
    any_of: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordTest:
    """Phrases looked for in a report's title and text as whole words; a trailing `*` stands for any ending.

    Phrases are folded (case, accents, white space). One of the patterns (RE2), if there are any, has to occur too.
    What only words or a pattern matched is suspected, not admitted.
    """

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class Reducer(StrEnum):
    """How the accounts that match a criterion become one answer."""

    HAPPENED = "happened"
    COUNT = "count"
    LATEST = "latest"
    SUM = "sum"
    HIGHEST = "highest"
    LOWEST = "lowest"
    MEAN = "mean"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood; without an instant it stood there at `opens`."""

    value: float
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A named test over reports: a predicate on one fact, a reducer over accounts, a comparison."""

    name: str
    match: tuple[FieldTest, ...]
    reducer: Reducer = Reducer.HAPPENED
    comparison: Comparison | None = None
    unit: str | None = None
    baseline: Baseline | None = None
    sources: int = 1
    least_grade: Grade | None = None
    also_accept: frozenset[Nature] = frozenset()
    own_word_counts: bool = False
    over: Duration | Span | None = None
    """Reduce over this long before each instant (rolling), or over this fixed stretch, instead of the window."""
    for_at_least: Duration | None = None
    """How long it must stay true before it counts as true."""
    about: float = 0.0
    """By which share of the threshold a value reported as "about" may fall short (0.05 is 5%)."""
    convert: Mapping[str, float] = field(default_factory=dict)
    """Folded unit of a report to the factor that turns it into the criterion's unit."""
    relative: bool = False
    """`change` only: compare the change as a share of the baseline (0.5 is 50%)."""
    words: WordTest | None = None
    position: Position | None = field(default=None, compare=False)


class Op(StrEnum):
    """How a condition combines its parts, in Kleene logic."""

    CRITERION = "criterion"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion by name, or a combination of conditions; `least` is the n of `at_least`.

    `unless` has one part: true until that is true, where its sources were listening.
    """

    op: Op
    name: str = ""
    parts: tuple[Condition, ...] = ()
    least: int = 0
    position: Position | None = field(default=None, repr=False, compare=False)
    """Where it is written; the parts of another have none."""
    leaves: tuple[tuple[str, int], ...] = field(init=False, repr=False, compare=False)
    """Each criterion it rests on with +1, or -1 where an odd number of none_of turns it."""
    _names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sign = -1 if self.op in (Op.NONE_OF, Op.UNLESS) else 1
        inner = [(name, sign * its) for part in self.parts for name, its in part.leaves]
        object.__setattr__(self, "leaves", ((self.name, 1),) if self.op is Op.CRITERION else tuple(inner))
        object.__setattr__(self, "_names", tuple(dict.fromkeys([name for name, _ in self.leaves])))

    def names(self) -> tuple[str, ...]:
        """Return the criteria it rests on, in order, without repeats."""
        return self._names


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions under which a promise is kept, partly kept, broken, at risk, undone or beyond checking."""

    kept_when: Condition | None = None
    partly_when: Condition | None = None
    broken_when: Condition | None = None
    at_risk_when: Condition | None = None
    undone_when: Condition | None = None
    cannot_verify_when: Condition | None = None
