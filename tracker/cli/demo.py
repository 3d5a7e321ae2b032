"""`deedline demo`: replay a pack of rules and reports end to end, offline, and show what would have been sent."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.actions.packs import Pack
    from tracker.actions.replay_steps import Step
    from tracker.cli.demo_files import OutFolder

SHIPPED_PACK = Path("packs", "syria-2016")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    pack: Annotated[
        Path | None,
        typer.Option(help="A folder of rules and reports; else Syria 2016, which is shipped.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where messages and digest are written; else demo-output here.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print boards, transitions and messages as JSON; files only with --out.")
    ] = False,
) -> None:
    """Replay promises and reports end to end: offline, without an account, nothing is sent.

    Uses the same actions and the same kind of store as `run`, with a clock that moves through the pack's days. To
    try your own, copy the shipped pack, change a figure or take a report out, and play the copy with --pack.
    """
    from tracker.actions.packs import read_pack
    from tracker.cli.demo_files import choose_folder
    from tracker.cli.shipped import shipped

    folder = pack or shipped("rules") / SHIPPED_PACK
    read = read_pack(folder)
    if as_json:
        _print_data(read, choose_folder(out) if out else None)
    else:
        _print_story(read, folder, choose_folder(out))


def _steps(pack: Pack, into: OutFolder | None) -> Iterator[tuple[Step, str]]:
    """Play the pack in a temporary folder; messages are written as they come, with the name of their file."""
    import tempfile

    from tracker.actions.rehearsal import Laid
    from tracker.app import rehearsal
    from tracker.store.opening import open_store

    with tempfile.TemporaryDirectory(prefix="deedline-", ignore_cleanup_errors=True) as folder:
        store = open_store(Path(folder, "demo.sqlite"))
        try:
            for step in rehearsal(store, pack).steps():
                yield step, into.write(step) if into and isinstance(step, Laid) else ""
        finally:
            store.close()


def _print_data(pack: Pack, into: OutFolder | None) -> None:
    from tracker.cli.demo_data import replay_data
    from tracker.cli.plain import put_json

    put_json(replay_data(pack, _steps(pack, into)))


def _print_story(pack: Pack, folder: Path, into: OutFolder) -> None:
    from tracker.cli.demo_page import console_for
    from tracker.cli.demo_screen import Screen
    from tracker.cli.demo_story import tell

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Unicode loses signs, not the story
    screen = Screen(console_for(sys.stdout), pack)
    tell(screen, pack, _steps(pack, into))
    screen.closing(into.summary(), _commands(folder))


def _commands(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return what to do next: why, and the command as it can be typed here."""
    program = _program()
    pack, here = folder.resolve(), Path.cwd()
    shown = pack.relative_to(here) if pack.is_relative_to(here) else pack
    copy = f"cp -r {shlex.quote(str(shown))} my-pack && {program} demo --pack my-pack"
    run = f"{program} --settings my-desk/deedline.toml run"
    return (
        ("Change a figure in a copy of these reports, or take a line out; the board follows:", copy),
        ("Begin a log of your own, with starter rules and settings:", f"{program} init my-desk"),
        ("Let it run; alerts come to the terminal until the settings name Slack or e-mail:", run),
    )


def _program() -> str:
    """Return how this command can be called again: by its name if the shell finds it, else as it was called."""
    called = Path(sys.argv[0])
    found = shutil.which("deedline")
    if called.name != "deedline" or (found and Path(found).resolve() == called.resolve()):
        return "deedline"
    return shlex.quote(sys.argv[0])
