"""Reports that were handed over, not fetched: whatever they say, they are of the source that they came by."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.reports import Report
from tracker.domain.sources import Source


def of_source(report: Report, source: Source) -> Report:
    """Return the report as one of this source: another source that it names is only where it comes from."""
    named = report.source if report.source != source.id else None
    grade = report.grade
    return replace(
        report,
        source=source.id,
        origin=report.origin or named or source.origin,
        grade=replace(grade, reliability=grade.reliability or source.reliability),
        language=report.language or source.language,
    )
