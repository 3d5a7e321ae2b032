"""Walks the program: every command by its full name."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.cli.main import program


def every_command() -> list[str]:
    """Return the name of every command that does something, such as `rules check`, in order of name."""
    return sorted(_names(program(), ""))


def _names(command: object, path: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        yield path
        return
    for name, each in inner.items():
        yield from _names(each, f"{path} {name}".strip())
