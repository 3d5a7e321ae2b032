"""Slack's layout: what it says, and that nothing from outside acts in it or makes Slack refuse it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.lengths import EXAMPLES
from tests.notifiers.hostile import FRAGMENTS, links, texts
from tests.notifiers.samples import OWN_WORD, POSTPONED, ROOT, a_delivery, a_notice
from tests.stand_ins.slack_workspace import problem_with
from tracker.domain.alerts import Delivery, DeliveryKind, EvidenceLine, Mail, Notice, Why
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing
from tracker_notifiers.slack import message
from tracker_notifiers.slack_blocks import root_blocks
from tracker_notifiers.slack_parts import text_size
from tracker_notifiers.slack_text import LONGEST_MESSAGE, escaped, link, plain

LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>|\n]+>")


def mrkdwn(value: Any) -> Iterator[str]:
    """Yield every text that Slack reads as mrkdwn."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from mrkdwn(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from mrkdwn(inner)


def shown(delivery: Delivery) -> str:
    return "\n".join(mrkdwn(message(delivery)["blocks"]))


def test_the_header_is_plain_text_with_symbol_word_lateness_title_and_actor() -> None:
    header = message(a_delivery())["blocks"][0]

    assert header["type"] == "header"
    assert header["text"]["text"] == "▲ Act: overdue since 14 Nov (3 days late) - Publish grid plan (Minister X)"


def test_what_was_said_stands_with_its_source() -> None:
    source = "<https://example.org/speech?day=2&amp;month=5|source>"

    assert f"Said 2 May: “We will publish by 14 November”  ({source})" in shown(a_delivery())


def test_each_charge_stands_with_its_source_and_what_decides_is_marked() -> None:
    told = shown(a_delivery())

    assert "*For 1 · Against 1*" in told
    assert "－ draft postponed (<https://example.org/9nov|Ministry via newswire>, 9 Nov 2016) · *decides*" in told
    assert (
        "＋ plan announced (<https://example.org/8nov|Minister X via newswire>, 8 Nov 2016, interested party)"
        in told
    )


def test_context_comes_after_the_evidence() -> None:
    told = shown(a_delivery())

    assert told.index("draft postponed") < told.index("Also seen:\n· plan debated (Parliament via gazette")


def test_coverage_record_next_step_rule_and_cause_are_told() -> None:
    told = shown(a_delivery())

    assert "*Watched:* listened to 98% of the time (4 sources)" in told
    assert "*Before:* 3 of 11 earlier promises kept" in told
    assert "*Next:* a published plan makes it kept late" in told
    assert "rule grid-plan v3 · why sent: first" in told


def test_without_a_record_no_line_speaks_of_one() -> None:
    assert "Before" not in shown(a_delivery(a_notice(record="")))


def test_readings_stand_side_by_side() -> None:
    told = shown(a_delivery(a_notice(readings={"36 aircraft": Status.KEPT, "40 aircraft": Status.BROKEN})))

    assert "• 36 aircraft: ✔ kept\n• 40 aircraft: ✖ broken" in told


def test_without_a_public_address_there_is_no_button() -> None:
    assert not [block for block in message(a_delivery())["blocks"] if block["type"] == "actions"]


def test_with_a_public_address_a_button_opens_the_promise() -> None:
    blocks = message(a_delivery(a_notice(url="https://deedline.example.org/promises/grid-plan")))["blocks"]

    assert blocks[-1]["elements"][0]["url"] == "https://deedline.example.org/promises/grid-plan"


def test_a_reply_says_old_and_new_the_reason_and_what_decided() -> None:
    notice = a_notice(
        old=Status.OVERDUE, status=Status.KEPT_LATE, why=Why.RESOLVED, reason="done after the deadline"
    )

    told = shown(a_delivery(notice, thread=ROOT))

    assert told.startswith("✔ *overdue → kept late*: done after the deadline\n• draft postponed")
    assert "why sent: resolved" in told
    assert "Said" not in told
    assert "plan announced" not in told


