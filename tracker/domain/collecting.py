"""What a collection starts from and what it brings home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from tracker.domain.reports import Report
from tracker.domain.sources import Source


@dataclass(frozen=True, slots=True)
class CollectState:
    """What the last successful collection of a source left behind; empty before the first."""

    etag: str = ""
    modified: str = ""
    cursor: str = ""
    """Free for the kind of source to use: a page token, or a list of files already read."""
    last_success: datetime | None = None


def _nothing_to_settle() -> None:
    """Stand in where nothing is left to do after the reports are stored."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An item that broke a rule: which one (its id), what was wrong, and the start of what it said.

    What could be read of it may be a report all the same: then only a fact or a date was lost.
    """

    item: str
    wrong: str
    excerpt: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place or self.item}: {self.wrong}"


@dataclass(frozen=True, slots=True)
class Collected:
    """A successful collection: the reports found, the state to keep, and items that could not be used.

    `problems` are for people to read; `passed_over` are the items among them that are kept aside. `settle` is
    called once after the reports are committed (a folder moves its files then); a crash before it only makes the
    same reports come again, which is nothing.
    """

    reports: tuple[Report, ...] = ()
    state: CollectState = CollectState()
    problems: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    is_whole: bool = False
    """The answer held all that the source offers: what was kept aside before and is not in it, is no more."""
    settle: Callable[[], None] = field(default=_nothing_to_settle, compare=False)


Collector: TypeAlias = Callable[[Source, CollectState, datetime], Collected]
"""Collects one source at an instant (aware UTC); raises SourceFailed with a plain reason."""
