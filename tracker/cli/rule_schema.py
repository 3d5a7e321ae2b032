"""`deedline rules schema`: what editors need to complete and check rule files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import typer

FILE_NAME = "schema.json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(write_schema)


def write_schema(
    context: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(help="Where to write it, `-` for the screen; else beside the rules of the settings."),
    ] = None,
) -> None:
    """Write the JSON Schema of rule files, for editors.

    An editor that reads `# yaml-language-server: $schema=schema.json` in the first line of a rule file then
    completes keys, explains them and marks mistakes.
    """
    from tracker.cli.given import open_app
    from tracker.cli.plain import clean, put, say

    if str(path) == "-":
        put(schema_text().removesuffix("\n"))
        return
    target = open_app(context).settings.rules.folder / FILE_NAME if path is None else path
    save_schema(target)
    say(f"{clean(target)} is written")


def save_schema(target: Path) -> None:
    """Write the schema to a file; raises BadInput if that cannot be done."""
    from tracker.domain.errors import BadInput

    try:
        target.write_text(schema_text(), encoding="utf-8")
    except OSError as problem:
        raise BadInput(
            f"{target} cannot be written: {problem.strerror}", "name a file in a folder of yours"
        ) from None


@cache
def schema_text() -> str:
    """Return the schema as the text of its file."""
    import json

    from tracker.language.schema import schema

    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
