"""What the outside must offer: clocks, senders and page fetchers, so that fakes can stand in for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from tracker.domain.alerts import Abilities, Delivery, Notice, Outcome, Thread


class Clock(Protocol):
    """Tells the time; only the outermost layers hold one."""

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        ...


class Sender(Protocol):
    """Delivers messages to one destination. Methods never raise for what the other side does: they return it."""

    @property
    def abilities(self) -> Abilities:
        """Say what the other side can do."""
        ...

    def payload(self, delivery: Delivery) -> Mapping[str, object]:
        """Lay the delivery out as it would be sent: pure, no network."""
        ...

    def send(self, delivery: Delivery) -> Outcome:
        """Send it once, without retries of its own."""
        ...

    def find(self, delivery: Delivery) -> Outcome:
        """Look whether the delivery arrived: SENT with its thread, RETRY if it did not, AMBIGUOUS if unknown."""
        ...

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        """Make the root message show the present state."""
        ...

    def check(self) -> Outcome:
        """Say whether the other side can be reached and lets us in, sending nothing to people."""
        ...


@runtime_checkable
class SendsAhead(Protocol):
    """A Sender that can have several messages under way without a thread for each."""

    def begin(self, delivery: Delivery) -> Callable[[], Outcome]:
        """Send it once and return what waits for the answer; both as `send`, of which they are the two halves."""
        ...


class SignedDoor(Protocol):
    """Takes what people do where they read messages, as it is posted to us."""

    def take(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, object] | None:
        """Return what is to be answered; None if the post is not signed by whom we trust. Raises BadInput."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of a web server; `body` is decoded and within the caps, empty when `not_modified`."""

    url: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    not_modified: bool = False


class Poster(Protocol):
    """Sends a form to sign in with; as guarded as a Fetcher."""

    def post(
        self, url: str, form: Mapping[str, str], *, max_bytes: int = 100_000, allow_private: bool = False
    ) -> Page:
        """Send the form to this address and to no other: a redirect is a failure. Raises SourceFailed.

        What the form holds, and whatever the answer says of it, goes into no message.
        """
        ...


class Fetcher(Protocol):
    """Fetches a page with size and time caps; raises SourceFailed with a plain reason."""

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        max_bytes: int = 5_000_000,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Fetch conditionally when `etag` or `modified` is given.

        `headers` may hold secrets: they go to the host of `url` only, and into no message.
        """
        ...
