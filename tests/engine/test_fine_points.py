"""Fine points of the semantics, told as rule files: each example must come out as its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.engine.examples import run_example
from tracker.language.loading import load_rules

FILE = Path(__file__).with_name("fine_points.yaml")
LOADED = load_rules({FILE.name: FILE.read_bytes()})
EXAMPLES = {example.name: example for example in LOADED.rules.examples}


def test_the_stories_load_without_a_problem() -> None:
    assert LOADED.problems == ()
    assert len(EXAMPLES) == 23


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_comes_out_as_its_name_says(name: str) -> None:
    example = EXAMPLES[name]
    (promise,) = (each for each in LOADED.rules.promises if each.id == example.promise)
    assert run_example(promise, example, LOADED.rules.names) == ()
