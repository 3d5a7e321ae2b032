"""The order in which a replay is told: words, deeds with boards between them, a message in full, the digest."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.actions.packs import Pack
from tracker.actions.rehearsal import Laid
from tracker.actions.replay_steps import Board, Heard, Logged, Move, Step, Trouble
from tracker.actions.replaying_pack import unplayed
from tracker.cli.demo_screen import Screen
from tracker.cli.demo_slack import most_telling


def tell(screen: Screen, pack: Pack, steps: Iterable[tuple[Step, str]]) -> None:
    """Show every step as it happens; each comes with the name of the file its message was written to."""
    screen.opening(len(pack.reports) - len(unplayed(pack)), len(unplayed(pack)))
    messages: list[Laid] = []
    first: list[Move] = []
    for step, file in steps:
        if isinstance(step, Move) and step.is_new:
            first.append(step)
            continue
        if first:
            screen.days.began(first)
            first.clear()
        match step:
            case Logged():
                screen.logged(step)
            case Move():
                screen.days.moved(step)
            case Heard():
                screen.days.heard(step)
            case Board():
                screen.board(step)
            case Trouble():
                screen.days.trouble(step)
            case Laid():
                screen.days.laid(step, file)
                messages.append(step)
    if first:
        screen.days.began(first)
    _in_full(screen, messages)


def _in_full(screen: Screen, messages: list[Laid]) -> None:
    """Show one Slack message and the digest as their readers would see them."""
    telling = most_telling(messages)
    if telling is not None:
        screen.message(telling)
    for each in messages:
        if each.delivery.mail is not None:
            screen.digest(each.delivery.mail)
