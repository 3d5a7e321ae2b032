"""The board of a replay: how every promise stands, on how much evidence, and since when, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from tracker.actions.replay_steps import Board, Row
from tracker.cli.demo_words import QUIET, clipped, flag_words, joined, status_text
from tracker.domain.verdicts import Bearing, Verdict
from tracker.engine.wording import day

STATUS = 17
EVIDENCE = 9
SINCE = 11
NARROWEST = 20


def board_lines(board: Board, tz: str, before: datetime | None, width: int) -> Iterator[Text]:
    """Yield the board's lines, `width` columns wide; a dot marks what changed after `before` (the last board)."""
    middle = max(NARROWEST, width - 2 - STATUS - EVIDENCE - SINCE)
    head = _row(Text("status"), Text("promise"), Text("evidence"), Text("since"), middle)
    head.stylize(QUIET)
    yield joined(Text("  "), head)
    yield Text("  " + "─" * (width - 2), style=QUIET)
    for row in board.rows:
        yield from _rows(row, tz, middle, changed=before is not None and row.since > before)


def _rows(row: Row, tz: str, middle: int, *, changed: bool) -> Iterator[Text]:
    verdict = row.judgement.headline
    flags = flag_words(verdict)
    room = middle - 1 - (len(flags) + 3 if flags else 0)
    title = Text(clipped(row.promise.title, max(NARROWEST, room)), style="bold" if changed else "")
    if flags:
        title = joined(title, Text(f" ({flags})", style=QUIET))
    since = Text(day(row.since, tz), style="" if changed else QUIET)
    mark = Text("• " if changed else "  ", style="bold")
    yield joined(mark, _row(status_text(verdict.status), title, _evidence(verdict), since, middle))
    if len(set(verdict.readings.values())) > 1:
        for name, status in verdict.readings.items():
            reading = Text(clipped(name, 60), style=QUIET)
            yield joined(Text("    "), _fitted(status_text(status), STATUS - 2), reading)


def _row(status: Text, title: Text, evidence: Text, since: Text, middle: int) -> Text:
    return joined(_fitted(status, STATUS), _fitted(title, middle), _fitted(evidence, EVIDENCE), since)


def _fitted(text: Text, width: int) -> Text:
    """Return the text exactly this wide, a blank at its end."""
    fitted = text.copy()
    fitted.truncate(width - 1, overflow="ellipsis", pad=True)
    return joined(fitted, Text(" "))


def _evidence(verdict: Verdict) -> Text:
    """Return how many accounts speak for and against: "+3 −1"."""
    signs = ((Bearing.FOR, "+"), (Bearing.AGAINST, "−"))
    counts = [
        f"{sign}{len(accounts)}"
        for bearing, sign in signs
        if (accounts := {each.account.id for each in verdict.witnesses if each.bearing is bearing})
    ]
    return Text(" ".join(counts) or "none", style="" if counts else QUIET)
