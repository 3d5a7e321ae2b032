"""Made-up promises of every kind, written as a rule file holds them and loaded through the language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hypothesis import strategies as st

from tests.engine.made_criteria import Written, condition, criterion, once_in, one_of
from tracker.domain.promises import Promise
from tracker.language.loading import load_promise, load_rules
from tracker.language.ruleset import RuleSet

RULES = """
rules:
  so-many-gone:
    params: {amount: {type: number}}
    criteria:
      so-many: {match: {indicator: aircraft departed}, latest: {at_least: "{amount}"}, unit: aircraft, baseline: 0}
      half: {match: {indicator: aircraft departed}, latest: {at_least: "{amount} / 2"}, unit: aircraft}
    kept_when: so-many
    partly_when: half
  so-few-strikes:
    params: {amount: {type: number}}
    criteria:
      few: {match: {event: strike}, count: {at_most: "{amount}"}}
    kept_when: few
"""
SAID: Written = {
    "by": ["Russia"],
    "date": "2016-03-01",
    "quote": "we will leave",
    "link": "https://example.org/said",
}
_DATES = ("2016-05-20", "2016-04-15", "2016-05", "2016-06-10", "2016-04-20T09:30Z")
_STATUSES = (
    "suspended",
    "superseded",
    "void",
    "kept",
    "broken",
    "disputed",
    "unverifiable",
    "at_risk",
    "partly_kept",
)
_PERIODS = {
    "month": "2016-04",
    "quarter": "2016-Q2",
    "year": "2016",
    "10 days": "2016-03-11",
    "3 weeks": "2016-03-22",
}


@cache
def rule_set() -> RuleSet:
    """Return the reusable rules that made-up promises may name."""
    loaded = load_rules({"rules.yaml": RULES.encode()})
    assert not loaded.problems, loaded.problems
    return loaded.rules


def load(written: Written) -> Promise:
    """Return the promise that the mapping says; every one that is made up must be free of errors."""
    loaded = load_promise(written, rules=rule_set())
    assert not loaded.problems, ([str(problem) for problem in loaded.problems], written)
    return loaded.rules.promises[0]


def _single(draw: st.DrawFn, kind: str, actor: str | None = None) -> Written:
    """Draw what a promise without steps says: dates, criteria, conditions, amendments."""
    made: Written = {"kind": kind}
    if once_in(draw, 3):
        made["opens"] = one_of(draw, "2016-03-01", "2016-03-15", "2016-02-20")
    names = [f"c{number}" for number in range(draw(st.integers(2, 4)))]
    made["criteria"] = {
        name: criterion(draw, actor if name == "c0" or once_in(draw, 2) else None) for name in names
    }
    uses_rule = actor is None and kind != "claim" and once_in(draw, 4)
    if actor is None and once_in(draw, 4):
        _readings(draw, made, kind, names)
    else:
        _conditions(draw, made, kind, names, made["criteria"], uses_rule=uses_rule)
    _ending(draw, made, kind)
    _triggered(draw, made, kind)
    if kind == "recur":
        made["every"] = one_of(draw, *_PERIODS)
        if once_in(draw, 2):
            made["tolerate"] = one_of(draw, "50%", 0.75, 0)
    if kind in ("maintain", "refrain") and once_in(draw, 3):
        made["proof_every"] = one_of(draw, "20 days", "1 month")
    if once_in(draw, 3):
        made["undone_within"] = one_of(draw, "30 days", "2 months", "10 days")
    if once_in(draw, 2):
        made["amendments"] = _amendments(draw, (made, *made.get("readings", {}).values()), kind)
    return made


def _ending(draw: st.DrawFn, made: Written, kind: str) -> None:
    """Draw the deadline: a date, an event, or none and a day of review; for other kinds the window's end."""
    if kind != "achieve":
        if once_in(draw, 2) or kind == "recur":
            made["until"] = one_of(draw, *_DATES)
    elif once_in(draw, 6) and "criteria" in made:
        made["criteria"]["event"] = {"match": {"event": one_of(draw, "calm", "strike")}, "happened": "once"}
        made["due"] = {"before": "event"}
    elif not once_in(draw, 5):
        made["due"] = one_of(draw, *_DATES)
    if "due" not in made and once_in(draw, 2):
        made["review_by"] = one_of(draw, "2016-06-01", "2016-05-01")


