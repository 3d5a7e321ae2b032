"""How long the laws are tried: shortly by the README's command, at full length by `.ci/run`."""

from __future__ import annotations

import os

from hypothesis import settings

LAW_EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "120"))
"""Examples a law; `.ci/run` asks for 1,000."""

ORACLE_CASES = int(os.environ.get("ORACLE_CASES", "1500"))
"""Random cases that both judges decide; `.ci/run` asks for 10,000."""

laws = settings(max_examples=LAW_EXAMPLES, derandomize=True, deadline=None)
"""Derandomised: the same examples every time, and a failing one can be found again."""
