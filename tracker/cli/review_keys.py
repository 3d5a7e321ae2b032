"""The review queue by single keys: one item a screen, decided and gone on from."""

from __future__ import annotations

import contextlib
import sys
import termios
import tty
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from tracker.actions.accept import accept
from tracker.actions.edit_fact import edit_item
from tracker.actions.join import join_item
from tracker.actions.reject import reject
from tracker.actions.review_queue import Shown, review_queue, show_item
from tracker.actions.split import split_item
from tracker.actions.undo import undo
from tracker.cli.plain import clean
from tracker.cli.review_screen import KEYS, keys_for, screen
from tracker.cli.review_wishes import changes_of, effects_of
from tracker.domain.errors import BadInput
from tracker.domain.reviewing import Link

if TYPE_CHECKING:
    from tracker.domain.ports import Clock
    from tracker.store.store import Store


class Keyboard:
    """Single keys and whole lines from one stream; a terminal gives each key at once, without showing it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def key(self) -> str:
        """Return the next key; empty at the end of the stream."""
        with self._by_keys():
            return self._stream.read(1)

    def line(self) -> str:
        """Return the next line without its end."""
        return self._stream.readline().rstrip("\r\n")

    @contextlib.contextmanager
    def _by_keys(self) -> Iterator[None]:
        if not self._stream.isatty():
            yield
            return
        before = termios.tcgetattr(self._stream)
        try:
            tty.setcbreak(self._stream, termios.TCSADRAIN)
            yield
        finally:
            termios.tcsetattr(self._stream, termios.TCSADRAIN, before)


class KeyReview:
    """A session at the queue. It goes through what waits once, in order; `u` goes back to the last decision."""

    def __init__(
        self, store: Store, clock: Clock, who: str, tz: str, *, keyboard: Keyboard, console: Console
    ) -> None:
        self._store = store
        self._clock = clock
        self._who = who
        self._tz = tz
        self._keyboard = keyboard
        self._console = console
        self._decided: list[int] = []

    def run(self) -> int:
        """Show item after item until the last or until `q`; return how many decisions stand."""
        if not self._who:
            self._who = self._ask("who decides")
        after = 0
        while (following := self._next(after)) is not None:
            outcome = self._item(following)
            if outcome is None:
                break
            after = outcome
        else:
            self._say("nothing more waits")
        self._say(f"{len(self._decided)} decided")
        return len(self._decided)

    def _next(self, after: int) -> int | None:
        items = review_queue(self._store, after=after, limit=1).items
        return items[0].id if items else None

    def _item(self, item_id: int) -> int | None:
        """Show an item until something became of it; return after which item to go on, None to stop."""
        shown = self._show(item_id)
        fitting = keys_for(shown.item.question.kind)
        while True:
            key = self._keyboard.key()
            if key in ("", "q", "\x04"):
                return None
            if key == "n":
                return item_id
            if key not in fitting or not key.strip():
                continue
            try:
                if key == "u":
                    if (back := self._undo()) is not None:
                        return back - 1
                elif self._decide(key, shown):
                    self._decided.append(item_id)
                    return item_id
            except BadInput as problem:
                self._say(f"{clean(problem.message)}; {clean(problem.hint)}" if problem.hint else problem.message)
                return item_id - 1 if self._still_waits(item_id) else item_id

    def _show(self, item_id: int) -> Shown:
        shown = show_item(self._store, item_id, tz=self._tz)
        effects = effects_of(self._store, shown.item, self._clock.now())
        waiting = sum(review_queue(self._store, limit=1).waiting.values())
        if self._console.is_terminal:
            self._console.clear()
        for line in screen(shown, effects, waiting, self._tz):
            self._console.print(line, soft_wrap=False)
        return shown

    def _decide(self, key: str, shown: Shown) -> bool:
        """Do what a key asks for, with a reason; say whether anything was decided."""
        item, seen, now = shown.item.id, shown.item.version, self._clock.now
        changes = self._changes() if key == "e" else {}
        reason = self._ask(f"{KEYS[key]}, because")
        if not reason:
            self._say("without a reason nothing is decided")
            return False
        match key:
            case "a":
                accept(self._store, item, self._who, reason, now(), seen=seen)
            case "r":
                reject(self._store, item, self._who, reason, now(), seen=seen)
            case "e":
                edit_item(self._store, item, changes, self._who, reason, now(), seen=seen, tz=self._tz)
            case "j":
                link = shown.item.question.link or Link.COPY
                join_item(self._store, item, self._who, reason, now(), link=link, seen=seen)
            case "s":
                split_item(self._store, item, self._who, reason, now(), seen=seen)
        return True

    def _changes(self) -> dict[str, str]:
        typed: list[str] = []
        while line := self._ask("field=value, empty ends"):
            typed.append(line)
        return changes_of(typed)

    def _undo(self) -> int | None:
        if not self._decided:
            self._say("nothing was decided here yet")
            return None
        item = self._decided[-1]
        undo(self._store, item, self._who, self._ask("undo, because") or "taken back", self._clock.now())
        return self._decided.pop()

    def _still_waits(self, item_id: int) -> bool:
        return show_item(self._store, item_id).item.is_open

    def _ask(self, what: str) -> str:
        self._console.print(Text(f"{what}: "), end="")
        return self._keyboard.line().strip()

    def _say(self, what: str) -> None:
        self._console.print(Text(what))


def review_by_keys(store: Store, clock: Clock, who: str, tz: str) -> int:
    """Go through the queue in the terminal that stdin and stdout are; return how many decisions stand."""
    session = KeyReview(store, clock, who, tz, keyboard=Keyboard(sys.stdin), console=Console(highlight=False))
    return session.run()
