"""`deedline init`: a working folder with settings, starter rules and an empty store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init")(make_folder)


def make_folder(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it may exist if it is empty.")],
) -> None:
    """Make a working folder.

    It holds settings, starter rules, a folder for reports, and an empty store.
    """
    import shutil

    from tracker.app import App
    from tracker.cli.plain import clean, put
    from tracker.cli.rule_schema import FILE_NAME as SCHEMA
    from tracker.cli.rule_schema import save_schema
    from tracker.cli.settings_file import FILE_NAME, load_settings
    from tracker.cli.shipped import shipped
    from tracker.domain.errors import BadInput

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} is not an empty folder", "name a new one: nothing that exists is written over")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inbox").mkdir()
    shutil.copytree(shipped("rules") / "starter", folder / "rules")
    save_schema(folder / "rules" / SCHEMA)
    settings_file = folder / FILE_NAME
    shutil.copyfile(shipped("config") / FILE_NAME, settings_file)
    shutil.copyfile(shipped("config") / "README.md", folder / "settings.md")
    for page in ("README.md", "TUTORIAL.md"):
        shutil.copyfile(shipped("rules") / page, folder / "rules" / page)
    App(load_settings(settings_file), home=folder).store.close()
    for line in (
        f"{clean(folder)} is ready:",
        f"  {FILE_NAME}   settings: zone, Slack, e-mail; settings.md explains each",
        "  rules/          the promises you watch, two to start from; TUTORIAL.md and README.md explain how",
        "  inbox/          drop files of reports here (.jsonl, .csv, .yaml)",
        f"An example file for everything rules can say: {clean(shipped('rules') / 'examples')}",
        "Next:",
        f"  cd {clean(folder)}",
        "  deedline rules check     # after every edit",
        "  deedline run             # watch, judge, alert; ctrl-c stops",
        "  deedline doctor          # is everything well?",
    ):
        put(line)
