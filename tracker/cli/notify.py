"""`deedline notify`: test messages, and what a message would look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.app import App
    from tracker.domain.alerts import Target

app = typer.Typer(help="Test and preview messages.", no_args_is_help=True, rich_markup_mode=None)

DESTINATIONS = ("console", "slack", "slack_webhook", "webhook", "apprise", "email")


@app.command("test")
def send_test(
    context: typer.Context,
    destination: Annotated[
        str,
        typer.Argument(metavar="ROUTE", help="The name of a route, or a destination: console, slack, email ..."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Send a labelled test message, by a route to each of its destinations. Exit code 1 if one is lost."""
    from tracker.cli.plain import put_json, say
    from tracker.domain.errors import BadInput

    app = open_app(context)
    done = [(name, *_tested(app, name, targets)) for name, targets in _reached(app, destination).items()]
    if as_json:
        told = [{"destination": name, "sent": sent, "said": said} for name, sent, said in done]
        put_json(told if len(told) > 1 else told[0])
    else:
        for name, sent, _ in done:
            if sent:
                say(f"sent to {name}")
    if lost := [f"{name}: {said}" for name, sent, said in done if not sent]:
        raise BadInput("; ".join(lost), "it stays in the outbox; `deedline doctor` says what stands in the way")


def _reached(app: App, name: str) -> dict[str, tuple[Target, ...]]:
    """Return whom a destination, or a route by its name, reaches; raises BadInput for what cannot be tested."""
    from tracker.domain.errors import BadInput

    routes = {route.name: route for route in app.routing.routes}
    if name in routes and name not in DESTINATIONS:
        route = routes[name]
        targets = dict.fromkeys((*route.targets, *route.escalate_to))
        names = dict.fromkeys(each.destination for each in targets)
        found = {each: tuple(target for target in targets if target.destination == each) for each in names}
        if not found:
            raise BadInput(
                f"{name} sends to owners only", "test their destinations: the settings name them under [owners]"
            )
    else:
        _check_name(name)
        found = {name: app.targets_at(name)}
    for each, reached in found.items():
        if each not in app.senders:
            lacking = ", ".join(f"{each}.{key}" for key in app.settings.missing_for_destinations()[each])
            raise BadInput(
                f"{each} is not set up: the settings lack {lacking}",
                "settings.md or config/README.md describes them",
            )
        if not reached:
            raise BadInput("nobody would get it: email.to is empty", "set email.to")
    return found


def _tested(app: App, destination: str, targets: Sequence[Target]) -> tuple[int, str]:
    """Send a test message to each target at a destination; return how many got through, and what was said."""
    from tracker.actions.deliver import ask_again, deliver_to
    from tracker.actions.send_test import queue_test, sample_notice
    from tracker.app import waited

    sender, now = app.senders[destination], app.clock.now()
    ask_again(app.store, destination, sender, now)
    for target in targets:
        queue_test(app.store, target, sample_notice(now, app.settings.zone), now)
    done = deliver_to(app.store, destination, sender, app.clock, wait=waited)
    return done.sent, "" if done.sent else _last_error(app, destination)


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
    from tracker.domain.errors import Unknown

    if destination not in DESTINATIONS:
        raise Unknown(f"there is no destination {destination}", f"there are {', '.join(DESTINATIONS)}")


def _last_error(app: App, destination: str) -> str:
    from tracker.actions.health import outbox_state

    state = outbox_state(app.store)
    for disabled in state.disabled:
        if disabled.name == destination:
            return f"switched off: {disabled.why}"
    errors = [error.said for error in state.errors if error.destination == destination]
    return errors[0] if errors else "another process is sending"
