"""One promise with every condition that a promise to achieve something can have, and facts about it by name."""

from __future__ import annotations

from tests.engine.asking import at_least, happened, latest
from tests.engine.given import promise, reading
from tests.engine.telling import deed, figure
from tracker.domain.promises import Interest
from tracker.domain.reports import Fact, Nature

CRITERIA = (
    latest("gone", at_least(20)),
    happened("part-left"),
    happened("cancelled"),
    happened("halted"),
    happened("returned"),
    happened("access-refused"),
)
PARTIES = {"mod-ru": Interest.SELF}
CONDITIONS = {
    "kept": "gone",
    "partly": "part-left",
    "broken": "cancelled",
    "at_risk": "halted",
    "undone": "returned",
    "cannot_verify": "access-refused",
}
DATED = promise(reading(*CRITERIA, **CONDITIONS, due="2016-05-20"), undone_within=30, interest=PARTIES)
UNDATED = promise(reading(*CRITERIA, **CONDITIONS), undone_within=30, interest=PARTIES, review_by="2016-08-31")


def reached(on: str) -> Fact:
    return figure(25, on)


def missed(on: str) -> Fact:
    return figure(5, on)


def part_left(on: str) -> Fact:
    return deed(on, "part-left")


def cancelled(on: str) -> Fact:
    return deed(on, "cancelled", Nature.ACT)


def halted(on: str) -> Fact:
    return deed(on, "halted")


def returned(on: str) -> Fact:
    return deed(on, "returned")


def refused(on: str) -> Fact:
    return deed(on, "access-refused")


def conceded(on: str) -> Fact:
    return deed(on, "halted", Nature.CONCESSION, origin="mod-ru")
