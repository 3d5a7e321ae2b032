"""One frozen Settings: every setting with its default and what it may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from tracker.domain.mail_addresses import mailbox
from tracker.route_settings import QuietSettings, RouteSettings, all_named, known_zone
from tracker.route_settings import Section as _Section
from tracker.setting_values import (
    as_lines,
    as_list,
    date_language,
    mail_address,
    named_secrets,
    slack_ids,
    told_at,
    web_address,
)

PREFIX = "DEEDLINE_"

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Pause = Annotated[float, Field(ge=0, le=3600)]
Hour = Annotated[int, Field(ge=0, le=23)]
Words = Annotated[tuple[str, ...], NoDecode]


def _once_each(subscribers: tuple[SubscriberSettings, ...]) -> tuple[SubscriberSettings, ...]:
    counts = Counter(mailbox(each.address) for each in subscribers)
    if twice := [address for address, number in counts.items() if number > 1]:
        raise ValueError(f"{twice[0]} is there more than once; one block says all that somebody wants")
    return subscribers


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

    _split = field_validator("destinations", mode="before")(as_list)


class TickSettings(_Section):
    """How often the service looks, in seconds."""

    rules: Seconds = 3.0
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

    pause: Pause = 1.0


class SlackSettings(_Section):
    """A Slack channel reached with a bot token."""

    token: SecretStr = SecretStr("")
    channel: str = ""
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    may_act: Words = ()
    may_review: Words = ()
    evidence_source: Annotated[str, Field(min_length=1, max_length=200)] = "slack"
    base_url: str = "https://slack.com/api/"
    pace: Pause = 1.0

    _address = field_validator("base_url")(web_address)
    _split = field_validator("may_act", "may_review", mode="before")(as_list)
    _ids = field_validator("may_act", "may_review")(slack_ids)

    @property
    def is_interactive(self) -> bool:
        """Say whether people can act from messages: there is a way in which Slack tells us what they press."""
        ways = self.app_token.get_secret_value(), self.signing_secret.get_secret_value()
        return bool(self.token.get_secret_value()) and any(ways)


class SlackWebhookSettings(_Section):
    """A Slack channel reached by an incoming webhook."""

    url: SecretStr = SecretStr("")
    pace: Pause = 1.0

    @field_validator("url")
    @classmethod
    def _address(cls, url: SecretStr) -> SecretStr:
        web_address(url.get_secret_value())
        return url


class WebhookSettings(_Section):
    """A program that takes signed events."""

    url: SecretStr = SecretStr("")
    secret: SecretStr = SecretStr("")

    @field_validator("url")
    @classmethod
    def _address(cls, url: SecretStr) -> SecretStr:
        web_address(url.get_secret_value())
        return url


class AppriseSettings(_Section):
    """Services that the library Apprise knows: Teams, Discord, PagerDuty and others, one address each."""

    urls: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    timeout: Annotated[float, Field(gt=0, le=240)] = 30.0

    _split = field_validator("urls", mode="before")(as_lines)


class EmailSettings(_Section):
    """The SMTP server that alerts and digests go through."""

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field(default="", alias="from")
    to: Words = ()

    _split = field_validator("to", mode="before")(as_list)


class SubscriberSettings(_Section):
    """Somebody who receives the weekly digest."""

    address: str
    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    zone: str = "UTC"
    weekday: Weekday = "monday"
    hour: Hour = 8
    language: str = "en"

    _address = field_validator("address")(mail_address)
    _zone = field_validator("zone")(known_zone)
    _language = field_validator("language")(date_language)


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
    webhook: WebhookSettings = WebhookSettings()
    apprise: AppriseSettings = AppriseSettings()
    email: EmailSettings = EmailSettings.model_validate({})
    secrets: Mapping[str, SecretStr] = {}
    owners: Mapping[str, tuple[str, ...]] = {}
    routes: tuple[RouteSettings, ...] = ()
    subscribers: tuple[SubscriberSettings, ...] = ()

    _zone = field_validator("zone")(known_zone)
    _address = field_validator("public_url")(web_address)
    _names = field_validator("secrets", mode="before")(named_secrets)
    _owners = field_validator("owners", mode="before")(told_at)
    _routes = field_validator("routes")(all_named)
    _each_once = field_validator("subscribers")(_once_each)

    def missing_for_destinations(self) -> dict[str, tuple[str, ...]]:
        """Return every destination there can be, with the settings it still lacks."""
        email = {"host": self.email.host, "from": self.email.sender, "to": self.email.to}
        needed: dict[str, dict[str, object]] = {
            "console": {},
            "slack": {"token": self.slack.token, "channel": self.slack.channel},
            "slack_webhook": {"url": self.slack_webhook.url},
            "webhook": {"url": self.webhook.url, "secret": self.webhook.secret},
            "apprise": {"urls": self.apprise.urls},
            "email": {**email},
        }
        return {name: tuple(key for key, value in keys.items() if not value) for name, keys in needed.items()}

    def missing_for_messages(self) -> dict[str, tuple[str, ...]]:
        """Return the same for messages whose recipient is known: mail needs no list of recipients then."""
        missing = self.missing_for_destinations()
        return {**missing, "email": tuple(key for key in missing["email"] if key != "to")}

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


SECRETS = (
    "slack__token",
    "slack__app_token",
    "slack__signing_secret",
    "slack_webhook__url",
    "webhook__url",
    "webhook__secret",
    "apprise__urls",
    "email__password",
)
"""Settings that are never shown and may be given as NAME_FILE: a file that holds the value."""
OF_SOURCES = "secrets__"
"""What the names of the secrets of sources begin with; there are as many as their owner gives, named freely."""


BLOCKS: Mapping[str, type[BaseModel]] = {"routes": RouteSettings, "subscribers": SubscriberSettings}
"""Settings of which there may be several, each in a block of its own."""


def every_setting() -> Iterator[str]:
    """Yield the dotted name of every setting, in the order of the sample: `slack.token`, `subscribers.zone`.

    The secrets of sources and the owners are named by whoever sets them, so there is nothing to yield.
    """
    for name, field in Settings.model_fields.items():
        if name in ("secrets", "owners"):
            continue
        section = BLOCKS.get(name, field.annotation)
        if isinstance(section, type) and issubclass(section, BaseModel):
            for key, inner in section.model_fields.items():
                here = f"{name}.{inner.alias or key}"
                yield here
                if here == "routes.quiet":
                    yield from (
                        f"{here}.{each.alias or part}" for part, each in QuietSettings.model_fields.items()
                    )
        else:
            yield name
