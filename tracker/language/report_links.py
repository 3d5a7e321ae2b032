"""Reports that speak of others: what a link waits for while nobody knows the report that it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from tracker.domain.reports import Report
from tracker.language.pages import nearest, shown

_SAYS = {
    "copy_of": "is a copy of",
    "same_event": "tells the same event as",
    "corrects": "corrects",
    "retracts": "retracts",
}
_NUMBERS = re.compile(r"\d+")
_MOST_HINTED, _MOST_COMPARED = 20, 2_000
"""Comparing letter by letter is dear: an import may hold any number of links that wait."""


@dataclass(frozen=True, slots=True)
class WaitingLink:
    """A link to a report that nobody knows yet; `hint` names one that may be meant, if there is one."""

    report: str
    link: str
    """The key it stands under: copy_of, same_event, corrects or retracts."""
    target: str
    hint: str = ""

    @property
    def message(self) -> str:
        """Return in one line what it waits for, without the hint."""
        words = f"`{shown(self.report, 200)}` {_SAYS[self.link]} `{shown(self.target, 200)}`"
        return f"{words}, a report that is not known: it waits for that one"

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def waiting_links(
    reports: Sequence[Report], known: Collection[str] = (), alike: Iterable[str] = ()
) -> tuple[WaitingLink, ...]:
    """Return the links of reports to ids that neither stand among them nor are `known`.

    Such a link is no mistake: it takes effect once that report is there. `alike` are more ids that may be meant.
    """
    there = {report.id for report in reports} | set(known)
    waiting = [
        WaitingLink(report.id, link, target)
        for report in reports
        for link in _SAYS
        for target in getattr(report, link)
        if target not in there
    ]
    candidates = sorted({*islice(chain(known, alike, there), _MOST_COMPARED)}) if waiting else []
    hinted = [replace(each, hint=_meant(each, candidates)) for each in waiting[:_MOST_HINTED]]
    return (*hinted, *waiting[_MOST_HINTED:])


def linked_ids(reports: Iterable[Report]) -> frozenset[str]:
    """Return the ids of all reports that these speak of."""
    return frozenset(target for report in reports for target in report.speaks_of)


def _meant(link: WaitingLink, ids: Iterable[str]) -> str:
    """Name the id that may be meant: not the report's own, nor one that differs in its numbers."""
    numbers = _NUMBERS.findall(link.target)
    return nearest(
        link.target, (each for each in ids if each != link.report and _NUMBERS.findall(each) == numbers)
    )
