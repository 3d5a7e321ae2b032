"""`deedline log`, `promises`, `show`, `explain`: putting promises in, and looking at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app
from tracker.cli.viewing import At, Basis, Hindsight, KnownAt, seen_lines, view_of

if TYPE_CHECKING:
    from tracker.store.showing_rows import Listed

AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("log")(log)
    app.command("promises")(promises)
    app.command("show")(show)
    app.command("explain")(explain)


def log(
    context: typer.Context,
    promise_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, unlike that of any other promise.")],
    title: Annotated[str, typer.Option(help="What is promised, in one line.")],
    by: Annotated[list[str], typer.Option(help="Who promised; may be given again.")],
    said: Annotated[str, typer.Option(metavar="DATE", help="The day it was said.")],
    kind: Annotated[str, typer.Option(help="achieve, maintain, refrain or claim.")] = "achieve",
    quote: Annotated[str, typer.Option(help="The exact words.")] = "",
    link: Annotated[str, typer.Option(help="Where they were published.")] = "",
    opens: Annotated[
        str, typer.Option(metavar="DATE", help="From when it counts; else the day it was said.")
    ] = "",
    due: Annotated[str, typer.Option(metavar="DATE", help="The deadline.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The end, for what is to stay so.")] = "",
    review_by: Annotated[
        str, typer.Option(metavar="DATE", help="When to look again if no date was promised.")
    ] = "",
    wait_for_reports: Annotated[str, typer.Option(help="How long after the deadline reports are expected.")] = "",
    rule: Annotated[str, typer.Option(help="A rule of the rule files that judges it.")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME=VALUE", help="A parameter of the rule.")
    ] = None,
    needs: Annotated[list[str] | None, typer.Option(help="A source or group that would have seen it.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A word to find it by.")] = None,
    owner: Annotated[str, typer.Option(help="Who is responsible for it here.")] = "",
    as_json: AsJson = False,
) -> None:
    """Log a promise by hand.

    It belongs to the store, beside those of the rule files.
    """
    from tracker.cli.plain import put, put_json
    from tracker.cli.promise_logging import log_given

    single = {
        "title": title,
        "kind": kind,
        "opens": opens,
        "due": due,
        "until": until,
        "review_by": review_by,
        "wait_for_reports": wait_for_reports,
        "rule": rule,
        "owner": owner,
    }
    statement = {"by": by, "date": said, "quote": quote, "link": link}
    mapping: dict[str, object] = {
        "id": promise_id,
        **_given_only(single),
        "said": _given_only(statement),
        **_given_only({"with": parameter or [], "needs": needs or [], "tags": tag or []}),
    }
    version = log_given(open_app(context), mapping)
    if as_json:
        put_json({"promise": promise_id, "version": version})
    else:
        put(f"{promise_id} is logged, version {version}; the service judges it with its next tick")


def _given_only(options: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if value}


def promises(
    context: typer.Context,
    status: Annotated[list[str] | None, typer.Option(help="Only this status; may be given again.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only with this tag; may be given again.")] = None,
    retired: Annotated[bool, typer.Option("--retired", help="Those taken out of force instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the promises and how they stand."""
    from tracker.actions.look_up import list_promises
    from tracker.cli.plain import put_columns, put_json, say
    from tracker.cli.promise_lines import listed_data, listed_line

    app = open_app(context)
    found = [each for each in list_promises(app.existing_store, retired=retired) if _chosen(each, status, tag)]
    if as_json:
        put_json([listed_data(each) for each in found])
    elif found:
        put_columns(("status", "since", "promise", "title", "due"), [listed_line(each) for each in found])
    else:
        say("no promise to list: `deedline run` takes those of the rule files into force")


def _chosen(listed: Listed, statuses: list[str] | None, tags: list[str] | None) -> bool:
    is_status = not statuses or (listed.status is not None and listed.status.value in statuses)
    return is_status and (not tags or bool(set(tags) & set(listed.logged.promise.tags)))


def show(
    context: typer.Context,
    promise_id: Annotated[str, typer.Argument(metavar="ID", help="The promise.")],
    at: At = None,
    known_at: KnownAt = None,
    basis: Basis = None,
    hindsight: Hindsight = False,
    as_json: AsJson = False,
) -> None:
    """Show one promise and its history, today or as it stood on a past day.

    For a past day the verdict is judged anew; versions and transitions are those logged by then.
    """
    from tracker.actions.look_up import history_at, promise_history
    from tracker.cli.plain import put, put_json
    from tracker.cli.promise_lines import history_data, history_lines

    app = open_app(context)
    seen: Sequence[str] = ()
    if at is None and known_at is None and basis is None and not hindsight:
        history = promise_history(app.existing_store, promise_id)
    else:
        zone, now = app.settings.zone, app.clock.now()
        view = view_of(now, zone, at=at, known_at=known_at, basis=basis, hindsight=hindsight)
        history = history_at(app.existing_store, promise_id, view)
        logged = promise_history(app.existing_store, promise_id)
        seen = seen_lines(view, logged.versions[0].known, history.listed.logged.promise.tz)
    if as_json:
        put_json(history_data(history))
        return
    for line in (*seen, *history_lines(history)):
        put(line)


def explain(
    context: typer.Context,
    promise_id: Annotated[str, typer.Argument(metavar="ID", help="The promise.")],
    at: At = None,
    known_at: KnownAt = None,
    basis: Basis = None,
    hindsight: Hindsight = False,
    as_json: AsJson = False,
) -> None:
    """Say why a promise stands as it does, today or on a past day.

    Names what decided, what was set aside and why, and what would change it.
    """
    from tracker.actions.look_up import judge_stored, promise_history
    from tracker.actions.review_queue import open_questions
    from tracker.cli.explaining import explanation
    from tracker.cli.plain import put, put_json
    from tracker.engine.explained import explained_rows

    app = open_app(context)
    zone, now = app.settings.zone, app.clock.now()
    view = view_of(now, zone, at=at, known_at=known_at, basis=basis, hindsight=hindsight)
    judgement = judge_stored(app.existing_store, promise_id, view)
    history = promise_history(app.existing_store, promise_id)
    logged = history.listed.logged
    questions = open_questions(app.existing_store, promise_id, view)
    told = {version.report.id: version.report for version in history.reports}
    if as_json:
        put_json(explained_rows(judgement, logged.promise, logged.ver, told, questions))
        return
    is_live = at is None and known_at is None and basis is None and not hindsight
    seen = [] if is_live else seen_lines(view, history.versions[0].known, logged.promise.tz)
    for line in explanation(logged.promise, judgement, logged.ver, told, questions, seen):
        put(line)
