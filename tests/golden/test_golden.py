"""The casebook's verdicts are the same bytes on every machine, in every order of arrival, and change knowingly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.casebook import GOLDEN, casebook_text
from tests.golden.meaning import differences

ROOT = Path(__file__).parents[2]


def test_the_casebook_gives_the_golden_verdicts() -> None:
    text = casebook_text()
    golden = GOLDEN.read_text(encoding="utf-8")
    meant = "\n".join(differences(json.loads(golden), json.loads(text)))

    assert text == golden, f"`python -m tests.golden.meaning --write` takes this over:\n{meant}"


@pytest.mark.parametrize(
    ("hash_seed", "tz", "language", "order"),
    [
        ("0", "UTC", "C", "1"),
        ("1", "Pacific/Kiritimati", "tr_TR.UTF-8", "2"),
        ("4294967295", "America/St_Johns", "de_DE.UTF-8", "3"),
    ],
)
def test_hash_seed_zone_language_and_order_of_arrival_change_no_byte(
    hash_seed: str, tz: str, language: str, order: str
) -> None:
    surroundings = {"PYTHONHASHSEED": hash_seed, "TZ": tz, "LC_ALL": language, "LANG": language}
    told = subprocess.run(
        [sys.executable, "-m", "tests.golden.casebook", order],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        check=True,
        timeout=120,
    )

    assert told.stdout == GOLDEN.read_bytes()


def test_a_changed_status_is_told_with_what_it_was() -> None:
    old = [_row("on_track"), _row("kept", at="2016-05-02T23:59:59Z")]
    new = [_row("broken", deciding=["R7"]), _row("kept", at="2016-05-02T23:59:59Z")]

    assert differences(old, new) == ["p on 2016-05-01, as known then: status on_track -> broken; deciding +R7"]


def test_a_verdict_that_appears_and_one_that_goes_are_told() -> None:
    old, new = [_row("kept", instance="2016-05")], [_row("kept", instance="2016-06")]

    assert differences(old, new) == [
        "p [2016-05] on 2016-05-01, as known then: gone, was kept",
        "p [2016-06] on 2016-05-01, as known then: new, kept",
    ]


def _row(
    status: str, at: str = "2016-05-01T23:59:59Z", instance: str = "", deciding: list[str] | None = None
) -> dict[str, object]:
    return {
        "promise": "p",
        "instance": instance,
        "reading": None,
        "at": at,
        "known_at": at,
        "status": status,
        "deciding": deciding or [],
    }