def _conditions(
    draw: st.DrawFn, made: Written, kind: str, names: list[str], criteria: Written, *, uses_rule: bool
) -> None:
    """Draw the conditions of a promise or a reading over the criteria named."""
    if uses_rule:
        made["rule"] = "so-many-gone" if kind in ("achieve", "recur") or once_in(draw, 2) else "so-few-strikes"
        made["with"] = {"amount": one_of(draw, 20, 18, 2)}
    elif kind in ("achieve", "recur") or draw(st.booleans()):
        made["kept_when"] = condition(draw, names)
    if made.get("rule") != "so-many-gone" and once_in(draw, 3):
        made["partly_when"] = condition(draw, names)
    if ("kept_when" not in made and "rule" not in made) or draw(st.booleans()):
        made["broken_when"] = condition(draw, names[::-1])
    for key in ("at_risk_when", "undone_when", "cannot_verify_when"):
        if once_in(draw, 4):
            made[key] = condition(draw, names)
    based = [name for name in names if "baseline" in criteria[name]]
    if based and once_in(draw, 2):
        made["progress_by"] = one_of(draw, *based)
    if once_in(draw, 4):
        made["partly_from"] = one_of(draw, "50%", 0.25)


def _readings(draw: st.DrawFn, made: Written, kind: str, names: list[str]) -> None:
    """Draw two or three readings over the promise's criteria, some with dates or criteria of their own."""
    made["readings"] = {}
    for name in ("strict", "loose", "middle")[: draw(st.integers(2, 3))]:
        reading: Written = {}
        own = list(names)
        if once_in(draw, 3):
            reading["criteria"] = {"own": criterion(draw)}
            own.append("own")
        criteria = {**made["criteria"], **reading.get("criteria", {})}
        _conditions(draw, reading, kind, own, criteria, uses_rule=once_in(draw, 4))
        if once_in(draw, 3):
            reading["opens"] = one_of(draw, "2016-03-10", "2016-02-25")
        if once_in(draw, 3):
            reading["due" if kind == "achieve" else "until"] = one_of(draw, *_DATES)
        made["readings"][name] = reading


def _triggered(draw: st.DrawFn, made: Written, kind: str) -> None:
    """Make it conditional now and then: a trigger that opens instances, or one that would make it void."""
    if not once_in(draw, 5):
        return
    made["criteria"]["spark"] = {"match": {"event": one_of(draw, "halted", "strike", "calm")}, "happened": "once"}
    if once_in(draw, 4):
        made["criteria"]["spark"] = criterion(draw)
    wanted = one_of(
        draw, "spark", {"any_of": ["spark", "c1"]}, ["spark", "c1"], {"at_least": {"n": 1, "of": ["spark"]}}
    )
    unless = {"unless": wanted, "by": one_of(draw, "2016-04-10", "2016-05-20")}
    made["when"] = unless if once_in(draw, 3) else wanted
    if "due" not in made and draw(st.booleans()):
        made["within"] = one_of(draw, "20 days", "1 month", "36 hours")


def _amendments(draw: st.DrawFn, bodies: Iterable[Written], kind: str) -> list[Written]:
    """Draw new dates, and new amounts where one of the bodies uses a rule."""
    has_rule = any("rule" in body for body in bodies)
    written = []
    for _ in range(draw(st.integers(1, 3))):
        change: Written = {
            "announced": one_of(draw, "2016-04-10", "2016-05-18", "2016-05-22", "2016-03-20", "2016-06-20")
        }
        if has_rule and draw(st.booleans()):
            change |= {"amount": one_of(draw, 18, 1, 25), "for_param": "amount"}
        else:
            date = one_of(draw, "2016-06-10", "2016-04-20", "2016-05-25", "2016-07-01")
            change["due" if kind == "achieve" else "until"] = date
        change["moved_by"] = one_of(draw, "alone", "both", "third_party")
        written.append(change)
    return written


