"""The shipped sample holds every setting with its default, and the page beside it explains each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tracker.route_settings import QuietSettings, RouteSettings
from tracker.settings import BLOCKS, Settings, SubscriberSettings, every_setting

CONFIG = Path(__file__).parents[2] / "config"
SAMPLE = (CONFIG / "deedline.toml").read_text(encoding="utf-8")
PAGE = (CONFIG / "README.md").read_text(encoding="utf-8")


def test_the_sample_says_what_holds_without_it() -> None:
    assert Settings(**tomllib.loads(SAMPLE)) == Settings()


def test_the_sample_names_every_setting() -> None:
    whole = tomllib.loads(SAMPLE + block("subscribers") + block("routes"))
    assert set(names_in(whole)) == set(every_setting())


def test_the_samples_subscriber_shows_the_defaults() -> None:
    (shown,) = tomllib.loads(block("subscribers"))["subscribers"]
    assert SubscriberSettings(**shown) == SubscriberSettings(address=shown["address"])


def test_the_sample_reads_aloud_with_a_comment_on_every_table() -> None:
    tables = re.findall(r"^\[.*\](.*)$", SAMPLE, re.M)
    assert len(tables) == len(
        [name for name in Settings.model_fields if name not in SCALARS and name not in BLOCKS]
    )


QUIET = QuietSettings.model_validate({"from": "22:00", "to": "07:00"})
SCALARS = {"zone", "public_url", "owner"}


@pytest.mark.parametrize("name", sorted(every_setting()))
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    row = re.search(rf"^\| `{re.escape(name)}` \| (.+?) \| .{{10,}} \|$", PAGE, re.M)
    assert row, name
    if name in REQUIRED:
        assert row[1] == "none, required"
    else:
        default = default_of(name)
        assert row[1] == ("none" if default is None else f"`{as_toml(default)}`")


def test_the_page_explains_no_setting_that_is_not() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.M)
    assert set(rows) == set(every_setting())
    assert len(rows) == len(set(rows))


def test_the_samples_route_is_one_that_can_be_used() -> None:
    (shown,) = tomllib.loads(block("routes"))["routes"]
    assert RouteSettings(**shown).quiet is not None


REQUIRED = {"subscribers.address", "routes.destinations", "routes.quiet.from", "routes.quiet.to"}


def block(name: str) -> str:
    """Return a commented block of the sample, uncommented."""
    text, _, _ = SAMPLE[SAMPLE.index(f"# [[{name}]]") :].partition("\n\n")
    return "\n" + "\n".join(line.removeprefix("# ") for line in text.splitlines()) + "\n"


def names_in(table: dict[str, Any]) -> list[str]:
    """Return the dotted names of a read file, as `every_setting` gives them."""
    names: list[str] = []
    for key, value in table.items():
        inner = value[0] if key in BLOCKS else value
        names += [f"{key}.{name}" for name in names_in(inner)] if isinstance(inner, dict) else [key]
        names += ["quiet"] if key == "quiet" else []
    return names


def default_of(name: str) -> object:
    """Return a setting's default as plain data."""
    section, _, key = name.partition(".")
    if section == "routes":
        shown: object = RouteSettings(destinations=("console",), quiet=QUIET).model_dump(
            mode="json", by_alias=True
        )
        if not key.startswith("quiet."):
            shown = RouteSettings(destinations=("console",)).model_dump(mode="json", by_alias=True)
        for part in key.split("."):
            assert isinstance(shown, dict)
            shown = shown[part]
        return shown
    if section == "subscribers":
        return SubscriberSettings(address="a@example.org").model_dump(mode="json", by_alias=True)[key]
    value = getattr(Settings(), section)
    return value.model_dump(mode="json", by_alias=True)[key] if isinstance(value, BaseModel) else value


def as_toml(value: object) -> str:
    """Return a value as the file would say it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
