"""What holds for every test: no test is timed, new stores are made quickly, and `--no-skips` is offered."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.engine.lengths import EXAMPLES

pytest_plugins = ("pytester", "tests.no_skips", "tests.new_stores")

settings.register_profile("untimed", deadline=None, max_examples=EXAMPLES)
settings.load_profile("untimed")  # a busy machine is no failure: speed is measured by the benchmarks


@pytest.hookimpl
def pytest_xdist_auto_num_workers() -> int:
    """Give `-n auto` three workers a core: many tests wait for a process or a server more than they compute."""
    return 3 * (os.cpu_count() or 1)
