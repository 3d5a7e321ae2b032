"""Steps and promisors (section 4): what the parts are makes what the whole is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import at_most, counted, happened
from tests.engine.given import NOBODY_LISTENED, judgement, promise, reading, status, verdict
from tests.engine.moving import amended_by, moved, overruled, ruled
from tests.engine.telling import deed, evening, report
from tracker.domain.coverage import ASSUMED
from tracker.domain.criteria import FieldTest
from tracker.domain.instants import Duration
from tracker.domain.promises import Interest, Promise
from tracker.domain.reports import Nature, ReportVersion
from tracker.domain.statuses import Flag, Status

S = Status


def step(name: str, due: str = "2016-05-20", **conditions: str) -> Promise:
    """Return a step that is kept by an event of its own name."""
    events = dict.fromkeys([name, *conditions.values()])
    plain = reading(*(happened(event) for event in events), kept=name, due=due, **conditions)
    return replace(promise(plain), id=f"the-promise/{name}")


def of_steps(*steps: Promise, review_by: str | None = None) -> Promise:
    parent = promise(reading(), review_by=review_by)
    return replace(parent, steps=steps)


def done(name: str, on: str = "2016-04-10") -> ReportVersion:
    return report(f"{name}-{on}", deed(on, name))


SIGN, BUILD = step("sign"), step("build", broken="burnt")
BURNT = done("burnt", "2016-04-20")
AFTER = "2016-06-20"

ROWS: list[tuple[str, tuple[ReportVersion, ...], str, Status]] = [
    ("kept if all are", (done("sign"), done("build")), "2016-05-01", S.KEPT),
    ("kept late if all are but some late", (done("sign"), done("build", "2016-05-25")), AFTER, S.KEPT_LATE),
    ("partly kept if some are and the rest have failed", (done("sign"),), AFTER, S.PARTLY_KEPT),
    ("else the worst failure: broken before overdue", (BURNT,), AFTER, S.BROKEN),
    ("else the worst failure: overdue", (), AFTER, S.OVERDUE),
    ("while a step is open: at risk if one has failed", (BURNT,), "2016-05-01", S.AT_RISK),
    ("on track if one is kept", (done("sign"),), "2016-05-01", S.ON_TRACK),
    ("on track while the other is awaited", (done("sign"),), "2016-05-22", S.ON_TRACK),
    ("else pending", (), "2016-05-01", S.PENDING),
    ("else pending, while all are awaited", (), "2016-05-22", S.PENDING),
]


@pytest.mark.parametrize(("claim", "reports", "at", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_whole(claim: str, reports: tuple[ReportVersion, ...], at: str, expected: Status) -> None:
    assert status(of_steps(SIGN, BUILD), *reports, at=at) is expected, claim


def test_while_open_it_is_at_risk_if_a_step_is() -> None:
    risky = step("build", at_risk="delay")

    assert status(of_steps(SIGN, risky), done("delay"), done("sign"), at="2016-05-01") is S.AT_RISK


def test_while_open_it_comes_up_for_review_if_a_step_does() -> None:
    undated = replace(
        promise(reading(happened("build"), kept="build"), review_by="2016-04-30"), id="the-promise/build"
    )

    assert status(of_steps(SIGN, undated), done("sign"), at="2016-05-01") is S.REVIEW


def test_its_own_review_date_counts_while_a_step_is_open() -> None:
    assert status(of_steps(SIGN, BUILD, review_by="2016-04-30"), done("sign"), at="2016-05-01") is S.REVIEW


def test_while_open_it_is_amended_if_an_open_step_is() -> None:
    later = amended_by(BUILD, moved("2016-05-01", "2016-06-30"))

    assert status(of_steps(SIGN, later), done("sign"), at="2016-05-02") is S.AMENDED


def test_its_own_at_risk_when_holds_while_a_step_is_open_and_is_shown_with_its_source() -> None:
    parent = replace(of_steps(SIGN, BUILD), readings=(reading(happened("strike"), at_risk="strike"),))
    told = verdict(parent, done("strike"), done("sign"), at="2016-05-01")

    assert (told.status, told.deciding) == (S.AT_RISK, ("strike-2016-04-10",))


def test_a_danger_to_the_whole_is_no_step_of_it() -> None:
    parent = replace(of_steps(SIGN, BUILD), readings=(reading(happened("strike"), at_risk="strike"),))
    told = verdict(parent, done("strike"), at="2016-05-01")
    assert told.reason.text.startswith("of 2 steps: 2 pending; signs that it may fail: strike")
    assert told.next_step.startswith("sign: ")


def test_when_the_whole_comes_in_danger_by_time_alone_is_a_boundary() -> None:
    quiet = replace(counted("talks", at_most(0), "talk"), over=Duration(days=10))
    parent = replace(of_steps(SIGN, BUILD), readings=(reading(quiet, at_risk="talks"),))
    told = verdict(parent, done("talk", "2016-04-08"), at="2016-04-10")
    assert told.status is S.PENDING
    assert told.next_boundary is not None
    assert status(parent, done("talk", "2016-04-08"), at=told.next_boundary) is S.AT_RISK


def test_what_cannot_put_the_whole_in_danger_is_set_aside_with_the_reason() -> None:
    parent = replace(of_steps(SIGN, BUILD), readings=(reading(happened("strike"), at_risk="strike"),))
    rumour = report("r", deed("2016-04-10", "strike", Nature.ESTIMATE))
    assert [(each.report, each.why) for each in verdict(parent, rumour, at="2016-05-01").set_aside] == [
        ("r", "estimate does not decide by itself")
    ]


def test_void_steps_are_left_out() -> None:
    parent = overruled(of_steps(SIGN, BUILD), ruled(S.VOID, "2016-04-01", instance="build"))

    assert status(parent, done("sign"), at="2016-05-01") is S.KEPT


def test_if_every_step_is_void_so_is_the_whole() -> None:
    voids = ruled(S.VOID, "2016-04-01", instance="build"), ruled(S.VOID, "2016-04-01", instance="sign")

    assert status(overruled(of_steps(SIGN, BUILD), *voids), at="2016-05-01") is S.VOID


def test_a_ruling_on_the_whole_leaves_its_steps_to_the_evidence() -> None:
    told = judgement(
        overruled(of_steps(SIGN, BUILD), ruled(S.SUSPENDED, "2016-04-01")), done("sign"), at="2016-05-01"
    )

    assert told.headline.status is S.SUSPENDED
    assert {each.instance: each.status for each in told.instances} == {"sign": S.KEPT, "build": S.PENDING}


def test_every_step_is_told_under_the_promise_with_its_name() -> None:
    told = judgement(of_steps(SIGN, BUILD), done("sign"), at="2016-05-01")

    assert [(each.promise, each.instance) for each in told.instances] == [
        ("the-promise", "sign"),
        ("the-promise", "build"),
    ]


def test_deaf_sensors_make_the_whole_unverifiable_and_never_overdue() -> None:
    assert status(of_steps(SIGN, BUILD), at=AFTER, coverage=NOBODY_LISTENED) is S.UNVERIFIABLE
    assert status(of_steps(SIGN, BUILD), at=AFTER, coverage=ASSUMED) is S.OVERDUE


def test_the_next_boundary_is_the_earliest_of_the_steps() -> None:
    told = verdict(of_steps(step("sign", due="2016-04-01"), BUILD), at="2016-03-30")

    assert told.next_boundary is not None
    assert told.next_boundary <= evening("2016-04-02")


def each_of(*names: str) -> Promise:
    """Return a promise by which every promisor pulls out; each is bound by itself."""
    steps = []
    for name in names:
        criterion = replace(
            happened("departure"),
            match=(FieldTest("event", any_of=("departure",)), FieldTest("actor", any_of=(name,))),
        )
        plain = promise(reading(criterion, kept="departure", due="2016-05-20"))
        said = replace(plain.statement, by=(name,))
        steps.append(replace(plain, id=f"the-promise/{name}", statement=said))
    return replace(promise(reading()), steps=tuple(steps), each=names)


def left(name: str, origin: str) -> ReportVersion:
    return report(f"{name}-by-{origin}", deed("2016-04-10", actor=name, origin=origin))


def test_each_promisor_is_an_instance_of_its_own() -> None:
    told = judgement(each_of("iran", "russia"), left("iran", "reuters"), at=AFTER)

    assert {each.instance: each.status for each in told.instances} == {"iran": S.KEPT, "russia": S.OVERDUE}
    assert told.headline.status is S.PARTLY_KEPT


def test_a_promisors_own_word_does_not_suffice_for_its_instance() -> None:
    told = judgement(each_of("iran", "russia"), left("iran", "iran"), at="2016-05-01").instances[0]

    assert (told.status, Flag.CLAIMED_NOT_CONFIRMED in told.flags) == (S.ON_TRACK, True)


def test_one_promisors_word_on_another_does_not_suffice_either() -> None:
    told = judgement(each_of("iran", "russia"), left("iran", "russia"), at="2016-05-01").instances[0]

    assert (told.status, Flag.CLAIMED_NOT_CONFIRMED in told.flags) == (S.ON_TRACK, True)


def test_an_interest_towards_one_promisor_is_not_taken_for_the_other() -> None:
    both = each_of("iran", "russia")
    tabled = replace(both, steps=tuple(replace(each, interest={"iran": Interest.SELF}) for each in both.steps))
    told = judgement(tabled, report("a", deed("2016-04-10", actor="russia", origin="iran")), at="2016-05-01")

    assert {each.instance: each.status for each in told.instances}["russia"] is S.ON_TRACK


def test_a_promisors_own_word_does_not_suffice_for_a_step_of_its_either() -> None:
    both = each_of("iran", "russia")
    members = (replace(one, steps=(replace(one, id=f"{one.id}/out"),)) for one in both.steps)
    in_steps = replace(both, steps=tuple(members))
    told = judgement(in_steps, left("iran", "iran"), left("russia", "iran"), at="2016-05-01").instances
    assert {each.instance: each.status for each in told} == {
        "iran": S.PENDING,
        "iran/out": S.ON_TRACK,
        "russia": S.PENDING,
        "russia/out": S.ON_TRACK,
    }
