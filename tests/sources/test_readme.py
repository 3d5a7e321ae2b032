"""What the README of the sources says is true."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

from tests.sources.making import NOW, item, rss
from tests.sources.servers import plain, serving
from tracker.domain.collecting import CollectState
from tracker.domain.sources import Source, SourceKind
from tracker.domain.values import Value
from tracker.language import asking_keys, nodes
from tracker.language import sources as language
from tracker.language.loading import load_rules
from tracker.language.source_kinds import BUILT_IN
from tracker.sources import feed_items, folder, items, json_api, problem_lists, screening, table_rows
from tracker.sources.collect import collect_source
from tracker.sources.fetcher import GuardedFetcher

README = (Path(folder.__file__).parent / "README.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)


def loaded(snippet: str) -> Source:
    found = load_rules({"sources.yaml": snippet.encode()})
    assert found.problems == ()
    (source,) = found.rules.sources
    return source


EXAMPLES = (
    *("defence-ministry", "harbour-log", "strike-counts", "relief-api", "drop-box", "field-office"),
    *("gdelt", "ucdp", "acled", "reliefweb"),
)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_example_loads(snippet: str) -> None:
    assert loaded(snippet).id in EXAMPLES


def test_the_table_of_keys_is_the_languages() -> None:
    table = README.split("## A feed")[0].split("| key |")[1]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == sorted(
        (key.name for key in language.SOURCE.keys), key=lambda name: table.index(f"| `{name}` |")
    )


def test_the_first_example_makes_the_facts_it_shows() -> None:
    source = loaded(SNIPPETS[0])
    fields = item(1, category="Withdrawal", deedline_indicator="strike aircraft departed", deedline_value="22")
    with serving(plain(rss(fields).encode())) as server:
        fetcher = GuardedFetcher(resolve=lambda host, port: ("127.0.0.1",))
        local = dataclasses.replace(source, url=server.url(host="defence.example"), allow_private=True)
        (report,) = collect_source(local, CollectState(), NOW, fetcher).reports
    assert [(fact.event, fact.indicator, fact.value) for fact in report.facts] == [
        ("withdraw", None, None),
        (None, "strike aircraft departed", Value(22)),
    ]
    assert (report.origin, report.grade.reliability, report.language) == ("Ministry of Defence", "C", "ru")


LIMITS = inspect.signature(GuardedFetcher).parameters


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (screening.MAX_ITEMS, "the first 2,000 items"),
        (problem_lists.MOST, "the first 50 problems"),
        (folder.MAX_FILES, "up to 500 at a time"),
        (feed_items.LONGEST_TITLE, "up to 300 characters"),
        (feed_items.LONGEST_TEXT, "up to 20,000"),
        (table_rows.MOST_ROWS, "At most 200,000 rows"),
        (json_api.MOST_ITEMS, "20,000 items are read at one time"),
        (asking_keys.MOST.default or 0, "pages (default 20)"),
        (nodes.DEEPEST, "than 20 levels deep"),
        (items.LONGEST_TITLE, "its headline (up to 300 characters)"),
        (items.LONGEST_TEXT, "and text (up to 20,000)"),
        (language.MAX_BYTES.default, "default 5,000,000"),
        (LIMITS["quiet_seconds"].default, "20 seconds without a byte"),
        (LIMITS["total_seconds"].default, "60 seconds in all"),
        (LIMITS["max_redirects"].default, "at most 5, each checked"),
    ],
)
def test_the_limits_are_those_that_hold(number: float, said: str) -> None:
    assert said in README
    assert f"{int(number):,}" in said


def test_every_kind_is_described_with_the_keys_it_takes() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .+? \| (.*?\|.*?) \|$", README.split("| key |")[0], re.MULTILINE))
    assert list(rows) == list(SourceKind) == [kind.name for kind in BUILT_IN]
    for kind in BUILT_IN:
        own = {option.name for option in kind.options}
        assert set(re.findall(r"`(\w+)`", rows[kind.name])) == kind.keys | own
