"""The entry point: every group of commands under one roof, and errors told in one line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from copy import copy
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_command_name
from typer.models import CommandInfo

from tracker import __version__
from tracker.cli import (
    actors,
    collecting,
    coverage,
    demo,
    digest,
    disputes,
    doctor,
    initial,
    judging,
    looking_back,
    notify,
    outbox,
    promises,
    reports,
    review,
    routes,
    rules,
    service,
    silence,
    sources,
    tokens,
)
from tracker.cli.given import Given

app = typer.Typer(
    name="deedline",
    help="Words held to deeds, by the deadline.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (demo, initial, service, promises, actors, collecting, judging, looking_back, silence, doctor):
    group.register(app)
for name, inner in (
    ("report", reports.app),
    ("rules", rules.app),
    ("sources", sources.app),
    ("coverage", coverage.app),
    ("review", review.app),
    ("routes", routes.app),
    ("silence", silence.app),
    ("disputes", disputes.app),
    ("digest", digest.app),
    ("notify", notify.app),
    ("outbox", outbox.app),
    ("token", tokens.app),
):
    app.add_typer(inner, name=name)


def _put_version(asked: bool) -> None:
    if asked:
        version()
        raise typer.Exit


@app.callback()
def _every_command(
    context: typer.Context,
    settings: Annotated[
        Path | None, typer.Option(help="The settings file; else DEEDLINE_SETTINGS, else deedline.toml here.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")] = False,
    asks_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_put_version, is_eager=True, help="Print the version, as `version` does."
        ),
    ] = False,
) -> None:
    context.obj = Given(settings, debug)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"deedline {__version__}")


@cache
def program(word: str = "") -> TyperGroup:
    """Return the command line, or what of it a run needs that begins with `word`: a group, or a single command.

    Put together once: all of it takes longer than most commands. Of a word that is none, all of it.
    """
    part = copy(app)
    part.registered_groups = [each for each in app.registered_groups if each.name == word]
    part.registered_commands = [each for each in app.registered_commands if _name_of(each) == word]
    whole = get_command(part if part.registered_groups or part.registered_commands else app)
    return cast("TyperGroup", whole)  # as it has options of its own


def _name_of(command: CommandInfo) -> str:
    return command.name or get_command_name(getattr(command.callback, "__name__", ""))


def _first_word(given: Sequence[str]) -> str:
    """Return the first argument that is neither an option of every command nor its value, if there is one."""
    rest = iter(given)
    for part in rest:
        if part == "--settings":
            next(rest, "")
        elif part != "--debug":
            return part
    return ""


_SELDOM = 100_000
"""After so many new objects garbage is searched for: a command makes modules and frozen values, hardly ever
garbage, and looking through them after every 700 took a fifth of a short one."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 fine, 1 an error, 2 wrong usage, 3 remarks only, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal without Unicode shows ? for what it lacks
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    as_often = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        ordered = _in_order(given, debug=debug)
        program(_first_word(ordered))(args=ordered, prog_name="deedline")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as problem:
        if debug:
            raise
        from tracker.cli.failing import tell

        sys.exit(tell(problem))
    finally:
        gc.set_threshold(*as_often)
    sys.exit(0)


def _in_order(given: Sequence[str], *, debug: bool) -> list[str]:
    """Let `--debug` stand anywhere, and several dates after one `--at` of `judge`."""
    rest = judging.spread_dates([part for part in given if part != "--debug"])
    return ["--debug", *rest] if debug else rest
