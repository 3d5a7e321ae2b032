"""`deedline digest subscribe`, `unsubscribe` and `subscriptions`: who is sent the weekly digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.actions.subscriptions import Subscription

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
By = Annotated[str, typer.Option(help="Who does this; kept in the log.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("subscribe")(subscribe)
    app.command("unsubscribe")(unsubscribe)
    app.command("subscriptions")(list_subscriptions)


def subscribe(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The mail address.")],
    tag: Annotated[list[str] | None, typer.Option(help="Only promises with one of these tags; repeat it.")] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Only promises by one of these actors.")] = None,
    zone: Annotated[str | None, typer.Option(help="The zone of weekday, hour and dates; else the log's.")] = None,
    weekday: Annotated[str | None, typer.Option(help="The day on which a week ends; else monday.")] = None,
    hour: Annotated[int | None, typer.Option(min=0, max=23, help="The hour, 0 to 23; else 8.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of dates, such as de; else en.")] = None,
    by: By = "deedline",
) -> None:
    """Send somebody the weekly digest, or change what they get; who had unsubscribed gets it again.

    What is not named stays as it was. An empty --tag or --actor stands for all. A tag that no promise has so far
    is taken, with a remark.
    """
    from tracker.actions.subscriptions import Wish
    from tracker.actions.subscriptions import subscribe as subscribe_now
    from tracker.cli.plain import clean, put, say
    from tracker.cli.tag_remarks import remark_on_tags

    app = open_app(context)
    wish = Wish(_names(tag), _names(actor), zone, _number(weekday), hour, language)
    done = subscribe_now(
        app.existing_store,
        address,
        wish,
        app.clock.now(),
        by=by,
        from_file=app.subscribers,
        tz=app.settings.zone,
    )
    put(clean(f"{address} gets the digest {_when(done)}, of {_about(done)}"))
    remark_on_tags(app, wish.tags or ())
    if "email" not in app.senders:
        say("digests go out by e-mail: set email.host and email.from")


def unsubscribe(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The mail address.")],
    by: By = "deedline",
) -> None:
    """Send somebody no more digests, also if the settings file names them."""
    from tracker.actions.subscriptions import unsubscribe as unsubscribe_now
    from tracker.cli.plain import clean, put

    app = open_app(context)
    done = unsubscribe_now(app.existing_store, address, app.clock.now(), by=by, from_file=app.subscribers)
    put(clean(f"{address} gets no more digests" if done else f"{address} had been unsubscribed before"))


def list_subscriptions(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False
) -> None:
    """List who gets the weekly digest, what of, by the file or by command, and who has unsubscribed."""
    from tracker.actions.subscriptions import subscriptions
    from tracker.cli.plain import put_columns, put_json

    app = open_app(context)
    with app.existing_store.read() as connection:
        found = subscriptions(connection, app.subscribers)
    if as_json:
        put_json([_data(each) for each in found])
        return
    rows = [(each.subscriber.address, each.origin, _when(each), _about(each), _state(each)) for each in found]
    put_columns(("address", "from", "when", "about", "state"), rows)


def _names(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(name.strip() for name in given if name.strip())


def _number(weekday: str | None) -> int | None:
    from tracker.domain.errors import BadInput

    if weekday is None:
        return None
    if weekday.lower() not in WEEKDAYS:
        raise BadInput(f"{weekday!r} is no day of the week", f"one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(weekday.lower())


def _when(each: Subscription) -> str:
    reader = each.subscriber
    return f"{WEEKDAYS[reader.weekday]} {reader.hour:02}:00 {reader.tz} ({reader.language})"


def _about(each: Subscription) -> str:
    reader = each.subscriber
    parts = [
        f"tags {', '.join(reader.tags)}" * bool(reader.tags),
        f"actors {', '.join(reader.actors)}" * bool(reader.actors),
    ]
    return "; ".join(part for part in parts if part) or "everything"


def _state(each: Subscription) -> str:
    from tracker.domain.instants import iso

    decision = each.decision
    if decision is None:
        return "subscribed"
    word = "subscribed" if decision.wanted else "unsubscribed"
    return f"{word} {iso(decision.at.replace(microsecond=0))} via {decision.via} by {decision.by}"


def _data(each: Subscription) -> dict[str, object]:
    from tracker.domain.instants import iso

    reader, decision = each.subscriber, each.decision
    return {
        "address": reader.address,
        "from": each.origin,
        "subscribed": each.holds,
        "tags": list(reader.tags),
        "actors": list(reader.actors),
        "zone": reader.tz,
        "weekday": WEEKDAYS[reader.weekday],
        "hour": reader.hour,
        "language": reader.language,
        "decided": None
        if decision is None
        else {"at": iso(decision.at), "by": decision.by, "via": decision.via, "wanted": decision.wanted},
    }
