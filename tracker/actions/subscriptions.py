"""Who is sent the weekly digest: by the settings, by command, and who said that it should end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from tracker.domain.alerts import Subscriber
from tracker.domain.date_languages import DATE_WORDS
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.mail_addresses import is_address, mailbox
from tracker.store.digest_rows import load_places, stop_subscribers, withhold_digests
from tracker.store.store import Store
from tracker.store.subscription_rows import Decision, add_decision, load_decisions

FILE = "file"
COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody asked for, where that is written (`file` or `command`), and the last decision if any."""

    subscriber: Subscriber
    origin: str
    decision: Decision | None = None

    @property
    def holds(self) -> bool:
        """Say whether digests go out: a file's subscription holds until somebody ends it."""
        return self.decision is None or self.decision.wanted


def subscriptions(connection: Connection, from_file: Iterable[Subscriber]) -> tuple[Subscription, ...]:
    """Return every subscription, ended ones too, one a mailbox: where both name it, the file's words hold."""
    decisions = load_decisions(connection)
    found: dict[str, Subscription] = {}
    for each in from_file:
        key = mailbox(each.address)
        found[key] = Subscription(each, FILE, decisions.get(key))
    for key, decision in decisions.items():
        if key not in found and decision.asked is not None:
            found[key] = Subscription(decision.asked, COMMAND, decision)
    return tuple(found.values())


def in_force(connection: Connection, from_file: Iterable[Subscriber]) -> dict[str, Subscriber]:
    """Return who is to be sent the digest, by mailbox."""
    return {
        mailbox(each.subscriber.address): each.subscriber
        for each in subscriptions(connection, from_file)
        if each.holds
    }


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command asks for; None leaves what was asked before, or else what is usual."""

    tags: tuple[str, ...] | None = None
    actors: tuple[str, ...] | None = None
    tz: str | None = None
    weekday: int | None = None
    hour: int | None = None
    language: str | None = None

    def laid_over(self, before: Subscriber) -> Subscriber:
        """Return what was asked before with the changes asked for now."""
        given = {name: getattr(self, name) for name in self.__slots__}
        return replace(before, **{name: value for name, value in given.items() if value is not None})


def subscribe(
    store: Store,
    address: str,
    wish: Wish,
    now: datetime,
    *,
    by: str,
    from_file: Iterable[Subscriber] = (),
    tz: str = "UTC",
) -> Subscription:
    """Subscribe somebody, or change what they asked for; an earlier end is lifted. `tz` is the usual zone.

    Raises BadInput, also for another wish of somebody whose subscription stands in the settings file.
    """
    if not is_address(address):
        raise BadInput(f"{address!r} is no mail address", "such as policy@example.org")
    with store.write(now, "subscription", by) as commit:
        held = _found(commit.connection, address, from_file)
        if held is not None and held.origin == FILE:
            if wish != Wish():
                raise BadInput(
                    f"{address} is subscribed by the settings file", "change its block under [[subscribers]]"
                )
            asked = held.decision.asked if held.decision else None
        else:
            before = held.subscriber if held else Subscriber(address, tz=tz)
            asked = _checked(replace(wish.laid_over(before), address=address))
        add_decision(commit, Decision(address, True, by, COMMAND, now, asked))
        done = _found(commit.connection, address, from_file)
    if done is None:
        raise RuntimeError(f"{address} was subscribed and is not there")
    return done


def unsubscribe(
    store: Store, address: str, now: datetime, *, by: str, via: str = COMMAND, from_file: Iterable[Subscriber] = ()
) -> bool:
    """End somebody's digests, also where the settings file names them; False if they were ended before.

    Digests that still wait are not sent any more. Raises Unknown for an address that nobody subscribed.
    """
    with store.write(now, "subscription", by) as commit:
        held = _found(commit.connection, address, from_file)
        if held is None and via == COMMAND:
            raise Unknown(f"{address} is not subscribed", "see: deedline digest subscriptions")
        last = held.decision if held else load_decisions(commit.connection).get(mailbox(address))
        if last is not None and not last.wanted:
            return False
        add_decision(commit, Decision(address, False, by, via, now, last.asked if last else None))
        withhold_digests(commit, address)
        place = load_places(commit.connection).get(mailbox(address))
        stop_subscribers(commit, [place.number] if place else [])  # a digest that is being laid out stays behind
    return True


def _found(connection: Connection, address: str, from_file: Iterable[Subscriber]) -> Subscription | None:
    key = mailbox(address)
    return next(
        (each for each in subscriptions(connection, from_file) if mailbox(each.subscriber.address) == key), None
    )


def _checked(asked: Subscriber) -> Subscriber:
    try:
        ZoneInfo(asked.tz)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"no time zone is called {asked.tz!r}", "use a name like UTC or Europe/Vienna") from None
    if asked.language not in DATE_WORDS:
        raise BadInput(f"no dates can be written in {asked.language!r}", f"there are {', '.join(DATE_WORDS)}")
    return asked
