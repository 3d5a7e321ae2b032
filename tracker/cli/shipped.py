"""Where the files that come with Deedline lie: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

import tracker


def shipped(name: str) -> Path:
    """Return a shipped folder, `rules` or `config`."""
    package = Path(tracker.__file__).parent
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / name
