"""What a sender answers when its other side offers no way to look, edit or reply in a thread."""

from __future__ import annotations

from tracker.domain.alerts import Abilities, Delivery, Notice, Outcome, Result, Thread


class OneWay:
    """The part of a sender that a destination without memory shares: it takes messages and shows none."""

    @property
    def abilities(self) -> Abilities:
        """Say that messages can only be sent."""
        return Abilities()

    def find(self, delivery: Delivery) -> Outcome:
        """Answer that nobody can know whether a delivery arrived."""
        return Outcome(Result.AMBIGUOUS, "this destination offers no way to look a message up")

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        """Answer that what was sent stays as it is."""
        return Outcome(Result.REFUSED, "this destination offers no way to edit a message")
