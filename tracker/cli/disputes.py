"""`deedline disputes`: who says that a verdict is wrong, and how that was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.store.dispute_rows import Dispute

app = typer.Typer(help="Disputes of verdicts.", no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.command("list")
def list_open(
    context: typer.Context,
    promise: Annotated[str, typer.Argument(metavar="[PROMISE]", help="Only those of one promise.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Those that were settled too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List disputes that nobody settled yet. A dispute never changes a verdict by itself."""
    from tracker.actions.dispute import list_disputes
    from tracker.cli.plain import put_columns, put_json

    found = list_disputes(open_app(context).existing_store, promise=promise, settled=everything)
    if as_json:
        put_json([_data(each) for each in found])
        return
    put_columns(("id", "promise", "disputed", "by", "at", "reason", "settled"), [_cells(each) for each in found])


@app.command()
def settle(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="The number of the dispute.")],
    by: Annotated[str, typer.Option(help="Who settles it.")],
    reason: Annotated[str, typer.Option(help="How it ended, and why; told in the thread of the alarm.")],
) -> None:
    """Say how a dispute ended; whoever reads the thread is told."""
    from tracker.actions.dispute import settle as settle_it
    from tracker.cli.plain import clean, put

    app = open_app(context)
    done = settle_it(app.existing_store, number, by, reason, app.clock.now())
    put(f"dispute {done.id} of {clean(done.promise)} is settled")


def _data(each: Dispute) -> dict[str, object]:
    from tracker.domain.instants import iso

    return {
        "id": each.id,
        "promise": each.promise,
        "status": each.status.value,
        "by": each.who,
        "reason": each.reason,
        "at": iso(each.at),
        "settled": iso(each.settled) if each.settled else None,
        "settled_by": each.settled_by,
        "settled_reason": each.settled_reason,
    }


def _cells(each: Dispute) -> tuple[object, ...]:
    from tracker.domain.instants import iso

    settled = f"{each.settled_by}: {each.settled_reason}" if each.settled else "no"
    at = iso(each.at.replace(microsecond=0))
    return each.id, each.promise, each.status.value, each.who, at, each.reason, settled
