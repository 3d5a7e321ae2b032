"""Candidates: figures and dates found in free text, offered to a reviewer and never admitted by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.instants import Span
from tracker.domain.reports import Quote
from tracker.domain.values import Value


class Role(StrEnum):
    """What a date is to what is told."""

    ON = "on"
    BY = "by"
    SINCE = "since"
    WITHIN = "within"
    """Within a length of time, counted from the publication."""


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A figure in a text: "21 of 36 aircraft" has the value 21, the whole 36 and the unit aircraft."""

    quote: Quote
    value: Value
    unit: str = ""
    whole: Value | None = None


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text, as the stretch of time that it means when it is read on the day of publication."""

    quote: Quote
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything that a text offers, in its order."""

    figures: tuple[FigureFound, ...] = field(default=())
    dates: tuple[DateFound, ...] = field(default=())
