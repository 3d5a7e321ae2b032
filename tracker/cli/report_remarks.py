"""What may be a slip in reports: links to reports that nobody knows yet, and sources that nobody names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.cli.plain import clean, say
from tracker.domain.counting import counted
from tracker.language.report_links import WaitingLink

_MOST_SAID = 5


def say_waiting(links: Sequence[WaitingLink]) -> None:
    """Say on stderr what each link waits for; of many the first few."""
    for each in links[:_MOST_SAID]:
        say(clean(each))
    if len(links) > _MOST_SAID:
        say(f"and {len(links) - _MOST_SAID} more links that wait for a report")


def waiting_rows(links: Sequence[WaitingLink]) -> list[dict[str, str]]:
    """Return the links as JSON-ready data."""
    return [{"report": each.report, "link": each.link, "target": each.target, "hint": each.hint} for each in links]


def say_remarks(remarks: Iterable[str]) -> None:
    """Say remarks on stderr, a line each; of many the first few."""
    told = tuple(remarks)
    for each in told[:_MOST_SAID]:
        say(f"remark: {clean(each)}")
    if len(told) > _MOST_SAID:
        say(f"and {counted(len(told) - _MOST_SAID, 'remark')} more")
