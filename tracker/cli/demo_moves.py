"""The days of a replay: each change with its reason and, beside their sources, the accounts it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from tracker.actions.rehearsal import Laid
from tracker.actions.replay_steps import Heard, Move, Trouble
from tracker.cli.demo_page import Page
from tracker.cli.demo_words import (
    QUIET,
    account_title,
    clipped,
    deciding_accounts,
    flag_words,
    joined,
    lead,
    provenance,
    status_text,
    weekday,
)
from tracker.domain.promises import Promise
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing, Verdict
from tracker.engine.part_names import part_words

SIGNS = {Bearing.FOR: "+", Bearing.AGAINST: "−", Bearing.CONTEXT: "·"}
MOST_ACCOUNTS = 4


class Days:
    """Writes what happens, day by day."""

    def __init__(self, page: Page, tz: str) -> None:
        self._page = page
        self._tz = tz
        self._day = ""
        self._shown: set[tuple[str, str]] = set()

    def interrupted(self) -> None:
        """Repeat the date with what comes next: something else stands in between."""
        self._day = ""

    def began(self, moves: Sequence[Move]) -> None:
        """Show the first verdicts together: they are where the promises start from."""
        self._on(moves[0].at)
        counts: dict[Status, int] = {}
        for move in moves:
            status = move.judgement.headline.status
            counts[status] = counts.get(status, 0) + 1
        told = [joined(Text(f"{count} "), status_text(status)) for status, count in counts.items()]
        self._page.line(joined(Text(f"{len(moves)} promises logged: "), Text(", ").join(told)), 2)

    def moved(self, move: Move) -> None:
        """Show a change of one promise; where the readings part, each with its own reason."""
        self._on(move.at)
        verdict, change = move.judgement.headline, move.headline
        old = change.old if change else None
        title = Text(f"  {clipped(move.promise.title)}", style="bold")
        self._page.line(joined(_arrow(old, verdict.status), title), 2)
        if len(set(verdict.readings.values())) > 1:
            self._page.line(Text(lead(verdict)), 6)
            for reading in move.judgement.readings:
                self._reading(move, reading)
        else:
            self._page.line(_reason(verdict), 6)
            self._accounts(verdict, move.promise, 6)
        for part in move.parts:
            name = Text(f"{clipped(part_words(move.promise, part.instance), 60)}: ", style="bold")
            self._page.line(joined(name, _arrow(part.old, part.new)), 6)

    def heard(self, step: Heard) -> None:
        """Show a report that moved nothing, and why."""
        self._on(step.at)
        report = step.report
        origin = report.origin or report.source
        who = origin if origin == report.source else f"{origin} via {report.source}"
        self._page.hanging(Text("· "), Text(f"{clipped(report.title or report.id)} ({clipped(who, 80)})"), 2)
        self._page.line(Text(f"moves nothing: {clipped(step.why)}", style=QUIET), 4)
        self._page.link(report.url, 4)

    def laid(self, step: Laid, file: str) -> None:
        """Show a message that would have gone out: where to, its short text, and the file with all of it."""
        self._on(step.at)
        place = f"{step.delivery.destination} {clipped(step.payload.get('channel', step.delivery.recipient), 60)}"
        if step.is_edit:
            sign, how, text = "✎ ", "", "the first message of the thread is edited to show this"
        else:
            sign, how = "✉ ", " (in its thread)" if step.is_reply else ""
            text = clipped(step.delivery.mail.subject if step.delivery.mail else step.payload.get("text", ""))
        self._page.hanging(Text(sign, style="bold"), joined(Text(f"{place}{how}: ", style="bold"), Text(text)), 2)
        if file:
            self._page.line(Text(file, style=QUIET), 4)

    def trouble(self, step: Trouble) -> None:
        """Show what could not be done."""
        self._on(step.at)
        self._page.hanging(Text("! ", style="bold red"), Text(clipped(step.text, 400)), 2)

    def _reading(self, move: Move, verdict: Verdict) -> None:
        of_whole = (each for each in move.transitions if not each.instance)
        change = next((each for each in of_whole if each.reading == verdict.reading), None)
        name = Text(f"{clipped(verdict.reading, 60)}: ", style="bold")
        stays = Text() if change else Text("still ", style=QUIET)
        told = joined(stays, _arrow(change.old if change else None, verdict.status))
        self._page.line(joined(name, told, Text(", "), _reason(verdict)), 6)
        self._accounts(verdict, move.promise, 8)

    def _accounts(self, verdict: Verdict, promise: Promise, indent: int) -> None:
        """Show the accounts a verdict rests on; the address of one that was shown before is not repeated."""
        for account, bearing, self_serving in deciding_accounts(verdict)[:MOST_ACCOUNTS]:
            told = provenance(account, promise, self_serving=self_serving)
            known = (promise.id, account.id) in self._shown
            self._shown.add((promise.id, account.id))
            self._page.hanging(Text(f"{SIGNS[bearing]} "), Text(account_title(account)), indent)
            self._page.line(Text(f"{told}, as above" if known else told, style=QUIET), indent + 2)
            if not known:
                self._page.link(account.report.url, indent + 2)

    def _on(self, instant: datetime) -> None:
        told = weekday(instant, self._tz)
        if told != self._day:
            self._day = told
            self._page.gap()
            self._page.line(Text(told, style="bold underline"))


def _arrow(old: Status | None, new: Status) -> Text:
    """Return "○ pending → ✔ kept", or only the present status where it did not move."""
    if old is None or old is new:
        return status_text(new)
    return joined(status_text(old), Text(" → "), status_text(new))


def _reason(verdict: Verdict) -> Text:
    flags = flag_words(verdict)
    return Text(lead(verdict) + (f" ({flags})" if flags else ""))
