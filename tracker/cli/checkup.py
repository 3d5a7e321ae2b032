"""The checks behind `deedline doctor`: each says what it found and, where something is wrong, the cure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.actions.duplicate_files import told_by_pair
from tracker.actions.health import LOOKING_BACK, Health, SourceLine, health
from tracker.actions.rule_files import no_folder
from tracker.actions.subscriptions import in_force
from tracker.actions.trying_examples import failing_examples, failing_words
from tracker.cli.collecting import source_state
from tracker.cli.delivery import known_promises, not_in_force, not_set_up, problems_of_routes
from tracker.cli.rule_reading import read_rules
from tracker.domain.alerts import Result
from tracker.domain.counting import counted
from tracker.domain.errors import BadInput, Problem, Severity
from tracker.domain.instants import iso
from tracker.domain.sources import SourceKind
from tracker.sources.asking import missing, missing_secrets
from tracker.store.outbox_health import Failing

if TYPE_CHECKING:
    from tracker.app import App

OLD_MESSAGE = timedelta(minutes=10)
CLOCK_SLACK = timedelta(minutes=1)
LEAST_FREE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `cure` is empty where all is well."""

    check: str
    says: str
    cure: str = ""

    @property
    def is_well(self) -> bool:
        """Say whether nothing has to be done."""
        return not self.cure


def check_up(app: App) -> Iterator[Finding]:
    """Check everything, one after the other; raises StoreError if the store cannot be opened."""
    now = app.clock.now()
    state = health(app.existing_store, now)
    last = f", last written {iso(state.last_commit.replace(microsecond=0))}" if state.last_commit else ""
    yield Finding("store", f"{app.settings.store.path}: version {state.version}, {state.promises} promises{last}")
    holder = state.holder
    yield Finding("service", f"{holder.who} runs since {iso(holder.since)}" if holder else "nobody runs now")
    yield from _rules(app, state)
    places = _places(app)
    yield from (_source(line, app, places) for line in state.sources if line.source.is_asked)
    yield from (
        _posted(line) for line in state.sources if line.source.kind == SourceKind.INBOX and line.kept_aside
    )
    yield from _routes(app)
    yield from _outbox(state, now)
    yield from _not_set_up(app, state)
    yield from _digests(app)
    yield from _reach(app)
    yield from _slack(app)
    yield _clock(state, now)
    yield _disk(app)


def _digests(app: App) -> Iterator[Finding]:
    with app.existing_store.read() as connection:
        readers = in_force(connection, app.subscribers)
    if readers:
        cure = "" if "email" in app.senders else "digests go out by e-mail: set email.host and email.from"
        yield Finding("digests", f"{counted(len(readers), 'subscriber')} every week", cure)


def _rules(app: App, state: Health) -> Iterator[Finding]:
    folder = app.settings.rules.folder
    if not folder.is_dir():
        gone = no_folder(folder)
        yield Finding("rules", gone.message, gone.hint)
        return
    loaded = read_rules(folder, app.settings.zone)
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    for problem in told_by_pair(errors):
        cure = _cure(problem, folder, state)
        yield Finding("rules", f"{problem.position}: {problem.message}", cure)
    if not errors:
        yield Finding("rules", f"{len(loaded.rules.files)} files are fine")
    if failing := failing_examples(loaded.rules):
        yield Finding("rules", failing_words(failing), "mend the rule, or the example where it expects too much")
    for each in state.set_aside:
        again = f"; tried again at {iso(each.until)}" if each.until else ""
        yield Finding("promises", f"{each.promise} cannot be judged: {each.error}{again}", "mend its rule")


def _cure(problem: Problem, folder: Path, state: Health) -> str:
    good = {str(folder / each.name) for each in state.rule_files if each.good_hash is not None}
    in_force = problem.position.file in good
    meanwhile = "its last good version stays in force" if in_force else "nothing of it is in force"
    return f"{problem.hint or 'mend it'}; {meanwhile}"


def _source(line: SourceLine, app: App, places: Mapping[str, str]) -> Finding:
    where = places.get(line.source.id, "")
    says = f"{line.source.id}: {source_state(line)}"
    for name in missing_secrets(line.source, app.secrets):
        failure = missing(name)
        return Finding("sources", f"{line.source.id}: {failure.message}", failure.hint)
    if line.state.last_attempt is None:
        return Finding("sources", f"{says} (`deedline run` asks it)")
    if line.state.last_error:
        return Finding("sources", says, f"{_hint_in(line.state.last_error)}{where}, then {_again(line)}")
    if line.silent:
        return Finding("sources", says, "keep `deedline run` going: silence counts only while it listens")
    if line.unlike_itself:
        cure = f"if its items changed, change `map` of {line.source.id}{where}, then {_again(line)}"
        deny = f"`deedline coverage deny {line.source.id}`"
        return Finding("sources", says, f"{cure}; if its silence should not count: {deny}")
    if line.problems:
        cure = f"change the fields under `map` of {line.source.id}{where}, or tell whoever publishes it; "
        cure += f"`deedline sources health {line.source.id}` shows them"
        return Finding("sources", f"{says}: {line.problems[0]}", cure)
    if line.kept_aside:
        return Finding(
            "sources",
            f"{says}; {counted(line.kept_aside, 'item')} kept aside (`deedline sources health {line.source.id}`)",
        )
    return Finding("sources", says)