def test_a_message_that_may_be_a_repeat_says_so() -> None:
    digest = a_delivery(notices=(), mail=Mail("Week to 21 Nov", "Quiet.\n", "<p>"), maybe_repeated=True)
    for delivery in (a_delivery(maybe_repeated=True), a_delivery(maybe_repeated=True, thread=ROOT), digest):
        assert "Possibly a repeat" in shown(delivery)


def test_a_root_says_what_changed_also_when_it_is_edited() -> None:
    reversed_now = a_notice(old=Status.KEPT, status=Status.REVERSED)

    assert "*Changed:* kept → reversed" in shown(a_delivery(reversed_now))
    assert "*Changed:* kept → reversed" in json.dumps(root_blocks(reversed_now), ensure_ascii=False)
    assert "Changed" not in shown(a_delivery(a_notice(old=None)))
    assert "Changed" not in shown(a_delivery(a_notice(old=Status.OVERDUE)))


def test_many_accounts_are_cut_and_counted() -> None:
    told = shown(a_delivery(a_notice(evidence=(POSTPONED,) * 9)))

    assert "*For 0 · Against 9*" in told
    assert "－ and 3 more" in told


def test_a_group_is_one_message_with_a_line_for_each_promise() -> None:
    delivery = a_delivery(a_notice(), a_notice(title="Open the bridge", status=Status.BROKEN))

    assert message(delivery)["text"] == "✖ 2 promises: 1 overdue, 1 broken"
    assert "Open the bridge" in shown(delivery)


def test_a_group_too_long_for_slack_is_cut_with_a_pointer() -> None:
    delivery = a_delivery(*(a_notice(title=f"Promise {n}") for n in range(200)))
    told = shown(delivery)
    items = told.count("▲ Act: overdue")

    assert f"… and {200 - items} more: `deedline promises` lists them all." in told
    assert problem_with(message(delivery)) == ""


def test_a_digest_sent_to_slack_is_its_text() -> None:
    delivery = a_delivery(notices=(), mail=Mail("Week to 21 Nov", "Quiet.\n\n○ pending 3\n", "<p>"))

    assert message(delivery)["text"] == "Week to 21 Nov"
    assert shown(delivery) == "Quiet.\n○ pending 3"


def test_a_long_digest_sent_to_slack_is_cut_with_a_pointer() -> None:
    text = "\n\n".join(f"paragraph {n} " + "long " * 60 for n in range(100))
    delivery = a_delivery(notices=(), mail=Mail("Week", text, "<p>"))

    assert problem_with(message(delivery)) == ""
    assert "deedline digest preview" in shown(delivery)


def test_a_test_message_needs_no_notice() -> None:
    assert problem_with(message(a_delivery(notices=(), kind=DeliveryKind.TEST))) == ""


def test_trouble_is_told_in_deedline_s_own_voice() -> None:
    delivery = a_delivery(notices=(), kind=DeliveryKind.TROUBLE, text="slack stopped: token_revoked\n<!channel>")

    assert message(delivery)["text"] == "▲ Deedline needs a look"
    assert shown(delivery) == "▲ Deedline needs a look\nslack stopped: token_revoked\n&lt;!channel&gt;"


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_no_fragment_becomes_a_mention_or_a_link_of_its_own(fragment: str) -> None:
    assert "<" not in escaped(fragment)
    assert "<" not in plain(fragment)


def test_formatting_marks_from_outside_stay_text() -> None:
    assert escaped("*kept* ~late~ snake_case `x` :white_check_mark: 10:30") == (
        "∗kept∗ ∼late∼ snake_case ˋxˋ ꞉white_check_mark: 10:30"
    )


def test_an_entity_is_never_cut_in_two() -> None:
    assert escaped("a&&&", 9) == "a&amp;…"


def test_an_unsafe_address_leaves_only_the_label() -> None:
    assert link("javascript:alert(1)", "source") == "source"


