"""What `routes explain` is asked about: a promise that there is, or one as its options describe it."""

from __future__ import annotations

import difflib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from tracker.actions.look_up import find_promise
from tracker.cli.delivery import known_promises
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.promises import Kind, Priority, Promise, Statement
from tracker.domain.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.app import App

DESCRIBE = "without a promise: `deedline routes explain overdue --tag energy --owner desk`"


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a promise that is not written yet would be like, as far as routes look at it."""

    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    owner: str | None = None
    priority: str | None = None

    @property
    def is_described(self) -> bool:
        """Say whether anything is said of it."""
        return any(part not in ((), None) for part in astuple(self))


def asked_for(app: App, words: Sequence[str], supposed: Supposed) -> tuple[Promise, Status]:
    """Return the promise and the status that somebody asks about; raises Unknown or BadInput with the cure."""
    *named, last = words
    if len(named) > 1:
        raise BadInput("one promise and one status are asked about", "`deedline routes explain PROMISE STATUS`")
    if named and supposed.is_described:
        raise BadInput(f"{named[0]} is what it is; the options describe one that is not there", DESCRIBE)
    if named:
        return _known(app, named[0]), _status(last)
    if not supposed.is_described and last not in tuple(Status):
        raise BadInput(f"name the status as well: what if {last} turned to it?", f"such as overdue; {DESCRIBE}")
    return _made_up(app, supposed), _status(last)


def _known(app: App, name: str) -> Promise:
    """Return a promise of the store, else of the rule files: these may not be in force yet."""
    try:
        with app.existing_store.read() as connection:
            return find_promise(app.existing_store, connection, name).promise
    except Unknown as error:
        written = {each.id: each for each in known_promises(app)}
        if name in written:
            return written[name]
        raise Unknown(error.message, f"{error.hint}; {DESCRIBE}") from None


def _made_up(app: App, supposed: Supposed) -> Promise:
    known = [each.value for each in Priority]
    priority = Priority.NORMAL.value if supposed.priority is None else supposed.priority
    if priority not in known:
        raise BadInput(f"no priority is called {priority!r}", f"one of {', '.join(known)}")
    now = app.clock.now()
    return Promise(
        "",
        "",
        Kind.ACHIEVE,
        Statement("", supposed.actors, now.date()),
        (),
        now,
        priority=Priority(priority),
        owner=app.settings.owner if supposed.owner is None else supposed.owner,
        tags=supposed.tags,
    )


def _status(text: str) -> Status:
    known = [each.value for each in Status]
    if text not in known:
        near = difflib.get_close_matches(text, known, 1)
        raise Unknown(f"no status is called {text}", f"did you mean {near[0]}?" if near else ", ".join(known))
    return Status(text)
