from __future__ import annotations

from dataclasses import replace

import pytest

from tests.actions.making import BRIDGE, STATEMENT, bridges
from tracker.domain.criteria import Position
from tracker.domain.promises import Promise
from tracker.language.loading import load_rules
from tracker.store.canonical import from_json, meaning_hash, to_json

RICH = """
statements:
  s: {by: [A, B], date: 2016-03-14, quote: "we will"}
promises:
  - id: rich
    title: Everything
    said: s
    kind: achieve
    review_by: 2016-06-14
    undone_within: 365 days
    tags: [one, two]
    priority: high
    needs: [wires, {group}]
    interest: {{tass: self, centcom: adversary}}
    criteria:
      gone: {{match: {{indicator: aircraft, place: Hmeimim}}, latest: {{more_than: 18}}, sources: 2,
              also_accept: [estimate, announcement], grade: C3}}
      seen: {{match: {{event: [withdraw, depart]}}, happened: once}}
    readings:
      strict: {{kept_when: {{all_of: [gone, seen]}}, broken_when: {{none_of: [seen]}}}}
      loose: {{kept_when: {{any_of: [gone, seen]}}}}
"""


def _promise(text: str) -> Promise:
    loaded = load_rules({"rules.yaml": text.encode()})
    assert loaded.problems == ()
    return loaded.rules.promises[0]


def _rich() -> Promise:
    return _promise(RICH.replace("{{", "{").replace("}}", "}").replace("{group}", "agencies"))


def test_a_promise_comes_back_as_it_was() -> None:
    promise = _rich()
    assert from_json(Promise, to_json(promise)) == promise


def test_where_a_promise_stands_is_not_part_of_what_it_means() -> None:
    promise = _rich()
    assert meaning_hash(replace(promise, position=Position("other.yaml", 99))) == meaning_hash(promise)


def test_layout_comments_and_order_are_not_part_of_what_a_promise_means() -> None:
    plain = _promise(bridges("alma"))
    shuffled = _promise(
        STATEMENT
        + BRIDGE.format(id="alma")
        .replace("    needs: [wires]\n", "")
        .replace("    due: 2016-05-20\n", "    # by summer\n\n    needs: [wires]\n    due:   2016-05-20\n")
    )
    assert meaning_hash(shuffled) == meaning_hash(plain)


def test_the_order_of_readings_and_values_is_not_part_of_what_a_promise_means() -> None:
    promise = _rich()
    turned = replace(promise, readings=promise.readings[::-1], tags=promise.tags[::-1], needs=promise.needs[::-1])
    assert meaning_hash(turned) == meaning_hash(promise)


def test_the_order_of_changes_of_one_day_is_part_of_what_a_promise_means() -> None:
    move = "{{announced: 2016-05-10, due: {}, moved_by: both}}"
    moves = f"    amendments: [{move}, {move}]\n"
    text = bridges("alma")
    first, second = (
        _promise(text + moves.format(*dates))
        for dates in (("2016-06-01", "2016-06-02"), ("2016-06-02", "2016-06-01"))
    )
    assert meaning_hash(first) != meaning_hash(second)


def test_which_part_of_kept_when_comes_first_is_part_of_what_a_promise_means() -> None:
    """The first with a baseline shows progress; of `broken_when` the order says nothing."""
    text = bridges("alma").replace(
        "happened: once}", "happened: once}\n      shut: {match: {event: shut}, happened: once}"
    )
    first, second = (
        _promise(text.replace("kept_when: opened", f"kept_when: {parts}"))
        for parts in ("[opened, shut]", "[shut, opened]")
    )
    assert meaning_hash(first) != meaning_hash(second)
    first, second = (
        _promise(text + f"    broken_when: {parts}\n") for parts in ("[opened, shut]", "[shut, opened]")
    )
    assert meaning_hash(first) == meaning_hash(second)


@pytest.mark.parametrize(
    ("old", "new"),
    [("2016-05-20", "2016-05-21"), ("2 days", "3 days"), ("event: open", "event: close"), ("[wires]", "[radio]")],
)
def test_a_change_of_substance_changes_what_a_promise_means(old: str, new: str) -> None:
    text = bridges("alma")
    assert meaning_hash(_promise(text.replace(old, new))) != meaning_hash(_promise(text))
