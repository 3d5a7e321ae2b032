"""Making a sender costs no heavy library until something is sent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("apprise", "httpx", "slack_sdk", "jinja2", "css_inline", "smtplib")


@pytest.mark.parametrize(
    "module", ["console", "slack", "slack_webhook", "webhook", "apprise", "email", "digest_mail"]
)
def test_a_sender_s_module_loads_without_the_heavy_libraries(module: str) -> None:
    code = f"import sys, tracker_notifiers.{module}; print(*(set({HEAVY}) & set(sys.modules)))"
    paths = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'notifiers')!r}]; "

    loaded = subprocess.run([sys.executable, "-c", paths + code], capture_output=True, text=True, check=True)

    assert loaded.stdout.split() in ([], ["smtplib"])
