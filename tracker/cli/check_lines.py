"""What `rules check` found, as lines for people, as data, and as annotations for GitHub."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.cli.plain import clean, put, put_json, say
from tracker.cli.rule_trials import EXAMPLE_FAILS, problem_row
from tracker.domain.counting import counted
from tracker.domain.errors import Severity
from tracker.language.ruleset import Loaded


def print_as_text(loaded: Loaded, missing: Mapping[str, str]) -> None:
    """Print what was found for people; the count, and the checks that lacked what they must know, go to stderr."""
    for problem in loaded.problems:
        code = f" [{problem.code}]" if problem.severity is Severity.LINT else ""
        word = "failed" if problem.code == EXAMPLE_FAILS else problem.severity.value
        put(f"{word}: {clean(problem)}{code}")
    say(_summary(loaded))
    if missing:
        lacks = " and ".join(f"the {what}" for what in dict.fromkeys(missing.values()))
        say(f"remarks that need {lacks} were not looked for: {', '.join(missing)}")


def print_as_json(loaded: Loaded, missing: Mapping[str, str]) -> None:
    """Print what was found as data."""
    rules = loaded.rules
    put_json(
        {
            "files": len(rules.files),
            "promises": [promise.id for promise in rules.promises],
            "examples": len(rules.examples),
            "problems": [problem_row(problem) for problem in loaded.problems],
            "skipped": dict(missing),
        }
    )


def print_as_github(loaded: Loaded, missing: Mapping[str, str]) -> None:
    """Print what was found as annotations; the count goes to stderr."""
    for problem in loaded.problems:
        word = "error" if problem.severity is Severity.ERROR else "warning"
        place = problem.position
        where = (
            f"file={_property(place.file)},line={place.line},col={place.column},title={_property(problem.code)}"
        )
        hint = f" ({problem.hint})" if problem.hint else ""
        put(f"::{word} {where}::{_message(problem.message + hint)}")
    say(_summary(loaded))


def _message(text: str) -> str:
    return clean(text).replace("%", "%25")


def _property(text: str) -> str:
    # In a property a colon or comma would end it: the runner reads them percent-encoded.
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _summary(loaded: Loaded) -> str:
    rules = loaded.rules
    failed = sum(problem.code == EXAMPLE_FAILS for problem in loaded.problems)
    errors = [each for each in loaded.problems if each.severity is Severity.ERROR and each.code != EXAMPLE_FAILS]
    remarks = sum(problem.severity is Severity.LINT for problem in loaded.problems)
    loads = [_files(len(rules.files), len({each.position.file for each in errors}))]
    loads.append(counted(len(rules.promises), "promise"))
    loads += [counted(len(rules.examples), "example")] if rules.examples else []
    found = [counted(len(errors), "error"), counted(remarks, "remark")]
    found += [f"{counted(failed, 'expectation')} not met"] if failed else []
    return f"{', '.join(loads)}: {', '.join(found)}"


def _files(fine: int, broken: int) -> str:
    return f"{fine} of {counted(fine + broken, 'file')} fine" if broken else counted(fine, "file")
