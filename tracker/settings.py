"""One frozen Settings: every setting with its default and what it may be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from tracker.domain.date_languages import DATE_WORDS
from tracker.domain.mail_addresses import is_address, mailbox

PREFIX = "DEEDLINE_"
_SECRET_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Hour = Annotated[int, Field(ge=0, le=23)]
Words = Annotated[tuple[str, ...], NoDecode]


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no time zone is called {zone!r}; use a name like UTC or Europe/Vienna") from None
    return zone


def _web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("a web address starts with http:// or https://")
    return url


def _mail_address(address: str) -> str:
    if not is_address(address):
        raise ValueError("this is no mail address; one looks like policy@example.org")
    return address


def _date_language(language: str) -> str:
    if language not in DATE_WORDS:
        raise ValueError(f"no dates can be written in {language!r}; there are {', '.join(DATE_WORDS)}")
    return language


def _once_each(subscribers: tuple[SubscriberSettings, ...]) -> tuple[SubscriberSettings, ...]:
    counts = Counter(mailbox(each.address) for each in subscribers)
    if twice := [address for address, number in counts.items() if number > 1]:
        raise ValueError(f"{twice[0]} is there more than once; one block says all that somebody wants")
    return subscribers


def _listed(value: object) -> object:
    """Take one word, or several with commas, as a list: that is how a variable gives one."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _named_secrets(value: object) -> object:
    """Take the names of secrets in any case: a variable is written in capitals."""
    if not isinstance(value, Mapping):
        return value
    named = {str(name).lower(): held for name, held in value.items()}
    if wrong := [name for name in named if not _SECRET_NAME.fullmatch(name)]:
        raise ValueError(f"{wrong[0][:60]!r} cannot be the name of a secret; use letters, digits and single _")
    if empty := [name for name, held in named.items() if not str(held).strip()]:
        raise ValueError(f"{empty[0]} is empty; give its value, or take it out")
    return named


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


class StoreSettings(_Section):
    """Where everything is kept."""

    path: Path = Path("deedline.sqlite")


class RulesSettings(_Section):
    """The analysts' folder of rule files."""

    folder: Path = Path("rules")
    auto_apply: bool = True


class AlertSettings(_Section):
    """Who is told about transitions, and who is told when that fails."""

    destinations: Words = ("console",)
    fallback: str = "console"

    _split = field_validator("destinations", mode="before")(_listed)


class TickSettings(_Section):
    """How often the service looks, in seconds."""

    rules: Seconds = 10.0
    collect: Seconds = 5.0
    judge: Seconds = 5.0
    deliver: Seconds = 2.0
    digest: Seconds = 60.0
    sources: Seconds = 60.0


class WebSettings(_Section):
    """Where Deedline answers over HTTP."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8377


class FetchSettings(_Section):
    """How sources on the web are asked."""

    pause: Annotated[float, Field(ge=0, le=3600)] = 1.0


class SlackSettings(_Section):
    """A Slack channel reached with a bot token."""

    token: SecretStr = SecretStr("")
    channel: str = ""
    base_url: str = "https://slack.com/api/"

    _address = field_validator("base_url")(_web_address)


class SlackWebhookSettings(_Section):
    """A Slack channel reached by an incoming webhook."""

    url: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _address(cls, url: SecretStr) -> SecretStr:
        _web_address(url.get_secret_value())
        return url


class EmailSettings(_Section):
    """The SMTP server that alerts and digests go through."""

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field(default="", alias="from")
    to: Words = ()

    _split = field_validator("to", mode="before")(_listed)


class SubscriberSettings(_Section):
    """Somebody who receives the weekly digest."""

    address: str
    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    zone: str = "UTC"
    weekday: Weekday = "monday"
    hour: Hour = 8
    language: str = "en"

    _address = field_validator("address")(_mail_address)
    _zone = field_validator("zone")(_known_zone)
    _language = field_validator("language")(_date_language)


class Settings(BaseSettings):
    """Every setting. Paths that are not absolute count from the folder of the settings file."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter="__", hide_input_in_errors=True
    )

    zone: str = "UTC"
    public_url: str = ""
    owner: str = ""
    store: StoreSettings = StoreSettings()
    rules: RulesSettings = RulesSettings()
    alerts: AlertSettings = AlertSettings()
    ticks: TickSettings = TickSettings()
    web: WebSettings = WebSettings()
    fetch: FetchSettings = FetchSettings()
    slack: SlackSettings = SlackSettings()
    slack_webhook: SlackWebhookSettings = SlackWebhookSettings()
    email: EmailSettings = EmailSettings.model_validate({})
    secrets: Mapping[str, SecretStr] = {}
    subscribers: tuple[SubscriberSettings, ...] = ()

    _zone = field_validator("zone")(_known_zone)
    _address = field_validator("public_url")(_web_address)
    _names = field_validator("secrets", mode="before")(_named_secrets)
    _each_once = field_validator("subscribers")(_once_each)

    def missing_for_destinations(self) -> dict[str, tuple[str, ...]]:
        """Return every destination there can be, with the settings it still lacks."""
        email = {"host": self.email.host, "from": self.email.sender, "to": self.email.to}
        needed: dict[str, dict[str, object]] = {
            "console": {},
            "slack": {"token": self.slack.token, "channel": self.slack.channel},
            "slack_webhook": {"url": self.slack_webhook.url},
            "email": {**email},
        }
        return {name: tuple(key for key, value in keys.items() if not value) for name, keys in needed.items()}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is handed over: the command line lays the layers, so that errors can name theirs."""
        return (init_settings,)


SECRETS = ("slack__token", "slack_webhook__url", "email__password")
"""Settings that are never shown and may be given as NAME_FILE: a file that holds the value."""
OF_SOURCES = "secrets__"
"""What the names of the secrets of sources begin with; there are as many as their owner gives, named freely."""


def every_setting() -> Iterator[str]:
    """Yield the dotted name of every setting, in the order of the sample: `slack.token`, `subscribers.zone`.

    The secrets of sources are named by whoever sets them, so there is nothing to yield.
    """
    for name, field in Settings.model_fields.items():
        if name == "secrets":
            continue
        section = SubscriberSettings if name == "subscribers" else field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from (f"{name}.{inner.alias or key}" for key, inner in section.model_fields.items())
        else:
            yield name
