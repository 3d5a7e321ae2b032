"""`deedline review`: deciding on what only a person can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.actions.deciding import Decided
    from tracker.app import App
    from tracker.domain.reviewing import ItemKind

app = typer.Typer(
    help="Decide on suspected evidence, near copies and doubtful dates or units.",
    invoke_without_command=True,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Item = Annotated[int, typer.Argument(help="The number of the item.")]
Reason = Annotated[str, typer.Option(help="Why; it is shown wherever the evidence is.")]
By = Annotated[str, typer.Option(help="Who decides; else the `owner` of the settings.")]
Seen = Annotated[
    int | None,
    typer.Option(metavar="VERSION", help="Refuse if the item is no longer at this version.", show_default=False),
]


@app.callback()
def review(context: typer.Context) -> None:
    """Decide on suspected evidence, near copies and doubtful dates or units.

    Without a command it shows one item after the other and takes single keys, in a terminal.
    """
    if context.invoked_subcommand is not None:
        return
    import sys

    from tracker.cli.plain import say

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say("deedline: `review` by keys needs a terminal")
        say("  hint: use `deedline review list`, `show`, `accept` and the other commands")
        raise typer.Exit(1)
    from tracker.cli.review_keys import review_by_keys

    opened = open_app(context)
    review_by_keys(opened.existing_store, opened.clock, opened.settings.owner, opened.settings.zone)


@app.command("list")
def list_items(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="Only suspected, copies, future, unit or fact.")] = "",
    promise: Annotated[str, typer.Option(help="Only what concerns this promise.")] = "",
    source: Annotated[str, typer.Option(help="Only reports of this source.")] = "",
    decided: Annotated[bool, typer.Option("--all", help="Those that were decided too.")] = False,
    after: Annotated[int, typer.Option(metavar="ITEM", help="Begin after this item.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List what waits for a decision, the longest waiting first."""
    from tracker.actions.review_queue import review_queue
    from tracker.cli.plain import put_columns, put_json, say
    from tracker.cli.review_lines import item_cells, item_data

    queue = review_queue(
        open_app(context).existing_store,
        is_open=not decided,
        kind=_kind(kind),
        promise=promise,
        source=source,
        after=after,
        limit=limit,
    )
    if as_json:
        put_json([item_data(each) for each in queue.items])
        return
    put_columns(("item", "kind", "state", "about", "source", "report"), [item_cells(each) for each in queue.items])
    waiting = ", ".join(f"{number} {each.value}" for each, number in sorted(queue.waiting.items()))
    say(f"waiting in all: {waiting or 'nothing'}")
    if len(queue.items) == limit:
        say(f"there may be more: --after {queue.items[-1].id}")


@app.command()
def show(context: typer.Context, item: Item, as_json: AsJson = False) -> None:
    """Show one item: the words where they stand, whom it concerns, what accepting or rejecting would change."""
    from tracker.actions.review_queue import show_item
    from tracker.cli.plain import put, put_json
    from tracker.cli.review_lines import effect_data, effect_lines, item_lines, shown_data
    from tracker.cli.review_wishes import effects_of

    opened = open_app(context)
    store = opened.existing_store
    shown = show_item(store, item, tz=opened.settings.zone)
    effects = effects_of(store, shown.item, opened.clock.now())
    if as_json:
        put_json({**shown_data(shown), "effects": {name: effect_data(each) for name, each in effects.items()}})
        return
    for line in item_lines(shown, opened.settings.zone):
        put(line)
    for name, each in effects.items():
        for line in effect_lines(each, name):
            put(line)


@app.command()
def accept(
    context: typer.Context, item: Item, reason: Reason, by: By = "", seen: Seen = None, as_json: AsJson = False
) -> None:
    """Accept an item: suspected evidence is admitted, a date or unit is as it should be."""
    from tracker.actions.accept import accept

    opened = open_app(context)
    done = accept(opened.existing_store, item, _who(opened, by), reason, opened.clock.now(), seen=seen)
    _tell(done, as_json=as_json)


@app.command()
def reject(
    context: typer.Context, item: Item, reason: Reason, by: By = "", seen: Seen = None, as_json: AsJson = False
) -> None:
    """Reject an item: evidence stays out, doubtful facts are set aside, two reports stay apart."""
    from tracker.actions.reject import reject

    opened = open_app(context)
    done = reject(opened.existing_store, item, _who(opened, by), reason, opened.clock.now(), seen=seen)
    _tell(done, as_json=as_json)


