"""People who press buttons and fill in forms, for the tests of what comes of that."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from tracker.actions.interacting import Rights
from tracker.domain.interactions import Deed, Interaction, Person, Place, Step

ANN, BOB, EVE = Person("U0ANN", "ann"), Person("U0BOB", "bob"), Person("U0EVE", "eve")
RIGHTS = Rights(frozenset({"U0ANN"}), frozenset({"U0BOB"}))
"""Ann may act, Bob may review too, Eve may nothing."""

_keys = count(1)


def press(
    deed: Deed, subject: str = "alma", *, by: Person = ANN, key: str = "", seen: int | None = None
) -> Interaction:
    """Return a button that was pressed, each press with a key of its own unless one is given."""
    return Interaction(
        key or f"click:{next(_keys)}",
        deed,
        Step.CLICKED,
        by,
        subject,
        seen,
        place=Place("C1", "m1"),
        beside=(int(subject),) if subject.isdigit() else (),
    )


def send_off(
    deed: Deed,
    fields: Mapping[str, str],
    subject: str = "alma",
    *,
    by: Person = ANN,
    step: Step = Step.FILLED,
    key: str = "",
    seen: int | None = None,
) -> Interaction:
    """Return a form that was filled in and sent off."""
    return Interaction(
        key or f"form:{next(_keys)}", deed, step, by, subject, seen, fields, Place("C1", "m1"), beside=()
    )
