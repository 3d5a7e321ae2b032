"""The shipped sample holds every setting with its default, and the page beside it explains each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tracker.settings import Settings, SubscriberSettings, every_setting

CONFIG = Path(__file__).parents[2] / "config"
SAMPLE = (CONFIG / "deedline.toml").read_text(encoding="utf-8")
PAGE = (CONFIG / "README.md").read_text(encoding="utf-8")


def test_the_sample_says_what_holds_without_it() -> None:
    assert Settings(**tomllib.loads(SAMPLE)) == Settings()


def test_the_sample_names_every_setting() -> None:
    whole = tomllib.loads(SAMPLE + subscriber_block())
    assert set(names_in(whole)) == set(every_setting())


def test_the_samples_subscriber_shows_the_defaults() -> None:
    (shown,) = tomllib.loads(subscriber_block())["subscribers"]
    assert SubscriberSettings(**shown) == SubscriberSettings(address=shown["address"])


def test_the_sample_reads_aloud_with_a_comment_on_every_table() -> None:
    tables = re.findall(r"^\[.*\](.*)$", SAMPLE, re.M)
    assert len(tables) == len(
        [name for name in Settings.model_fields if name not in SCALARS and name != "subscribers"]
    )


SCALARS = {"zone", "public_url", "owner"}


@pytest.mark.parametrize("name", sorted(every_setting()))
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    row = re.search(rf"^\| `{re.escape(name)}` \| (.+?) \| .{{10,}} \|$", PAGE, re.M)
    assert row, name
    if name != "subscribers.address":
        assert row[1] == f"`{as_toml(default_of(name))}`"


def test_the_page_explains_no_setting_that_is_not() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.M)
    assert set(rows) == set(every_setting())
    assert len(rows) == len(set(rows))


def subscriber_block() -> str:
    """Return the commented block of the sample, uncommented."""
    lines = SAMPLE[SAMPLE.index("# [[subscribers]]") :].splitlines()
    return "\n" + "\n".join(line.removeprefix("# ") for line in lines)


def names_in(table: dict[str, Any]) -> list[str]:
    """Return the dotted names of a read file, as `every_setting` gives them."""
    names: list[str] = []
    for key, value in table.items():
        inner = value[0] if key == "subscribers" else value
        names += [f"{key}.{name}" for name in inner] if isinstance(inner, dict) else [key]
    return names


def default_of(name: str) -> object:
    """Return a setting's default as plain data."""
    section, _, key = name.partition(".")
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
