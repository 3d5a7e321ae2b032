"""Sources as they are configured: where reports come from and how their items become facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from tracker.domain.coverage import SourceFacts
from tracker.domain.criteria import Position
from tracker.domain.instants import Duration


class SourceKind(StrEnum):
    """The kinds of source that Deedline reads by itself; an installed package may add others by other names."""

    FEED = "feed"
    TABLE = "table"
    JSON = "json"
    GDELT = "gdelt"
    UCDP = "ucdp"
    ACLED = "acled"
    RELIEFWEB = "reliefweb"
    FOLDER = "folder"
    INBOX = "inbox"
    PERSON = "person"


_NEVER_ASKED = frozenset({SourceKind.PERSON, SourceKind.INBOX})
"""Kinds whose reports arrive by themselves."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field of a fact is filled: from an item's path, as a constant, or by an RE2 group in a path's text.

    `codes` translates what was found; a value that is not among them stays as it is.
    """

    path: str = ""
    constant: str | None = None
    pattern: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactRule:
    """How an item yields one fact: field name to rule. A fact whose indicator and event stay empty is not made."""

    fields: Mapping[str, FieldRule]


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """What is sent in a header: `text`, then the secret of that name, which only the fetcher ever sees."""

    text: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The secrets, by name, that hold the user name and the password by which a source lets us in.

    `at` is the path at which its host gives a token for them, `client` which client it takes us for there.
    """

    name: str
    password: str
    at: str = ""
    client: str = ""


class Paging(StrEnum):
    """How the next page of an answer is asked for."""

    CURSOR = "cursor"
    LINK = "link"
    PAGE = "page"
    OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class Pages:
    """How to go on from one page of items to the next, `most` at the utmost.

    `at` is where an answer holds the cursor or the link; `param` is the parameter that takes the cursor, the
    number of the page (counted from `first`) or the offset (which grows by `size`).
    """

    by: Paging
    at: str = ""
    param: str = ""
    first: int = 1
    size: int = 0
    size_param: str = ""
    most: int = 20


@dataclass(frozen=True, slots=True)
class Since:
    """Which parameter asks only for what is newer: the greatest value that items held at `path`, or `start`.

    Where the value is an instant, `overlap` before it is asked for again, because clocks and queues are late.
    """

    param: str
    path: str
    start: str = ""
    overlap: Duration = Duration(seconds=3600)


@dataclass(frozen=True, slots=True)
class Source:
    """A configured source."""

    id: str
    kind: str
    """A SourceKind, or a kind that an installed package adds."""
    url: str = ""
    path: str = ""
    every: Duration = Duration(seconds=900)
    groups: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    reliability: str | None = None
    origin: str | None = None
    language: str | None = None
    trust_text: bool = False
    max_bytes: int = 5_000_000
    allow_private: bool = False
    """Let this source's host be a private or loopback address: an explicit choice, for one host."""
    facts: tuple[FactRule, ...] = ()
    report: Mapping[str, FieldRule] = field(default_factory=dict)
    """How an item becomes a report: `id`, `published`, `title`, `text`, `link` and others; see `items.py`."""
    items: str = ""
    """The path to the list of items in an answer; empty where the answer is the list."""
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, HeaderValue] = field(default_factory=dict)
    sign_in: SignIn | None = None
    """Signs in for a token, which goes with every request; the kind says where."""
    pages: Pages | None = None
    since: Since | None = None
    columns: tuple[str, ...] = ()
    """The names of a table's columns where it has no header; `#` alone: they are numbered."""
    delimiter: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which items are kept: at each path one of these values, compared without case."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The keys that only this kind of source has."""
    owner: str = ""
    """Who looks after it: an address, or a name."""
    position: Position | None = field(default=None, compare=False)

    @property
    def is_asked(self) -> bool:
        """Say whether it is collected from; what people enter arrives by itself."""
        return self.kind not in _NEVER_ASKED

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the names of the secrets it needs."""
        signing = () if self.sign_in is None else (self.sign_in.name, self.sign_in.password)
        in_headers = (value.secret for value in self.headers.values() if value.secret)
        return tuple(dict.fromkeys((*signing, *in_headers)))

    @property
    def for_judging(self) -> SourceFacts:
        """Return the part that judging needs."""
        every = timedelta(days=self.every.days, seconds=self.every.seconds)
        return SourceFacts(self.id, self.groups, self.covers, every, self.trust_text)
