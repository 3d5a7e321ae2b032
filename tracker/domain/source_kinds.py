"""Kinds of source as they are declared: which keys each takes in a file, and what collects from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.sources import Source

if TYPE_CHECKING:
    from tracker.domain.ports import Page  # brings alerts with it, which a check of rules has no use for


@dataclass(frozen=True, slots=True)
class Option:
    """A key that one kind of source alone has. Its value is a text, kept in `Source.options`."""

    name: str
    meaning: str
    default: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class KindKeys:
    """Which keys a kind takes beside those of every source.

    `needs` must be given, of `either` exactly one, `takes` may be given: keys of the language (`url`, `path`,
    `report`, `items`, `params`, `headers`, `pages`, `since`, `columns`, `delimiter`). `options` are its own.
    `url` is the address without `url:` in the file, for a kind that has one of its own.
    """

    name: str
    meaning: str
    needs: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    url: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Return every key of the language that it takes."""
        return frozenset((*self.needs, *self.either, *self.takes))


class Ask(Protocol):
    """Fetches a page for one source, guarded, within its `max_bytes` and with its headers.

    The values of `headers` go to the host of the source's own `url` only, whatever page is asked for.
    """

    def __call__(self, url: str, *, etag: str = "", modified: str = "", last_bytes: int = 0) -> Page:
        """Fetch, conditionally when `etag` or `modified` is given; raises SourceFailed with a plain reason.

        `last_bytes` asks for the end of the page only; a server that does not know how sends all of it.
        """
        ...


Collect: TypeAlias = Callable[[Source, CollectState, datetime, Ask], Collected]
"""Collects one source at an instant (aware UTC); raises SourceFailed with a plain reason and stores nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source: what an entry point in the group `deedline.sources` names."""

    keys: KindKeys
    collect: Collect
