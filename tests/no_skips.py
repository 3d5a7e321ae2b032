"""Adds `--no-skips`: with it a skipped test fails the run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--no-skips` to runs that must not pass over anything."""
    parser.addoption("--no-skips", action="store_true", help="fail the run if any test was skipped")


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return 0 if reporter is None else len(reporter.stats.get("skipped", ()))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn success into failure where something was skipped that must not be."""
    if session.config.getoption("--no-skips") and _skipped(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why the run failed although no test did."""
    if config.getoption("--no-skips") and (number := _skipped(config)):
        terminalreporter.write_line(f"{number} skipped, and --no-skips allows none", red=True)
