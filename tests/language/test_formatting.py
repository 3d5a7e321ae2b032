"""Formatting: one layout for all rule files, and nothing an author wrote is lost on the way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.lengths import laws
from tests.engine.made_promises import RULES, written_promises
from tests.language.layouts import written
from tests.language.test_case_files import cases
from tests.language.test_schema import SOUND
from tracker.language.formatting import formatted
from tracker.language.loading import load_rules
from tracker.store.canonical import meaning_hash

ROOT = Path(__file__).parents[2]

UNTIDY = """\
# Promises of the town,
# and what became of them.

rules:
    share-gone:
        kept_when: most-gone
        # what must be gone
        criteria:
            most-gone:
                # against the count
                latest: {more_than: 50%, of:  "{force}"}   # half
                match:   {indicator: departed}
        params: {force: {type: number}}
promises:
# the only one so far
- title: "The force leaves"
  id:    force    # never change it


  said: s
  kind: achieve
  readings:
     b: {rule: share-gone, with: {force: 40}}
     a: {rule: share-gone, with: {force: 36}}
  due: 2016-03-15
- {id: second, title: "Another", said: s, kind: claim}
statements:
  s:
    quote: |
        from
          tomorrow{spaces}
    date: 2016-03-14
    by: Russia
# the end
""".replace("{spaces}", "   ")

TIDY = """\
# Promises of the town,
# and what became of them.

statements:
  s:
    by: Russia
    date: 2016-03-14
    quote: |
        from
          tomorrow{spaces}

promises:
  # the only one so far
  - id: force    # never change it
    title: "The force leaves"
    said: s
    kind: achieve
    due: 2016-03-15
    readings:
      b: {rule: share-gone, with: {force: 40}}
      a: {rule: share-gone, with: {force: 36}}

  - {id: second, title: "Another", said: s, kind: claim}

rules:
  share-gone:
    params: {force: {type: number}}
    # what must be gone
    criteria:
      most-gone:
        match: {indicator: departed}
        # against the count
        latest: {more_than: 50%, of:  "{force}"}   # half
    kept_when: most-gone

# the end
""".replace("{spaces}", "   ")


def laid_out(text: str | bytes) -> str:
    """Return a file as it is laid out; it must have no problems."""
    after, problems = formatted("a.yaml", text.encode() if isinstance(text, str) else text)
    assert [str(problem) for problem in problems] == []
    return after


def test_keys_stand_in_the_order_of_the_reference_with_their_remarks() -> None:
    assert laid_out(UNTIDY) == TIDY


def test_a_file_laid_out_stays_as_it_is() -> None:
    once = laid_out(UNTIDY)
    assert laid_out(once) == once


def test_what_a_file_means_stays() -> None:
    before, after = (load_rules({"a.yaml": text.encode()}).rules for text in (UNTIDY, laid_out(UNTIDY)))
    assert [meaning_hash(each) for each in after.promises] == [meaning_hash(each) for each in before.promises]


def test_a_file_with_a_mistake_is_left_alone_and_the_mistake_named() -> None:
    after, problems = formatted("a.yaml", b"promises:\n  - {id: a\n")
    assert after == ""
    assert [problem.position.file for problem in problems] == ["a.yaml"]


@pytest.mark.parametrize("text", ["{}\n", "promises: []\n", "# nothing yet\n", ""])
def test_a_file_with_nothing_to_lay_out_comes_back(text: str) -> None:
    assert laid_out(text) == text


def test_line_ends_of_windows_and_a_mark_at_the_beginning_go() -> None:
    assert laid_out(b"\xef\xbb\xbfpromises: []\r\n") == "promises: []\n"


@pytest.mark.parametrize("path", SOUND, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sound_file_can_be_laid_out_once_and_for_all(path: Path) -> None:
    once = laid_out(path.read_bytes())
    assert laid_out(once) == once
    assert sorted(_comments(once)) == sorted(_comments(path.read_text(encoding="utf-8")))


def _comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


SHIPPED = sorted(path for path in (ROOT / "rules").rglob("*.yaml") if path.name != "pack.yaml")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shipped_is_laid_out_so(path: Path) -> None:
    assert path.name == "coverage.yaml" or laid_out(path.read_bytes()) == path.read_text(encoding="utf-8")


@laws
@given(st.lists(written_promises(), min_size=1, max_size=2), st.integers(0, 2**32).map(random.Random))
def test_whatever_the_layout_it_means_the_same_afterwards(
    promises: list[dict[str, object]], chance: random.Random
) -> None:
    named = [{**each, "id": f"p{number}"} for number, each in enumerate(promises)]
    data = written({"promises": named}, chance)
    after, problems = formatted("a.yaml", data)
    if problems:
        assert [problem.code for problem in problems] == ["layout"]
        return
    assert _promises(after.encode()) == _promises(data)
    assert laid_out(after) == after


def _promises(data: bytes) -> list[str]:
    loaded = load_rules({"a.yaml": data, "rules.yaml": RULES.encode()})
    assert [str(problem) for problem in loaded.problems] == []
    return [meaning_hash(promise) for promise in loaded.rules.promises]


def test_invalid_files_are_never_laid_out_into_something_else() -> None:
    for path in cases("invalid").values():
        if path.is_file():
            before, after = path.read_bytes(), formatted(path.name, path.read_bytes())[0]
            if after:
                told = [problem.code for problem in load_rules({path.name: before}).problems]
                assert sorted(told) == sorted(
                    problem.code for problem in load_rules({path.name: after.encode()}).problems
                )


def test_the_line_for_editors_stays_the_first_whichever_key_comes_next() -> None:
    line = "# yaml-language-server: $schema=schema.json\n"
    after = laid_out(f"{line}# what is promised\npromises: []\nstatements:\n  s: {{by: A, date: 2020-01-01}}\n")
    assert after.startswith(f"{line}statements:")
    assert "# what is promised\npromises: []" in after


def test_a_blank_line_inside_an_entry_stays_only_above_a_comment() -> None:
    example = """\
