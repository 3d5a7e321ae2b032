"""`deedline token`: the tokens by which scripts put reports in over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.given import open_app

if TYPE_CHECKING:
    from tracker.store.inbox_rows import Token

app = typer.Typer(help="Let scripts put reports in over HTTP.", no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
By = Annotated[str, typer.Option(help="Who does this; kept in the log.")]


@app.command()
def new(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="The id of a source of kind inbox.")],
    by: By = "deedline",
    note: Annotated[str, typer.Option(help="What it is for.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a token for a source. It is shown once, here: only its hash is kept."""
    import secrets

    from tracker.actions.tokens import make_token
    from tracker.cli.plain import put, put_json, say

    app = open_app(context)
    secret = f"deedline_{secrets.token_urlsafe(32)}"
    number = make_token(app.existing_store, source, secret, app.clock.now(), by=by, note=note)
    if as_json:
        put_json({"id": number, "source": source, "token": secret})
        return
    put(secret)
    say(f"token {number} puts reports in as {source}; it is not shown again")


@app.command("list")
def list_tokens(context: typer.Context, as_json: AsJson = False) -> None:
    """List the tokens; what they are is never shown again."""
    from tracker.actions.tokens import tokens
    from tracker.cli.plain import put_columns, put_json

    found = tokens(open_app(context).existing_store)
    if as_json:
        put_json([_data(each) for each in found])
        return
    put_columns(("id", "source", "made", "by", "state", "note"), [_cells(each) for each in found])


@app.command()
def revoke(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="The number of the token.")],
    by: By = "deedline",
) -> None:
    """Let a token be used no more."""
    from tracker.actions.tokens import revoke_token
    from tracker.cli.plain import clean, put

    app = open_app(context)
    found = revoke_token(app.existing_store, number, app.clock.now(), by=by)
    again = " already" if found.revoked else ""
    put(f"token {number} of {clean(found.source)} is{again} revoked")


def _data(each: Token) -> dict[str, object]:
    from tracker.domain.instants import iso

    return {
        "id": each.id,
        "source": each.source,
        "made": iso(each.made),
        "by": each.made_by,
        "revoked": iso(each.revoked) if each.revoked else None,
        "note": each.note,
    }


def _cells(each: Token) -> tuple[object, ...]:
    from tracker.domain.instants import iso

    made = iso(each.made.replace(microsecond=0))
    return each.id, each.source, made, each.made_by, "revoked" if each.revoked else "holds", each.note
