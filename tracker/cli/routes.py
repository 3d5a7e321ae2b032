"""`deedline routes`: does every alarm reach somebody, and who would get this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.engine.route_checks import RouteProblem

app = typer.Typer(help="Check and explain who is told of what.", no_args_is_help=True, rich_markup_mode=None)

ONLY_REMARKS = 3

AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.callback()
def _routes() -> None:
    """Check and explain who is told of what."""


@app.command()
def check(
    context: typer.Context,
    online: Annotated[
        bool, typer.Option("--online", help="Ask every destination that is named whether it takes messages.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prove that every promise's alarms reach somebody; nothing is sent.

    Routes that are never reached, owners that are told nowhere, destinations that are not set up.
    Exit code 0: fine. 1: errors. 3: remarks only.
    """
    from tracker.actions.checking_routes import summary
    from tracker.cli.delivery import known_promises, not_in_force, problems_of_routes
    from tracker.cli.plain import clean, put, put_json, say

    deedline = open_app(context)
    promises = known_promises(deedline)
    problems = problems_of_routes(deedline, promises, online=online)
    routes = len(deedline.settings.routes)
    if as_json:
        put_json({"routes": routes, "promises": len(promises), "problems": [_row(each) for each in problems]})
    else:
        for each in problems:
            put(f"{_word(each)}: {clean(each.says)} ({clean(each.cure)})")
        say(summary(problems, routes, len(promises)))
        if idle := not_in_force(deedline, promises)[0]:
            say(idle)
    if any(not each.is_remark for each in problems):
        raise typer.Exit(1)
    if problems:
        raise typer.Exit(ONLY_REMARKS)


@app.command()
def explain(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[PROMISE] STATUS",
            help="The promise, and the status it turns to, such as overdue or broken. "
            "Without a promise: one as the options below describe it.",
        ),
    ],
    tag: Annotated[list[str] | None, typer.Option("--tag", help="A tag it would have; may be repeated.")] = None,
    actor: Annotated[list[str] | None, typer.Option("--actor", help="Who would have promised.")] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Who would look after it; else the owner of the settings.")
    ] = None,
    priority: Annotated[
        str | None, typer.Option("--priority", help="low, normal, high or critical; else normal.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="As if it were then; else now.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say who would be told if a promise turned to a status, be it one that is not written yet.

    By which route, when (quiet hours hold, silences hide), how often people are reminded, and to whom it goes if
    nobody acknowledges it.
    """
    from tracker.actions.checking_routes import explain_route
    from tracker.cli.dates import first_of
    from tracker.cli.plain import put, put_json
    from tracker.cli.route_asking import Supposed, asked_for
    from tracker.cli.route_lines import told_data, told_lines
    from tracker.cli.tag_remarks import remark_on_tags

    deedline = open_app(context)
    zone = deedline.settings.zone
    now = deedline.clock.now() if at is None else first_of(at, zone, "--at")
    supposed = Supposed(tuple(tag or ()), tuple(actor or ()), owner, priority)
    promise, status = asked_for(deedline, words, supposed)
    remark_on_tags(deedline, supposed.tags)
    told = explain_route(deedline.existing_store, deedline.routing, promise, status, now)
    if as_json:
        put_json({"promise": promise.id or None, "status": status.value, **told_data(told, now)})
        return
    for line in told_lines(told, now, zone):
        put(line)


def _row(problem: RouteProblem) -> dict[str, str]:
    return {
        "severity": _word(problem),
        "code": problem.code,
        "about": problem.about,
        "problem": problem.says,
        "cure": problem.cure,
    }


def _word(problem: RouteProblem) -> str:
    return "remark" if problem.is_remark else "error"
