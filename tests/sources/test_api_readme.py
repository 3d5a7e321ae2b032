"""What the README of the sources says of the public event data is true."""

from __future__ import annotations

import pytest

from tests.sources.test_readme import README, SNIPPETS, loaded
from tracker.domain.sources import FactRule, HeaderValue, SignIn, Source
from tracker.sources import acled, acled_fields, api_answers, gdelt, reliefweb, ucdp, ucdp_fields
from tracker.sources.gdelt_rows import MADE, knows


def shown(kind: str) -> list[Source]:
    """Return the sources of one kind that the README shows."""
    return [source for source in map(loaded, SNIPPETS) if source.kind == kind]


@pytest.mark.parametrize(("kind", "facts"), [("gdelt", gdelt.FACTS), ("ucdp", ucdp.FACTS), ("acled", acled.FACTS)])
def test_the_map_that_stands_without_another_is_the_one_shown(kind: str, facts: tuple[FactRule, ...]) -> None:
    _, mapped = shown(kind)
    assert mapped.facts == facts


def test_what_is_kept_of_gdelt_is_named_by_paths_that_it_has() -> None:
    assert all(knows(path) for path in shown("gdelt")[0].only)


def test_every_path_that_is_made_is_described() -> None:
    made = [*MADE, *ucdp_fields.made_of({}), *acled_fields.made_of({})]
    assert [path for path in made if f"`{path}`" not in README] == []


def test_secrets_are_sent_as_the_services_ask() -> None:
    assert shown("ucdp")[0].headers == {"x-ucdp-access-token": HeaderValue(secret="ucdp_token")}
    assert shown("acled")[0].sign_in == SignIn("acled_name", "acled_password", "/oauth/token", "acled")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (gdelt.CATCH_UP.total_seconds() / 3600, "up to 24 hours before"),
        (gdelt.MOST_FILES, "24 at a time"),
        (gdelt.STALE.total_seconds() / 3600, "more than two hours old"),
        (ucdp.PAGE_SIZE, "Pages of 1,000 events are read"),
        (ucdp.MOST_PAGES, "20 at a time; once all"),
        (acled.MOST_PAGES, "Pages of 1,000 events are read, 20 at a time. An event"),
        (reliefweb.PAGE_SIZE, "Pages of 100\nreports"),
        (reliefweb.MOST_PAGES, "reports are read, 20 at a time"),
        (api_answers.FIRST_LOOK.days, "the first time since `start`, or 30 days"),
    ],
)
def test_the_limits_are_those_that_hold(number: float, said: str) -> None:
    assert said in README
    assert f"{int(number):,}" in said.replace("two", "2")
