"""The guide for new senders is true: its code runs and the names it gives exist."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.notifiers.samples import a_delivery
from tracker.domain.alerts import Result

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "notifiers" / "README.md").read_text(encoding="utf-8")
IN_BACKTICKS = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", GUIDE, flags=re.S))))
MODULES = sorted(path.stem for path in (ROOT / "notifiers" / "tracker_notifiers").glob("[a-z]*.py"))
SENDERS = ("console.py", "slack.py", "slack_webhook.py", "email.py")


def names() -> dict[str, Any]:
    """Return everything that the ports, the alerts and the senders' modules define."""
    found: dict[str, Any] = {}
    for module in ("tracker.domain.alerts", "tracker.domain.ports", *(f"tracker_notifiers.{m}" for m in MODULES)):
        found |= vars(importlib.import_module(module))
    return found


def test_it_gives_ten_steps() -> None:
    assert re.findall(r"^(\d+)\. ", GUIDE, flags=re.M) == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("path", [word for word in IN_BACKTICKS if "/" in word])
def test_every_path_it_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("module", [word for word in IN_BACKTICKS if re.fullmatch(r"\w+\.py", word)])
def test_every_module_it_names_exists(module: str) -> None:
    assert module.removesuffix(".py") in MODULES


@pytest.mark.parametrize("name", [word for word in IN_BACKTICKS if re.fullmatch(r"[A-Z]\w*[a-z]\w*", word)])
def test_every_type_it_names_exists(name: str) -> None:
    assert isinstance(names()[name], type)


@pytest.mark.parametrize("name", [word for word in IN_BACKTICKS if word.endswith("()")])
def test_every_function_it_names_exists(name: str) -> None:
    known = names()

    assert name[:-2] in known or hasattr(known["Sender"], name[:-2])


@pytest.mark.parametrize("name", [word for word in IN_BACKTICKS if re.fullmatch(r"[A-Z]{4,}", word)])
def test_every_result_it_names_exists(name: str) -> None:
    assert name in Result.__members__


@pytest.mark.parametrize("module", SENDERS)
def test_every_sender_has_its_line(module: str) -> None:
    assert f"| `{module}` |" in GUIDE


def test_the_sender_it_shows_works(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.S)
    module: dict[str, Any] = {"__name__": "file_sender"}
    exec(compile(code, "notifiers/README.md", "exec"), module)  # our own guide
    sender = module["FileSender"](tmp_path / "sent.jsonl")

    assert sender.check().result is Result.SENT
    assert sender.send(a_delivery()).result is Result.SENT
    assert json.loads((tmp_path / "sent.jsonl").read_text()) == sender.payload(a_delivery())
    assert sender.find(a_delivery()).result is Result.AMBIGUOUS


def test_a_sender_made_after_the_guide_is_a_sender(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.S)
    module: dict[str, Any] = {"__name__": "file_sender"}
    exec(compile(code, "notifiers/README.md", "exec"), module)  # our own guide

    sender = module["FileSender"](tmp_path / "no" / "folder" / "sent.jsonl")

    assert sender.send(a_delivery()).result is Result.RETRY
    assert sender.check().disables_destination
