"""Promises and routes for the tests of routing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from tracker.domain.alerts import Target
from tracker.domain.promises import Kind, Priority, Promise, Statement
from tracker.domain.routing import Matcher, Route
from tracker.domain.statuses import Status

NOON = datetime(2016, 5, 23, 12, tzinfo=UTC)
DESK, NIGHT, BOSS = Target("email", "desk@example.org"), Target("slack"), Target("email", "boss@example.org")
TAGS, ACTORS, IDS = ("syria", "grid", "rail"), ("Minister X", "Ministry Y"), ("alma", "kiel", "elbe")


def a_promise(
    name: str = "alma",
    *,
    tags: Sequence[str] = (),
    by: Sequence[str] = ("Minister X",),
    owner: str = "",
    priority: Priority = Priority.NORMAL,
) -> Promise:
    said = Statement("said", tuple(by), date(2016, 5, 2))
    return Promise(
        name,
        f"The bridge {name} opens",
        Kind.ACHIEVE,
        said,
        (),
        datetime(2016, 5, 2, tzinfo=UTC),
        priority=priority,
        owner=owner,
        tags=tuple(tags),
    )


def some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


PROMISES = st.builds(
    a_promise,
    st.sampled_from(IDS),
    tags=some(TAGS),
    by=some(ACTORS),
    owner=st.sampled_from(("", "desk", "ann@example.org")),
    priority=st.sampled_from(Priority),
)
MATCHERS = st.builds(
    Matcher,
    some(IDS),
    some(TAGS),
    some(ACTORS),
    st.sampled_from(((), ("desk",))),
    st.lists(st.sampled_from(Priority), max_size=2).map(tuple),
    st.lists(st.sampled_from(Status), max_size=3).map(tuple),
)
ROUTES = st.lists(st.tuples(MATCHERS, st.sampled_from((DESK, NIGHT, BOSS)), st.booleans()), max_size=5).map(
    lambda made: tuple(
        Route(f"route {number}", matcher, (target,), goes_on=goes_on)
        for number, (matcher, target, goes_on) in enumerate(made, 1)
    )
)
