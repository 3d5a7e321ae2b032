"""What a replay shows around its days: the words, the board, a message and a digest in full, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from rich.console import Console
from rich.text import Text

from tracker.actions.packs import Pack
from tracker.actions.rehearsal import Laid
from tracker.actions.replay_steps import Board, Logged
from tracker.cli.demo_board import board_lines
from tracker.cli.demo_moves import Days
from tracker.cli.demo_page import Page
from tracker.cli.demo_slack import slack_panel
from tracker.cli.demo_words import QUIET, clipped, joined, weekday
from tracker.domain.alerts import Mail
from tracker.domain.promises import Kind, Promise, Statement
from tracker.engine.wording import day


class Screen:
    """Writes a replay; every text from outside is cleaned and cut, and is never taken for markup."""

    def __init__(self, console: Console, pack: Pack) -> None:
        self._page = Page(console)
        self._plan = pack.plan
        self._tz = pack.plan.tz
        self.days = Days(self._page, pack.plan.tz)
        self._last_board: datetime | None = None

    def opening(self, played: int, left_out: int) -> None:
        """Say what is about to be played."""
        page, replay = self._page, self._plan.replay
        page.line(joined(Text("Deedline demo", style="bold"), Text(f" · {clipped(self._plan.title)}")))
        after = f" ({left_out} more come after the replay)" if left_out else ""
        days = f"{day(replay.start, self._tz)} to {day(replay.end, self._tz)}"
        page.line(Text(f"{days}, {played} reports{after} · offline: nothing leaves this machine", style=QUIET))
        if self._plan.story:
            page.gap()
            page.line(Text(clipped(self._plan.story, 1200)), 2)

    def logged(self, step: Logged) -> None:
        """Show the statements with the promises that each holds."""
        self._page.heading("What was said")
        by_statement: dict[str, list[Promise]] = {}
        for promise in step.promises:
            by_statement.setdefault(promise.statement.id, []).append(promise)
        for promises in by_statement.values():
            self._page.gap()
            self._statement(promises[0].statement)
            for promise in promises:
                title = joined(Text(clipped(promise.title)), Text(f" · {_terms(promise)}", style=QUIET))
                self._page.hanging(Text(f"{promise.kind.value:<9}", style="bold"), title, 4)
        self._page.heading("What became of it, as it became known")

    def board(self, board: Board) -> None:
        """Show the board and what to look at."""
        page = self._page
        page.gap()
        title = Text(f"Board at the end of {weekday(board.at, self._tz)}", style="bold")
        page.line(joined(title, Text(f": {clipped(board.look)}" if board.look else "")))
        page.gap()
        for line in board_lines(board, self._tz, self._last_board, page.width):
            page.whole(line)
        self._last_board = board.at
        self.days.interrupted()

    def message(self, laid: Laid) -> None:
        """Show one message as its channel would see it."""
        self._page.heading(f"One of the Slack messages in full: {weekday(laid.at, self._tz)}")
        self._page.gap()
        self._page.box(slack_panel(laid.payload), 2)

    def digest(self, mail: Mail) -> None:
        """Show the weekly digest as its text twin."""
        self._page.heading("The weekly digest, as e-mail")
        self._page.gap()
        self._page.line(Text(f"Subject: {clipped(mail.subject)}", style="bold"), 2)
        self._page.gap()
        self._page.laid_out(mail.text.rstrip().split("\n"), 2)

    def closing(self, written: Iterable[str], commands: Iterable[tuple[str, str]]) -> None:
        """Say where everything lies and what to do next."""
        self._page.heading("Where to look, and what next")
        self._page.gap()
        for line in written:
            self._page.whole(Text(f"  {line}"))
        for meaning, command in commands:
            self._page.gap()
            self._page.line(Text(meaning), 2)
            self._page.whole(Text(f"    {command}", style="bold"))

    def _statement(self, said: Statement) -> None:
        date = day(datetime.combine(said.said_on, time.min, UTC), "UTC")
        who = clipped(f"{', '.join(said.by)}, {date}")
        if said.quote:
            self._page.hanging(Text("“"), Text(f"{clipped(said.quote, 400)}”", style="italic"), 2)
        self._page.line(Text(who if said.quote else f"{who} (reported, without a quote)"), 3)
        self._page.link(said.link, 3)


def _terms(promise: Promise) -> str:
    """Return by when, and in how many readings: "no end given, review by 14 Jun 2016, 2 readings"."""
    parts = []
    if promise.due:
        parts.append(f"due {day(promise.due, promise.tz)}")
    elif promise.until:
        parts.append(f"until {day(promise.until, promise.tz)}")
    else:
        parts.append("never ends by itself" if promise.kind is Kind.CLAIM else "no end given")
    if promise.review_by:
        parts.append(f"review by {day(promise.review_by, promise.tz)}")
    if len(promise.readings) > 1:
        parts.append(f"{len(promise.readings)} readings")
    return ", ".join(parts)