@app.command()
def undo(
    context: typer.Context, item: Item, reason: Reason, by: By = "", seen: Seen = None, as_json: AsJson = False
) -> None:
    """Take the last decision on an item back; it is open again."""
    from tracker.actions.undo import undo

    opened = open_app(context)
    done = undo(opened.existing_store, item, _who(opened, by), reason, opened.clock.now(), seen=seen)
    _tell(done, as_json=as_json)


@app.command()
def edit(
    context: typer.Context,
    reason: Reason,
    item: Annotated[int | None, typer.Argument(help="The number of the item.", show_default=False)] = None,
    report: Annotated[str, typer.Option(help="Without an item: the id of a report.")] = "",
    fact: Annotated[int, typer.Option(help="Which of the report's facts, from 1.")] = 1,
    set_fields: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A field of the fact; an empty value takes it away."),
    ] = None,
    by: By = "",
    seen: Seen = None,
    as_json: AsJson = False,
) -> None:
    """Correct a fact: of an item, which is accepted so, or of any report. The original is kept."""
    from tracker.actions.edit_fact import edit_fact, edit_item
    from tracker.cli.review_wishes import changes_of
    from tracker.domain.errors import BadInput

    opened = open_app(context)
    store, who, now, tz = opened.existing_store, _who(opened, by), opened.clock.now(), opened.settings.zone
    changes = changes_of(set_fields or ())
    if (item is None) == (not report):
        raise BadInput("name an item, or a report with --report", "`deedline review list` shows the items")
    if item is not None:
        done = edit_item(store, item, changes, who, reason, now, seen=seen, tz=tz)
    else:
        done = edit_fact(store, report, fact, changes, who, reason, now, tz=tz)
    _tell(done, as_json=as_json)


@app.command()
def join(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="ITEM | COPY ORIGINAL", help="An item, or two reports.")],
    reason: Reason,
    witness: Annotated[
        bool, typer.Option("--witness", help="They are two witnesses of one occurrence, no copies.")
    ] = False,
    by: By = "",
    seen: Seen = None,
    as_json: AsJson = False,
) -> None:
    """Join two reports: a copy with its original, or (`--witness`) two witnesses of one occurrence."""
    from tracker.actions.join import join_item, join_reports
    from tracker.cli.review_wishes import item_or_pair
    from tracker.domain.reviewing import Link

    opened = open_app(context)
    store, who, now = opened.existing_store, _who(opened, by), opened.clock.now()
    item, pair = item_or_pair(names)
    if pair is None:
        done = join_item(store, item, who, reason, now, link=Link.SAME if witness else None, seen=seen)
    else:
        done = join_reports(store, *pair, Link.SAME if witness else Link.COPY, who, reason, now)
    _tell(done, as_json=as_json)


@app.command()
def split(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="ITEM | REPORT REPORT", help="An item, or two reports.")],
    reason: Reason,
    by: By = "",
    seen: Seen = None,
    as_json: AsJson = False,
) -> None:
    """Part two reports that were joined, or that say themselves that they belong together."""
    from tracker.actions.split import split_item, split_reports
    from tracker.cli.review_wishes import item_or_pair

    opened = open_app(context)
    store, who, now = opened.existing_store, _who(opened, by), opened.clock.now()
    item, pair = item_or_pair(names)
    if pair is None:
        done = split_item(store, item, who, reason, now, seen=seen)
    else:
        done = split_reports(store, *pair, who, reason, now)
    _tell(done, as_json=as_json)


def _kind(name: str) -> ItemKind | None:
    from tracker.domain.errors import BadInput
    from tracker.domain.reviewing import ItemKind

    if name and name not in [each.value for each in ItemKind]:
        raise BadInput(f"there are no items of kind {name}", f"there are {', '.join(ItemKind)}")
    return ItemKind(name) if name else None


def _who(opened: App, by: str) -> str:
    return by or opened.settings.owner


def _tell(done: Decided, *, as_json: bool) -> None:
    from tracker.cli.plain import clean, put, put_json, say
    from tracker.cli.review_lines import item_data

    item = done.item
    if as_json:
        put_json({**item_data(item), "concerns": sorted(done.concerns), "is_new": done.is_new})
        return
    put(f"item {item.id}: {item.state}, version {item.version}")
    if not done.is_new:
        say("that was decided so already: nothing was done")
    elif done.concerns:
        say(f"concerns {clean(', '.join(sorted(done.concerns)))}: judged with the service's next tick")
    else:
        say("concerns no promise")
