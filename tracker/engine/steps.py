"""Steps: a promise that consists of promises, or binds several promisors one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tracker.domain.folding import fold
from tracker.domain.instants import LAST_INSTANT, TICK
from tracker.domain.promises import Interest, Kind, Promise
from tracker.domain.statuses import Group, Status
from tracker.domain.verdicts import Judgement, Verdict
from tracker.engine.amending import Moved
from tracker.engine.asking import MadeOnce
from tracker.engine.deciding_wholes import decide_steps
from tracker.engine.docket import Docket
from tracker.engine.rulings import ruling_in_force
from tracker.engine.single import Material, judge_single
from tracker.engine.whole import joined, whole


def judge_steps(
    promise: Promise, material: Material, judge: Callable[[Promise, Material], Judgement]
) -> Judgement:
    """Judge every step by itself, then the promise over them."""
    parts: list[Verdict] = []
    rows: list[Verdict] = []
    for name, step in _members(promise):
        judgement = judge(step, material)
        own = [row._replace(promise=promise.id, instance=joined(name, row.instance)) for row in judgement.all]
        parts.append(own[0])
        rows += own
    at = material.view.at
    review = promise.review_by is not None and at > promise.review_by
    noun = "promisor" if promise.each else "step"
    risk = _own_risk(promise, material)
    decision = decide_steps(parts, [each for each in risk if each.status is Status.AT_RISK], review=review)
    counted = [part for part in parts if part.group is not Group.CLOSED] or parts
    review_by = promise.review_by
    headline = whole(
        promise,
        material.view,
        decision,
        counted,
        noun,
        ruling_in_force(promise, material.view, "", None),
        boundaries=(
            promise.opens,
            None if review_by is None or review_by == LAST_INSTANT else review_by + TICK,
        ),
        beside=[*risk, *(part for part in parts if part not in counted)],
    )
    return Judgement(headline, (), tuple(rows))


def _all_members(promise: Promise) -> tuple[tuple[str, Promise], ...]:
    names = promise.each or [step.id.removeprefix(f"{promise.id}/") for step in promise.steps]
    return tuple([(name, _member(promise, step, name)) for name, step in zip(names, promise.steps, strict=True)])


_members = MadeOnce(_all_members)
"""What a promise consists of: each part by its name, as it is judged."""


def _member(promise: Promise, step: Promise, name: str) -> Promise:
    """Give a step the rulings made on it and, where promisors are judged one by one, its own interests."""
    rulings = tuple(
        replace(ruling, instance=ruling.instance.removeprefix(name).removeprefix("/"))
        for ruling in promise.rulings
        if ruling.instance == name or ruling.instance.startswith(f"{name}/")
    )
    step = replace(step, rulings=(*step.rulings, *rulings))
    return _bound_alone(step, name, promise.each) if promise.each else step


def _bound_alone(step: Promise, name: str, each: tuple[str, ...]) -> Promise:
    """Return a promisor's promise, with all its steps, as it binds that one beside the others."""
    others = tuple(other for other in each if other != name)
    apart = {fold(other) for other in others}
    interest = {origin: word for origin, word in step.interest.items() if fold(origin) not in apart}
    inner = tuple(_bound_alone(one, name, each) for one in step.steps)
    return replace(step, beside=others, interest={name: Interest.SELF, **interest}, steps=inner)


def _own_risk(promise: Promise, material: Material) -> tuple[Verdict, ...]:
    """Judge the `at_risk_when` that the promise has beside its steps'."""
    whole_promise = _without_steps(promise)
    return tuple(
        judge_single(whole_promise, reading, material, material.ears(promise, reading), Docket(Moved(reading)))
        for reading in promise.readings
        if reading.conditions.at_risk_when is not None
    )


_without_steps = MadeOnce(lambda promise: replace(promise, kind=Kind.ACHIEVE, steps=(), review_by=None))
"""The promise as a whole, as far as it is at risk."""
