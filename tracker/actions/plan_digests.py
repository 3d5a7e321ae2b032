"""Put each subscriber's week into the outbox once its end has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from tracker.actions.slots import latest_slot
from tracker.actions.source_health import sources_health
from tracker.domain.alerts import DeliveryKind, Mail, Subscriber, Target
from tracker.domain.digests import Standing, Week
from tracker.domain.instants import Span
from tracker.engine.digest import build_week
from tracker.store.coverage_rows import load_coverage, load_sources
from tracker.store.digest_rows import last_ends, start_subscriber, stop_subscribers, write_digest
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.showing_rows import Listed, load_listed, load_transitions
from tracker.store.source_rows import load_states
from tracker.store.store import Store


def plan_digests(
    store: Store,
    subscribers: Iterable[Subscriber],
    now: datetime,
    render: Callable[[Week], Mail],
    *,
    destination: str = "email",
    public_url: str = "",
) -> int:
    """Put every digest that is due into the outbox, finished; return how many.

    A period starts where the one before ended and ends at the subscriber's slot; it is due because it is unsent,
    so a missed run is caught up by one digest over the whole time. A new subscriber's first period began at their
    last slot. Nobody is sent the same time twice.
    """
    wanted = {each.address: each for each in subscribers}
    with store.read() as connection:
        ends = last_ends(connection)
    new, gone = wanted.keys() - ends.keys(), ends.keys() - wanted.keys()
    if new or gone:
        with store.write(now, "subscribers") as commit:
            for address in sorted(new):
                start_subscriber(commit, address, latest_slot(wanted[address], now))
            stop_subscribers(commit, gone)
    planned = 0
    for address in sorted(wanted.keys() & ends.keys()):
        period = Span(ends[address], latest_slot(wanted[address], now))
        if period.end <= period.start:
            continue
        mail = render(week_of(store, wanted[address], period, now, public_url=public_url))
        planned += _put(store, address, period, mail, destination, now)
    return planned


def week_of(store: Store, subscriber: Subscriber, period: Span, now: datetime, *, public_url: str = "") -> Week:
    """Return what a subscriber would read about a period, as known now."""
    with store.read() as connection:
        logged = store.shelf.fresh(connection)[1]
        in_force = {each: logged[each] for each in logged if not logged[each].retired}
        listed = load_listed(connection, in_force)
        transitions = load_transitions(connection, since=period.start)
        states = load_states(connection)
        sources = load_sources(connection)
        coverage = load_coverage(connection)
    promises = [each.promise for each in in_force.values()]
    health = sources_health(sources, states, coverage, promises, period, now)
    standings = [each for one in listed.values() if (each := standing_of(one, public_url)) is not None]
    return build_week(period, standings, transitions, health, subscriber)


def week_so_far(store: Store, subscriber: Subscriber, now: datetime, *, public_url: str = "") -> Week:
    """Return the digest that a subscriber would get if their period ended now."""
    with store.read() as connection:
        start = last_ends(connection).get(subscriber.address, latest_slot(subscriber, now))
    return week_of(store, subscriber, Span(start, now), now, public_url=public_url)


def standing_of(listed: Listed, public_url: str = "") -> Standing | None:
    """Return a promise as a digest shows it; None until it was judged once."""
    if listed.status is None:
        return None
    promise = listed.logged.promise
    page = f"{public_url.rstrip('/')}/promises/{promise.id}" if public_url else promise.statement.link
    return Standing(
        promise=promise.id,
        title=promise.title,
        by=promise.by,
        status=listed.status,
        tags=promise.tags,
        reason=listed.reason,
        due=promise.due,
        late_since=listed.late_since,
        url=page,
        readings=listed.readings,
    )


def _put(store: Store, address: str, period: Span, mail: Mail, destination: str, now: datetime) -> bool:
    with store.write(now, "digest") as commit:
        if last_ends(commit.connection).get(address) != period.start:
            return False  # another worker was faster
        target = Target(destination, address)
        dedupe = f"digest:{address}:{period.start.isoformat()}"
        message = Message(DeliveryKind.DIGEST, target, dedupe, Payload(mail=mail))
        write_digest(commit, address, period, enqueue(commit, [message])[0])
    return True
