"""What a report's text offers a reviewer: figures with units and dates, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Collection

from tracker.domain.candidates import Candidates, DateFound, FigureFound
from tracker.domain.reports import Report
from tracker.language.texts.dates import dates_in
from tracker.language.texts.figures import figures_in
from tracker.language.texts.tokens import Cursor

MOST = 50
"""So many figures and so many dates are offered of one report."""


def candidates_in(report: Report, units: Collection[str] = (), tz: str = "UTC") -> Candidates:
    """Read title and text (English, the first LONGEST_TEXT characters of each); never raises for what they hold.

    `units` are folded units that rules know. Dates are read from the day of publication in the zone `tz`.
    """
    figures: list[FigureFound] = []
    dates: list[DateFound] = []
    for field, text in (("title", report.title), ("text", report.text)):
        cursor = Cursor(text)
        found = list(dates_in(cursor, text, field, report.published, tz))
        dates += found
        taken = [(each.quote.start, each.quote.end) for each in found]
        figures += figures_in(cursor, text, field, units, taken)
    return Candidates(tuple(figures[:MOST]), tuple(dates[:MOST]))
