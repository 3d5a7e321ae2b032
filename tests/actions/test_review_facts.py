"""Facts in the review queue: cut out of free text, dated ahead, in a unit nobody knows, corrected by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.actions.making import apply, new_store, on, opened
from tests.actions.reviewing import aside, edited, headline, only_item, reviewed_store, status, waiting
from tests.sources.making import Answering, fact_rule, item, rss
from tracker.actions.accept import accept
from tracker.actions.collect import collect
from tracker.actions.edit_fact import edit_fact, edit_item
from tracker.actions.ingest import ingest
from tracker.actions.look_up import reports_for
from tracker.actions.reject import reject
from tracker.actions.review_queue import review_queue
from tracker.actions.stored_history import look_back_by_rules
from tracker.actions.undo import undo
from tracker.domain.errors import BadInput, Changed
from tracker.domain.instants import Span, day_span
from tracker.domain.reports import Fact, Nature, Quote, Report
from tracker.domain.reviewing import Act, ItemKind
from tracker.domain.sources import FieldRule, Source, SourceKind
from tracker.domain.statuses import Status
from tracker.domain.values import Value
from tracker.domain.verdicts import View
from tracker.language.loading import load_rules
from tracker.sources.collect import collect_source
from tracker.store.store import Store

JETS = """
statements:
  minister: {by: [Minister X], date: 2016-05-02, quote: "Twenty jets leave", link: "https://example.org/said"}
promises:
  - id: jets
    title: "Twenty jets leave"
    said: minister
    kind: achieve
    due: 2016-05-20
    needs: [wires]
    criteria:
      gone: {match: {indicator: jets departed}, unit: aircraft, latest: {at_least: 20}}
    kept_when: gone