def test_a_label_cannot_close_its_link() -> None:
    assert link("https://example.org", "a|b>c") == "<https://example.org|a¦b&gt;c>"


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    lines = st.builds(
        EvidenceLine,
        bearing=st.sampled_from(Bearing),
        text=texts,
        origin=texts,
        source=texts,
        occurred=texts,
        url=links,
        self_serving=st.booleans(),
        decides=st.booleans(),
    )
    return a_notice(
        title=draw(texts),
        by=tuple(draw(st.lists(texts, max_size=3))),
        quote=draw(texts),
        quote_url=draw(links),
        reason=draw(texts),
        evidence=tuple(draw(st.lists(lines, max_size=4))) * draw(st.sampled_from([1, 1, 20])),
        readings=draw(st.dictionaries(texts, st.sampled_from(Status), max_size=4)),
        flags=tuple(draw(st.lists(texts, max_size=2))),
        coverage=draw(texts),
        record=draw(texts),
        next_step=draw(texts),
        rule=draw(texts),
        url=draw(links),
        status=draw(st.sampled_from(Status)),
    )


@settings(deadline=None, max_examples=min(60, EXAMPLES))
@given(st.lists(notices(), min_size=1, max_size=3), st.booleans(), st.booleans(), st.sampled_from([1, 40]))
def test_no_outside_text_acts_or_makes_slack_refuse(
    several: list[Notice], reply: bool, repeated: bool, times: int
) -> None:
    delivery = a_delivery(*several * times, thread=ROOT if reply else None, maybe_repeated=repeated)

    laid_out = message(delivery)

    for text in (*mrkdwn(laid_out["blocks"]), laid_out["text"]):
        assert "<" not in LINK.sub("", text)
        assert ">" not in LINK.sub("", text)
    assert not re.search(r"<[!@#]", json.dumps(laid_out, ensure_ascii=False))
    assert problem_with(laid_out) == ""
    assert text_size(laid_out["blocks"]) + len(laid_out["text"]) <= LONGEST_MESSAGE + 1000
    json.dumps(laid_out, ensure_ascii=False).encode()


def test_the_deciding_account_of_a_reply_is_shown_with_its_source() -> None:
    told = shown(a_delivery(a_notice(evidence=(POSTPONED, OWN_WORD)), thread=ROOT))

    assert "<https://example.org/9nov|Ministry via newswire>" in told


def labels(delivery: Delivery) -> list[str]:
    blocks = message(delivery, interactive=True)["blocks"]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]


def test_a_root_has_buttons_where_slack_can_tell_what_was_pressed() -> None:
    url = "https://deedline.example.org/promises/grid-plan"

    assert labels(a_delivery(a_notice(url=url))) == ["Open", "Acknowledge", "Snooze", "Add evidence", "Dispute"]
    assert labels(a_delivery()) == ["Acknowledge", "Snooze", "Add evidence", "Dispute"]


def test_an_alarm_that_is_over_or_taken_up_is_not_acknowledged() -> None:
    assert labels(a_delivery(a_notice(status=Status.KEPT_LATE))) == ["Add evidence", "Dispute"]
    assert labels(a_delivery(a_notice(acknowledged_by="Ann"))) == ["Snooze", "Add evidence", "Dispute"]


def test_a_root_shows_who_took_it_up_and_when() -> None:
    told = shown(a_delivery(a_notice(acknowledged_by="Ann <!here>", acknowledged_at=a_notice().at)))

    assert "✔ Acknowledged by Ann &lt;!here&gt;, Thu 17 Nov 2016, 08:00" in told


def test_each_of_several_promises_has_a_menu_that_offers_the_same() -> None:
    blocks = message(a_delivery(a_notice(), a_notice(promise="bridge")), interactive=True)["blocks"]

    menus = [block["accessory"]["options"] for block in blocks if "accessory" in block]
    assert [option["value"] for option in menus[1]] == [
        "acknowledge:bridge",
        "snooze:bridge",
        "add_evidence:bridge",
        "dispute:bridge",
    ]


def test_an_escalation_names_the_promise_because_the_channel_sees_it_without_its_root() -> None:
    told = shown(a_delivery(a_notice(why=Why.ESCALATED), thread=ROOT))

    assert told.startswith("*▲ Act: overdue since 14 Nov (3 days late) - Publish grid plan (Minister X)*\n")
    assert "Nobody has acknowledged it so far." in told
