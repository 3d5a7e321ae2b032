"""The door to what people do in Slack: answered in time whatever the work does, and told what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.notifiers.pressing import click, filled
from tests.notifiers.samples import NOW
from tests.stand_ins.slack import SlackStandIn
from tracker.domain.errors import BadInput, StoreError
from tracker.domain.interactions import (
    Answered,
    AskedLine,
    Choice,
    DisputeForm,
    EvidenceForm,
    Interaction,
    Place,
    SnoozeForm,
)
from tracker_notifiers.slack_calls import SlackCalls
from tracker_notifiers.slack_door import SlackDoor
from tracker_notifiers.slack_views import view_of

Act = Callable[[Interaction], Answered]
Doors = Callable[[Act], SlackDoor]

PLACE = Place("C0POLICY", "1.1")
DISPUTE = view_of(DisputeForm("alma", "The bridge", "overdue"), PLACE)
SNOOZE = SnoozeForm("alma", "The bridge", (Choice("1d", "1 day"),))
LINE = AskedLine(7, 1, "alma", "The bridge", "opened", "wires", NOW, "It is open.", decided="accepted by bob")


@pytest.fixture
def doors(slack: SlackStandIn) -> Iterator[Doors]:
    made: list[SlackDoor] = []

    def make(act: Act) -> SlackDoor:
        made.append(SlackDoor(act, SlackCalls("xoxb-test", base_url=slack.url), patience=0.2))
        return made[-1]

    yield make
    for door in made:
        door.close()


def test_a_click_is_answered_before_the_work_is_done(slack: SlackStandIn, doors: Doors) -> None:
    go_on = threading.Event()

    def slow(_asked: Interaction) -> Answered:
        go_on.wait(30)
        return Answered("Done.", done=True)

    door = doors(slow)

    assert door.take(click("acknowledge", response_url=slack.response_url)) == {}
    assert slack.workspace.responses == []
    go_on.set()
    door.close()
    assert slack.workspace.responses[0]["text"] == "Done."


def test_words_go_to_the_one_who_clicked_and_leave_the_message_alone(slack: SlackStandIn, doors: Doors) -> None:
    door = doors(lambda _: Answered("You <!channel> may not."))

    door.take(click("acknowledge", response_url=slack.response_url))
    door.close()

    (said,) = slack.workspace.responses
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    assert said["text"] == "You &lt;!channel&gt; may not."


def test_where_the_address_for_answers_is_not_slack_s_it_is_not_used(slack: SlackStandIn, doors: Doors) -> None:
    door = doors(lambda _: Answered("Done."))

    door.take(click("acknowledge", response_url="http://169.254.169.254/latest/meta-data"))
    door.close()

    assert slack.workspace.responses == []
    (said,) = slack.workspace.ephemerals
    assert (said["user"], said["channel"], said["text"]) == ("U0ANN", "C0POLICY", "Done.")


def test_a_button_that_needs_a_form_opens_one(slack: SlackStandIn, doors: Doors) -> None:
    door = doors(lambda _: Answered(form=SNOOZE))

    door.take(click("snooze"))
    door.close()

    (view,) = slack.workspace.forms.opened
    assert view["callback_id"] == "deedline:snooze:filled"
    assert [block["block_id"] for block in view["blocks"][1:]] == ["span", "reason"]


def test_every_form_is_one_that_slack_opens(slack: SlackStandIn, doors: Doors) -> None:
    subjects = (Choice("alma#opened", "opened: open, alma"),)
    door = doors(lambda _: Answered(form=EvidenceForm("alma", "The bridge", subjects, date(2016, 5, 9))))

    door.take(click("add_evidence"))
    door.close()

    (view,) = slack.workspace.forms.opened
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert names == ["link", "date", "subject", "value", "text"]


def test_a_form_that_comes_too_late_is_told(slack: SlackStandIn, doors: Doors) -> None:
    door = doors(lambda _: Answered(form=SNOOZE))

    door.take(click("snooze", trigger="expired", response_url=slack.response_url))
    door.close()

    assert "press the button again" in slack.workspace.responses[0]["text"]


def test_what_is_wrong_in_a_form_is_told_beside_the_field(doors: Doors) -> None:
    door = doors(lambda _: Answered(errors={"reason": "say what is wrong"}))

    assert door.take(filled(DISPUTE)) == {"response_action": "errors", "errors": {"reason": "say what is wrong"}}


def test_a_form_that_leads_to_another_shows_that(doors: Doors) -> None:
    preview = SnoozeForm("alma", "The bridge", (), ("the alarm of alma",), NOW, "UTC", "1d", "repairs")
    door = doors(lambda _: Answered(form=preview))

    answer = door.take(filled(view_of(SNOOZE, PLACE), {"span": "1d", "reason": "repairs"}))

    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == "deedline:snooze:confirmed"
    told = "\n".join(block["text"]["text"] for block in answer["view"]["blocks"])
    assert "*This hides*\n• the alarm of alma" in told


def test_a_form_that_is_done_closes_and_the_words_follow(slack: SlackStandIn, doors: Doors) -> None:
    door = doors(lambda _: Answered("Dispute 1 is recorded.", done=True))

    assert door.take(filled(DISPUTE, {"reason": "no"})) == {"response_action": "clear"}
    door.close()
    assert slack.workspace.ephemerals[0]["text"] == "Dispute 1 is recorded."


def test_a_form_whose_work_takes_long_says_so_in_time_and_then_what_came_of_it(
    slack: SlackStandIn, doors: Doors
) -> None:
    go_on = threading.Event()

    def slow(_asked: Interaction) -> Answered:
        go_on.wait(30)
        return Answered("Dispute 1 is recorded.", done=True)

    door = doors(slow)
    view = slack.workspace.forms.open({"trigger_id": "t", "view": DISPUTE})["view"]

    answer = door.take(filled(view, {"reason": "no"}))
    go_on.set()
    door.close()

    assert "This takes a moment" in answer["view"]["blocks"][0]["text"]["text"]
    (late,) = slack.workspace.forms.updated
    assert late["id"] == view["id"]
    assert late["blocks"][0]["text"]["text"] == "Dispute 1 is recorded."


def test_a_store_that_cannot_be_written_is_told_with_the_cure(slack: SlackStandIn, doors: Doors) -> None:
    def busy(_asked: Interaction) -> Answered:
        raise StoreError("the store cannot be used: database is locked", "another process has been writing")

    door = doors(busy)
    door.take(click("acknowledge", response_url=slack.response_url))
    answer = door.take(filled(DISPUTE, {"reason": "no"}))
    door.close()

    words = "Nothing was done: the store cannot be used: database is locked (another process has been writing)"
    assert slack.workspace.responses[0]["text"] == words
    assert answer["view"]["blocks"][0]["text"]["text"] == words


def test_a_mistake_of_ours_shows_nothing_of_itself(slack: SlackStandIn, doors: Doors) -> None:
    def broken(_asked: Interaction) -> Answered:
        raise ZeroDivisionError("secret")

    door = doors(broken)
    door.take(click("acknowledge", response_url=slack.response_url))
    door.close()

    assert slack.workspace.responses[0]["text"] == "This could not be done; the log of the service says why."


def test_a_message_about_items_is_drawn_anew_as_they_stand(slack: SlackStandIn, doors: Doors) -> None:
    posted = slack.workspace.keep({"channel": "C0POLICY", "text": "items"})
    door = doors(lambda _: Answered("Item 7 is accepted.", done=True, asked=(LINE,)))

    door.take(click("accept", "7:0", ts=posted["ts"], response_url=slack.response_url))
    door.close()

    (shown,) = slack.workspace.messages
    assert shown["blocks"][-1]["block_id"] == "deedline:item:7"
    assert shown["blocks"][-1]["elements"][0]["text"] == "accepted by bob"


def test_a_button_that_is_not_ours_is_refused_and_does_nothing(doors: Doors) -> None:
    done: list[Any] = []

    def keep(asked: Interaction) -> Answered:
        done.append(asked)
        return Answered()

    door = doors(keep)

    with pytest.raises(BadInput):
        door.take(click("explode"))
    assert door.take(click("open", "")) == {}
    assert done == []
