"""The three views of time as options: live, as known then by either clock, and with hindsight."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.actions.looking_back import Lens
    from tracker.domain.verdicts import View

At = Annotated[str | None, typer.Option(metavar="DATE", help="A past date (its end): what it was, as known then.")]
KnownAt = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Use what was known by this date instead.", show_default=False),
]
Basis = Annotated[
    str | None,
    typer.Option(
        metavar="recorded|published",
        help="Which clock says what was known: our own log's, or the publications'.",
        show_default=False,
    ),
]
Hindsight = Annotated[bool, typer.Option("--hindsight", help="Use everything that is known now.")]


def view_of(
    now: datetime, zone: str, *, at: str | None, known_at: str | None, basis: str | None, hindsight: bool
) -> View:
    """Return the view that the options ask for; without any it is live: now, by our own log. Raises BadInput."""
    from tracker.cli.dates import only_one
    from tracker.domain.verdicts import Basis, View

    instant = now if at is None else only_one(at, zone, "--at")
    if hindsight:
        _refuse_beside_hindsight({"--known-at": known_at, "--basis": basis})
        return View.hindsight(instant)
    known = instant if known_at is None else only_one(known_at, zone, "--known-at")
    return View(instant, known, Basis(basis_named(basis, "recorded")))


def seen_lines(view: View, logged: datetime, tz: str) -> list[str]:
    """Say with whose knowledge a past day is seen; `logged` is when our own log of the promise begins."""
    from tracker.domain.verdicts import Basis
    from tracker.engine.wording import day

    on = f"as of {day(view.at, tz)}"
    if view.known is None:
        return [f"{on}, with hindsight: by all that is known now of what had occurred by then"]
    known = "" if view.known == view.at else f" by {day(view.known, tz)}"
    if view.basis is Basis.PUBLISHED:
        return [f"{on}, by what had been published{known or ' by then'}"]
    lines = [f"{on}, by what our own log held{known or ' then'}"]
    if view.known < logged:
        lines.append(
            f"our log of it begins on {day(logged, tz)}: --basis published asks what could be known before"
        )
    return lines


def lens_of(*, basis: str | None, hindsight: bool) -> Lens:
    """Return the lens for a stretch of the past: as published then unless told otherwise. Raises BadInput."""
    from tracker.domain.verdicts import Basis, View

    if hindsight:
        _refuse_beside_hindsight({"--basis": basis})
        return View.hindsight
    clock = Basis(basis_named(basis, "published"))
    return lambda at: View.as_known_then(at, clock)


def _refuse_beside_hindsight(options: Mapping[str, str | None]) -> None:
    from tracker.domain.errors import BadInput

    for option, given in options.items():
        if given is not None:
            raise BadInput(f"{option} and --hindsight exclude each other", "give one of them")


def basis_named(basis: str | None, otherwise: str) -> str:
    """Return the clock that was named, or the usual one; raises BadInput for a word that names none."""
    from tracker.domain.errors import BadInput

    if basis not in (None, "recorded", "published"):
        raise BadInput(f"no clock is called {basis!r}", "--basis takes recorded or published")
    return basis or otherwise
