"""The work of the service as ticks: each one only reads the clock and calls an action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tracker.actions.apply_rules import Applied, apply_rules
from tracker.actions.collect import Collection, collect
from tracker.actions.deliver import Delivered, Wait, ask_again, deliver, deliver_to
from tracker.actions.following_up import arm, follow_up
from tracker.actions.judge_due import JudgedDue, judge_due
from tracker.actions.owners import with_owner
from tracker.actions.plan_digests import plan_digests
from tracker.actions.rule_files import RuleFiles, read_rule_files
from tracker.actions.rule_folder import tell_folder_back, tell_folder_gone
from tracker.actions.scanning import scan_stored_reports
from tracker.actions.taking_turns import Pace
from tracker.actions.tell_reviews import tell_reviews
from tracker.actions.trying_examples import failing_examples
from tracker.actions.watch_sources import Watched, watch_sources
from tracker.domain.alerts import Mail, Subscriber, Target
from tracker.domain.collecting import Collector
from tracker.domain.digests import Week
from tracker.domain.errors import BadInput
from tracker.domain.ports import Clock, Sender
from tracker.domain.routing import Routing
from tracker.language.loading import load_rules
from tracker.sources.kinds import added_keys
from tracker.store.coverage_rows import load_sources
from tracker.store.store import Store


@dataclass(slots=True)
class Work:
    """Everything the service needs, put together by the composition root.

    Alerts go where `routing` says, without one to every target; news of sources to all `targets`.
    Without `rules` no folder is watched; without `render` no digests go out. `digests_to` is the destination that
    takes digests, `fallback` is told when another refuses. `wait` waits between two messages to a destination that
    has a pace. `public_url` is where a digest is ended, `pages` where promises have pages of their own; while that
    is empty, messages link to sources only. `owner` looks after promises and sources that name nobody;
    `targets_of` says where an owner is told of trouble with a source, otherwise it goes where alerts go.
    `reviewers` are asked about suspected evidence.
    """

    store: Store
    clock: Clock
    collector: Collector
    senders: Mapping[str, Sender] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    rules: Path | None = None
    tz: str = "UTC"
    subscribers: tuple[Subscriber, ...] = ()
    render: Callable[[Week], Mail] | None = None
    digests_to: str = "email"
    fallback: Target | None = None
    wait: Wait | None = None
    public_url: str = ""
    pages: str = ""
    owner: str = ""
    pace: Pace | None = None
    targets_of: Callable[[str], Sequence[Target]] | None = None
    reviewers: tuple[Target, ...] = ()
    routing: Routing | None = None
    _applied: str = ""
    _is_folder_gone: bool = False

    def apply_changed_rules(self) -> Applied | None:
        """Put the rule files into force if any of them changed since this process last looked."""
        if self.rules is None:
            return None
        files = self._read_rules(self.rules)
        if files.fingerprint == self._applied:
            return None
        loaded = load_rules(files.contents, tz=self.tz, more_kinds=added_keys)
        loaded = replace(loaded, problems=(*files.problems, *loaded.problems))
        targets_of = self.targets_of or (lambda _: self.targets)
        applied = apply_rules(
            self.store,
            with_owner(loaded, self.owner),
            self.clock.now(),
            targets_of=targets_of,
            owner=self.owner,
        )
        self._applied = files.fingerprint
        return replace(applied, failing=failing_examples(loaded.rules))

    def _read_rules(self, folder: Path) -> RuleFiles:
        """Read the folder of rules; that it is gone, and is back, is told once to whoever looks after the log."""
        targets = (self.targets_of or (lambda _: self.targets))(self.owner)
        try:
            files = read_rule_files(folder)
        except BadInput as problem:
            if not self._is_folder_gone:
                tell_folder_gone(self.store, self.clock.now(), problem, targets)
                self._is_folder_gone = True
            raise
        if self._is_folder_gone:
            tell_folder_back(self.store, self.clock.now(), targets)
            self._is_folder_gone = False
        return files

    def go_on(self) -> None:
        """Finish what a process before this one left half done, and see whether destinations were mended."""
        scan_stored_reports(self.store, self.clock.now())
        if self.routing is not None:
            arm(self.store, self.clock.now(), self.routing)
        for name, sender in self.senders.items():
            ask_again(self.store, name, sender, self.clock.now())

    def collect(self) -> tuple[Collection, ...]:
        """Collect from the sources that are due."""
        with self.store.read() as connection:
            sources = load_sources(connection)
        return collect(self.store, sources, self.collector, self.clock.now(), pace=self.pace)

    def watch_sources(self) -> Watched:
        """Look whether sources fail or are unlike themselves, and tell whoever looks after them."""
        targets_of = self.targets_of or (lambda _: self.targets)
        return watch_sources(self.store, self.clock.now(), targets_of=targets_of, owner=self.owner)

    def judge(self) -> JudgedDue:
        """Judge the promises that are due, and follow up what was told of others."""
        routing = self.routing or Routing.to(self.targets)
        judged = judge_due(
            self.store,
            self.clock.now(),
            targets=self.targets,
            routing=routing,
            public_url=self.pages,
            targets_of=self.targets_of,
        )
        followed = follow_up(self.store, self.clock.now(), routing, public_url=self.pages)
        return replace(judged, messages=judged.messages + followed.messages)

    def ask_reviewers(self) -> int:
        """Ask about suspected evidence that came up since the last time."""
        return tell_reviews(self.store, self.reviewers, self.clock.now())

    def plan_digests(self) -> int:
        """Put the digests that are due into the outbox."""
        if self.render is None:
            return 0
        return plan_digests(
            self.store,
            self.subscribers,
            self.clock.now(),
            self.render,
            destination=self.digests_to,
            public_url=self.public_url,
            pages=self.pages,
        )

    def deliver(self) -> Delivered:
        """Deliver to every destination."""
        return deliver(self.store, self.senders, self.clock, fallback=self.fallback, wait=self.wait)

    def deliver_to(self, name: str) -> Delivered:
        """Deliver to one destination."""
        sender = self.senders[name]
        return deliver_to(self.store, name, sender, self.clock, fallback=self.fallback, wait=self.wait)