def _rulings(draw: st.DrawFn, made: Written) -> list[Written]:
    written = []
    for _ in range(draw(st.integers(1, 2))):
        ruling: Written = {"status": one_of(draw, *_STATUSES), "reason": "the port was closed", "by": "desk"}
        ruling["on"] = one_of(draw, "2016-04-05", "2016-03-10", "2016-05-22")
        if draw(st.booleans()):
            ruling["until"] = one_of(draw, "2016-06-01", "2016-05-25")
        if made.get("readings") and once_in(draw, 2):
            ruling["reading"] = one_of(draw, *made["readings"])
        if once_in(draw, 2) and (instances := _instances(made)):
            ruling["instance"] = one_of(draw, *instances)
        written.append(ruling)
    return written


def _instances(made: Written) -> list[str]:
    if "each" in made:
        return list(made["each"])
    if "steps" in made:
        return [step["id"] for step in made["steps"]]
    if "when" in made:
        return ["2016-04-10", "2016-05-20", "2016-04-01"]
    return [_PERIODS[made["every"]]] if made["kind"] == "recur" else []


def _steps(draw: st.DrawFn, actor: str | None) -> Written:
    made: Written = {"kind": "achieve", "steps": []}
    for number in range(draw(st.integers(2, 3))):
        step = _single(draw, one_of(draw, "achieve", "maintain", "refrain", "recur", "claim"), actor)
        step |= {"id": f"step-{number}", "title": "A part of it"}
        if actor is None and once_in(draw, 8):
            step |= {"each": ["Russia", "Damascus"]}
            step["criteria"]["c0"]["match"]["actor"] = "{each}"
        if once_in(draw, 5):
            step["rulings"] = _rulings(draw, step)
        made["steps"].append(step)
    if once_in(draw, 3):
        made |= {"criteria": {"w0": criterion(draw), "w1": criterion(draw)}}
        made["at_risk_when"] = condition(draw, ["w0", "w1"])
    if once_in(draw, 3):
        made["review_by"] = "2016-06-05"
    if any("rule" in step for step in made["steps"]) and once_in(draw, 2):
        made["amendments"] = [each for each in _amendments(draw, made["steps"], "achieve") if "amount" in each]
        if not made["amendments"]:
            del made["amendments"]
    return made


def _around(draw: st.DrawFn, made: Written) -> None:
    """Draw what stands beside the conditions: who must have listened, whose word counts, how long one waits."""
    if needs := one_of(draw, ["wire"], None, ["wire", "paper"], ["press"]):
        made["needs"] = needs
    if once_in(draw, 4):
        made["coverage"] = one_of(draw, "50%", "100%", 0)
    if once_in(draw, 3):
        made["wait_for_reports"] = one_of(draw, "10 days", "0", "12 hours")
    if draw(st.booleans()):
        sides = {
            "mod-ru": "self",
            "damascus": "ally",
            "pentagon": "adversary",
            "blog": one_of(draw, "self", "neutral"),
        }
        made["interest"] = sides
    if once_in(draw, 5):
        made["tz"] = one_of(draw, "Europe/Moscow", "America/New_York", "Pacific/Auckland")
    if once_in(draw, 4):
        made["rulings"] = _rulings(draw, made)


@st.composite
def written_promises(draw: st.DrawFn, name: str = "the-promise") -> Written:
    """Draw a promise as a rule file holds it."""
    shape = one_of(draw, *("single",) * 6, "steps", "each", "each of steps")
    if shape == "single":
        made = _single(draw, one_of(draw, "achieve", "achieve", "maintain", "refrain", "recur", "claim"))
    elif shape == "each":
        made = _single(draw, one_of(draw, "achieve", "maintain", "refrain", "recur", "claim"), "{each}")
    else:
        made = _steps(draw, "{each}" if shape == "each of steps" else None)
    if shape.startswith("each"):
        made["each"] = ["Russia", "Damascus"]
    _around(draw, made)
    return {"id": name, "title": "The main part leaves", "said": SAID, **made}


made_promises = written_promises().map(load)
