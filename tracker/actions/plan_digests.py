"""Put each subscriber's week into the outbox once its end has passed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.actions.slots import latest_slot
from tracker.actions.subscriptions import in_force
from tracker.actions.unsubscribe_links import SIGNS, link, token_for
from tracker.actions.weeks import Weeks, load_weeks
from tracker.domain.alerts import DeliveryKind, Mail, Subscriber, Target
from tracker.domain.digests import Week
from tracker.domain.instants import Span
from tracker.store.commits import Commit
from tracker.store.digest_rows import Place, load_places, start_subscriber, stop_subscribers, write_digest
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.signing_secrets import secret_for
from tracker.store.store import Store

AT_ONCE = 50
"""Digests in one transaction: others wait for the store no longer than that takes."""


@dataclass(frozen=True, slots=True)
class _Due:
    reader: Subscriber
    place: Place
    period: Span


def plan_digests(
    store: Store,
    subscribers: Iterable[Subscriber],
    now: datetime,
    render: Callable[[Week], Mail],
    *,
    destination: str = "email",
    public_url: str = "",
    pages: str = "",
) -> int:
    """Put every digest that is due into the outbox, finished; return how many.

    `subscribers` are those of the settings; those by command are added, and those who ended it left out. A period
    starts where the one before ended and ends at the subscriber's slot; it is due because it is unsent, so a
    missed run is caught up by one digest over the whole time. A new subscriber's first period began at their last
    slot. Nobody is sent the same time twice. Who reads the same shares one layout; each gets a link of their own,
    below `public_url`, that ends it. `pages` is where promises have pages, if anywhere.
    """
    with store.read() as connection:
        wanted = in_force(connection, subscribers)
        places = load_places(connection)
    _start_and_stop(store, wanted, places, now)
    due = [
        _Due(wanted[key], places[key], period)
        for key in sorted(wanted.keys() & places.keys())
        if (period := Span(places[key].start, latest_slot(wanted[key], now))).end > period.start
    ]
    if not due:
        return 0
    weeks = load_weeks(store, min(each.period.start for each in due), now, pages=pages)
    planned = 0
    for alike in _alike(due):
        mail, stand_in = _laid_out(weeks, alike[0], render, public_url)
        for first in range(0, len(alike), AT_ONCE):
            with store.write(now, "digest") as commit:
                planned += _put(commit, alike[first : first + AT_ONCE], mail, stand_in, destination)
    return planned


def _start_and_stop(
    store: Store, wanted: Mapping[str, Subscriber], places: Mapping[str, Place], now: datetime
) -> None:
    new, gone = wanted.keys() - places.keys(), places.keys() - wanted.keys()
    if not new and not gone:
        return
    with store.write(now, "subscribers") as commit:
        for key in sorted(new):
            start_subscriber(commit, wanted[key].address, latest_slot(wanted[key], now))
        stop_subscribers(commit, [places[key].number for key in gone])


def _alike(due: Sequence[_Due]) -> Iterator[Sequence[_Due]]:
    """Yield those together who are told the same of the same time."""
    together: dict[tuple[Subscriber, Span], list[_Due]] = {}
    for each in due:
        together.setdefault((replace(each.reader, address=""), each.period), []).append(each)
    yield from together.values()


def _laid_out(weeks: Weeks, due: _Due, render: Callable[[Week], Mail], public_url: str) -> tuple[Mail, str]:
    """Return the mail, and what stands in it for each reader's token: nobody could have written that before."""
    stand_in = secrets.token_urlsafe(32)
    week = weeks.week_of(due.reader, due.period)
    if public_url:
        week = replace(week, unsubscribe=link(public_url, stand_in))
    return render(week), stand_in


def _put(commit: Commit, due: Sequence[_Due], mail: Mail, stand_in: str, destination: str) -> int:
    places = load_places(commit.connection)
    # Another worker may have been faster, and somebody may have ended it meanwhile.
    unchanged = set(places.values())
    still = [each for each in due if each.place in unchanged]
    secret = secret_for(commit, SIGNS) if mail.unsubscribe else b""
    messages = [
        Message(
            DeliveryKind.DIGEST,
            Target(destination, each.reader.address),
            f"digest:{each.place.address}:{each.period.start.isoformat()}",
            Payload(mail=_own(mail, stand_in, token_for(secret, each.place.number, each.place.address))),
        )
        for each in still
    ]
    for each, outbox_id in zip(still, enqueue(commit, messages), strict=True):
        write_digest(commit, each.place.number, each.period, outbox_id)
    return len(still)


def _own(mail: Mail, stand_in: str, token: str) -> Mail:
    if not mail.unsubscribe:
        return mail
    text, html, address = (part.replace(stand_in, token) for part in (mail.text, mail.html, mail.unsubscribe))
    return replace(mail, text=text, html=html, unsubscribe=address)