examples:
  - name: "one"
    promise: p

    reports:

      - {source: a, occurred: 2020-01-02, event: e}

      - {source: b, occurred: 2020-01-02, event: e}

      # a copy

      - {source: c, occurred: 2020-01-02, event: e}
    expect:

      - {at: 2020-01-03, status: pending}


"""
    laid = """\
  - name: "one"
    promise: p
    reports:
      - {source: a, occurred: 2020-01-02, event: e}
      - {source: b, occurred: 2020-01-02, event: e}

      # a copy
      - {source: c, occurred: 2020-01-02, event: e}
    expect:
      - {at: 2020-01-03, status: pending}
"""
    second = example.removeprefix("examples:\n").replace("one", "two")
    after = laid_out(example + second)
    assert after == f"examples:\n{laid}\n{laid.replace('one', 'two')}"
    assert laid_out(after) == after


def test_what_a_folder_shares_stands_together() -> None:
    text = b"tz: UTC\n\nneeds:\n  - a\n  - b\n\n# whom to ask\nowner: me\ntags: [x]\n"
    after, problems = formatted("_defaults.yaml", text)
    assert problems == ()
    assert after == "tags: [x]\ntz: UTC\nneeds:\n  - a\n  - b\n\n# whom to ask\nowner: me\n"
    assert formatted("_defaults.yaml", after.encode()) == (after, ())


def test_blank_lines_that_belong_to_a_text_stay() -> None:
    text = "statements:\n  s:\n    by: A\n    date: 2020-01-01\n    quote: |\n      one\n\n\n      two\n"
    assert laid_out(text) == text


def test_blank_lines_between_names_and_statements_stay_as_their_author_set_them() -> None:
    said = "{by: A, date: 2020-01-01}"
    text = f"statements:\n  s: {said}\n\n  t: {said}\n  u: {said}\n"
    assert laid_out(text) == text


def test_a_comment_behind_a_section_that_moves_is_laid_out_once_and_for_all() -> None:
    text = "examples: []\npromises:\n    - id: p\n      tags:\n          - a\n   # at the end\n"
    after = laid_out(text)
    assert after == "promises:\n  - id: p\n    tags:\n      - a\n\n# at the end\n\nexamples: []\n"
    assert laid_out(after) == after
