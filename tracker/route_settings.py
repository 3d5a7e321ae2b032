"""Settings of routes: who is told of which alarms, when, and what comes of those that nobody acknowledges."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from tracker.domain.alerts import Target
from tracker.domain.promises import Priority
from tracker.domain.routing import OWNER, GroupBy, Matcher, Quiet, Route
from tracker.domain.statuses import Status

_TIME = re.compile(r"\s*(\d{1,4})\s*(minute|hour|day|week)s?\s*")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=366)


class Section(BaseModel):
    """A table of the settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def known_zone(zone: str) -> str:
    """Return the name of a zone; raises ValueError for one that there is not."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no time zone is called {zone!r}; use a name like UTC or Europe/Vienna") from None
    return zone


def _length(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('write a time such as "30 minutes", "6 hours", "1 day" or "2 weeks"')
    length = timedelta(**{f"{found[2]}s": int(found[1])})
    if not _SHORTEST <= length <= _LONGEST:
        raise ValueError("from 1 minute to 366 days")
    return length


def _of_day(value: object) -> object:
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value.strip()):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    raise ValueError('write a time of day such as "22:00"')


WITH_RECIPIENTS = ("email", "apprise")
"""Destinations that send to several, each a message of its own."""
Everybody = Mapping[str, Sequence[str]]
"""All recipients of a destination that has such, by its name."""

Length = Annotated[timedelta, BeforeValidator(_length)]
TimeOfDay = Annotated[time, BeforeValidator(_of_day), PlainSerializer(lambda at: f"{at:%H:%M}")]
Texts = tuple[Annotated[str, Field(min_length=1)], ...]


class QuietSettings(Section):
    """Hours in which a route's messages are held; an empty zone is that of the settings."""

    start: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")
    zone: Annotated[str, BeforeValidator(lambda zone: zone and known_zone(zone))] = ""

    @model_validator(mode="after")
    def _some_time_is_left(self) -> QuietSettings:
        if self.start == self.end:
            raise ValueError("quiet hours that begin and end at the same time would hold everything for ever")
        return self


class RouteSettings(Section):
    """Which alarms go where. What is named has to fit in every respect; what is not named fits all."""

    name: str = ""
    promises: Texts = ()
    tags: Texts = ()
    actors: Texts = ()
    owners: Texts = ()
    priorities: tuple[Priority, ...] = ()
    statuses: tuple[Status, ...] = ()
    destinations: Annotated[Texts, Field(min_length=1)]
    group_by: tuple[GroupBy, ...] = ()
    remind: Length | None = None
    remind_limit: Annotated[int, Field(ge=1, le=1000)] = 3
    quiet: QuietSettings | None = None
    escalate_after: Length | None = None
    escalate_to: Texts = ()
    goes_on: bool = Field(default=False, alias="continue")

    @model_validator(mode="after")
    def _escalation_is_whole(self) -> RouteSettings:
        if self.escalate_to and self.escalate_after is None:
            raise ValueError("escalate_to needs escalate_after: after what time is it escalated?")
        if self.escalate_after is not None and not self.escalate_to:
            raise ValueError("escalate_after needs escalate_to: whom is it escalated to?")
        return self


def all_named(routes: tuple[RouteSettings, ...]) -> tuple[RouteSettings, ...]:
    """Give routes without a name one by their place; raises ValueError for a name that is there twice."""
    named = tuple(
        each if each.name else each.model_copy(update={"name": f"route {number}"})
        for number, each in enumerate(routes, 1)
    )
    names = [each.name for each in named]
    for name in names:
        if name in ("alerts", "fallback"):
            raise ValueError(f"no route can be called {name!r}: that is the name of what comes after all routes")
        if names.count(name) > 1:
            raise ValueError(f"two routes are called {name!r}; give each a name of its own")
    return named


def split_destination(text: str) -> tuple[str, str]:
    """Return the destination and the recipient of "email:desk@example.org"; without a colon there is none."""
    name, _, recipient = text.strip().partition(":")
    return name.strip(), recipient.strip()


def wrong_destination(text: str, known: Collection[str]) -> tuple[str, str] | None:
    """Return what is wrong with a destination and the cure, or None; `known` are the names there are."""
    name, recipient = split_destination(text)
    if name == OWNER and not recipient:
        return None
    if name not in known:
        near = difflib.get_close_matches(name, [*known, OWNER], 1)
        cure = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)} and {OWNER}"
        return f"no destination is called {name!r}", cure
    if ":" not in text:
        return None
    if name not in WITH_RECIPIENTS:
        return f"{name} has no recipients", f"write {name} alone"
    if name == "email" and not _ADDRESS.fullmatch(recipient):
        return f"{recipient[:200]!r} is no mail address", 'such as "email:desk@example.org"'
    return None


def targets_named(texts: Iterable[str], everybody: Everybody) -> tuple[Target, ...]:
    """Return the targets that destinations stand for; one without a recipient stands for all of its own."""
    found: list[Target] = []
    for text in texts:
        name, recipient = split_destination(text)
        if name == OWNER:
            continue
        if name in WITH_RECIPIENTS:
            found += [Target(name, each) for each in ((recipient,) if recipient else everybody.get(name, ()))]
        else:
            found.append(Target(name))
    return tuple(dict.fromkeys(found))


def as_route(given: RouteSettings, zone: str, everybody: Everybody) -> Route:
    """Return a route as the engine knows one; `zone` is that of quiet hours which name none."""
    quiet = given.quiet
    return Route(
        given.name,
        Matcher(given.promises, given.tags, given.actors, given.owners, given.priorities, given.statuses),
        targets_named(given.destinations, everybody),
        _names_owner(given.destinations),
        given.group_by,
        given.remind,
        given.remind_limit,
        None if quiet is None else Quiet(quiet.start, quiet.end, quiet.zone or zone),
        given.escalate_after,
        targets_named(given.escalate_to, everybody),
        _names_owner(given.escalate_to),
        given.goes_on,
    )


def default_route(destinations: Iterable[str], everybody: Everybody) -> Route:
    """Return the route of whatever no other takes."""
    named = tuple(destinations)
    return Route("alerts", targets=targets_named(named, everybody), to_owner=_names_owner(named))


def _names_owner(texts: Iterable[str]) -> bool:
    return any(split_destination(text)[0] == OWNER for text in texts)
