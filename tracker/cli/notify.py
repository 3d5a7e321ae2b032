"""`deedline notify`: test messages, and what a message would look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.app import App
    from tracker.domain.alerts import Target

app = typer.Typer(help="Test and preview messages.", no_args_is_help=True, rich_markup_mode=None)


@app.command("test")
def send_test(
    context: typer.Context,
    destination: Annotated[
        str,
        typer.Argument(
            metavar="ROUTE",
            help="The name of a route (alerts: what none takes), or a destination: slack, email:ADDRESS ...",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Send a labelled test message to everybody whom a route or a destination reaches.

    By a route also to those it escalates to and, where it names owners, to those of the promises that take it.
    A destination that rests after a failure is tried all the same, unless it asked to be left alone. A test that
    fails switches nothing off. Exit code 1 if one is lost.
    """
    from tracker.cli.notify_targets import in_words, reached
    from tracker.cli.plain import clean, put_json, say
    from tracker.domain.errors import BadInput

    app = open_app(context)
    targets = reached(app, destination)
    done = _tested(app, destination, targets)
    if as_json:
        told = [_row(target, targets[target], *outcome) for target, outcome in done.items()]
        put_json(told if len(told) > 1 else told[0])
    lost = []
    for target, (state, said) in done.items():
        name = clean(in_words(target, targets[target]))
        if state != "sent":
            lost.append(f"{name}: {said}")
        elif not as_json:
            say(f"sent to {name}")
    if lost:
        raise BadInput("; ".join(lost), _what_now(state for state, _ in done.values()))


def _tested(app: App, asked_for: str, targets: Iterable[Target]) -> dict[Target, tuple[str, str]]:
    """Send a test message to each target; return the state each is in then, and what was answered."""
    from tracker.actions.deliver import ask_again, deliver_to
    from tracker.actions.send_copy import outcome_of
    from tracker.actions.send_test import leave_off, queue_test, wake_for_test, why_off, words_of_test
    from tracker.app import waited

    now = app.clock.now()
    is_route = asked_for in {route.name for route in (app.routing.default, *app.routing.routes)}
    payload = words_of_test(asked_for, is_route=is_route)
    queued = {target: queue_test(app.store, target, payload, now) for target in targets}
    for name in dict.fromkeys(target.destination for target in queued):
        off = why_off(app.store, name)
        ask_again(app.store, name, app.senders[name], now)
        wake_for_test(app.store, name, app.senders[name], now)
        deliver_to(app.store, name, app.senders[name], app.clock, wait=waited)
        theirs = [message for target, message in queued.items() if target.destination == name]
        if off and all(outcome_of(app.store, each)[0] == "failed" for each in theirs):
            leave_off(app.store, name, off, now)
    done = {}
    for target, message in queued.items():
        state, said = outcome_of(app.store, message)
        done[target] = state, said or _in_the_way(app, target.destination)
    return done


def _row(target: Target, owner: str, state: str, said: str) -> dict[str, object]:
    return {
        "destination": target.destination,
        "recipient": target.recipient,
        "owner": owner or None,
        "sent": int(state == "sent"),
        "state": state,
        "said": "" if state == "sent" else said,
    }


def _what_now(states: Iterable[str]) -> str:
    found = set(states)
    parts = [
        "a test that fails switches nothing off" * ("failed" in found),
        "what was not tried to the end waits in the outbox" * bool(found - {"sent", "failed"}),
        "`deedline doctor` says what stands in the way",
    ]
    return "; ".join(part for part in parts if part)


@app.command()
def preview(
    context: typer.Context,
    promise_id: Annotated[str, typer.Argument(metavar="PROMISE", help="The promise.")],
    destination: Annotated[
        str, typer.Option(help="console, slack, slack_webhook, webhook, apprise or email.")
    ] = "slack",
) -> None:
    """Print the exact payload of a message about a promise as it stands; nothing is sent."""
    from dataclasses import replace

    from tracker.actions.earlier_promises import record_before
    from tracker.actions.look_up import judge_stored, promise_history
    from tracker.cli.plain import put_json
    from tracker.domain.alerts import Delivery, DeliveryKind, Why
    from tracker.domain.verdicts import Basis, View
    from tracker.engine.notices import notice
    from tracker.senders import sender_for

    app = open_app(context)
    _check_name(destination)
    now = app.clock.now()
    judgement = judge_stored(app.existing_store, promise_id, View.as_known_then(now, Basis.RECORDED))
    logged = promise_history(app.existing_store, promise_id).listed.logged
    told = notice(logged.promise, judgement, old=None, why=Why.TEST, rule_version=logged.ver)
    told = replace(told, record=record_before(app.existing_store, promise_id, now))
    recipient = next((target.recipient for target in app.targets_at(destination)), "")
    delivery = Delivery("preview", DeliveryKind.ALERT, destination, recipient, now, notices=(told,))
    put_json(dict(sender_for(destination, app.settings).payload(delivery)))


def _check_name(destination: str) -> None:
    from tracker.cli.notify_targets import DESTINATIONS
    from tracker.domain.errors import Unknown

    if destination not in DESTINATIONS:
        raise Unknown(f"there is no destination {destination}", f"there are {', '.join(DESTINATIONS)}")


def _in_the_way(app: App, destination: str) -> str:
    """Return why a message was not even tried."""
    from tracker.domain.instants import iso
    from tracker.store.destination_rows import load_destination

    with app.store.read() as connection:
        state = load_destination(connection, destination)
    if state.disabled_at is not None:
        return f"{destination} is switched off: {state.why}"
    if (until := state.waits_as_asked(app.clock.now())) is not None:
        return f"{destination} asked to be left alone until {iso(until.replace(microsecond=0))}"
    rests = state.rests_for(app.clock.now()) > 0
    return f"{destination} rests after another message failed" if rests else "another process is sending"
