"""`deedline outbox`: what was sent, what was not and why not, and letting one go again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.actions.making import CountingSender, SetClock
from tests.actions.outbox import change, put_in
from tests.cli.desk import make_desk
from tests.cli.running import deedline
from tests.notifiers.samples import a_notice
from tracker.actions.deliver import deliver_to
from tracker.actions.send_test import queue_test
from tracker.domain.alerts import Abilities, Outcome, Result, Target
from tracker.store.opening import open_store
from tracker.store.outbox_rows import Payload
from tracker.store.store import Store

NOW = datetime.now(UTC)
HOSTILE = "\x1b[2Jgone\u202e\r\nsent 2016"
OFF = Outcome(Result.REFUSED, "token_revoked", disables_destination=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = make_desk(tmp_path_factory.mktemp("made"), '[slack]\ntoken = "xoxb-1"\nchannel = "C0POLICY"\n')
    open_store(desk / "deedline.sqlite").close()
    return desk


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "desk")


@pytest.fixture
def store(desk: Path) -> Store:
    return open_store(desk / "deedline.sqlite")


def _answered(store: Store, *answers: Outcome, destination: str = "slack", messages: int = 1) -> None:
    put_in(store, messages, destination=destination)
    sender = CountingSender(Abilities(), answers=list(answers))
    deliver_to(store, destination, sender, SetClock(NOW))


def _why_not(desk: Path, *options: str) -> list[str | None]:
    return [row["why_not"] for row in deedline("outbox", "list", "--json", *options, folder=desk).data]


def test_an_alert_that_was_sent_says_to_whom_and_why(desk: Path, store: Store) -> None:
    queue_test(store, Target("email", "a@example.org"), Payload((a_notice(),)), NOW)
    deliver_to(store, "email", CountingSender(Abilities()), SetClock(NOW))
    (row,) = deedline("outbox", "--json", folder=desk).data
    assert (row["state"], row["destination"], row["recipient"]) == ("sent", "email", "a@example.org")
    assert (row["promises"], row["why_sent"], row["why_not"]) == (["grid-plan"], "somebody asked for a test", None)
    line = deedline("outbox", folder=desk).out.splitlines()[1]
    assert " sent " in line
    assert "email a@example.org" in line


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Outcome(Result.RETRY, "429", retry_after=600.0), "put off until "),
        (Outcome(Result.REFUSED, "msg_too_long"), "refused for good: msg_too_long"),
        (OFF, "slack is switched off: token_revoked"),
        (Outcome(Result.AMBIGUOUS, "timed out"), "may have arrived, looked for or sent again"),
    ],
)
def test_what_was_not_sent_says_why_not(desk: Path, store: Store, answer: Outcome, said: str) -> None:
    _answered(store, answer)
    (why_not,) = _why_not(desk)
    assert why_not is not None
    assert why_not.startswith(said)


def test_what_is_held_says_why_and_until_when(desk: Path, store: Store) -> None:
    put_in(store, 1, destination="slack")
    change(store, "UPDATE outbox SET held_because = 'quiet hours', not_before = 4102444800000000")
    assert _why_not(desk) == ["quiet hours until 2100-01-01T00:00:00Z"]
    assert " held " in deedline("outbox", "list", folder=desk).out


def test_what_names_its_own_end_does_not_name_it_twice(desk: Path, store: Store) -> None:
    put_in(store, 2, destination="slack")
    change(store, "UPDATE outbox SET not_before = 4102444800000000")
    change(store, "UPDATE outbox SET held_because = 'quiet hours of a until 1 Jan 2100 01:00 CET' WHERE id = 1")
    change(store, "UPDATE outbox SET held_because = 'set aside: no answer until noon' WHERE id = 2")
    assert _why_not(desk) == [
        "set aside: no answer until noon until 2100-01-01T00:00:00Z",
        "quiet hours of a until 1 Jan 2100 01:00 CET",
    ]


def test_what_need_not_be_sent_any_more_and_what_is_being_sent_say_so(desk: Path, store: Store) -> None:
    put_in(store, 3, destination="slack")
    change(store, "UPDATE outbox SET state = 'dropped', held_because = 'a silence of ada' WHERE id = 1")
    change(store, "UPDATE outbox SET state = 'claimed', claim_by = 'here/12/34' WHERE id = 2")
    assert _why_not(desk) == ["waits for its turn", "being sent by process 12 on here", "a silence of ada"]


def test_messages_are_chosen_by_state_and_destination(desk: Path, store: Store) -> None:
    _answered(store, Outcome(Result.REFUSED, "no"), messages=3)
    put_in(store, 2, destination="hook")
    change(store, "UPDATE outbox SET held_because = 'quiet hours' WHERE dedupe = 'hook0'")

    def chosen(*options: str) -> list[int]:
        return [row["id"] for row in deedline("outbox", "list", "--json", *options, folder=desk).data]

    assert chosen() == [5, 4, 3, 2, 1]
    assert chosen("--state", "failed") == [1]
    assert chosen("--state", "waiting") == [5, 4]
    assert chosen("--state", "held") == [4]
    assert chosen("--destination", "slack", "--state", "sent") == [3, 2]
    assert chosen("--limit", "2") == [5, 4]
    assert deedline("outbox", "list", "--state", "dropped", folder=desk).out == "no such messages\n"


def test_messages_are_chosen_by_promise(desk: Path) -> None:
    deedline("run", "--once", folder=desk)
    (row,) = deedline("outbox", "--json", folder=desk).data
    (promise, *_) = row["promises"]
    found = deedline("outbox", "list", "--promise", promise, "--json", folder=desk).data
    assert [each["id"] for each in found] == [row["id"]]
    assert deedline("outbox", "list", "--promise", "other", "--json", folder=desk).data == []


def test_a_state_that_is_none_is_an_error_that_names_them(desk: Path) -> None:
    ran = deedline("outbox", "list", "--state", "lost", folder=desk)
    assert ran.code == 1
    assert "pending, claimed, retry, ambiguous, sent, failed, dropped, waiting, held" in ran.err


def test_one_message_is_shown_with_its_attempts(desk: Path, store: Store) -> None:
    _answered(store, Outcome(Result.RETRY, "HTTP 503", retry_after=0.0))
    deliver_to(store, "slack", CountingSender(Abilities()), SetClock(NOW + timedelta(seconds=1)))
    shown = deedline("outbox", "show", "1", "--json", folder=desk).data
    assert [(each["number"], each["outcome"], each["answer"]) for each in shown["attempts"]] == [
        (1, "retry", "HTTP 503"),
        (2, "sent", "ok"),
    ]
    text = deedline("outbox", "show", shown["delivery"], folder=desk).out
    assert ": retry, HTTP 503\n" in text
    assert "    why sent: Deedline is well again\n" in text
    assert "    says: message 0\n" in text


def test_hostile_text_steers_no_terminal(desk: Path, store: Store) -> None:
    notice = a_notice(promise="p", reason=HOSTILE)
    queue_test(store, Target("email", HOSTILE), Payload((notice,)), NOW)
    sender = CountingSender(Abilities(), answers=[Outcome(Result.RETRY, HOSTILE)])
    deliver_to(store, "email", sender, SetClock(NOW))
    for command in (("outbox",), ("outbox", "show", "1"), ("outbox", "show", "1", "--json"), ("doctor",)):
        out = deedline(*command, folder=desk).out
        assert not {"\x1b", "\u202e", "\r"} & set(out), command
        assert "\nsent 2016" not in out, command


def test_a_message_whose_content_is_damaged_is_shown_as_such(desk: Path, store: Store) -> None:
    put_in(store, 1, destination="slack")
    change(store, "UPDATE outbox SET payload = '{'")
    assert "says: its content cannot be read" in deedline("outbox", "show", "1", folder=desk).out
    assert deedline("outbox", folder=desk).code == 0


def test_a_failed_message_goes_again_by_hand(desk: Path, store: Store) -> None:
    _answered(store, Outcome(Result.REFUSED, "msg_too_long"))
    ran = deedline("outbox", "retry", "1", folder=desk)
    assert ran.out == "message 1 to slack goes with the next pass of deedline run\n"
    sender = CountingSender(Abilities())
    deliver_to(store, "slack", sender, SetClock(NOW))
    assert [delivery.maybe_repeated for delivery in sender.arrived] == [False]


def test_one_for_a_destination_that_was_switched_off_switches_it_on(desk: Path, store: Store) -> None:
    _answered(store, OFF)
    assert "slack is switched on again" in deedline("outbox", "retry", "1", folder=desk).out
    assert deliver_to(store, "slack", CountingSender(Abilities()), SetClock(NOW)).sent == 1


def test_one_that_is_held_goes_at_once(desk: Path, store: Store) -> None:
    put_in(store, 1, destination="slack")
    change(store, "UPDATE outbox SET held_because = 'quiet hours', not_before = 4102444800000000")
    deedline("outbox", "retry", "1", folder=desk)
    assert deliver_to(store, "slack", CountingSender(Abilities()), SetClock(NOW)).sent == 1


def test_one_whose_destination_rests_after_a_failure_goes_at_once(desk: Path, store: Store) -> None:
    _answered(store, Outcome(Result.AMBIGUOUS, "HTTP 500"), messages=2)
    change(store, "UPDATE outbox SET not_before = 4102444800000000 WHERE id = 1")
    change(store, "UPDATE destination SET next_slot_at = 4102444800000000")
    sender = CountingSender(Abilities())
    assert deliver_to(store, "slack", sender, SetClock(NOW)).sent == 0
    ran = deedline("outbox", "retry", "2", folder=desk)
    assert ran.out == "message 2 to slack goes with the next pass of deedline run\n"
    assert deliver_to(store, "slack", sender, SetClock(datetime.now(UTC))).sent == 1
    assert [delivery.id for delivery in sender.arrived] == [
        deedline("outbox", "show", "2", "--json", folder=desk).data["delivery"]
    ]


def test_a_wait_that_the_other_side_asked_for_is_kept_and_its_end_told(desk: Path, store: Store) -> None:
    _answered(store, Outcome(Result.RETRY, "HTTP 429", retry_after=3600.0))
    ran = deedline("outbox", "retry", "1", folder=desk)
    until = (NOW + timedelta(hours=1)).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    assert ran.out == f"message 1 goes at {until}: slack asked to be left alone until then\n"
    sender = CountingSender(Abilities())
    assert deliver_to(store, "slack", sender, SetClock(NOW + timedelta(minutes=59))).sent == 0
    assert deliver_to(store, "slack", sender, SetClock(NOW + timedelta(minutes=61))).sent == 1


def test_a_message_to_a_destination_that_is_not_set_up_says_so(desk: Path, store: Store) -> None:
    put_in(store, 1, destination="slack_webhook")
    says = "slack_webhook is not set up: the settings lack slack_webhook.url"
    assert _why_not(desk) == [says]
    assert f"not sent because: {says}" in deedline("outbox", "show", "1", folder=desk).out
    ran = deedline("outbox", "retry", "1", folder=desk)
    assert ran.code == 1
    assert says in ran.err
    doctor = deedline("doctor", folder=desk)
    assert f"✖ destinations: {says}; 1 message to it waits\n    cure: set it up" in doctor.out


def test_doctor_says_in_one_line_what_a_destination_did_not_take(desk: Path, store: Store) -> None:
    _answered(store, Outcome(Result.RETRY, "HTTP 503"))
    doctor = deedline("doctor", folder=desk).out
    assert "✖ destinations: slack did not take a message (1 try): HTTP 503\n" in doctor
    put_in(store, 12, destination="slack", named="more")
    change(store, "UPDATE outbox SET last_error = 'HTTP 503', state = 'retry'")
    doctor = deedline("doctor", folder=desk).out
    assert doctor.count("✖ destinations: ") == 1
    assert "slack did not take 13 messages, the newest because: HTTP 503\n" in doctor


def test_one_that_may_have_arrived_is_looked_for_first(desk: Path, store: Store) -> None:
    put_in(store, 1, destination="slack")
    sender = CountingSender(answers=[Outcome(Result.AMBIGUOUS, "lost")])
    deliver_to(store, "slack", sender, SetClock(NOW))
    deedline("outbox", "retry", "1", folder=desk)
    deliver_to(store, "slack", sender, SetClock(NOW + timedelta(seconds=3)))
    assert (sender.looked, len(sender.arrived)) == (1, 1)


def test_what_was_sent_or_is_being_sent_is_not_sent_again(desk: Path, store: Store) -> None:
    _answered(store)
    assert "message 1 was sent" in deedline("outbox", "retry", "1", folder=desk).err
    change(store, "UPDATE outbox SET state = 'claimed'")
    assert "is being sent right now" in deedline("outbox", "retry", "1", folder=desk).err


@pytest.mark.parametrize("name", ["7", "none", "9" * 40])
def test_a_message_that_is_not_there_is_an_error(desk: Path, store: Store, name: str) -> None:
    ran = deedline("outbox", "show", name, folder=desk)
    assert ran.code == 1
    assert "there is no message" in ran.err
