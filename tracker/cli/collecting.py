"""`deedline collect`: asking the sources now, and how each fares in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.actions.collect import Collection
    from tracker.actions.health import SourceLine
    from tracker.app import App
    from tracker.domain.sources import Source

AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("collect")(collect_now)


def collect_now(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these sources.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the sources now, due or not.

    Exit code 1 if one of them failed.
    """
    from tracker.actions.collect import collect
    from tracker.cli.plain import put_columns, put_json

    app = open_app(context)
    done = collect(app.store, _chosen(app, names), app.collect, app.clock.now(), only_due=False, pace=app.pace)
    if as_json:
        put_json([_collection_data(each) for each in done])
    else:
        put_columns(("source", "new", "changed", "what"), [_collection_line(each) for each in done])
    if any(each.failed for each in done):
        raise typer.Exit(1)


def source_data(line: SourceLine) -> dict[str, object]:
    """Return a source and how it fares as data."""
    from tracker.domain.instants import iso

    def instant(each: datetime | None) -> str | None:
        return None if each is None else iso(each)

    return {
        "source": line.source.id,
        "kind": line.source.kind,
        "where": line.source.url or line.source.path,
        "every": str(line.source.every),
        "groups": list(line.source.groups),
        "silent": line.silent,
        "last_success": instant(line.last_success),
        "last_attempt": instant(line.state.last_attempt),
        "next_attempt": instant(line.state.next_poll_at),
        "fails": line.state.fails,
        "error": line.state.last_error,
        "problems": list(line.problems),
        "kept_aside": line.kept_aside,
        "owner": line.source.owner or None,
        "unlike_itself": list(line.unlike_itself),
        "last_news": instant(line.liveness.last_news),
        "usual_gap_seconds": None if line.liveness.rhythm is None else line.liveness.rhythm.usual.total_seconds(),
    }


def source_state(line: SourceLine) -> str:
    """Return how a source fares in a few words."""
    from tracker.domain.counting import counted

    if line.state.last_error:
        silent = "silent, a hole in coverage" if line.silent else "failing"
        return f"{silent}: {line.state.last_error}"
    if line.last_success is None:
        return "never asked yet" if line.source.is_asked else "nothing has arrived yet"
    if line.silent:
        return "silent: not asked for longer than three of its intervals"
    if line.unlike_itself:
        return f"unlike itself: {'; '.join(line.unlike_itself)}"
    return "listening" + (f", {counted(len(line.problems), 'remark')} on its last answer" if line.problems else "")


def source_cells(line: SourceLine) -> tuple[str, ...]:
    """Return a source and how it fares as the cells of a row."""
    from tracker.domain.instants import iso

    heard = iso(line.last_success.replace(microsecond=0)) if line.last_success else "never"
    return line.source.id, line.source.kind, str(line.source.every), heard, source_state(line)


def _chosen(app: App, names: Iterable[str] | None) -> list[Source]:
    from tracker.actions.apply_rules import apply_rules
    from tracker.actions.health import source_lines
    from tracker.actions.owners import with_owner
    from tracker.cli.rule_reading import read_in_force
    from tracker.domain.errors import Unknown

    known = [line.source for line in source_lines(app.store, app.clock.now())]
    if not known and app.settings.rules.auto_apply:
        loaded = read_in_force(app.settings.rules.folder, app.settings.zone)
        apply_rules(app.store, with_owner(loaded, app.settings.owner), app.clock.now())
        known = [line.source for line in source_lines(app.store, app.clock.now())]
    wanted = set(names or [source.id for source in known])
    if missing := wanted - {source.id for source in known}:
        there_are = ", ".join(sorted(source.id for source in known)) or "none in force"
        hint = f"there are: {there_are}; what was just written comes into force with: deedline rules apply"
        raise Unknown(f"no source in force is called {', '.join(sorted(missing))}", hint)
    return [source for source in known if source.id in wanted]


def _collection_line(each: Collection) -> tuple[object, ...]:
    from tracker.domain.counting import counted

    what = each.failed or (f"{counted(len(each.problems), 'remark')}: {each.problems[0]}" if each.problems else "")
    return each.source, each.ingested.new, each.ingested.changed, what or "fine"


def _collection_data(each: Collection) -> dict[str, object]:
    return {
        "source": each.source,
        "new": each.ingested.new,
        "changed": each.ingested.changed,
        "same": each.ingested.same,
        "touched": sorted(each.ingested.touched),
        "problems": list(each.problems),
        "failed": each.failed,
    }
