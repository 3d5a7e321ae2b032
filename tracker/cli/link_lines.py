"""Links to reports that nobody knows yet, in a line each and as data."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.cli.plain import clean, say
from tracker.domain.counting import counted
from tracker.language.report_links import WaitingLink

_MOST_SAID = 5


def say_waiting(links: Sequence[WaitingLink]) -> None:
    """Say on stderr what each link waits for; of many the first few."""
    for each in links[:_MOST_SAID]:
        say(clean(each))
    if len(links) > _MOST_SAID:
        say(f"and {counted(len(links) - _MOST_SAID, 'link')} more that wait for a report")


def waiting_rows(links: Sequence[WaitingLink]) -> list[dict[str, str]]:
    """Return the links as JSON-ready data."""
    return [{"report": each.report, "link": each.link, "target": each.target, "hint": each.hint} for each in links]
