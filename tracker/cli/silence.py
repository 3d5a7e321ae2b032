"""`deedline silence` and `deedline ack`: what people do about alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.actions.silencing import Hides
    from tracker.domain.routing import Silence
    from tracker.store.silence_rows import PutSilence

app = typer.Typer(help="Hide alarms for a while.", no_args_is_help=True, rich_markup_mode=None)

Promises = Annotated[list[str] | None, typer.Option("--promise", metavar="ID", help="A promise; may be repeated.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Promises with one of these tags.")]
Actors = Annotated[list[str] | None, typer.Option("--actor", help="Promises by one of these actors.")]
Priorities = Annotated[list[str] | None, typer.Option("--priority", help="low, normal, high or critical.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Its last day or instant; required.")]
Reason = Annotated[str, typer.Option(help="Why; shown to whoever asks. Required.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so; else the user you are signed in as.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


def register(main: typer.Typer) -> None:
    """Add `ack`, which needs no group."""
    main.command("ack")(ack)


@app.callback()
def _silence() -> None:
    """Hide alarms for a while."""


def ack(
    context: typer.Context,
    promise_id: Annotated[str, typer.Argument(metavar="PROMISE", help="The promise whose alarm it is.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Acknowledge the open alarm of a promise.

    Nobody is reminded of it any more and it is not escalated; changes and its end are still told. Open alarms
    of its parts (a month, a step) are acknowledged too; one that begins later is not.
    """
    from tracker.actions.acknowledge import acknowledge
    from tracker.cli.coverage import signed_in, who_says
    from tracker.cli.plain import clean, put, put_json
    from tracker.domain.instants import iso

    deedline = open_app(context)
    done = acknowledge(deedline.existing_store, promise_id, who_says(by or signed_in()), deedline.clock.now())
    if as_json:
        put_json({"promise": promise_id, "first": done.first, "by": done.by, "at": iso(done.at)})
    elif done.first:
        put(f"{clean(promise_id)}: acknowledged by {clean(done.by)}")
    else:
        when = iso(done.at.replace(microsecond=0))
        put(f"{clean(promise_id)}: {clean(done.by)} acknowledged it before, at {when}")


