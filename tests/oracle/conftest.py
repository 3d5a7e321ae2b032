"""Prints how often each status came out where the two judges were compared."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what every chunk counted; with several processes they send it along with their reports."""
    counted: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in getattr(report, "user_properties", ()):
                if name == "oracle_statuses":
                    counted.update(value)
    total = counted.total()
    if total:
        shares = ", ".join(f"{status} {number / total:.1%}" for status, number in counted.most_common())
        terminalreporter.write_line(f"both judges on {total} cases: {shares}")
