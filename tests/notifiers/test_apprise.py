"""Apprise: text that no service takes for markup, and answers of which only a yes is certain."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from threading import Event
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings

from tests.notifiers.hostile import links, texts
from tests.notifiers.samples import a_delivery, a_notice
from tracker.domain.alerts import Abilities, Delivery, EvidenceLine, Result
from tracker.domain.errors import BadSettings
from tracker.domain.verdicts import Bearing
from tracker_notifiers.apprise import LONGEST, AppriseSender, service_names

DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
TEAMS = "msteams://TokenA/TokenB/TokenC"
NAME = service_names([DISCORD])[0]


@dataclass
class StandIn:
    """What stands where the library would: it notes what it is handed and answers as it is told to."""

    answer: Any = True
    handed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    hangs: Event | None = None

    def module(self) -> ModuleType:
        outer = self

        class Apprise:
            def add(self, url: str) -> bool:
                self.url = url
                return not url.startswith("nonsense")

            def notify(self, **content: Any) -> Any:
                outer.handed.append((self.url, content))
                if outer.hangs is not None:
                    outer.hangs.wait(30)
                if isinstance(outer.answer, Exception):
                    raise outer.answer
                return outer.answer

        return SimpleNamespace(Apprise=Apprise)  # type: ignore[return-value]  # stands in for the module


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setitem(sys.modules, "apprise", stand_in.module())
    return stand_in


def to(name: str, **changes: Any) -> Delivery:
    return a_delivery(**{"recipient": name, "destination": "apprise", **changes})


def test_a_delivery_goes_to_the_service_it_is_for_and_to_no_other(library: StandIn) -> None:
    sender = AppriseSender([TEAMS, DISCORD])
    assert sender.send(to(NAME)).result is Result.SENT
    ((url, content),) = library.handed
    assert url == DISCORD
    assert content == sender.payload(to(NAME))
    assert content["body_format"] == "text"


@pytest.mark.parametrize("answer", [False, None, RuntimeError("a plugin's mistake")])
def test_anything_but_a_yes_leaves_it_open(library: StandIn, answer: object) -> None:
    library.answer = answer
    assert AppriseSender([DISCORD]).send(to(NAME)).result is Result.AMBIGUOUS


def test_a_service_that_does_not_answer_in_time_leaves_it_open(library: StandIn) -> None:
    library.hangs = Event()
    outcome = AppriseSender([DISCORD], timeout=0.05).send(to(NAME))
    library.hangs.set()
    assert (outcome.result, outcome.answer) == (Result.AMBIGUOUS, "no answer within 0.05 seconds")


def test_what_is_sent_again_says_that_it_may_be_a_repeat() -> None:
    body = AppriseSender([DISCORD]).payload(to(NAME, maybe_repeated=True))["body"]
    assert "Possibly a repeat" in str(body)


def test_a_service_that_was_taken_out_of_the_settings_refuses_this_message_only(library: StandIn) -> None:
    outcome = AppriseSender([TEAMS]).send(to(NAME))
    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)
    assert library.handed == []


def test_a_missing_library_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    sender = AppriseSender([DISCORD])
    for outcome in (sender.send(to(NAME)), sender.check()):
        assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)
        assert "pip install 'deedline[apprise]'" in outcome.answer


def test_an_address_that_the_library_does_not_know_is_named_without_showing_it(library: StandIn) -> None:
    sender = AppriseSender(["nonsense://secret-token"])
    checked = sender.check()
    assert checked.disables_destination
    assert (
        "secret-token"
        not in checked.answer + sender.send(to(service_names(["nonsense://secret-token"])[0])).answer
    )


def test_a_check_sends_nothing(library: StandIn) -> None:
    assert AppriseSender([DISCORD, TEAMS]).check().result is Result.SENT
    assert library.handed == []


def test_an_address_without_a_service_is_a_clear_error_that_shows_no_secret() -> None:
    with pytest.raises(BadSettings, match="number 2 is not an address") as caught:
        AppriseSender([DISCORD, "my-secret-token"])
    assert "my-secret-token" not in caught.value.message


def test_names_of_services_are_steady_and_give_nothing_away() -> None:
    (discord, teams) = service_names([DISCORD, TEAMS])
    assert (discord[:8], teams[:8]) == ("discord-", "msteams-")
    assert service_names([TEAMS]) == (teams,)
    assert "JHMHI" not in discord


def test_it_can_look_nothing_up() -> None:
    assert AppriseSender([DISCORD]).abilities == Abilities()


def test_a_long_message_is_cut_at_a_line_with_a_pointer() -> None:
    notices = tuple(a_notice(promise=f"p{number}") for number in range(40))
    body = str(AppriseSender([DISCORD]).payload(a_delivery(*notices))["body"])
    assert len(body) <= LONGEST
    assert body.endswith("'deedline show' tells the rest")


@given(texts, links)
@settings(max_examples=60)
def test_no_sign_that_a_service_reads_as_markup_gets_through(text: str, link: str) -> None:
    evidence = EvidenceLine(Bearing.FOR, text, text, text, text, link)
    notice = a_notice(
        title=text, quote=text, quote_url=link, reason=text, by=(text,), evidence=(evidence,), url=link
    )
    content = AppriseSender([DISCORD]).payload(a_delivery(notice))
    title, body = str(content["title"]), str(content["body"])
    outside_links = " ".join(word for word in body.split() if not word.startswith(("http://", "https://")))
    for shown in (title, outside_links):
        assert not set(shown) & set("<>&*_`~|@#\\{}")
    assert not set(body) & set("<>*_`~|@{}")
    assert "](" not in body
    assert len(body) <= LONGEST
