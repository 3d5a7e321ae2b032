"""Random promises of every kind, with their amendments, rulings, triggers, steps, promisors and readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.oracle.making_criteria import combination, of_event, of_figure, one
from tests.oracle.making_reports import some_day
from tracker.domain.criteria import Condition, Conditions, Criterion, Op
from tracker.domain.instants import Duration, first_instant, last_instant
from tracker.domain.promises import (
    Amendment,
    Interest,
    Kind,
    MovedBy,
    Promise,
    Reading,
    Ruling,
    Statement,
    Trigger,
)
from tracker.domain.statuses import Status

INTERESTS = {
    "mod-ru": Interest.SELF,
    "damascus": Interest.ALLY,
    "pentagon": Interest.ADVERSARY,
    "blog": Interest.ADVERSARY,
}
OPENS = date(2016, 3, 1)
ENDS = (date(2016, 4, 30), date(2016, 5, 20), date(2016, 5, 20), date(2016, 5, 31), date(2016, 6, 15))


def make_promise(rng: Random, tz: str) -> Promise:
    """Return a promise of any shape."""
    dice = rng.random()
    if dice < 0.08:
        return _of_steps(rng, tz)
    if dice < 0.14:
        return _of_each(rng, tz)
    return _plain(rng, tz, "the-promise")


def _plain(rng: Random, tz: str, name: str) -> Promise:
    kind = rng.choice(
        (*[Kind.ACHIEVE] * 8, Kind.MAINTAIN, Kind.MAINTAIN, Kind.REFRAIN, Kind.REFRAIN, Kind.CLAIM, Kind.RECUR)
    )
    opens, end = first_instant(OPENS, tz), last_instant(rng.choice(ENDS), tz)
    promise = Promise(
        name,
        "The main part leaves",
        kind,
        Statement("said", ("russia",), date(2016, 3, 1)),
        (),
        opens,
        tz,
        wait_for_reports=rng.choice((Duration(days=3), Duration(days=3), Duration(days=10), Duration())),
        undone_within=Duration(days=rng.choice((20, 60))) if rng.random() < 0.6 else None,
        needs=rng.choice(((), ("wire",), ("wire", "paper"), ("press",))),
        coverage_share=rng.choice((0.9, 0.9, 0.5)),
        interest=INTERESTS if rng.random() < 0.6 else {},
    )
    promise = _dated(rng, promise, end)
    promise = replace(promise, readings=_readings(rng, promise))
    promise = _made_conditional(rng, promise)
    promise = replace(promise, amendments=_amendments(rng, promise))
    return replace(promise, rulings=_rulings(rng, promise, ("",)))


def _dated(rng: Random, promise: Promise, end: object) -> Promise:
    assert isinstance(end, type(promise.opens))
    if promise.kind is Kind.ACHIEVE:
        if rng.random() < 0.15:
            review = last_instant(date(2016, 6, rng.choice((1, 20))), promise.tz)
            return replace(promise, review_by=review if rng.random() < 0.8 else None)
        return replace(promise, due=end)
    if promise.kind is Kind.RECUR:
        every = rng.choice((Duration(months=1), Duration(months=1), Duration(months=3), Duration(days=20)))
        until = last_instant(rng.choice((date(2016, 5, 31), date(2016, 6, 30))), promise.tz)
        return replace(
            promise, every=every, until=until if rng.random() < 0.7 else None, tolerate=rng.choice((1.0, 0.5))
        )
    proof = rng.choice((None, None, None, Duration(days=30)))
    return replace(promise, until=end if rng.random() < 0.8 else None, proof_every=proof)


def _readings(rng: Random, promise: Promise) -> tuple[Reading, ...]:
    first = _reading(rng, promise)
    if rng.random() > 0.12:
        return (first,)
    other = _reading(rng, promise) if rng.random() < 0.5 else replace(first, criteria=_other_numbers(rng, first))
    if rng.random() < 0.4 and promise.kind is Kind.ACHIEVE and other.due_before is None:
        other = replace(other, due=last_instant(date(2016, 6, 10), promise.tz))
    if rng.random() < 0.2:
        other = replace(other, opens=first_instant(date(2016, 3, 15), promise.tz))
    return (replace(first, name="narrow"), replace(other, name="wide"))


def _other_numbers(rng: Random, reading: Reading) -> dict[str, Criterion]:
    return {
        name: of_figure(rng, name) if criterion.unit is not None else criterion
        for name, criterion in reading.criteria.items()
    }


def _reading(rng: Random, promise: Promise) -> Reading:
    standing = promise.kind in (Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM)
    criteria = _criteria(rng, standing)
    conditions = _standing_conditions(rng) if standing else _achieve_conditions(rng)
    reading = Reading("", criteria, conditions, promise.opens, promise.due, promise.until)
    if not standing:
        if rng.random() < 0.15:
            reading = replace(reading, partly_from=0.5)
        if rng.random() < 0.1:
            reading = replace(reading, progress_by="gone")
    if promise.kind is Kind.ACHIEVE and rng.random() < 0.05:
        reading = replace(reading, due=None, due_before="vote")
    return reading


def _criteria(rng: Random, standing: bool) -> dict[str, Criterion]:
    events = ("departure", "cancelled", "halted", "part-left", "returned", "refused", "vote", "strike", "calm")
    made = [of_event(rng, event, event) for event in events]
    made.append(of_figure(rng, "gone"))
    made.append(of_figure(rng, "half"))
    return {criterion.name: criterion for criterion in made}


def _maybe(rng: Random, chance: float, *names: str) -> Condition | None:
    return one(rng.choice(names)) if rng.random() < chance else None


def _achieve_conditions(rng: Random) -> Conditions:
    kept: Condition | None = one(rng.choice(("departure", "gone", "gone")))
    if rng.random() < 0.2:
        kept = combination(rng, rng.sample(["departure", "gone", "half", "cancelled", "calm"], rng.choice((2, 3))))
    broken = _maybe(rng, 0.5, "cancelled", "cancelled", "strike")
    if rng.random() < 0.05:
        broken = combination(rng, ["cancelled", "strike"])
    if broken is not None and rng.random() < 0.03:
        kept = None
    return Conditions(
        kept,
        _maybe(rng, 0.35, "part-left", "half"),
        broken,
        _maybe(rng, 0.4, "halted"),
        _maybe(rng, 0.25, "returned"),
        _maybe(rng, 0.2, "refused"),
    )


def _standing_conditions(rng: Random) -> Conditions:
    kept: Condition | None = one(rng.choice(("calm", "calm", "gone")))
    broken = _maybe(rng, 0.75, "strike", "strike", "half")
    if broken is not None and rng.random() < 0.2:
        kept = None
    if rng.random() < 0.1 and kept is not None:
        kept = Condition(Op.ALL_OF, parts=(kept, Condition(Op.UNLESS, parts=(one("returned"),))))
    return Conditions(
        kept,
        _maybe(rng, 0.25, "part-left"),
        broken,
        _maybe(rng, 0.3, "halted"),
        None,
        _maybe(rng, 0.2, "refused"),
    )


def _made_conditional(rng: Random, promise: Promise) -> Promise:
    if (
        rng.random() > 0.12
        or (promise.kind is Kind.RECUR and rng.random() < 0.5)
        or (len(promise.readings) > 1 and rng.random() < 0.5)
    ):
        return promise
    within = Duration(days=rng.choice((20, 40)))
    readings = tuple(replace(reading, due=None, until=None, due_before=None) for reading in promise.readings)
    promise = replace(promise, due=None, until=None, readings=readings)
    if rng.random() < 0.3:
        by = last_instant(date(2016, rng.choice((4, 5)), 10), promise.tz)
        return replace(promise, trigger=Trigger(within=within, unless=one("vote"), by=by))
    when = one("vote") if rng.random() < 0.7 else one("half")
    return replace(promise, trigger=Trigger(when=when, within=within if rng.random() < 0.9 else None))


def _amendments(rng: Random, promise: Promise) -> tuple[Amendment, ...]:
    if rng.random() > 0.22 or any(reading.due_before for reading in promise.readings):
        return ()
    made = [_amendment(rng, promise) for _ in range(rng.choice((1, 1, 2)))]
    return tuple(sorted(made, key=lambda one: one.announced))


def _amendment(rng: Random, promise: Promise) -> Amendment:
    announced = last_instant(date(2016, rng.choice((3, 4, 5, 6)), rng.choice((2, 15, 22))), promise.tz)
    moved_by = rng.choice((MovedBy.ALONE, MovedBy.ALONE, MovedBy.BOTH, MovedBy.BOTH, MovedBy.THIRD_PARTY))
    if rng.random() < 0.25:
        readings = tuple(replace(reading, criteria=_other_numbers(rng, reading)) for reading in promise.readings)
        return Amendment(announced, moved_by, amount="new", for_param="amount", readings=readings)
    new = last_instant(date(2016, rng.choice((4, 5, 6, 6, 7)), rng.choice((5, 30))), promise.tz)
    if promise.kind is Kind.ACHIEVE:
        return Amendment(announced, moved_by, due=new)
    return Amendment(announced, moved_by, until=new)


def _rulings(rng: Random, promise: Promise, instances: tuple[str, ...]) -> tuple[Ruling, ...]:
    if rng.random() > 0.1:
        return ()
    return tuple(_ruling(rng, promise, instances) for _ in range(rng.choice((1, 1, 2))))


def _ruling(rng: Random, promise: Promise, instances: tuple[str, ...]) -> Ruling:
    status = rng.choice(
        (Status.SUSPENDED, Status.SUPERSEDED, Status.VOID, Status.KEPT, Status.BROKEN, Status.PENDING)
    )
    made = first_instant(some_day(rng), promise.tz)
    expires = made + timedelta(days=30) if rng.random() < 0.3 else None
    names = [reading.name for reading in promise.readings if reading.name]
    reading = rng.choice(names) if names and rng.random() < 0.5 else ""
    if promise.kind is Kind.RECUR:
        instances = (*instances, "2016-04", "2016-Q2")
    return Ruling(status, "settled", "desk", made, expires, rng.choice(instances), reading)


def _of_steps(rng: Random, tz: str) -> Promise:
    names = ("first", "second", "third")[: rng.choice((2, 2, 3))]
    steps = tuple(_plain(rng, tz, f"the-promise/{name}") for name in names)
    whole = _whole(rng, tz, steps)
    return replace(whole, rulings=_rulings(rng, whole, ("", *names)))


def _whole(rng: Random, tz: str, steps: tuple[Promise, ...]) -> Promise:
    shell = _plain(rng, tz, "the-promise")
    reading = Reading(
        "", {"halted": of_event(rng, "halted", "halted")}, Conditions(at_risk_when=one("halted")), shell.opens
    )
    readings = (reading,) if rng.random() < 0.4 else ()
    review = last_instant(date(2016, 6, 1), tz) if rng.random() < 0.2 else None
    return replace(
        shell,
        kind=Kind.ACHIEVE,
        readings=readings,
        due=None,
        until=None,
        every=None,
        review_by=review,
        trigger=None,
        steps=steps,
        amendments=(),
        rulings=(),
    )


def _of_each(rng: Random, tz: str) -> Promise:
    """Return a promise that binds Russia and Iran one by one."""
    one_of_them = _plain(rng, tz, "the-promise/russia")
    bound = []
    for name, other in (("russia", "iran"), ("iran", "russia")):
        said = replace(one_of_them.statement, by=(name,))
        interest = {**one_of_them.interest, name: Interest.SELF}
        bound.append(
            replace(
                one_of_them,
                id=f"the-promise/{name}",
                statement=said,
                beside=(other,),
                interest=interest,
                rulings=(),
            )
        )
    whole = _whole(rng, tz, tuple(bound))
    whole = replace(whole, each=("russia", "iran"), readings=(), review_by=None)
    return replace(whole, rulings=_rulings(rng, whole, ("", "russia")))
