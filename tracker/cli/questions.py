"""Questions asked on the terminal one by one: what is needed is said, and `q` leaves at any of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import typer

from tracker.cli.plain import clean

if TYPE_CHECKING:
    from fractions import Fraction

T = TypeVar("T")

LONGEST = 300
_HELP = (
    "one line answers it, an empty one takes what stands in brackets; in round brackets stands an example or what "
    "each word means. All of it can be changed in the file afterwards; rules/README.md explains the keys. q leaves"
)


class Left(Exception):
    """Whoever was asked left: by `q`, ctrl-d or ctrl-c."""


class NotAnAnswer(ValueError):
    """An answer that cannot be used; the message says what is needed."""


@dataclass(slots=True)
class Questions:
    """Asks on stderr, again until an answer can be used, and remembers what was answered."""

    given: list[tuple[str, str]] = field(default_factory=list)
    """Each question that was answered, with the answer as it was taken."""

    def text(self, question: str, otherwise: str = "") -> str:
        """Ask for one line; an empty answer takes `otherwise`, if there is one."""
        return self._asked(question, _line, otherwise)

    def link(self, question: str) -> str:
        """Ask for a web address; an empty answer means that there is none."""
        return self._asked(question, _address, "", may_be_empty=True)

    def unit(self, question: str) -> str:
        """Ask for a unit; an empty answer means that there is none."""
        return self._asked(question, lambda answer: _line(answer) if answer else "", "", may_be_empty=True)

    def names(self, question: str) -> str:
        """Ask for one name or several, parted by commas."""
        return self._asked(question, _names)

    def name(self, question: str) -> str:
        """Ask for a name of letters from a to z, digits and dashes."""
        return self._asked(question, _name)

    def day(self, question: str, *, since: date | None = None, until: date | None = None) -> date:
        """Ask for a day, not before `since` and not after `until`."""
        return self._asked(question, lambda answer: _day(answer, since, until))

    def day_or_none(self, question: str, none: str, *, since: date | None = None) -> date | None:
        """Ask for a day, not before `since`; an empty answer, or `none` itself, means that there is none."""
        return self._asked(question, lambda answer: None if answer == none else _day(answer, since), none)

    def number(self, question: str) -> Fraction:
        """Ask for a number."""
        return self._asked(question, _number)

    def one_of(self, question: str, words: Sequence[str], otherwise: str, hint: str = "") -> str:
        """Ask for one of several words; their first letters will do where they tell them apart."""
        return self._asked(question, lambda answer: _one_of(answer, words, hint), otherwise)

    def known(self, question: str, names: Collection[str], otherwise: str) -> str:
        """Ask for a name out of those there are; any name if there are none yet."""
        return self._asked(question, lambda answer: _known(answer, names), otherwise)

    def _asked(
        self, question: str, read: Callable[[str], T], otherwise: str = "", *, may_be_empty: bool = False
    ) -> T:
        shown = f"{question} [{otherwise}]" if otherwise else question
        while True:
            answer = self._typed(shown) or otherwise
            if answer == "?":
                typer.echo(f"  {_HELP}", err=True)
                continue
            try:
                if not answer and not may_be_empty:
                    raise NotAnAnswer("an answer is needed here; q leaves")
                taken = read(answer)
            except NotAnAnswer as needed:
                typer.echo(f"  {needed}", err=True)
                continue
            self.given.append((question, answer))
            return taken

    def _typed(self, shown: str) -> str:
        try:
            answer = str(typer.prompt(shown, default="", show_default=False, err=True)).strip()
        except (typer.Abort, KeyboardInterrupt, EOFError):
            typer.echo(err=True)
            raise Left from None
        if answer.lower() == "q":
            raise Left
        return answer


def said_so_far(given: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield what was answered, so that nothing has to be thought of twice."""
    if given:
        yield "your answers so far:"
    for question, answer in given:
        yield f"  {clean(question)}: {clean(answer)}"


def _line(answer: str) -> str:
    if not answer.isprintable() or len(answer) > LONGEST:
        raise NotAnAnswer(f"one line of at most {LONGEST} characters, please")
    return answer


def _address(answer: str) -> str:
    if answer and not answer.startswith(("http://", "https://")):
        raise NotAnAnswer("a web address begins with http:// or https://; leave it empty if there is none")
    return answer


def _names(answer: str) -> str:
    if not any(name.strip() for name in answer.split(",")):
        raise NotAnAnswer("write a name")
    return _line(answer)


def _name(answer: str) -> str:
    from tracker.language.drafting import short_name

    if short_name(answer) != answer:
        raise NotAnAnswer("small letters from a to z, digits, and a dash between words, such as grid-plan")
    return answer


def _day(answer: str, since: date | None, until: date | None = None) -> date:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise NotAnAnswer("a day is written 2026-03-14") from None
    if since is not None and day < since:
        raise NotAnAnswer(f"this is before it was said, on {since.isoformat()}")
    if until is not None and day > until:
        raise NotAnAnswer(f"this day is still to come: today is {until.isoformat()}")
    return day


def _number(answer: str) -> Fraction:
    from tracker.language.dotted_numbers import is_dotted, ways_to_write
    from tracker.language.figures import BadNumber, read_number

    if is_dotted(answer):
        raise NotAnAnswer(f"is the point of {answer} one of decimals? {ways_to_write(answer)}")
    try:
        return read_number(answer)
    except BadNumber as bad:
        raise NotAnAnswer(f"{bad.message}: {bad.hint}") from None


def _one_of(answer: str, words: Sequence[str], hint: str) -> str:
    begun = [word for word in words if word.startswith(answer.lower().replace(" ", "_"))]
    if answer in words or len(begun) == 1:
        return answer if answer in words else begun[0]
    raise NotAnAnswer(f"one of {', '.join(words)}{f'; {hint}' if hint else ''}")


def _known(answer: str, names: Collection[str]) -> str:
    if names and answer not in names:
        raise NotAnAnswer(f"no source or group is called so; there are {', '.join(sorted(names))}")
    return _line(answer)
