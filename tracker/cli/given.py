"""What was given before the command: it travels to every command in the context."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

    from tracker.app import App


@dataclass(frozen=True, slots=True)
class Given:
    """The options that stand before the command."""

    settings_file: Path | None = None
    debug: bool = False

    def app(self) -> App:
        """Put everything together by the settings; nothing is opened yet."""
        from tracker.app import App
        from tracker.cli.settings_file import find_settings, load_settings

        file = find_settings(self.settings_file)
        return App(load_settings(file), home=file.parent)


def open_app(context: typer.Context) -> App:
    """Put everything together by the settings; whatever of it is opened is closed when the command ends."""
    app = given(context).app()
    context.call_on_close(app.close)
    return app


def given(context: typer.Context) -> Given:
    """Return what was given before the command."""
    return context.obj if isinstance(context.obj, Given) else Given()
