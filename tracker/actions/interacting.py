"""Do what somebody asks for from a message: whoever may, once, with an answer in words whatever comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.acknowledge import acknowledge
from tracker.actions.asked_lines import asked_lines
from tracker.actions.deciding import Decided, Wish, decide
from tracker.actions.dispute import dispute
from tracker.actions.give_evidence import give_evidence
from tracker.actions.offering import OFFERS
from tracker.actions.snoozing import preview_snooze, snooze
from tracker.domain.errors import Changed
from tracker.domain.interactions import ON_ITEMS, Answered, AskedLine, Deed, Interaction, Step
from tracker.domain.reviewing import Act
from tracker.store.interaction_rows import keep_answer, let_go, take_once
from tracker.store.store import Store

WORKING = "This is being worked on already."


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may act by their ids: on alarms, and on the review queue too. Nobody may unless named.

    `source` is whose reports those are that people give from a message, `tz` the zone in which days are days.
    """

    act: frozenset[str] = frozenset()
    review: frozenset[str] = frozenset()
    source: str = "slack"
    tz: str = "UTC"

    def may(self, who: str, deed: Deed) -> bool:
        """Say whether somebody may do this; who may review may do everything."""
        return who in self.review or (who in self.act and deed not in ON_ITEMS)


def answer(store: Store, asked: Interaction, rights: Rights, now: datetime) -> Answered:
    """Do what is asked, or return the form that it needs; the same interaction again gets the same answer.

    Raises what the actions raise for a promise or an item that is gone, and StoreError.
    """
    if not rights.may(asked.by.id, asked.deed):
        return Answered(_not_allowed(asked, rights))
    if asked.step is Step.CLICKED and (offer := OFFERS.get(asked.deed)) is not None:
        try:
            return offer(store, asked, rights.tz, now)
        except Changed as error:
            return Answered(error.message, done=True, asked=_lines(store, asked))
    if asked.deed is Deed.SNOOZE and asked.step is Step.FILLED:
        return preview_snooze(store, asked, rights.tz, now)
    before = take_once(store, asked, now)
    if before is not None:
        return Answered(before or WORKING, done=True, asked=_lines(store, asked))
    try:
        done = _DEEDS[asked.deed](store, asked, rights, now)
    except Changed as error:  # somebody was faster: that is an answer, and the message shows it
        done = Answered(error.message, done=True, asked=_lines(store, asked))
    except Exception:
        let_go(store, asked.key, now)
        raise
    if done.done:
        keep_answer(store, asked.key, done.text, now)
    else:
        let_go(store, asked.key, now)
    return done


def _acknowledge(store: Store, asked: Interaction, _rights: Rights, now: datetime) -> Answered:
    done = acknowledge(store, asked.subject, asked.by.words, now)
    if done.first:
        return Answered("Acknowledged: the message will show that you look after it.", done=True)
    who = "you" if done.by == asked.by.words else done.by
    return Answered(f"Acknowledged before, by {who} on {done.at:%Y-%m-%d %H:%M} UTC.", done=True)


def _snooze(store: Store, asked: Interaction, _rights: Rights, now: datetime) -> Answered:
    return snooze(store, asked, now)


def _give_evidence(store: Store, asked: Interaction, rights: Rights, now: datetime) -> Answered:
    trusted = rights.may(asked.by.id, Deed.ACCEPT)
    return give_evidence(store, asked, now, source=rights.source, tz=rights.tz, admitted=trusted)


def _dispute(store: Store, asked: Interaction, _rights: Rights, now: datetime) -> Answered:
    if not asked.fields.get("reason"):
        return Answered(errors={"reason": "say what is wrong"})
    number = dispute(store, asked.subject, asked.by.words, asked.fields["reason"], now)
    told = f"Dispute {number} is recorded and told to the owner. The verdict stands until evidence changes it."
    return Answered(told, done=True)


def _accept(store: Store, asked: Interaction, _rights: Rights, now: datetime) -> Answered:
    wish = Wish(Act.ACCEPTED, asked.by.words, "read in the message about it")
    return _decided(store, asked, decide(store, int(asked.subject), wish, now, seen=asked.seen), "accepted")


def _reject(store: Store, asked: Interaction, _rights: Rights, now: datetime) -> Answered:
    if not asked.fields.get("reason"):
        return Answered(errors={"reason": "say why it does not say so"})
    wish = Wish(Act.REJECTED, asked.by.words, asked.fields["reason"])
    return _decided(store, asked, decide(store, int(asked.subject), wish, now, seen=asked.seen), "rejected")


def _decided(store: Store, asked: Interaction, decided: Decided, what: str) -> Answered:
    bears = f"; {', '.join(sorted(decided.concerns))} will be judged anew" if decided.concerns else ""
    return Answered(f"Item {decided.item.id} is {what}{bears}.", done=True, asked=_lines(store, asked))


def _lines(store: Store, asked: Interaction) -> tuple[AskedLine, ...]:
    return asked_lines(store, asked.beside) if asked.deed in ON_ITEMS else ()


def _not_allowed(asked: Interaction, rights: Rights) -> str:
    reviews = asked.deed in ON_ITEMS
    name = "slack.may_review" if reviews else "slack.may_act"
    nobody = not (rights.review if reviews else rights.act | rights.review)
    who = "the settings allow nobody yet" if nobody else "you are not among those who may"
    return f"Nothing was done: {who}. Your id is {asked.by.id}; `{name}` in Deedline's settings lists who may."


_DEEDS: Mapping[Deed, Callable[[Store, Interaction, Rights, datetime], Answered]] = {
    Deed.ACKNOWLEDGE: _acknowledge,
    Deed.SNOOZE: _snooze,
    Deed.ADD_EVIDENCE: _give_evidence,
    Deed.DISPUTE: _dispute,
    Deed.ACCEPT: _accept,
    Deed.REJECT: _reject,
}
