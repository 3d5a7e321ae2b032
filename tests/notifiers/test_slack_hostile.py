"""Nothing that anybody writes acts in Slack: in no message, form, answer or metadata; and Slack takes it all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.notifiers.hostile import links, texts
from tests.notifiers.samples import NOW, ROOT, a_notice
from tests.stand_ins.slack_forms import problem_with_view
from tests.stand_ins.slack_workspace import problem_with
from tracker.domain.alerts import Delivery, DeliveryKind, EvidenceLine, Mail, Notice, Why
from tracker.domain.interactions import (
    AskedLine,
    Choice,
    DisputeForm,
    EvidenceForm,
    Form,
    Place,
    RejectForm,
    SnoozeForm,
)
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Bearing
from tracker_notifiers.slack import SlackSender
from tracker_notifiers.slack_calls import ephemeral, redrawn
from tracker_notifiers.slack_parts import text_size
from tracker_notifiers.slack_text import LONGEST_MESSAGE
from tracker_notifiers.slack_views import told_view, view_of

SENDER = SlackSender("xoxb-test", "C0POLICY", interactive=True)
LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>|\n]+>")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
PLACE = Place("C0POLICY", "1.1", "1.0")
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
"""Texts of many thousand characters take minutes to be made smaller, and a failure shows what acts anyway."""
few = st.lists(texts, max_size=3).map(tuple)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def markup(value: Any) -> Iterator[str]:
    """Yield every text that Slack reads as markup: mrkdwn, and the fallback."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        if "blocks" in value and isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from markup(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from markup(inner)


def assert_inert(laid_out: dict[str, Any]) -> None:
    for text in markup(laid_out):
        bare = LINK.sub("", text)
        assert "<" not in bare
        assert ">" not in bare
        assert not ENTITY.search(text)
    for text in strings(laid_out):
        assert not re.search(r"<[!@#]|<\w+:|\x00", LINK.sub("", text))
    for address in addresses(laid_out):
        assert address.startswith(("http://", "https://"))
    json.dumps(laid_out, ensure_ascii=False).encode()


def addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("url"), str):
            yield value["url"]
        for inner in value.values():
            yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


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

asked = st.builds(
    AskedLine,
    item=st.integers(1, 10**9),
    version=st.integers(0, 99),
    promise=texts,
    title=texts,
    criterion=texts,
    source=texts,
    published=st.just(NOW),
    sentence=texts,
    quote=texts,
    url=links,
    owner=texts,
    decided=texts,
)


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    return a_notice(
        promise=draw(st.just("grid-plan") | texts),
        title=draw(texts),
        by=draw(few),
        quote=draw(texts),
        quote_url=draw(links),
        reason=draw(texts),
        evidence=tuple(draw(st.lists(lines, max_size=3))) * draw(st.sampled_from([1, 1, 20])),
        readings=draw(st.dictionaries(texts, st.sampled_from(Status), max_size=3)),
        flags=draw(few),
        coverage=draw(texts),
        record=draw(texts),
        next_step=draw(texts),
        rule=draw(texts),
        url=draw(links),
        tags=draw(few),
        priority=draw(texts),
        owner=draw(texts),
        acknowledged_by=draw(texts),
        acknowledged_at=draw(st.none() | st.just(NOW)),
        status=draw(st.sampled_from(Status)),
        why=draw(st.sampled_from(Why)),
    )


@st.composite
def deliveries(draw: st.DrawFn) -> Delivery:
    shape = draw(st.sampled_from(["root", "reply", "group", "mail", "words", "asked"]))
    repeated = draw(st.booleans())
    thread = ROOT if shape == "reply" else None
    given_notices: tuple[Notice, ...] = ()
    if shape in ("root", "reply"):
        given_notices = (draw(notices()),)
    elif shape == "group":
        given_notices = tuple(draw(st.lists(notices(), min_size=2, max_size=3))) * draw(st.sampled_from([1, 30]))
    mail = Mail(draw(texts), draw(texts), "<p>") if shape == "mail" else None
    kind = draw(st.sampled_from([DeliveryKind.TROUBLE, DeliveryKind.MENDED, DeliveryKind.REMARK]))
    return Delivery(
        "delivery-1",
        DeliveryKind.REVIEW if shape == "asked" else kind if shape == "words" else DeliveryKind.ALERT,
        "slack",
        "",
        NOW,
        given_notices,
        mail,
        thread,
        repeated,
        draw(texts) if shape == "words" else "",
        tuple(draw(st.lists(asked, min_size=1, max_size=9))) if shape == "asked" else (),
        draw(st.integers(0, 1000)),
    )


forms: st.SearchStrategy[Form] = st.one_of(
    st.builds(
        SnoozeForm,
        promise=texts.map(lambda text: text[:150]),
        title=texts,
        spans=st.just((Choice("1d", "1 day"),)),
        hides=st.none() | st.lists(texts, max_size=20).map(tuple),
        until=st.none() | st.just(datetime(2016, 11, 18, tzinfo=UTC)),
        span=st.just("1d"),
        reason=texts.map(lambda text: text[:250]),
    ),
    st.builds(
        EvidenceForm,
        promise=texts.map(lambda text: text[:150]),
        title=texts,
        subjects=st.lists(st.builds(Choice, texts, texts), max_size=4).map(tuple),
        today=st.just(date(2016, 11, 17)),
    ),
    st.builds(DisputeForm, promise=texts.map(lambda text: text[:150]), title=texts, stands=texts),
    st.builds(RejectForm, item=st.integers(1, 10**9), version=st.integers(0, 9), quote=texts),
)


@settings(deadline=None, max_examples=60, phases=QUICKLY)
@given(deliveries())
def test_no_message_acts_and_slack_takes_every_one(delivery: Delivery) -> None:
    payload = SENDER.payload(delivery)

    assert_inert(payload)
    assert problem_with(payload) == ""
    assert len(payload["blocks"]) <= 50
    assert text_size(payload["blocks"]) + len(payload["text"]) <= LONGEST_MESSAGE + 1000
    assert payload["metadata"]["event_payload"] == {"delivery": "delivery-1"}


@settings(deadline=None, max_examples=40, phases=QUICKLY)
@given(forms)
def test_no_form_acts_and_slack_opens_every_one(form: Form) -> None:
    view = view_of(form, PLACE, (1, 2, 3))

    assert_inert(view)
    assert problem_with_view(view) == ""


@settings(deadline=None, max_examples=30, phases=QUICKLY)
@given(texts, st.lists(asked, min_size=1, max_size=9))
def test_no_answer_acts(text: str, items: list[AskedLine]) -> None:
    for laid_out in (ephemeral(text), redrawn(items)):
        assert_inert(laid_out)
        assert problem_with(laid_out) == ""
    assert_inert(told_view(text or "?"))
    assert problem_with_view(told_view(text)) == ""


def test_a_form_remembers_nothing_that_looks_like_a_mention() -> None:
    form = SnoozeForm("alma", "t", (), ("x",), reason="<!channel> <@U1>")

    assert "<" not in view_of(form, PLACE)["private_metadata"]


def test_the_property_sees_what_it_forbids() -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}
    for text, blocks in (("x", [block]), ("<@U1>", []), ("a & b", [])):
        with pytest.raises(AssertionError):
            assert_inert({"text": text, "blocks": blocks})
