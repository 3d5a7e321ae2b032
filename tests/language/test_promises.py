"""What a promise in a file becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.language.writing import GONE, STATEMENT, promise, rules
from tracker.domain.criteria import Op
from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Kind, Priority, Statement


def test_a_promise_without_criteria_still_has_its_dates() -> None:
    made = promise("due: 2016-03-15")
    (reading,) = made.readings
    assert made.due == reading.due == datetime(2016, 3, 15, 23, 59, 59, 999_999, UTC)
    assert dict(reading.criteria) == {}
    assert reading.conditions.kept_when is None


def test_it_opens_with_the_day_of_its_statement() -> None:
    assert promise("tz: Europe/Moscow").opens == datetime(2016, 3, 13, 21, tzinfo=UTC)


def test_opens_means_the_first_instant_of_a_date_and_until_the_last() -> None:
    made = promise("opens: 2016-04-01\nuntil: 2016-05", kind="refrain")
    assert made.opens == datetime(2016, 4, 1, tzinfo=UTC)
    assert made.until == datetime(2016, 5, 31, 23, 59, 59, 999_999, UTC)


def test_a_deadline_may_be_an_instant() -> None:
    assert promise("due: 2016-03-15T12:00+03:00").due == datetime(2016, 3, 15, 9, tzinfo=UTC)


def test_what_is_not_said_has_its_default() -> None:
    made = promise("review_by: 2016-06-14")
    assert made.wait_for_reports == Duration(days=3)
    assert made.coverage_share == 0.9
    assert made.priority is Priority.NORMAL
    assert (made.needs, made.tags, made.owner, made.rule) == ((), (), "", "")
    assert made.undone_within is None


def test_every_plain_key_is_kept() -> None:
    made = promise(
        "wait_for_reports: 0\nundone_within: 365 days\nneeds: wires\ncoverage: 75%\nowner: desk\ntags: [a, b]\n"
        "priority: critical\ninterest: {TASS: self, centcom: adversary}",
        kind="maintain",
    )
    assert made.kind is Kind.MAINTAIN
    assert made.wait_for_reports == Duration()
    assert made.undone_within == Duration(days=365)
    assert made.needs == ("wires",)
    assert made.coverage_share == 0.75
    assert (made.owner, made.tags, made.priority) == ("desk", ("a", "b"), Priority.CRITICAL)
    assert made.interest == {"TASS": Interest.SELF, "centcom": Interest.ADVERSARY}


def test_a_statement_may_stand_in_the_promise_and_bears_its_id() -> None:
    (made,) = rules(
        "promises: [{id: p, title: T, kind: claim, said: {by: NO, date: 2016-03-14, link: 'http://example.org'}}]"
    ).promises
    assert made.statement == Statement("p", ("NO",), date(2016, 3, 14), link="http://example.org")


def test_promises_name_their_place() -> None:
    assert str(promise("due: 2016-03-15").position) == "a.yaml:4:5"


def test_readings_see_the_promises_criteria_and_have_dates_of_their_own() -> None:
    made = promise(
        f"due: 2016-03-15\ncriteria:\n  {GONE}\nreadings:\n  plain: {{kept_when: gone}}\n"
        "  later:\n    due: 2016-04-15\n    criteria:\n      all: {match: {event: all gone}, happened: once}\n"
        "    kept_when: [gone, all]"
    )
    plain, later = made.readings
    assert (plain.name, later.name) == ("plain", "later")
    assert plain.due == made.due
    assert later.due == datetime(2016, 4, 15, 23, 59, 59, 999_999, UTC)
    assert set(plain.criteria) == {"gone"}
    assert set(later.criteria) == {"gone", "all"}


def test_a_bare_list_means_all_of_and_conditions_nest() -> None:
    made = promise(
        f"criteria:\n  {GONE}\nkept_when: [gone, {{none_of: [gone]}}]\n"
        "broken_when: {at_least: {n: 1, of: [gone]}}"
    )
    kept, broken = made.readings[0].conditions.kept_when, made.readings[0].conditions.broken_when
    assert kept is not None
    assert broken is not None
    assert (kept.op, [part.op for part in kept.parts]) == (Op.ALL_OF, [Op.CRITERION, Op.NONE_OF])
    assert (broken.op, broken.least) == (Op.AT_LEAST, 1)


def test_a_folders_defaults_hold_where_a_promise_says_nothing() -> None:
    defaults = "tags: [x]\ntz: Europe/Moscow\nneeds: [n]\nowner: desk\nwait_for_reports: 5 days\n"
    plain = promise("due: 2016-03-15", _defaults=defaults)
    own = promise("due: 2016-03-15\nwait_for_reports: 3 days\ntags: [y]\ntz: UTC", _defaults=defaults)
    assert (plain.tags, plain.tz, plain.needs, plain.owner) == (("x",), "Europe/Moscow", ("n",), "desk")
    assert plain.wait_for_reports == Duration(days=5)
    assert (own.tags, own.tz, own.wait_for_reports) == (("y",), "UTC", Duration(days=3))


def test_an_edit_of_layout_comments_or_order_changes_nothing() -> None:
    first = rules(
        f"{STATEMENT}promises:\n- {{id: p, title: T, said: s, kind: achieve, due: 2016-03-15, criteria: {{{GONE},"
        " n: {match: {place: [b, a], event: e}, count: {at_least: 2}}}, kept_when: gone}\n"
    )
    second = rules(
        "promises:\n  - kind: achieve   # a comment\n    criteria:\n      gone:\n        happened: once\n"
        "        match:\n          event: DEPARTURE\n      n:\n        count:\n          at_least: 2.0\n"
        "        match:\n          event: e\n          place:\n            - a\n            - b\n"
        f"    kept_when: gone\n    due: 2016-03-15\n    said: s\n    title: T\n    id: p\n{STATEMENT}"
    )
    assert first.promises == second.promises


def test_the_rules_of_a_promise_are_named_in_one_order() -> None:
    """They would else change what a promise means with the order of its readings."""
    more = "".join(f"  {name}: {{criteria: {{{GONE}}}, kept_when: gone}}\n" for name in ("strict", "loose"))
    first, second = ("one: {rule: strict}", "two: {rule: loose}")
    made = [
        promise(f"readings: {{{each}}}", more=f"rules:\n{more}")
        for each in (f"{first}, {second}", f"{second}, {first}")
    ]
    assert [each.rule for each in made] == ["loose, strict"] * 2
