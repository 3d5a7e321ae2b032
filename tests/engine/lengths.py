"""How long tests with made-up values are tried: shortly by the README's command, longer by `.ci/run`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LAW_EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "12"))
"""Examples a law; `.ci/run` asks for 1,000."""

ORACLE_CASES = int(os.environ.get("ORACLE_CASES", "400"))
"""Random cases that both judges decide; `.ci/run` asks for 10,000."""

EXAMPLES = min(100, 2 * LAW_EXAMPLES)
"""Examples of every other test with made-up values."""

AT_RANDOM = bool(os.environ.get("LAW_AT_RANDOM"))
"""Look for new examples, as `--hypothesis-seed` has it; a failing one prints what brings it back."""

laws = settings(
    max_examples=LAW_EXAMPLES,
    derandomize=not AT_RANDOM,
    print_blob=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Derandomised: the same examples every time, and a failing one can be found again."""
