"""Loading a large folder of rules as a desk has it: read, linted and compiled; and running its examples."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.measuring import Row, best_of
from tracker.engine.examples import run_example
from tracker.engine.keys import Keys
from tracker.language.lint.running import lint
from tracker.language.loading import load_rules
from tracker.language.ruleset import RuleSet

_HEAD = """\
# Promises of the county of {n}, as its paper tells them.
statements:
  speech-{n}:
    by: [County of {n}]
    date: 2024-01-15
    quote: "Bridges, schools and clean water: {n} gets all of them, and you can hold us to it"
    link: "https://example.org/county/{n}/speech"

rules:
  share-done-{n}:
    params:
      what: {{type: text}}
      whole: {{type: number, unit: pieces}}
      least: {{type: number, default: 90}}
    criteria:
      done:
        match: {{indicator: "{{what}}", place: County {n}}}
        latest: {{at_least: "{{least}} * {{whole}} / 100", unit: pieces}}
        baseline: 0
        sources: 2
      some:
        match: {{indicator: "{{what}}", place: County {n}}}
        latest: {{at_least: 25%, of: "{{whole}}", unit: pieces}}
    kept_when: done
    partly_when: some
    progress_by: done

promises:
"""
_ACHIEVE = """\
  - id: bridge-{n}-{k}
    title: "County {n} opens bridge {k} by the end of November"
    said: speech-{n}
    kind: achieve
    due: 2024-11-30                    # the last day of the month
    wait_for_reports: 5 days
    needs: [press]
    owner: "county desk"
    tags: [county-{n}, transport]
    interest: {{county-{n}: self, league-{n}: adversary}}
    criteria:
      opened:
        match: {{event: [bridge opened, bridge in use], place: Bridge {k} of {n}}}
        happened: once
      given-up:
        match: {{event: bridge given up, place: Bridge {k} of {n}}}
        happened: once
      put-off:
        match: {{event: bridge put off, place: Bridge {k} of {n}}}
        happened: once
        also_accept: [announcement, intention]
        over: 90 days
    kept_when: opened
    broken_when: given-up
    at_risk_when: put-off

"""
_SHARED = """\
  - id: schools-{n}-{k}
    title: "County {n} mends its schools, part {k}"
    said: speech-{n}
    kind: achieve
    due: 2024-12-31
    needs: [press]
    tags: [county-{n}, schools]
    rule: share-done-{n}
    with: {{what: schools mended in part {k}, whole: 4{k}}}

"""
_EXAMPLE = """\
examples:
  - name: "bridge 0 of {n} opens in time"
    promise: bridge-{n}-0
    reports:
      - {{source: post, occurred: 2024-10-01, event: bridge put off, place: Bridge 0 of {n}, nature: announcement}}
      - {{source: wire, occurred: 2024-11-20, event: bridge opened, place: Bridge 0 of {n}}}
    expect:
      - {{at: 2024-10-02, status: at_risk}}
      - {{at: 2024-11-21, status: kept, timeliness: on_time}}
"""


def rule_files(files: int, promises: int) -> Mapping[str, bytes]:
    """Return files of that many promises each, half of them by a rule, one example a file."""
    made = {}
    for n in range(files):
        text = _HEAD.format(n=n)
        text += "".join((_ACHIEVE, _SHARED)[k % 2].format(n=n, k=k) for k in range(promises))
        made[f"county-{n:03}.yaml"] = (text + _EXAMPLE.format(n=n)).encode()
    return made


def rows(*, files: int = 200, promises: int = 10, times: int = 3) -> list[Row]:
    """Load, lint and compile them against ruamel.yaml reading them; run their examples."""
    made = rule_files(files, promises)
    loaded = load_rules(made)
    assert loaded.problems == (), loaded.problems[0]
    ours = best_of(times, lambda: _all_of_it(made))
    read = best_of(1, lambda: _ruamel(made, "rt"))
    safe = best_of(1, lambda: _ruamel(made, "safe"))
    parts = [best_of(times, lambda: load_rules(made)), best_of(times, lambda: lint(loaded.rules))]
    tried = best_of(times, lambda: _examples(loaded.rules))
    note = f"load {parts[0]:.2f} s, lint {parts[1]:.2f} s"
    work = f"{files * promises:,} promises in {files} files: loaded, linted, compiled"
    return [
        Row(work, ours, read, "ruamel.yaml reading them, places and all", 1.0, note=note),
        Row(work, ours, safe, "ruamel.yaml reading them as plain values", 1.0),
        Row(f"{len(loaded.rules.examples)} examples run", tried, ours, "all of the above", None, 2.0),
    ]


def _all_of_it(made: Mapping[str, bytes]) -> None:
    rules = load_rules(made).rules
    assert len(lint(rules)) < len(rules.promises)
    Keys.of(rules.promises, rules.names)


def _ruamel(made: Mapping[str, bytes], typ: str) -> None:
    from ruamel.yaml import YAML

    reader = YAML(typ=typ, pure=True)
    for data in made.values():
        reader.load(data)


def _examples(rules: RuleSet) -> None:
    promises = {promise.id: promise for promise in rules.promises}
    for example in rules.examples:
        assert not run_example(promises[example.promise], example, rules.names), example.name
