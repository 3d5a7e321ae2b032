"""Promises that consist of promises, or that several make one by one."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.language.writing import problems, promise, rules, written
from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Kind, Priority, Promise
from tracker.domain.statuses import Status

RULE = """rules:
  share:
    params:
      force: {type: number}
      who: {type: text, default: Russia}
    criteria:
      gone: {match: {indicator: gone, actor: "{who}"}, latest: {at_least: "{force}"}, baseline: 0}
    kept_when: gone
"""
STEPS = """steps:
  - {id: one, title: One, kind: achieve, due: 2016-04-30, rule: share}
  - id: two
    title: Two
    kind: maintain
    opens: 2016-04-01
    until: 2016-05-31
    rule: share
    with: {force: 9, who: B}
"""


def limits(made: Promise) -> list[str]:
    """Return the comparison of each reading of a promise, in words."""
    comparisons = [reading.criteria["gone"].comparison for reading in made.readings]
    return [comparison.words for comparison in comparisons if comparison is not None]


def asked(made: Promise, criterion: str) -> dict[str, tuple[str, ...]]:
    """Return the values that a criterion of the only reading asks for, by field."""
    return {test.field: test.any_of for test in made.readings[0].criteria[criterion].match}


def test_steps_are_promises_named_after_their_promise() -> None:
    one, two = promise(f"with: {{force: 5}}\n{STEPS}", more=RULE).steps
    assert (one.id, one.title, one.kind, two.id, two.kind) == (
        "p/one",
        "One",
        Kind.ACHIEVE,
        "p/two",
        Kind.MAINTAIN,
    )
    assert (one.rule, one.statement.id, str(two.position)) == ("share", "s", "a.yaml:11:9")


def test_a_step_takes_over_what_its_promise_says_but_no_date_except_its_opening() -> None:
    made = promise(
        f"opens: 2016-03-20\nreview_by: 2017-01-01\nwith: {{force: 5}}\ntags: [x]\nowner: desk\nneeds: [wires]\n"
        f"interest: {{tass: self, cnn: ally}}\ntz: Europe/Moscow\nwait_for_reports: 9 days\ncoverage: 50%\n"
        f"priority: high\n{STEPS}",
        more=RULE,
    )
    one, two = made.steps
    assert (one.tags, one.owner, one.needs, one.tz) == (("x",), "desk", ("wires",), "Europe/Moscow")
    assert (one.wait_for_reports, one.coverage_share) == (Duration(days=9), 0.5)
    assert (one.priority, one.interest) == (Priority.HIGH, {"tass": Interest.SELF, "cnn": Interest.ALLY})
    assert one.opens == made.opens == datetime(2016, 3, 19, 21, tzinfo=UTC)
    assert two.opens == datetime(2016, 3, 31, 21, tzinfo=UTC)
    assert (one.review_by, one.until, two.due) == (None, None, None)


def test_what_a_step_says_itself_comes_first() -> None:
    step = "steps:\n  - {id: one, title: One, kind: achieve, due: 2016-04-30, needs: own, tz: UTC, rule: share,"
    step += " wait_for_reports: 1 day, interest: {tass: neutral}}\n"
    made = promise(
        f"with: {{force: 5}}\nneeds: [wires]\ntz: Europe/Moscow\ninterest: {{tass: self, cnn: ally}}\n{step}",
        more=RULE,
    )
    (one,) = made.steps
    assert (one.needs, one.tz, one.wait_for_reports) == (("own",), "UTC", Duration(days=1))
    assert one.interest == {"tass": Interest.NEUTRAL, "cnn": Interest.ALLY}


def test_a_folders_defaults_reach_the_steps() -> None:
    made = promise(f"with: {{force: 5}}\n{STEPS}", more=RULE, _defaults="needs: [n]\ntags: [t]\n")
    assert [(step.needs, step.tags) for step in made.steps] == [(("n",), ("t",))] * 2


def test_parameters_of_the_promise_hold_in_its_steps_unless_they_say_otherwise() -> None:
    made = promise(f"with: {{force: 5}}\n{STEPS}", more=RULE)
    assert [limits(step) for step in made.steps] == [["at least 5"], ["at least 9"]]
    assert asked(made.steps[1], "gone")["actor"] == ("b",)


def test_a_promise_with_steps_has_no_conditions_but_at_risk_when() -> None:
    risk = "criteria: {delay: {match: {event: delay}, happened: once}}\nat_risk_when: delay\n"
    (reading,) = promise(f"with: {{force: 5}}\n{risk}{STEPS}", more=RULE).readings
    assert reading.conditions.kept_when is None
    assert reading.conditions.at_risk_when is not None
    assert list(reading.criteria) == ["delay"]
    (bare,) = promise(f"with: {{force: 5}}\n{STEPS}", more=RULE).readings
    assert dict(bare.criteria) == {}


EACH = """due: 2016-06-30
each: [Russia, United Kingdom]
criteria:
  paid: {match: {event: payment, actor: "{each}", target: "bank of {each}"}, happened: once}
