"""Every error Deedline raises on purpose, as a tree.

DeedlineError
├── BadInput            something given to us is wrong; the message names the place and the cure
│   ├── BadSettings     settings that cannot be used
│   └── Changed         what was to be decided is no longer as it was seen
├── StoreError          the store cannot be used as it is
│   ├── StoreVersion    made by another version
│   └── StoreHeld       another process runs on it
├── SourceFailed        a collection did not succeed; opens a hole in coverage
└── Unknown             no promise, source or report of that name
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tracker.domain.criteria import Position


class DeedlineError(Exception):
    """The root: `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Severity(StrEnum):
    """Whether a problem stops a file from being used."""

    ERROR = "error"
    LINT = "lint"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place: what is wrong, what was expected, and a cure."""

    position: Position
    message: str
    hint: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.position}: {self.message}{hint}"


class BadInput(DeedlineError):
    """Something given to us is wrong."""


class BadSettings(BadInput):
    """Settings cannot be used; the message names the setting and where it was given."""


class Changed(BadInput):
    """What was to be decided is no longer as it was seen: somebody was faster, or a report changed meanwhile."""


class StoreError(DeedlineError):
    """The store cannot be used as it is."""


class StoreVersion(StoreError):
    """The store was made by another version of Deedline."""


class StoreHeld(StoreError):
    """Another process runs on this store; the message names it."""


class SourceFailed(DeedlineError):
    """A collection did not succeed; `wait` is how long the other side asks us to stay away, if it does.

    `status` is what a web server answered, 0 where there was no answer.
    """

    def __init__(self, message: str, hint: str = "", *, wait: timedelta | None = None, status: int = 0) -> None:
        super().__init__(message, hint)
        self.wait = wait
        self.status = status


class Unknown(BadInput):
    """There is nothing of that name."""
