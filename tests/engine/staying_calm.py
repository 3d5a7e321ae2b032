"""One promise with every condition that a standing promise can have, and facts about it by name."""

from __future__ import annotations

from tests.engine.asking import happened
from tests.engine.given import promise, reading
from tests.engine.telling import deed
from tracker.domain.promises import Interest, Kind, Promise
from tracker.domain.reports import Fact, Nature

CRITERIA = (
    happened("strike"),
    happened("calm"),
    happened("mostly-calm"),
    happened("build-up"),
    happened("access-refused"),
)
PARTIES = {"mod-ru": Interest.SELF, "rebels": Interest.ADVERSARY}


def standing(kind: Kind, until: str | None = "2016-06-30") -> Promise:
    judged = reading(
        *CRITERIA,
        kept="calm",
        partly="mostly-calm",
        broken="strike",
        at_risk="build-up",
        cannot_verify="access-refused",
        until=until,
    )
    return promise(judged, kind=kind, interest=PARTIES)


def struck(on: str, nature: Nature = Nature.OBSERVATION, origin: str | None = None) -> Fact:
    return deed(on, "strike", nature, origin=origin)


def calm(on: str, origin: str | None = None) -> Fact:
    return deed(on, "calm", origin=origin)


def mostly(on: str) -> Fact:
    return deed(on, "mostly-calm")


def build_up(on: str, nature: Nature = Nature.OBSERVATION, origin: str | None = None) -> Fact:
    return deed(on, "build-up", nature, origin=origin)


def refused(on: str) -> Fact:
    return deed(on, "access-refused")