kept_when: paid
"""


def test_each_promisor_makes_the_promise_alone() -> None:
    made = promise(EACH)
    assert made.each == ("Russia", "United Kingdom")
    assert [step.id for step in made.steps] == ["p/Russia", "p/United Kingdom"]
    assert [step.by for step in made.steps] == [("Russia",), ("United Kingdom",)]
    assert [step.due for step in made.steps] == [made.due, made.due]
    assert made.statement.by == ("Russia",)


def test_the_name_stands_wherever_a_criterion_says_each() -> None:
    _, uk = promise(EACH).steps
    assert asked(uk, "paid") == {
        "event": ("payment",),
        "actor": ("united kingdom",),
        "target": ("bank of united kingdom",),
    }


def test_the_promise_of_several_is_judged_by_nothing_of_its_own() -> None:
    (reading,) = promise(EACH).readings
    assert dict(reading.criteria) == {}
    assert reading.conditions.kept_when is None


def test_the_name_may_be_a_parameter_of_the_rule() -> None:
    made = promise('due: 2016-06-30\neach: [A, B]\nrule: share\nwith: {force: 2, who: "{each}"}\n', more=RULE)
    assert [asked(step, "gone")["actor"] for step in made.steps] == [("a",), ("b",)]
    assert made.rule == "share"


def test_a_trigger_or_period_belongs_to_each_promisor() -> None:
    made = promise(EACH.replace("due: 2016-06-30", "every: month\nuntil: 2016-12-31"), kind="recur")
    assert made.trigger is None
    assert [step.every for step in made.steps] == [Duration(months=1)] * 2
    keys = EACH.replace("due: 2016-06-30", "when: asked\nwithin: 30 days").replace(
        "criteria:\n", 'criteria:\n  asked: {match: {event: request, target: "{each}"}, happened: once}\n'
    )
    made = promise(keys)
    assert made.trigger is None
    assert all(step.trigger is not None for step in made.steps)


def test_steps_may_be_made_by_each_and_each_may_have_steps() -> None:
    each = '[{id: one, title: One, kind: achieve, each: [A, B], rule: share, with: {force: 1, who: "{each}"}}]'
    (one,) = promise(f"steps: {each}", more=RULE).steps
    assert [step.id for step in one.steps] == ["p/one/A", "p/one/B"]
    steps = '[{id: one, title: One, kind: achieve, rule: share, with: {force: 1, who: "{each}"}}]'
    made = promise(f"each: [A, B]\nsteps: {steps}", more=RULE)
    assert [step.steps[0].id for step in made.steps] == ["p/A/one", "p/B/one"]
    assert [step.steps[0].by for step in made.steps] == [("A",), ("B",)]


def test_rulings_name_the_instance_they_are_about() -> None:
    ruling = (
        "rulings: [{status: void, reason: lapsed, by: me, on: 2016-05-01, until: 2016-05-31, instance: Russia}]"
    )
    made = promise(f"{EACH}{ruling}")
    (only,) = made.rulings
    assert (only.status, only.reason, only.by, only.instance) == (Status.VOID, "lapsed", "me", "Russia")
    assert (only.made, only.expires) == (
        datetime(2016, 5, 1, tzinfo=UTC),
        datetime(2016, 5, 31, 23, 59, 59, 999_999, UTC),
    )
    assert [step.rulings for step in made.steps] == [(), ()]


def test_what_is_wrong_with_all_promisors_is_told_once() -> None:
    found = problems(written(EACH.replace("kept_when: paid", "kept_when: payed\nprogress_by: piad")))
    assert len(found) == 2


def test_a_mistake_in_a_step_costs_the_whole_promise_and_all_mistakes_are_told() -> None:
    steps = STEPS.replace("due: 2016-04-30", "due: 2015-04-30").replace("force: 9", "forse: 9")
    found = problems(written(f"with: {{force: 5}}\n{steps}") + RULE)
    assert [problem.code for problem in found] == ["date-order", "extra-param"]


def test_a_step_that_rests_on_another_file_falls_with_it() -> None:
    found = problems(written(f"with: {{force: 5}}\n{STEPS}"), rules=RULE + "sources: [1]\n")
    assert [problem.code for problem in found] == ["depends", "depends", "bad-value"]


def test_the_order_of_keys_changes_nothing() -> None:
    backwards = "\n".join(reversed(EACH.rstrip().split("\n"))).replace(
        '  paid: {match: {event: payment, actor: "{each}", target: "bank of {each}"}, happened: once}\ncriteria:',
        'criteria:\n  paid: {match: {event: payment, actor: "{each}", target: "bank of {each}"}, happened: once}',
    )
    assert rules(written(backwards)).promises == rules(written(EACH)).promises
