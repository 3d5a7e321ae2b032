"""One run of the scenario: where its processes are killed and how the servers misbehave, drawn by a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.crashes.children import Spoil, places_of, run_child
from tests.crashes.counting import Books, books_of, problems
from tests.crashes.world import READER, RECIPIENT, OneTimeMailbox, World

SLACK_TROUBLES = (
    *((method, step) for method in ("chat.postMessage", "chat.update") for step in ("drop", "error:fatal_error")),
    ("chat.postMessage", "error_after:fatal_error"),
    ("chat.postMessage", "drop_before"),
    ("chat.postMessage", "rate_limit"),
    ("chat.postMessage", "status:503"),
    ("conversations.history", "status:500"),
    ("conversations.replies", "rate_limit"),
    ("webhook", "drop"),
    ("webhook", "drop_before"),
    ("webhook", "rate_limit"),
    ("webhook", "status:500"),
)
MAIL_TROUBLES = ("greylist", "busy", "drop")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which place each process dies at, one after the other, and what the servers do to the first calls."""

    kills: tuple[int | str, ...]
    troubles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Untroubled:
    """What happens when nothing goes wrong: the places passed, and what people and the store have in the end."""

    places: tuple[str, ...]
    books: Books


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a run: the places at which processes died, and what was wrong in the end."""

    killed: tuple[str, ...]
    problems: tuple[str, ...]
    books: Books


def untroubled(world: World) -> Untroubled:
    """Run the scenario without kills."""
    world.reset()
    return Untroubled(places_of(world), books_of(world))


def plan_of(seed: int, places: int) -> Plan:
    """Draw a plan: seeds in a row visit every place once before any comes again; later kills fall anywhere."""
    order = list(range(1, places + 1))
    Random(seed // places).shuffle(order)
    draw = Random(seed)
    more = draw.choices((0, 1, 2), weights=(5, 3, 2))[0]
    kills = (order[seed % places], *(draw.randint(1, places) for _ in range(more)))
    troubles = draw.choices((0, 1, 2), weights=(6, 3, 1))[0]
    mail = tuple(("mail", step) for step in MAIL_TROUBLES)
    return Plan(kills, tuple(draw.sample(SLACK_TROUBLES + mail, troubles)))


def run(world: World, plan: Plan, wanted: Untroubled, spoil: Spoil | None = None) -> Ran:
    """Run the scenario by a plan: after each kill a new process goes on, the last one until nothing waits."""
    world.reset()
    for server, step in plan.troubles:
        _trouble(world, server, step)
    killed = []
    for kill_at in plan.kills:
        if run_child(world, kill_at, spoil):
            break
        killed.append(world.trap.killed_at)
    else:
        assert run_child(world, spoil=spoil)
    books = books_of(world)
    return Ran(tuple(killed), tuple(problems(books, wanted.books)), books)


def _trouble(world: World, server: str, step: str) -> None:
    if server != "mail":
        world.slack.misbehave(server, step)
    elif step == "greylist":
        world.mailbox.greylist |= {RECIPIENT, READER}
    elif step == "busy":
        world.mailbox.answers.append("451 4.3.0 try later")
    else:
        assert isinstance(world.mailbox, OneTimeMailbox)
        world.mailbox.drop_after_data = True
