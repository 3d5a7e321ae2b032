"""What values of settings may be: each function takes one as it was written and returns what is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.domain.date_languages import DATE_WORDS
from tracker.domain.mail_addresses import is_address

_SECRET_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def web_address(url: str) -> str:
    """Return an address on the web, or nothing; raises ValueError for another."""
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("a web address starts with http:// or https://")
    return url


def slack_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Take ids only: names can be changed by whoever bears them."""
    if wrong := [each for each in ids if not re.fullmatch(r"[UW][A-Z0-9]{2,40}", each)]:
        raise ValueError(f"{wrong[0][:60]!r} is no Slack id like U0123ABCDEF (copy member ID, in a profile)")
    return ids


def mail_address(address: str) -> str:
    """Return a mail address; raises ValueError for what is none."""
    if not is_address(address):
        raise ValueError("this is no mail address; one looks like policy@example.org")
    return address


def date_language(language: str) -> str:
    """Return a language that dates can be written in; raises ValueError for another."""
    if language not in DATE_WORDS:
        raise ValueError(f"no dates can be written in {language!r}; there are {', '.join(DATE_WORDS)}")
    return language


def as_list(value: object) -> object:
    """Take one word, or several with commas, as a list: that is how a variable gives one."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def as_lines(value: object) -> object:
    """Take a text with one address a line as a list: addresses may hold commas."""
    return value.split() if isinstance(value, str) else value


def named_secrets(value: object) -> object:
    """Take the names of secrets in any case: a variable is written in capitals."""
    if not isinstance(value, Mapping):
        return value
    named = {str(name).lower(): held for name, held in value.items()}
    if wrong := [name for name in named if not _SECRET_NAME.fullmatch(name)]:
        raise ValueError(f"{wrong[0][:60]!r} cannot be the name of a secret; use letters, digits and single _")
    if empty := [name for name, held in named.items() if not str(held).strip()]:
        raise ValueError(f"{empty[0]} is empty; give its value, or take it out")
    return named


def told_at(value: object) -> object:
    """Take one destination of an owner as a list of one."""
    if not isinstance(value, Mapping):
        return value
    for name, told in value.items():
        if not told:
            raise ValueError(f"{name} is told nowhere; name a destination, or take the line out")
    return {name: [told] if isinstance(told, str) else told for name, told in value.items()}
