"""Reading what Slack sends: our buttons and forms, and nothing else, whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notifiers.pressing import ROOT_TS, chosen, click, filled
from tracker.domain.errors import BadInput
from tracker.domain.interactions import Choice, Deed, Person, Place, RejectForm, SnoozeForm, Step
from tracker_notifiers.slack_interactions import read_interaction
from tracker_notifiers.slack_views import view_of

PLACE = Place("C0POLICY", ROOT_TS, "")


def test_a_button_says_who_wants_what_of_which_promise_and_where() -> None:
    read = read_interaction(click("acknowledge"))

    assert read is not None
    assert (read.deed, read.step, read.by, read.subject) == (
        Deed.ACKNOWLEDGE,
        Step.CLICKED,
        Person("U0ANN", "ann"),
        "alma",
    )
    assert read.place == PLACE


def test_a_click_is_known_by_its_trigger() -> None:
    keys = [read_interaction(click("acknowledge", trigger=each)) for each in ("1", "1", "2")]

    assert [each and each.key for each in keys] == ["click:1", "click:1", "click:2"]


def test_a_button_on_an_item_names_the_version_that_was_seen_and_the_items_beside_it() -> None:
    blocks = [{"block_id": "deedline:item:7"}, {"block_id": "x"}, {"block_id": "deedline:item:9"}]

    read = read_interaction(click("accept", "7:2", blocks=blocks))

    assert read is not None
    assert (read.subject, read.seen, read.beside) == ("7", 2, (7, 9))


def test_a_menu_says_the_same_as_a_button() -> None:
    read = read_interaction(chosen("dispute", "plans/energy"))

    assert read is not None
    assert (read.deed, read.subject) == (Deed.DISPUTE, "plans/energy")


def test_a_form_gives_back_what_it_is_about_and_what_was_filled_in() -> None:
    view = view_of(SnoozeForm("alma", "The bridge", (Choice("1d", "1 day"),)), PLACE)

    read = read_interaction(filled(view, {"span": "1d", "reason": " repairs "}))

    assert read is not None
    assert (read.deed, read.step, read.subject, read.place) == (Deed.SNOOZE, Step.FILLED, "alma", PLACE)
    assert read.fields == {"span": "1d", "reason": "repairs"}


def test_a_form_that_shows_what_a_silence_hides_remembers_what_was_filled_in() -> None:
    form = SnoozeForm("alma", "The bridge", (), ("nothing",), span="1d", reason="<!channel> & more")

    read = read_interaction(filled(view_of(form, PLACE)))

    assert read is not None
    assert (read.step, read.fields) == (Step.CONFIRMED, {"span": "1d", "reason": "<!channel> & more"})


def test_a_form_about_an_item_remembers_its_version_and_the_message() -> None:
    read = read_interaction(filled(view_of(RejectForm(7, 2, "open"), PLACE, (7, 9)), {"reason": "no"}))

    assert read is not None
    assert (read.subject, read.seen, read.beside, read.place.message) == ("7", 2, (7, 9), ROOT_TS)


@pytest.mark.parametrize("payload", [click("open", ""), {"type": "view_closed"}])
def test_what_asks_nothing_is_no_interaction(payload: dict[str, object]) -> None:
    assert read_interaction(payload) is None


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "shortcut"},
        click("explode"),
        click("accept", "one:two"),
        click("accept", "7"),
        click("accept", "²:1"),
        click("acknowledge", user={}),
        click("acknowledge", user={"id": "<!channel>"}),
        click("acknowledge", value="x" * 401),
        {"type": "block_actions", "actions": 7},
        {"type": "view_submission"},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "other"}},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "deedline:snooze:filled"}},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "deedline:snooze:clicked"}},
    ],
)
def test_what_is_not_ours_is_a_clear_error(payload: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="could not be read"):
        read_interaction(payload)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([click("acknowledge"), click("accept", "7:2"), chosen("snooze", "a")]),
    st.sampled_from(["user", "actions", "channel", "message", "container", "trigger_id", "type"]),
    anything,
)
def test_whatever_a_payload_holds_it_is_read_or_refused(
    payload: dict[str, object], name: str, value: object
) -> None:
    try:
        read = read_interaction({**payload, name: value})
    except BadInput:
        read = None
    assert read is None or read.by.id.isalnum()