def _routes(app: App) -> Iterator[Finding]:
    promises = known_promises(app)
    problems = problems_of_routes(app, promises)
    for each in problems:
        yield Finding("routes", each.says, "" if each.is_remark else each.cure)
    says, cure = not_in_force(app, promises)
    if says:
        yield Finding("routes", says, cure)
    elif not any(not each.is_remark for each in problems):
        yield Finding("routes", f"every alarm of {counted(len(promises), 'promise')} reaches somebody")


def _posted(line: SourceLine) -> Finding:
    refused = f"{counted(line.kept_aside, 'item')} of what was posted refused within {LOOKING_BACK.days} days"
    return Finding("sources", f"{line.source.id}: {refused} (`deedline sources health {line.source.id}`)")


def _hint_in(error: str) -> str:
    """Return the cure that the last failure of a source names, at its end in brackets."""
    found = re.search(r"\(((?:[^()]|\([^()]*\))*)\)$", error)
    return found[1] if found else "look at its address"


def _places(app: App) -> dict[str, str]:
    """Return where each source stands in the rule files, ready to follow its name; empty where they have none."""
    try:
        sources = read_rules(app.settings.rules.folder, app.settings.zone).rules.sources
    except BadInput:
        return {}
    return {source.id: f" ({source.position})" for source in sources if source.position}


def _again(line: SourceLine) -> str:
    return f"see `deedline sources try {line.source.id}`"


def _outbox(state: Health, now: datetime) -> Iterator[Finding]:
    outbox = state.outbox
    waiting = sum(outbox.waiting.values())
    if outbox.oldest is not None and now - outbox.oldest > OLD_MESSAGE:
        says = f"{waiting} messages wait, the oldest since {iso(outbox.oldest.replace(microsecond=0))}"
        yield Finding("outbox", says, "keep `deedline run` going, and see the destinations below")
    else:
        held = f", {outbox.held} of them held (deedline outbox list --state held)" if outbox.held else ""
        yield Finding("outbox", f"{waiting} messages wait{held}")
    for each in outbox.aside:
        says = f"message {each.id} to {each.destination} is set aside and tried every hour: {each.said}"
        yield Finding(
            "outbox", says, f"see `deedline outbox show {each.id}`; it is a mistake in it or in the sender"
        )
    for off in outbox.disabled:
        kept = outbox.waiting.get(off.name, 0)
        yield Finding(
            "destinations",
            f"{off.name} is switched off: {off.why}" + (f"; {counted(kept, 'message')} kept" if kept else ""),
            f"correct [{off.name}] in the settings; it is asked every ten minutes, by `deedline notify test "
            f"{off.name}` at once",
        )
    names_off = {each.name for each in outbox.disabled}
    for lost in outbox.failing:
        if lost.destination not in names_off:
            cure = f"`deedline notify test {lost.destination}` tries it now"
            yield Finding("destinations", _failing(lost), cure)


def _failing(each: Failing) -> str:
    if each.messages == 1:
        tries = "1 try" if each.attempts == 1 else f"{each.attempts} tries"
        return f"{each.destination} did not take a message ({tries}): {each.said}"
    return f"{each.destination} did not take {each.messages} messages, the newest because: {each.said}"


def _not_set_up(app: App, state: Health) -> Iterator[Finding]:
    for name, says in not_set_up(app).items():
        if kept := state.outbox.waiting.get(name, 0):
            wait = f"{counted(kept, 'message')} to it wait{'s' if kept == 1 else ''}"
            yield Finding("destinations", f"{says}; {wait}", "set it up: what waits goes then")


def _reach(app: App) -> Iterator[Finding]:
    for name, sender in app.senders.items():
        outcome = sender.check()
        if outcome.result is Result.SENT:
            yield Finding("reach", f"{name} answers")
        else:
            yield Finding(
                "reach", f"{name}: {outcome.answer}", f"correct [{name}] in the settings, or its network"
            )


def _slack(app: App) -> Iterator[Finding]:
    desk, slack = app.slack_desk, app.settings.slack
    if desk is None:
        return
    for says, cure in desk.check():
        yield Finding("slack", says, cure)
    if not (slack.may_act or slack.may_review):
        yield Finding("slack", "messages have buttons that nobody may use", "name Slack ids in slack.may_act")
    if slack.signing_secret.get_secret_value() and not app.settings.web.enabled:
        cure = "set web.enabled, or let `deedline serve` run beside"
        yield Finding("slack", "buttons come over HTTP, but `deedline run` does not answer over HTTP", cure)


def _clock(state: Health, now: datetime) -> Finding:
    if state.last_commit is not None and state.last_commit - now > CLOCK_SLACK:
        says = f"this machine's clock says {iso(now)}, but the store was written at {iso(state.last_commit)}"
        return Finding("clock", says, "set the clock: nothing is judged earlier than what is known")
    return Finding("clock", iso(now.replace(microsecond=0)))


def _disk(app: App) -> Finding:
    free = shutil.disk_usage(app.settings.store.path.parent).free
    says = f"{free // (1024 * 1024)} MiB free at {app.settings.store.path.parent}"
    return Finding("disk", says, "" if free >= LEAST_FREE else "make room: a full disk stops every write")
