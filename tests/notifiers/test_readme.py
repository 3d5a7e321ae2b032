"""The guide for new senders is true: its code runs and the names it gives exist."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.notifiers.samples import a_delivery
from tests.stand_ins.webhook import SECRET
from tracker.domain.alerts import Result
from tracker_notifiers.webhook import WebhookSender, signed

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "notifiers" / "README.md").read_text(encoding="utf-8")
IN_BACKTICKS = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", GUIDE, flags=re.S))))
MODULES = sorted(path.stem for path in (ROOT / "notifiers" / "tracker_notifiers").glob("[a-z]*.py"))
SENDERS = ("console.py", "slack.py", "slack_webhook.py", "webhook.py", "apprise.py", "email.py")


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


@pytest.fixture
def verified() -> Any:
    [code] = re.findall(r"```py\n(.*?)```", GUIDE, flags=re.S)
    module: dict[str, Any] = {}
    exec(compile(code, "notifiers/README.md", "exec"), module)  # our own guide
    return module["verified"]


@pytest.mark.parametrize("secret", [SECRET, "letters of any kind, thirty or so"])
def test_the_recipe_for_receivers_takes_what_is_sent_and_nothing_else(verified: Any, secret: str) -> None:
    sender = WebhookSender("https://example.org/", secret)
    body = json.dumps(sender.payload(a_delivery())).encode()
    headers = signed(sender._key, "delivery-1", 1000, body)

    assert verified(body, headers, secret, 1290)["id"] == "delivery-1"
    for wrong_body, wrong_headers, now in (
        (body + b" ", headers, 1000),
        (body, {**headers, "webhook-id": "another"}, 1000),
        (body, {**headers, "webhook-signature": "v1,AAAA"}, 1000),
        (body, headers, 1301),
        (body, headers, 699),
    ):
        with pytest.raises(ValueError, match=r"five minutes|does not fit"):
            verified(wrong_body, wrong_headers, secret, now)


def test_the_secret_that_the_guide_makes_is_a_good_one() -> None:
    [command] = re.findall(r'`python3 -c "(.*?)"`', GUIDE)
    made = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)

    assert len(WebhookSender("https://example.org/", made.stdout.strip())._key) == 32