"""
FEED = Source(
    "wires",
    SourceKind.FEED,
    url="http://feeds.example/rss",
    facts=(
        fact_rule(
            indicator=FieldRule(constant="jets departed"),
            value=FieldRule(path="title", pattern=r"(\d+) jets"),
            unit=FieldRule(constant="aircraft"),
        ),
    ),
)


def read_feed(store: Store, title: str, day: int, source: Source = FEED) -> None:
    """Collect a feed with one item of that title, dated 9 May."""
    body = rss(item(title=title, pubDate="Mon, 09 May 2016 10:00:00 GMT")).encode()
    collect(
        store,
        [source],
        lambda each, state, now: collect_source(each, state, now, Answering(body)),
        on(day),
        only_due=False,
    )


def jets_store(folder: Path, title: str = "Today 21 jets left the base") -> Store:
    store = new_store(folder)
    apply(store, JETS, on(2))
    read_feed(store, title, 10)
    return store


def measured(value: float, unit: str = "aircraft", *, name: str = "r", day: int = 9, month: int = 5) -> Report:
    span = day_span(on(day, month).date(), "UTC")
    fact = Fact(span, indicator="jets departed", value=Value(value), unit=unit, nature=Nature.MEASUREMENT)
    return Report(name, "wires", on(9), (fact,), title="Jets")


def test_a_fact_cut_out_of_free_text_waits_with_the_words_it_was_cut_from(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    (asked,) = waiting(store)
    assert asked.question.kind is ItemKind.SUSPECTED
    assert asked.question.quotes == (Quote("title", 6, 13, "21 jets"),)
    assert [fact.value for fact in asked.question.facts] == [Value(21)]
    assert status(store, on(10), "jets") is Status.PENDING
    assert aside(store, on(10), "jets") == [("wires:id-1", "suspected, not reviewed")]


def test_it_is_admitted_once_it_is_accepted_and_names_who_did(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    done = accept(store, waiting(store)[0].id, "Ann", "the title says so", on(11))
    assert done.concerns == {"jets"}
    verdict = headline(store, on(11), "jets")
    assert verdict.status is Status.KEPT
    assert "accepted by Ann: the title says so" in verdict.witnesses[0].why
    assert verdict.set_aside == ()


def test_it_stays_out_once_it_is_rejected(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    reject(store, waiting(store)[0].id, "Bob", "those came back", on(11))
    assert status(store, on(11), "jets") is Status.PENDING
    assert aside(store, on(11), "jets") == [("wires:id-1", "rejected by Bob: those came back")]
    read_feed(store, "Today 21 jets left the base", 12)
    assert waiting(store) == ()


def test_another_figure_in_a_changed_item_is_another_question(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    accept(store, waiting(store)[0].id, "Ann", "the title says so", on(11))
    read_feed(store, "Today 12 jets left the base", 12)
    assert status(store, on(12), "jets") is Status.PENDING
    (asked,) = waiting(store)
    assert [fact.value for fact in asked.question.facts] == [Value(12)]


def test_a_source_trusted_in_free_text_asks_nobody(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    apply(store, JETS, on(2))
    read_feed(store, "Today 21 jets left the base", 10, replace(FEED, trust_text=True))
    assert waiting(store) == ()
    assert status(store, on(10), "jets") is Status.KEPT


def test_it_can_be_accepted_as_corrected(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    asked = waiting(store)[0]
    edit_item(store, asked.id, {"value": "12"}, "Ann", "nine stayed", on(11), seen=0)
    verdict = headline(store, on(11), "jets")
    assert verdict.status is Status.PENDING
    assert verdict.witnesses[0].account.fact.value == Value(12)
    assert only_item(store).question.facts[0].value == Value(21), "the original is kept"
    again = edit_item(store, asked.id, {"value": "12"}, "Ann", "nine stayed", on(12), seen=0)
    assert not again.is_new


def test_a_deed_dated_in_the_future_is_asked_about(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21, month=6), rules=JETS)
    (asked,) = waiting(store)
    assert (asked.question.kind, asked.question.why) == (
        ItemKind.FUTURE,
        ("it is told as done, but dated 2016-06-09T00:00:00Z",),
    )


def test_a_rejected_date_sets_the_fact_aside_and_undo_brings_it_back(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21, month=6), rules=JETS)
    asked = waiting(store)[0]
    reject(store, asked.id, "Bob", "a slip of the pen", on(11))
    assert status(store, on(15, 6), "jets") is Status.UNVERIFIABLE
    assert ("r", "rejected by Bob: a slip of the pen") in aside(store, on(15, 6), "jets")
    undo(store, asked.id, "Bob", "oh", on(12))
    assert status(store, on(15, 6), "jets") is Status.KEPT_LATE


def test_a_date_can_be_corrected(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21, month=6), rules=JETS)
    edit_item(store, waiting(store)[0].id, {"occurred": "2016-05-09"}, "Ann", "it was May", on(11))
    verdict = headline(store, on(11), "jets")
    assert verdict.status is Status.KEPT
    assert "accepted by Ann: corrected: it was May" in verdict.witnesses[0].why


@pytest.mark.parametrize("nature", [Nature.FORECAST, Nature.INTENTION, Nature.ANNOUNCEMENT])
def test_what_is_meant_for_the_future_asks_nobody(tmp_path: Path, nature: Nature) -> None:
    report = measured(21, month=6)
    report = replace(report, facts=(replace(report.facts[0], nature=nature),))
    assert waiting(reviewed_store(tmp_path, report, rules=JETS)) == ()


def test_a_publication_in_the_future_is_asked_about(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, edited(measured(21), published=on(25)), rules=JETS)
    (asked,) = waiting(store)
    assert asked.question.why == ("it says that it was published 2016-05-25T12:00:00Z",)


def test_a_report_dated_ahead_raises_one_question_whatever_its_facts_are_dated(tmp_path: Path) -> None:
    told = measured(21, month=6)
    facts = (replace(told.facts[0], date_assumed=True), *told.facts, measured(22, month=7).facts[0])
    store = reviewed_store(tmp_path, edited(told, published=on(25), facts=facts), rules=JETS)
    (asked,) = waiting(store)
    assert asked.question.facts == facts
    assert asked.question.why[0] == "it says that it was published 2016-05-25T12:00:00Z"
    assert len(asked.question.why) == 3
    reject(store, asked.id, "Ann", "a broken clock", on(11))
    assert {why for _, why in aside(store, on(11), "jets")} == {"rejected by Ann: a broken clock"}


def test_a_unit_that_nobody_used_before_is_asked_about_once(tmp_path: Path) -> None:
    store = reviewed_store(
        tmp_path, measured(21), measured(21, "sorties", name="s"), measured(22, "Sorties", name="t"), rules=JETS
    )
    (asked,) = waiting(store)
    assert (asked.question.kind, asked.report.id) == (ItemKind.UNIT, "s")
    accept(store, asked.id, "Ann", "that is a unit", on(11))
    ingest(store, [measured(23, "sorties", name="u")], on(12))
    assert waiting(store) == ()


def test_a_rejected_unit_sets_the_facts_of_its_report_aside(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21, "jeds"), rules=JETS)
    reject(store, waiting(store)[0].id, "Bob", "a misprint", on(11))
    assert aside(store, on(11), "jets") == [("r", "rejected by Bob: a misprint")]


def test_a_misprinted_unit_is_corrected(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21, "aircrafts"), rules=JETS)
    edit_item(store, waiting(store)[0].id, {"unit": "aircraft"}, "Ann", "a misprint", on(11))
    assert status(store, on(11), "jets") is Status.KEPT


def test_any_fact_can_be_corrected_by_hand_and_that_can_be_undone(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21), rules=JETS)
    assert status(store, on(10), "jets") is Status.KEPT
    done = edit_fact(store, "r", 1, {"value": "12"}, "Ann", "read it again", on(11))
    assert status(store, on(11), "jets") is Status.PENDING
    assert status(store, on(10), "jets") is Status.KEPT, "what was known then stays as it was"
    assert not edit_fact(store, "r", 1, {"value": "12"}, "Ann", "read it again", on(12)).is_new
    undo(store, done.item.id, "Ann", "no, 21", on(13))
    assert status(store, on(13), "jets") is Status.KEPT
    values = [version.report.facts[0].value for version in reports_for(store, "jets")]
    assert values == [Value(21), Value(12), Value(21)]


def test_a_correction_falls_with_the_fact_it_corrects(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21), rules=JETS)
    edit_fact(store, "r", 1, {"value": "12"}, "Ann", "read it again", on(11))
    ingest(store, [measured(30)], on(12))
    assert headline(store, on(12), "jets").witnesses[0].account.fact.value == Value(30)
    assert [each.act for each in only_item(store).decisions] == [Act.EDITED, Act.LAPSED]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"value": "many"}, "not a number"),
        ({"nature": "gossip"}, "nature"),
        ({"indicator": ""}, "needs an `indicator` or an `event`"),
        ({"value": "21"}, "nothing would change"),
        ({"colour": "red"}, "not a field"),
    ],
)
def test_a_correction_that_cannot_be_read_changes_nothing(
    tmp_path: Path, changes: dict[str, str], says: str
) -> None:
    store = reviewed_store(tmp_path, measured(21), rules=JETS)
    before = store.last_commit()
    with pytest.raises(BadInput, match=says):
        edit_fact(store, "r", 1, changes, "Ann", "why", on(11))
    assert store.last_commit() == before


def test_an_item_about_several_facts_is_not_edited_as_one(tmp_path: Path) -> None:
    report = measured(21, "jeds")
    two = replace(report, facts=(*report.facts, replace(report.facts[0], place="north")))
    store = reviewed_store(tmp_path, two, rules=JETS)
    with pytest.raises(BadInput, match="is about 2 facts"):
        edit_item(store, waiting(store)[0].id, {"unit": "aircraft"}, "Ann", "why", on(11))


def test_an_accepted_fact_reaches_promises_that_are_logged_later(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    accept(store, waiting(store)[0].id, "Ann", "the title says so", on(11))
    later = JETS.replace("id: jets", "id: later")
    apply(store, JETS + later.partition("promises:\n")[2], on(12))
    assert status(store, on(12), "later") is Status.KEPT


def test_a_report_that_says_the_same_of_two_dates_raises_no_more_than_people_can_read(tmp_path: Path) -> None:
    fact = measured(21, month=6).facts[0]
    many = replace(measured(21), facts=tuple(replace(fact, place=f"place {number}") for number in range(80)))
    store = reviewed_store(tmp_path, many, rules=JETS)
    assert len(review_queue(store, limit=1_000).items) == 50


def test_an_item_that_lapsed_cannot_be_decided(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, measured(21, month=6), rules=JETS)
    asked = waiting(store)[0]
    ingest(store, [measured(21)], on(11))
    with pytest.raises(Changed, match="no longer says so"):
        accept(store, asked.id, "Ann", "why", on(12))


def test_opened_bridges_ask_nothing(tmp_path: Path) -> None:
    assert waiting(reviewed_store(tmp_path, opened("kiel", on(9)))) == ()


def test_looking_back_by_edited_rules_sees_what_was_accepted(tmp_path: Path) -> None:
    store = jets_store(tmp_path)
    accept(store, waiting(store)[0].id, "Ann", "the title says so", on(11))
    rules = load_rules({"jets.yaml": JETS.replace("at_least: 20", "at_least: 21").encode()}).rules
    changes = look_back_by_rules(store, rules, (), View.hindsight, Span(on(2), on(30)))
    assert [change.verdict.status for change in changes][-1] is Status.KEPT
