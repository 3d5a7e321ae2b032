"""`deedline run`: the service, or one pass of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import given, open_app

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.jobs.once import OncePass


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)
    app.command("serve")(serve_only)


def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do one pass of everything and exit.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --once: print what the pass did as JSON.")] = False,
) -> None:
    """Run the service: collect, judge, alert.

    It stops on SIGTERM or ctrl-c, after finishing what it is doing.
    """
    import logging
    import sys
    from threading import Event

    from tracker.cli.settings_file import require_all

    app = open_app(context)
    require_all(app.settings)
    logging.basicConfig(
        force=True,
        stream=sys.stderr,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(message)s",
    )
    logging.getLogger("deedline").setLevel(logging.DEBUG if given(context).debug else logging.INFO)
    if once:
        _one_pass(app, as_json=as_json)
        return
    from contextlib import ExitStack

    from tracker.cli.plain import say
    from tracker.jobs.schedule import serve, stopping_on_signals

    stop = Event()
    with stopping_on_signals(stop), ExitStack() as beside:
        beside.callback(app.close)
        work = app.work()
        _greet(app)
        if app.settings.web.enabled:
            say(f"answering at {beside.enter_context(app.serving())}")
        beside.enter_context(app.listening())
        serve(work, stop, app.rhythm())


def serve_only(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on; else `web.host`.", show_default=False)] = "",
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="The port; else `web.port`.", show_default=False)
    ] = None,
) -> None:
    """Answer over HTTP only: reports posted by scripts, /healthz and /metrics.

    Nothing is collected, judged or sent: `deedline run` on the same store does that.
    """
    import logging
    import sys
    from threading import Event

    from tracker.cli.plain import say
    from tracker.jobs.schedule import stopping_on_signals, wait_for

    app = open_app(context)
    logging.basicConfig(force=True, stream=sys.stderr, level=logging.WARNING)
    stop = Event()
    with stopping_on_signals(stop), app.serving(host, port) as address:
        say(f"answering at {address}; ctrl-c stops")
        wait_for(stop)


def _greet(app: App) -> None:
    from tracker.cli.plain import clean, say
    from tracker.domain.counting import counted

    settings = app.settings
    _tell_problems(app)
    say(f"deedline watches {clean(settings.rules.folder)}, keeps {clean(settings.store.path)}")
    by_routes = f"by {counted(len(settings.routes), 'route')}, the rest " if settings.routes else ""
    say(f"alerts go {by_routes}to {', '.join(settings.alerts.destinations)}; ctrl-c stops")


def _tell_problems(app: App) -> None:
    """Say what is wrong with rule files and routes; the service runs on with what is good."""
    from tracker.actions.duplicate_files import told_by_pair
    from tracker.cli.delivery import known_promises, problems_of_routes
    from tracker.cli.plain import clean, say
    from tracker.cli.rule_reading import read_rules
    from tracker.domain.errors import Severity

    if app.settings.rules.auto_apply:
        for problem in told_by_pair(read_rules(app.settings.rules.folder, app.settings.zone).problems):
            if problem.severity is Severity.ERROR:
                say(f"rules: {clean(problem)}")
    for wrong in problems_of_routes(app, known_promises(app)):
        if not wrong.is_remark:
            say(f"routes: {clean(wrong.says)} ({clean(wrong.cure)})")


def _one_pass(app: App, *, as_json: bool) -> None:
    import sys
    from contextlib import nullcontext, redirect_stdout

    from tracker.cli.plain import put_json, say
    from tracker.jobs.once import run_once

    # what the console is told is no data of this command
    with redirect_stdout(sys.stderr) if as_json else nullcontext():
        _tell_problems(app)
        done = run_once(app.work())
    if as_json:
        put_json(_as_data(done))
        return
    for line in _in_words(done):
        say(line)


def _as_data(done: OncePass) -> dict[str, object]:
    from tracker.domain.instants import iso

    rules, judged, delivered = done.rules, done.judged, done.delivered
    return {
        "rules": {
            "added": list(rules.added) if rules else [],
            "changed": list(rules.changed) if rules else [],
            "retired": list(rules.retired) if rules else [],
            "problems": [str(problem) for problem in rules.problems] if rules else [],
            "failing_examples": list(rules.failing) if rules else [],
        },
        "collected": [
            {
                "source": each.source,
                "new": each.ingested.new,
                "changed": each.ingested.changed,
                "failed": each.failed,
            }
            for each in done.collected
        ],
        "not_due": [
            {"source": each.source, "next_attempt": iso(each.next_poll_at) if each.next_poll_at else None}
            for each in done.not_due
        ],
        "judged": judged.judged,
        "transitions": [
            {
                "promise": each.promise,
                "instance": each.instance,
                "reading": each.reading,
                "old": each.old,
                "new": each.new,
            }
            for each in judged.transitions
        ],
        "set_aside": [{"promise": each.promise, "error": each.error} for each in judged.set_aside],
        "alerts": judged.alerts,
        "digests": done.digests,
        "delivered": {
            "sent": delivered.sent,
            "put_off": delivered.put_off,
            "refused": delivered.refused,
            "uncertain": delivered.uncertain,
        },
    }


def _in_words(done: OncePass) -> list[str]:
    from tracker.actions.trying_examples import failing_words
    from tracker.cli.plain import clean
    from tracker.domain.counting import counted
    from tracker.domain.instants import iso

    untrue = [f"rules: {clean(failing_words(done.rules.failing))}"] if done.rules and done.rules.failing else []
    failed = [f"source {each.source}: {clean(each.failed)}" for each in done.collected if each.failed]
    aside = [f"promise {each.promise} set aside: {clean(each.error)}" for each in done.judged.set_aside]
    waiting = [
        f"source {each.source}: not due before {iso(each.next_poll_at.replace(microsecond=0))}"
        for each in done.not_due
        if each.next_poll_at
    ]
    new = sum(each.ingested.new for each in done.collected)
    return [
        *untrue,
        *failed,
        *waiting,
        *aside,
        f"{counted(new, 'new report')}, {counted(done.judged.judged, 'promise')} judged, "
        f"{counted(len(done.judged.transitions), 'transition')}, {counted(done.judged.alerts, 'alert')}, "
        f"{counted(done.digests, 'digest')}, {counted(done.delivered.sent, 'message')} sent",
    ]