@app.command("list")
def show(
    context: typer.Context,
    over: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List silences with who put them down, why, and until when."""
    from tracker.actions.silencing import list_silences
    from tracker.cli.plain import put_columns, put_json

    deedline = open_app(context)
    now = deedline.clock.now()
    found = list_silences(deedline.existing_store, now, over=over)
    if as_json:
        put_json([_row(each, now) for each in found])
        return
    rows = [(e.id, _state(e, now), _until(e), e.silence.by, _matched(e.silence), e.silence.reason) for e in found]
    put_columns(("NUMBER", "STATE", "UNTIL", "BY", "HIDES", "REASON"), rows)


@app.command()
def preview(
    context: typer.Context,
    promise: Promises = None,
    tag: Tags = None,
    actor: Actors = None,
    priority: Priorities = None,
    as_json: AsJson = False,
) -> None:
    """Show what a silence would hide: promises, open alarms, messages that wait."""
    from datetime import timedelta

    from tracker.actions.silencing import preview_silence
    from tracker.cli.plain import put_json
    from tracker.cli.tag_remarks import remark_on_tags
    from tracker.domain.routing import Silence

    deedline = open_app(context)
    now = deedline.clock.now()
    wanted = Silence(_matcher(promise, tag, actor, priority), "preview", "preview", now + timedelta(days=1))
    hides = preview_silence(deedline.existing_store, wanted, now)
    remark_on_tags(deedline, wanted.matcher.tags)
    if as_json:
        put_json(_hides_row(hides))
    else:
        _print_hides(hides)


@app.command()
def add(
    context: typer.Context,
    until: Until,
    reason: Reason,
    promise: Promises = None,
    tag: Tags = None,
    actor: Actors = None,
    priority: Priorities = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Hide alarms until an instant; what is still true is told again then.

    A tag that no promise has so far is taken, with a remark.
    """
    from tracker.actions.silencing import preview_silence, silence
    from tracker.cli.coverage import signed_in, who_says
    from tracker.cli.dates import only_one
    from tracker.cli.plain import put, put_json
    from tracker.cli.tag_remarks import remark_on_tags
    from tracker.domain.routing import Silence

    deedline = open_app(context)
    end = only_one(until, deedline.settings.zone, "--until")
    wanted = Silence(_matcher(promise, tag, actor, priority), who_says(by or signed_in()), reason, end)
    now = deedline.clock.now()
    hides = preview_silence(deedline.existing_store, wanted, now)
    number = silence(deedline.existing_store, wanted, now)
    remark_on_tags(deedline, wanted.matcher.tags)
    if as_json:
        put_json({"silence": number, **_hides_row(hides)})
        return
    put(f"silence {number} lasts until {_iso(end)}; `deedline silence end {number}` ends it before")
    _print_hides(hides)


@app.command()
def end(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The number of the silence, as `silence list` gives it.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """End a silence before its time; the service then tells again what is still true."""
    from tracker.actions.silencing import end_silence
    from tracker.cli.coverage import signed_in, who_says
    from tracker.cli.plain import clean, put, put_json

    deedline = open_app(context)
    now = deedline.clock.now()
    ended = end_silence(deedline.existing_store, number, who_says(by or signed_in()), now)
    if as_json:
        put_json(_row(ended, now))
    else:
        put(f"silence {number} is over, ended by {clean(ended.ended_by)}")


def _matcher(
    promises: list[str] | None, tags: list[str] | None, actors: list[str] | None, priorities: list[str] | None
) -> Any:
    from tracker.domain.errors import BadInput
    from tracker.domain.promises import Priority
    from tracker.domain.routing import Matcher

    known = [each.value for each in Priority]
    for given in priorities or ():
        if given not in known:
            raise BadInput(f"no priority is called {given!r}", f"one of {', '.join(known)}")
    return Matcher(
        promises=tuple(promises or ()),
        tags=tuple(tags or ()),
        actors=tuple(actors or ()),
        priorities=tuple(Priority(each) for each in priorities or ()),
    )


def _print_hides(hides: Hides) -> None:
    from tracker.cli.plain import clean, put

    put(f"promises: {', '.join(map(clean, hides.promises)) or 'none'}")
    for alarm in hides.alarms:
        part = f" [{clean(alarm.instance)}]" if alarm.instance else ""
        put(f"open alarm: {clean(alarm.promise)}{part} {alarm.status.value} since {_iso(alarm.since)}")
    for message in hides.messages:
        target = message.target
        to = f"{target.destination}:{target.recipient}" if target.recipient else target.destination
        put(f"waiting message to {clean(to)}: {', '.join(map(clean, message.promises))}")


def _hides_row(hides: Hides) -> dict[str, Any]:
    return {
        "promises": list(hides.promises),
        "alarms": [
            {
                "promise": each.promise,
                "instance": each.instance,
                "status": each.status.value,
                "since": _iso(each.since),
            }
            for each in hides.alarms
        ],
        "messages": [
            {
                "destination": each.target.destination,
                "recipient": each.target.recipient,
                "promises": list(each.promises),
            }
            for each in hides.messages
        ],
    }


def _row(put: PutSilence, now: datetime) -> dict[str, Any]:
    matcher = put.silence.matcher
    return {
        "silence": put.id,
        "state": _state(put, now),
        "promises": list(matcher.promises),
        "tags": list(matcher.tags),
        "actors": list(matcher.actors),
        "priorities": [each.value for each in matcher.priorities],
        "by": put.silence.by,
        "reason": put.silence.reason,
        "from": None if put.silence.since is None else _iso(put.silence.since),
        "until": _iso(put.silence.until),
        "ended": None if put.ended is None else _iso(put.ended),
        "ended_by": put.ended_by,
    }


def _state(put: PutSilence, now: datetime) -> str:
    if put.ended is not None:
        return "ended"
    return "lasts" if put.lasts(now) else ("over" if put.silence.until <= now else "to come")


def _until(put: PutSilence) -> str:
    return _iso(put.over_at)


def _matched(silence: Silence) -> str:
    matcher = silence.matcher
    return " ".join((*matcher.promises, *matcher.tags, *matcher.actors, *(e.value for e in matcher.priorities)))


def _iso(instant: datetime) -> str:
    from tracker.domain.instants import iso

    return iso(instant.replace(microsecond=0))
