"""`deedline rules new`: a few questions, and a commented rule file that passes every check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from tracker.domain.promises import Kind
    from tracker.language.drafting import Answers


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def new(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="The file to write; else one named after the promise, with the rules.")
    ] = None,
) -> None:
    """Ask a few questions about a promise and write a rule file to go on from.

    The file is commented, holds two examples and passes `rules check`. No file is written over.
    """
    from tracker.cli.given import open_app
    from tracker.cli.plain import clean, put, say
    from tracker.domain.errors import BadInput
    from tracker.language.drafting import drafted

    settings = open_app(context).settings
    say("What was promised? An empty answer takes what stands in brackets; ctrl-c ends without writing anything.")
    answers = _asked(settings.owner)
    target = path or settings.rules.folder / f"{answers.id}.yaml"
    text = drafted(answers)
    _sound(target.name, text, settings.zone)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{target} exists already", "name another file: deedline rules new FILE") from None
    except OSError as problem:
        raise BadInput(
            f"{target} cannot be written: {problem.strerror}", "name a file in a folder of yours"
        ) from None
    put(clean(target))
    say("next: read it through, then `deedline rules check`")


def _asked(owner: str) -> Answers:
    from tracker.domain.promises import Kind
    from tracker.language.drafting import Answers

    by = _text("Who promised it")
    said_on = _dated("On which day was it said (2026-03-14)")
    quote = _text("The exact words")
    link = _link()
    kind = _kind()
    title = _text("What must be true, in one line")
    due = _day(
        "By which day" if kind is Kind.ACHIEVE else "Until which day",
        "none" if kind is Kind.ACHIEVE else "open-ended",
    )
    review_by = None if due is not None else _dated("No day was named. When should people look again")
    question = "What would not be allowed to happen" if kind is Kind.REFRAIN else "What would show it"
    event = _text(f"{question}, as an event in a report (such as: plan published)")
    breach = _text("What would show that it has ended, as an event") if kind is Kind.MAINTAIN else ""
    needs = _text("Which source or group would have seen it", "hand-collected")
    who = typer.prompt("Who looks after it", default=owner or "me", err=True).strip()
    return Answers(by, said_on, quote, link, kind, title, due, review_by, event, breach, (needs,), who)


def _text(question: str, default: str | None = None) -> str:
    while True:
        answer = str(typer.prompt(question, default=default, err=True)).strip()
        if answer and answer.isprintable() and len(answer) <= 300:
            return answer
        typer.echo("one line of at most 300 characters, please", err=True)


def _link() -> str:
    while True:
        answer = str(typer.prompt("Where can the words be read (https://...)", default="", err=True)).strip()
        if not answer or answer.startswith(("http://", "https://")):
            return answer
        typer.echo("a web address begins with http:// or https://", err=True)


def _kind() -> Kind:
    from tracker.domain.promises import Kind
    from tracker.language.drafting import KINDS

    words = "achieve: it will be so; maintain: it stays so; refrain: it will not happen"
    while True:
        answer = str(typer.prompt(f"Which kind ({words})", default=Kind.ACHIEVE.value, err=True)).strip()
        if answer in [kind.value for kind in KINDS]:
            return Kind(answer)
        typer.echo(f"one of {', '.join(KINDS)}; the others are shown in rules/README.md", err=True)


def _day(question: str, none: str = "") -> date | None:
    """Ask for a day; with `none` an empty answer is taken and means that."""
    from datetime import date

    while True:
        answer = str(typer.prompt(question, default=none or None, err=True)).strip()
        if none and answer == none:
            return None
        try:
            return date.fromisoformat(answer)
        except ValueError:
            typer.echo("a day is written 2026-03-14", err=True)


def _dated(question: str) -> date:
    while True:
        day = _day(question)
        if day is not None:
            return day


def _sound(name: str, text: str, zone: str) -> None:
    """Raise BadInput with what is wrong if the answers do not make a sound file."""
    from tracker.cli.rule_reading import refuse_errors
    from tracker.cli.rule_trials import failures_as_problems
    from tracker.language.lint.running import lint
    from tracker.language.loading import load_rules

    loaded = load_rules({name: text.encode()}, tz=zone)
    refuse_errors([*loaded.problems, *failures_as_problems(loaded.rules, Path(name)), *lint(loaded.rules)])
