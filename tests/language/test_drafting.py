"""A drafted rule file passes every check, whatever was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tracker.actions.trying_examples import run_all
from tracker.domain.promises import Kind
from tracker.language.drafting import COMPARISONS, KINDS, Answers, Figure, drafted
from tracker.language.formatting import formatted
from tracker.language.lint.running import lint
from tracker.language.loading import load_rules

ANSWERS = Answers(
    "Town of Millbrook",
    date(2026, 1, 12),
    "We open the bridge",
    "https://example.org/said",
    Kind.ACHIEVE,
    "The bridge opens",
    date(2026, 6, 30),
    None,
    "bridge opened",
    "bridge closed",
    ("gazette",),
    "bridges-desk",
)
texts = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30).filter(
    lambda text: text.strip("*")
) | st.sampled_from(['a: "b", {c} [d]', "yes", "# not a remark", "- x", "'", "\\", "null", "Хмеймим", "2026"])


def said_of(answers: Answers) -> list[str]:
    """Return everything that any check says on the drafted file."""
    loaded = load_rules({"a.yaml": drafted(answers).encode()})
    problems = [*loaded.problems, *lint(loaded.rules)]
    return [str(problem) for problem in problems] + [failure.example.name for failure in run_all(loaded.rules)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("due", [date(2026, 6, 30), date(2026, 1, 12), None])
def test_each_kind_passes_every_check_and_its_examples(kind: Kind, due: date | None) -> None:
    review_by = None if due else date(2026, 12, 31)
    assert said_of(replace(ANSWERS, kind=kind, due=due, review_by=review_by)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize(("number", "unit"), [("40", "hours a week"), ("2.5", ""), ("0", "x: y"), ("-3", "")])
def test_each_kind_passes_every_check_with_a_figure(kind: Kind, comparison: str, number: str, unit: str) -> None:
    figure = Figure("opening hours", comparison, Fraction(number), unit)
    answers = replace(ANSWERS, kind=kind, event="", breach="", figure=figure)
    assert said_of(answers) == []
    assert formatted("a.yaml", drafted(answers).encode()) == (drafted(answers), ())


def test_ids_that_others_have_are_not_taken() -> None:
    assert ANSWERS.named_apart_from({"another"}).id == "the-bridge-opens"
    assert ANSWERS.named_apart_from({"the-bridge-opens"}).id == "the-bridge-opens-2"
    taken = {"the-bridge-opens", "the-bridge-opens-2-said"}
    assert ANSWERS.named_apart_from(taken).statement == "the-bridge-opens-3-said"


@laws
@given(st.sampled_from(KINDS), texts, texts, texts, texts, texts, st.integers(1, 900))
def test_no_answer_breaks_the_file(
    kind: Kind, by: str, quote: str, title: str, event: str, need: str, days: int
) -> None:
    due = ANSWERS.said_on + timedelta(days=days)
    answers = replace(ANSWERS, kind=kind, by=by, quote=quote, title=title, event=event, needs=(need,), due=due)
    assert [each for each in said_of(answers) if "split" not in each] == []
    (promise,) = load_rules({"a.yaml": drafted(answers).encode()}).rules.promises
    promisors = tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip())) or (by,)
    assert (promise.statement.by, promise.statement.quote, promise.title) == (promisors, quote, title)


def test_it_is_laid_out_as_fmt_lays_out() -> None:
    text = drafted(ANSWERS)
    assert formatted("a.yaml", text.encode()) == (text, ())


def test_the_id_is_made_of_the_first_words_of_the_title() -> None:
    assert (
        replace(ANSWERS, title="«Évian» — the 2nd bridge opens at long last!").id
        == "evian-the-2nd-bridge-opens-at"
    )
    assert replace(ANSWERS, title="Хмеймим").id == "promise"
