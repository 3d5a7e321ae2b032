"""What was announced after the promise: dates, amounts, and the readings they make."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.language.writing import promise, rules, written
from tracker.domain.instants import Duration
from tracker.domain.promises import Amendment, MovedBy, Promise

RULE = """rules:
  share:
    params:
      force: {type: number}
      days: {type: number, default: 1}
    criteria:
      gone: {match: {indicator: gone}, latest: {at_least: "{force} * {days}"}, baseline: 0}
    kept_when: gone
"""


def limits(each: Amendment | Promise) -> list[str]:
    """Return the comparison of each of the readings, in words."""
    comparisons = [reading.criteria["gone"].comparison for reading in each.readings]
    return [comparison.words for comparison in comparisons if comparison is not None]


def amended(
    *lines: str, keys: str = "due: 2016-06-30\nrule: share\nwith: {force: 10}", kind: str = "achieve"
) -> Promise:
    """Load a promise with amendments."""
    listed = "".join(f"\n  - {{{line}}}" for line in lines)
    return promise(f"{keys}\namendments:{listed}", kind=kind, more=RULE)


def test_a_new_date_counts_to_its_last_instant_and_is_known_from_the_end_of_its_day() -> None:
    made = amended("announced: 2016-05-01, due: 2016-07, moved_by: both, by: [Russia, Syria]")
    (only,) = made.amendments
    assert only.announced == datetime(2016, 5, 1, 23, 59, 59, 999_999, UTC)
    assert only.due == datetime(2016, 7, 31, 23, 59, 59, 999_999, UTC)
    assert (only.moved_by, only.by, only.until, only.readings) == (MovedBy.BOTH, ("Russia", "Syria"), None, ())
    assert str(only.position) == "a.yaml:12:9"
    assert made.due == datetime(2016, 6, 30, 23, 59, 59, 999_999, UTC)


def test_amendments_stand_in_order_of_announcement_and_those_of_one_day_in_file_order() -> None:
    made = amended(
        "announced: 2016-05-03, due: 2016-09-30, moved_by: both",
        "announced: 2016-05-01, due: 2016-08-31, moved_by: both",
        "announced: 2016-05-01, due: 2016-07-31, moved_by: alone",
    )
    assert [each.due.month for each in made.amendments if each.due] == [8, 7, 9]


def test_a_new_amount_makes_the_readings_anew() -> None:
    made = amended("announced: 2016-05-01, amount: 20, for_param: force, moved_by: both")
    (only,) = made.amendments
    assert (only.amount, only.for_param, limits(only), limits(made)) == (
        "20",
        "force",
        ["at least 20"],
        ["at least 10"],
    )


def test_amounts_that_both_agreed_on_stay_for_later_ones_and_those_of_one_side_do_not() -> None:
    made = amended(
        "announced: 2016-05-01, amount: 20, for_param: force, moved_by: both",
        "announced: 2016-05-02, amount: 99, for_param: force, moved_by: alone",
        "announced: 2016-05-03, amount: 3, for_param: days, moved_by: both",
        "announced: 2016-05-04, amount: 7, for_param: force, moved_by: third_party",
    )
    assert [limits(each) for each in made.amendments] == [
        ["at least 20"], ["at least 99"], ["at least 60"], ["at least 21"]
    ]  # fmt: skip


def test_each_reading_that_has_the_parameter_is_made_anew() -> None:
    keys = (
        "due: 2016-06-30\ncriteria:\n  left: {match: {event: left}, happened: once}\nreadings:\n"
        "  a: {rule: share, with: {force: 10}}\n  b: {rule: share, with: {force: 12, days: 2}}\n"
        "  c: {kept_when: left}"
    )
    made = amended("announced: 2016-05-01, amount: 20, for_param: force, moved_by: both", keys=keys)
    (only,) = made.amendments
    assert [reading.name for reading in only.readings] == ["a", "b", "c"]
    comparisons = [reading.criteria["gone"].comparison for reading in only.readings[:2]]
    assert [each.words for each in comparisons if each] == ["at least 20", "at least 40"]
    assert only.readings[2] == made.readings[2]


def test_a_series_may_get_a_new_amount() -> None:
    made = amended(
        "announced: 2016-05-01, amount: 20, for_param: force, moved_by: both",
        keys="every: month\nuntil: 2016-12-31\nrule: share\nwith: {force: 10}",
        kind="recur",
    )
    assert (made.every, limits(made.amendments[0])) == (Duration(months=1), ["at least 20"])


STEPS = """with: {force: 10}
steps:
  - {id: one, title: One, kind: achieve, rule: share}
  - {id: two, title: Two, kind: achieve, rule: share, with: {force: 4}, amendments: [%s]}
  - {id: three, title: Three, kind: achieve}"""


def test_an_amount_of_the_promise_reaches_the_steps_that_use_the_parameter() -> None:
    own = "{announced: 2016-05-02, amount: 2, for_param: days, moved_by: both}"
    made = amended("announced: 2016-05-01, amount: 20, for_param: force, moved_by: both", keys=STEPS % own)
    one, two, three = made.steps
    assert made.amendments == ()
    assert [limits(each) for each in one.amendments] == [["at least 20"]]
    assert [limits(each) for each in two.amendments] == [["at least 20"], ["at least 40"]]
    assert three.amendments == ()


def test_an_amendment_of_several_promisors_reaches_each() -> None:
    keys = (
        "due: 2016-06-30\neach: [A, B]\nkept_when: paid\n"
        'criteria:\n  paid: {match: {event: paid, actor: "{each}"}, happened: once}'
    )
    made = amended("announced: 2016-05-01, due: 2016-07-31, moved_by: both", keys=keys)
    assert made.amendments == ()
    assert [len(step.amendments) for step in made.steps] == [1, 1]


def test_a_promise_may_replace_another_of_the_same_files() -> None:
    first, second = rules(
        written("due: 2016-06-30") + "  - {id: q, title: T, said: s, kind: achieve, supersedes: p}\n"
    ).promises
    assert (first.supersedes, second.supersedes) == ("", "p")


def test_it_does_not_matter_whether_the_amendments_of_a_whole_stand_before_or_after_its_steps() -> None:
    """Of one day, what is said of the whole comes first, then what is said of the step."""
    whole = "amendments: [{announced: 2016-05-01, amount: 12, for_param: force, moved_by: both}]"
    step = "{announced: 2016-05-01, amount: 14, for_param: force, moved_by: both}"
    one = f"{{id: one, title: One, kind: achieve, rule: share, with: {{force: 10}}, amendments: [{step}]}}"
    steps = f"steps:\n  - {one}"
    before, after = promise(f"{whole}\n{steps}", more=RULE), promise(f"{steps}\n{whole}", more=RULE)
    assert [each.amount for each in before.steps[0].amendments] == ["12", "14"]
    assert before == after
