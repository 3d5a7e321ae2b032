"""The words and colours of a replay: statuses, days, evidence; all text from outside is cleaned here."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from tracker.cli.plain import clean
from tracker.domain.promises import Promise
from tracker.domain.statuses import GROUPS, SYMBOLS, Flag, Group, Status
from tracker.domain.verdicts import Account, Bearing, Verdict
from tracker.engine.wording import day, fact_words, when

STYLES = {
    Group.WATCH: "cyan",
    Group.ACT: "bold yellow",
    Group.CANNOT_TELL: "magenta",
    Group.KEPT: "green",
    Group.NOT_KEPT: "bold red",
    Group.CLOSED: "dim",
}
QUIET = "dim"
LINK = "dim cyan"
MOST = 220
"""Characters of a title or quote that are shown; the source holds the rest."""

FLAG_WORDS = {
    Flag.CLAIMED_NOT_CONFIRMED: "claimed, not confirmed",
    Flag.CONTESTED: "contested",
    Flag.CONCEDED: "conceded by the promisor",
    Flag.DEADLINE_MOVED: "deadline moved",
    Flag.BEHIND_PACE: "behind pace",
    Flag.COVERAGE_ASSUMED: "coverage assumed",
    Flag.DATE_ASSUMED: "a date was assumed",
    Flag.CLAMPED: "a publication dated ahead was set back",
    Flag.PRELIMINARY: "preliminary figures",
    Flag.LAPSED: "lapsed on its last day",
    Flag.MAY_HAVE_BEEN_REACHED: "may have been reached",
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clipped(text: object, most: int = MOST) -> str:
    """Return outside text on one line, cleaned and cut."""
    line = clean(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def joined(*parts: Text) -> Text:
    """Return texts one after the other, each in its own style; `+` would spread the style of the first."""
    return Text.assemble(*parts)


def status_text(status: Status) -> Text:
    """Return symbol and word of a status in its colour."""
    group = GROUPS[status]
    return Text(f"{SYMBOLS[group]} {status.value.replace('_', ' ')}", style=STYLES[group])


def weekday(instant: datetime, tz: str) -> str:
    """Return a day as "Mon 14 Mar 2016"."""
    return f"{_DAYS[instant.astimezone(ZoneInfo(tz)).weekday()]} {day(instant, tz)}"


def flag_words(verdict: Verdict) -> str:
    """Return the flags that a reader should know beside the status."""
    return ", ".join(words for flag, words in FLAG_WORDS.items() if flag in verdict.flags)


def deciding_accounts(verdict: Verdict) -> list[tuple[Account, Bearing, bool]]:
    """Return the accounts a verdict rests on, with the way they point and whether they are self-serving."""
    found = {
        witness.account.id: (witness.account, witness.bearing, witness.self_serving)
        for witness in reversed(verdict.witnesses)
        if witness.account.id in verdict.deciding
    }
    return [found[each] for each in verdict.deciding if each in found]


def account_title(account: Account) -> str:
    """Return what an account says, in one line."""
    return clipped(account.report.title or fact_words(account.fact))


def provenance(account: Account, promise: Promise, *, self_serving: bool) -> str:
    """Return who says so, when it occurred, and how often it is told: "us-military via uawire, 16 Mar 2016"."""
    source = account.report.source
    who = account.origin if account.origin == source else f"{account.origin} via {source}"
    parts = [clipped(who, 80), when(account.occurred, promise.tz)]
    if self_serving:
        parts.append("interested party")
    if len(account.members) > 1:
        parts.append(f"told {len(account.members)} times, counted once")
    return ", ".join(parts)


def lead(verdict: Verdict) -> str:
    """Return the reason without the accounts it cites: they stand below it, each beside its source."""
    text = verdict.reason.text
    if verdict.reason.code == "readings_disagree":
        return "it depends on the reading"
    return clipped(text.partition(": ")[0] if deciding_accounts(verdict) else text)
