"""How often processes are killed: a few times by the README's command, at greater length by `.ci/run`."""

from __future__ import annotations

import os

CRASH_RUNS = int(os.environ.get("CRASH_RUNS", "16"))
"""Runs of the delivery scenario, each with one to three kills; `.ci/run` asks for 500, before a release 1,000."""

CRASH_KILLS = int(os.environ.get("CRASH_KILLS", "2"))
"""SIGKILLs of a whole service; `.ci/run` asks for 30."""

CRASH_SEED = os.environ.get("CRASH_SEED", "")
"""Run this seed alone, as a failing run prints it."""
