"""Actor records: what became of each actor's promises, as counts, a share and how sure that share is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.statuses import Status

FULFILLED = frozenset({Status.KEPT, Status.KEPT_LATE})
"""What counts as kept in a share: the deed was done, in time or late."""

DECIDED = FULFILLED | {Status.PARTLY_KEPT, Status.BROKEN, Status.REVERSED}
"""What a share is a share of. Silence (overdue) and deafness (unverifiable) decide nothing."""

LEAST_TO_RANK = 5
"""With fewer decided promises than this nobody is ranked."""


class LeftOut(StrEnum):
    """Why a promise counts neither for its actor nor against; each is counted under its own name."""

    VOID = "void"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    DISPUTED = "disputed"
    DORMANT = "dormant"
    CLAIM = "claim"
    """It says what is or was so: nobody can keep it, so it tells nothing about keeping."""
    WITHDRAWN = "withdrawn"
    """Its rule was taken out of the rule files."""
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One promise as it enters the record of whoever it binds; with `each` there is one for every promisor.

    `status` is None until the promise was judged once.
    """

    promise: str
    by: tuple[str, ...]
    status: Status | None
    instance: str = ""
    is_claim: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """What became of one actor's promises; every promise stands under exactly one count."""

    actor: str
    """The name as the promises write it."""
    key: str
    """The name as it is compared: folded, canonical under the names in force."""
    kept: int = 0
    kept_late: int = 0
    partly_kept: int = 0
    broken: int = 0
    reversed: int = 0
    overdue: int = 0
    unverifiable: int = 0
    open: int = 0
    """Still running: watched, at risk or due for review."""
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    """Only reasons that occurred, in the order of `LeftOut`."""
    interval: tuple[float, float] | None = None
    """Where the share of kept promises lies with 90% credibility (0..1); None while nothing is decided."""
    rank: int | None = None
    """Place among the actors with enough decided promises, by the interval's lower end; equals share a place."""

    @property
    def decided(self) -> int:
        """Return n: how many promises were decided."""
        return self.fulfilled + self.partly_kept + self.broken + self.reversed

    @property
    def fulfilled(self) -> int:
        """Return how many of the decided ones count as kept."""
        return self.kept + self.kept_late

    @property
    def share(self) -> float | None:
        """Return the share kept among decided promises (0..1); None while nothing is decided."""
        return self.fulfilled / self.decided if self.decided else None

    @property
    def total(self) -> int:
        """Return how many promises the actor made, those left out among them."""
        return self.decided + self.overdue + self.unverifiable + self.open + sum(self.left_out.values())
