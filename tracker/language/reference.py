"""The key reference: tables of every key of the language, made from the entries that read them."""

from __future__ import annotations

from tracker.domain.reasons import REASONS
from tracker.language import (
    amendments,
    asking_keys,
    comparing,
    conditions,
    coverage_files,
    criteria,
    examples,
    expectations,
    fact_maps,
    folder,
    limits,
    matching,
    name_files,
    promise_keys,
    report_keys,
    rules,
    rulings,
    sources,
    statements,
    triggers,
    windows,
    word_tests,
)
from tracker.language.keys import Key, Record
from tracker.language.lint.running import CHECKS
from tracker.language.remarks import ALWAYS

RULE_RECORDS = (
    folder.FILE,
    statements.STATEMENT,
    promise_keys.PROMISE,
    promise_keys.STEP,
    promise_keys.BEFORE_RECORD,
    triggers.TRIGGER,
    amendments.AMENDMENT,
    rulings.RULING,
    promise_keys.READING,
    rules.RULE,
    rules.PARAM,
    criteria.CRITERION,
    matching.MATCH,
    word_tests.WORDS,
    windows.OVER,
    limits.LIMIT_RECORD,
    comparing.LATEST,
    comparing.CHANGE,
    comparing.COUNT,
    criteria.BASELINE,
    conditions.CONDITION,
    conditions.AT_LEAST_RECORD,
    sources.SOURCE,
    fact_maps.FIELD,
    fact_maps.ITEM_REPORT,
    asking_keys.HEADER,
    asking_keys.SIGN_IN,
    asking_keys.PAGES,
    asking_keys.SINCE,
    name_files.NAMES_RECORD,
    promise_keys.DEFAULTS,
    examples.EXAMPLE,
    expectations.EXPECTATION,
    expectations.ALERT,
)
"""Where keys of rule files may stand."""
DATA_RECORDS = (report_keys.REPORT, report_keys.FACT, report_keys.SPAN, coverage_files.COVERAGE)
"""Where keys of report and coverage files may stand."""
_HEAD = ("| key | value | without it | meaning |", "| --- | --- | --- | --- |")


def reference() -> str:
    """Return the tables of all records as Markdown, with a line for the keys that are not supported yet.

    The codes of reasons come last.
    """
    records = "\n\n".join(_section(record) for record in (*RULE_RECORDS, *DATA_RECORDS))
    return f"{records}\n\n{_reasons()}\n"


def _reasons() -> str:
    lines = ["### Reasons", "", "| code | it says |", "| --- | --- |"]
    return "\n".join((*lines, *(f"| `{code}` | {says} |" for code, says in REASONS.items())))


def checks() -> str:
    """Return the table of the checks of lint as Markdown: code, question and cure."""
    lines = ["| check | it asks | cure |", "| --- | --- | --- |"]
    for check in CHECKS:
        needs = f" (needs the {check.needs})" if check.needs else ""
        lines.append(f"| `{check.code}` | {check.asks}{needs} | {check.cure} |")
    lines += [f"| `{code}` | {asks} | {cure} |" for code, (asks, cure) in ALWAYS.items()]
    return "\n".join(lines) + "\n"


def _section(record: Record) -> str:
    name = record.name.removeprefix("a ").removeprefix("an ")
    lines = [f"### {name[0].upper()}{name[1:]}", "", *_HEAD]
    lines += [_row(key) for key in record.keys]
    if record.later:
        words = ", ".join(f"`{name}`" for name in dict.fromkeys(record.later))
        lines += ["", f"Not supported yet: {words}."]
    return "\n".join(lines)


def _row(key: Key[object]) -> str:
    cells = (f"`{key.name}`", key.form.words, key.without, key.meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
