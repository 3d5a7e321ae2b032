"""Routes in the settings: what they become, and what is refused with its place and cure."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from tracker.app import routing_of
from tracker.cli.settings_file import load_settings
from tracker.domain.alerts import Target
from tracker.domain.errors import BadSettings
from tracker.domain.routing import GroupBy, Matcher, Quiet, Route
from tracker.domain.statuses import Status

WHOLE = """
zone = "Europe/Vienna"
[email]
host = "mail"
from = "deedline@example.org"
to = ["all@example.org"]
[owners]
grid-desk = "email:grid@example.org"
[[routes]]
name = "night"
tags = ["grid"]
statuses = ["broken"]
destinations = ["owner", "email", "email:head@example.org"]
group_by = ["actor"]
remind = "6 hours"
quiet = {from = "22:00", to = "07:00"}
escalate_after = "1 day"
escalate_to = ["owner", "console"]
continue = true
[[routes]]
destinations = ["console"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the settings file is to be."""
    return tmp_path / "deedline.toml"


def refused(file: Path, text: str) -> BadSettings:
    file.write_text(text)
    with pytest.raises(BadSettings) as caught:
        load_settings(file, {})
    return caught.value


def test_a_route_becomes_what_it_says(file: Path) -> None:
    file.write_text(WHOLE)
    routing = routing_of(load_settings(file, {}))
    everybody, head = Target("email", "all@example.org"), Target("email", "head@example.org")
    assert routing.routes[0] == Route(
        "night",
        Matcher(tags=("grid",), statuses=(Status.BROKEN,)),
        (everybody, head),
        to_owner=True,
        group_by=(GroupBy.ACTOR,),
        remind=timedelta(hours=6),
        quiet=Quiet(time(22), time(7), "Europe/Vienna"),
        escalate_after=timedelta(days=1),
        escalate_to=(Target("console"),),
        escalate_to_owner=True,
        goes_on=True,
    )
    assert routing.routes[1].name == "route 2"
    assert routing.owners == {"grid-desk": (Target("email", "grid@example.org"),)}
    assert routing.mail


@pytest.mark.parametrize(
    ("route", "says"),
    [
        ('destination = ["console"]', "did you mean destinations?"),
        ('destinations = ["slak"]', "no destination is called 'slak'"),
        ('destinations = ["email:desk"]', "'desk' is no mail address"),
        ('destinations = ["console:me"]', "console has no recipients"),
        ("destinations = []", "route 1: destinations: name at least one"),
        (
            'destinations = ["console"]\nstatuses = ["late"]',
            "route 1: statuses (value 1): this has to be",
        ),
        ('destinations = ["console"]\nremind = "soon"', 'write a time such as "30 minutes"'),
        ('destinations = ["console"]\nremind = "900 days"', "from 1 minute to 366 days"),
        ('destinations = ["console"]\nquiet = {from = "22:00"}', "route 1: quiet.to: this has to be set"),
        ('destinations = ["console"]\nquiet = {from = "25:00", to = "7:00"}', "a time of day"),
        ('destinations = ["console"]\nquiet = {from = "7:00", to = "7:00"}', "hold everything for ever"),
        ('destinations = ["console"]\nquiet = {from = "7:00", to = "8:00", zon = "UTC"}', "did you mean zone?"),
        ('destinations = ["console"]\nquiet = {from = "7:00", to = "8:00", zone = "Mars"}', "no time zone"),
        ('destinations = ["console"]\nescalate_after = "1 hour"', "needs escalate_to"),
        ('destinations = ["console"]\nescalate_to = ["console"]', "needs escalate_after"),
        ('name = "alerts"\ndestinations = ["console"]', "no route can be called 'alerts'"),
        (
            'name = "a"\ndestinations = ["console"]\n[[routes]]\nname = "a"\ndestinations = ["console"]',
            "two routes",
        ),
    ],
)
def test_a_route_that_cannot_be_is_refused_with_its_place(file: Path, route: str, says: str) -> None:
    error = refused(file, f"[[routes]]\n{route}\n")
    assert says in f"{error.message} {error.hint}"
    assert str(file) in error.message


def test_a_route_is_called_by_its_name_or_by_its_place_counted_from_one_as_messages_call_it(file: Path) -> None:
    error = refused(
        file,
        '[[routes]]\nname = "energy"\nremind_limit = "x"\ndestinations = ["console"]\n'
        '[[routes]]\ndestinations = ["console"]\nremind_limit = 0\n',
    )
    assert error.message.splitlines() == [
        f"{file}: route 'energy': remind_limit: this has to be a whole number",
        f"{file}: route 2: remind_limit: this has to be 1 or more",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('desk = "owner"', "an owner is not told at 'owner'"),
        ("desk = []", "told nowhere"),
        ('desk = "slak"', "slack?"),
    ],
)
def test_an_owner_that_cannot_be_told_is_refused(file: Path, line: str, says: str) -> None:
    error = refused(file, f"[owners]\n{line}\n")
    assert says in f"{error.message} {error.hint}"


def test_a_destination_with_recipients_stands_for_all_of_them_or_for_the_one_that_is_named(file: Path) -> None:
    file.write_text(
        '[alerts]\ndestinations = ["apprise"]\n[apprise]\nurls = ["json://a.example.org", "json://b.example.org"]\n'
        '[[routes]]\ndestinations = ["apprise:json-123456"]\n'
    )
    routing = routing_of(load_settings(file, {}))
    assert [(each.destination, each.recipient[:5]) for each in routing.default.targets] == [
        ("apprise", "json-")
    ] * 2
    assert routing.routes[0].targets == (Target("apprise", "json-123456"),)


def test_a_route_to_what_is_not_set_up_yet_does_not_stop_the_rest(file: Path) -> None:
    file.write_text('[[routes]]\ndestinations = ["slack"]\n')
    assert routing_of(load_settings(file, {})).routes[0].targets == (Target("slack"),)
