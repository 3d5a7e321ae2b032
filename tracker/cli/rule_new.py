"""`deedline rules new`: a few questions, and a commented rule file that passes every check."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from tracker.cli.questions import Questions
    from tracker.domain.promises import Kind
    from tracker.language.drafting import Answers, Figure
    from tracker.language.ruleset import RuleSet

_BEGINNING = """\
A few questions about one promise; at the end stands a rule file to go on from.
An empty answer takes what stands in brackets; ? helps. q, ctrl-d or ctrl-c leaves; then nothing is written."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def new(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="The file to write; else one named after the promise, with the rules.")
    ] = None,
) -> None:
    """Ask about a promise and write a rule file to go on from.

    What shows that it was kept (or broken) is an event that happened, or a figure held against a number. The file
    is commented, holds two examples and passes `rules check`. No file is written over. Typing ? at a question
    helps; q, ctrl-d or ctrl-c leaves: nothing is written, and the answers given so far are shown.

    Exit code 0: written. 1: left, or it could not be written.
    """
    from tracker.cli.given import open_app
    from tracker.cli.plain import clean, put, say
    from tracker.cli.questions import Left, Questions, said_so_far
    from tracker.domain.errors import BadInput
    from tracker.language.drafting import drafted

    app = open_app(context)
    settings = app.settings
    folder = settings.rules.folder
    if path is not None:
        _refuse_existing(path)
    there = _rules_of(folder, settings.zone)
    say(_BEGINNING)
    questions = Questions()
    try:
        answers = _asked(questions, there, settings.owner, app.clock.now().date())
        target = path or _free(folder, answers.id)
        text = drafted(answers)
        _check_sound(target.name, text, settings.zone)
        _write(target, text)
    except (Left, BadInput) as end:
        say("nothing was written")
        for line in said_so_far(questions.given):
            say(line)
        if isinstance(end, BadInput):
            raise
        raise typer.Exit(1) from None
    put(clean(target))
    say("next: read it through, then `deedline rules check`")


def _rules_of(folder: Path, zone: str) -> RuleSet:
    """Return what the rules folder holds already: its ids are taken, its sources can be named."""
    from tracker.cli.rule_reading import read_in_force
    from tracker.language.ruleset import RuleSet

    return read_in_force(folder, zone).rules if folder.is_dir() else RuleSet()


def _asked(questions: Questions, there: RuleSet, owner: str, today: date) -> Answers:
    from tracker.domain.promises import Kind
    from tracker.language.drafting import KINDS, Answers, short_name

    by = questions.names("Who promised it (several parted by commas)")
    said_on = questions.day("On which day was it said (2026-03-14)", until=today)
    quote = questions.text("The exact words")
    link = questions.link("Where can the words be read (https://..., or empty)")
    words = "achieve: it will be so; maintain: it stays so; refrain: it will not happen"
    others = "recur and claim are shown in rules/README.md"
    kind = Kind(questions.one_of(f"Which kind ({words})", [each.value for each in KINDS], "achieve", others))
    title = questions.text("What must be true, in one line")
    name = (
        "" if short_name(title) else questions.name("A short name for it in commands and file names (a-z, 0-9, -)")
    )
    last, none = ("By which day", "none") if kind is Kind.ACHIEVE else ("Until which day", "open-ended")
    due = questions.day_or_none(f"{last} (2026-03-14)", none, since=said_on)
    again = "No day was named. When should people look again (2026-03-14)"
    review_by = questions.day(again, since=said_on) if due is None else None
    figure = _figure(questions, kind)
    event = "" if figure is not None else _event(questions, kind)
    breach = ""
    if figure is None and kind is Kind.MAINTAIN:
        breach = questions.text("What would show that it has ended, as an event")
    names = sorted({name for source in there.sources for name in (*source.groups, source.id)})
    usual = "hand-collected" if not names or "hand-collected" in names else names[0]
    needs = questions.known("Which source or group would have seen it", names, usual)
    who = questions.text("Who looks after it", owner or "me")
    answers = Answers(
        *(by, said_on, quote, link, kind, title, due, review_by, event, breach, (needs,), who, figure), name=name
    )
    return answers.named_apart_from({*there.statements, *(promise.id for promise in there.promises)})


def _event(questions: Questions, kind: Kind) -> str:
    from tracker.domain.promises import Kind

    what = "What would not be allowed to happen" if kind is Kind.REFRAIN else "What would show it"
    return questions.text(f"{what}, as an event in a report (such as: plan published)")


def _figure(questions: Questions, kind: Kind) -> Figure | None:
    """Ask whether a figure shows it, and which; None where an event does."""
    from tracker.domain.promises import Kind
    from tracker.language.drafting import COMPARISONS, Figure

    shows = "What would break it" if kind is Kind.REFRAIN else "What shows it"
    sort = "happened: something that happens; figure: a number that is measured"
    if questions.one_of(f"{shows} ({sort})", ["happened", "figure"], "happened") == "happened":
        return None
    indicator = questions.text("What is measured, as reports call it (such as: opening hours)")
    breach = "Which figure would break it" if kind is Kind.REFRAIN else "How must the figure be"
    comparison = questions.one_of(f"{breach} ({', '.join(COMPARISONS)} a number)", COMPARISONS, COMPARISONS[0])
    number = questions.number("The number (such as: 1000 or 2.5)")
    unit = questions.unit("In which unit (such as: hours a week; empty: none)")
    return Figure(indicator, comparison, number, unit)


def _free(folder: Path, name: str) -> Path:
    """Return a file of this name in the folder that is not there yet."""
    tried: Iterable[Path] = (folder / f"{name}{end}.yaml" for end in ("", *(f"-{n}" for n in range(2, 1000))))
    return next((each for each in tried if not each.exists()), folder / f"{name}.yaml")


def _refuse_existing(path: Path) -> None:
    """Raise BadInput for a file that cannot be made, before anybody has answered anything."""
    from tracker.domain.errors import BadInput

    if path.exists():
        raise BadInput(f"{path} exists already", "name another file: deedline rules new FILE")
    if not path.absolute().parent.is_dir():
        raise BadInput(f"there is no folder {path.parent}", "make it first, or name a file in a folder of yours")


def _write(target: Path, text: str) -> None:
    from tracker.domain.errors import BadInput

    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        hint = "name a file in a folder of yours: deedline rules new FILE"
        raise BadInput(f"{target} cannot be written: {problem.strerror}", hint) from None


def _check_sound(name: str, text: str, zone: str) -> None:
    """Raise BadInput with what is wrong if the answers do not make a sound file."""
    from tracker.cli.rule_reading import refuse_errors
    from tracker.cli.rule_trials import failures_as_problems
    from tracker.language.lint.running import lint
    from tracker.language.loading import load_rules

    loaded = load_rules({name: text.encode()}, tz=zone)
    refuse_errors([*loaded.problems, *failures_as_problems(loaded.rules, Path(name)), *lint(loaded.rules)])
