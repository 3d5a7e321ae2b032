"""What would keep alarms from people, for the commands that look: `routes`, `rules check`, `doctor`, `run`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tracker.actions.checking_routes import check_delivery, promises_in_force
from tracker.actions.owners import with_owner
from tracker.actions.rule_files import read_rule_files
from tracker.cli.rule_reading import read_in_force
from tracker.domain.counting import counted
from tracker.domain.promises import Promise
from tracker.engine.route_checks import RouteProblem, owner_is_told, unheard, why_untold
from tracker.route_settings import split_destination

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.language.ruleset import Loaded


def known_promises(app: App) -> tuple[Promise, ...]:
    """Return the promises of the rule files and those in force, each once; files count where both have one."""
    found: dict[str, Promise] = {}
    if app.settings.store.path.exists():
        found = {each.id: each for each in promises_in_force(app.existing_store)}
    if app.settings.rules.folder.exists():
        loaded = with_owner(read_in_force(app.settings.rules.folder, app.settings.zone), app.settings.owner)
        found |= {each.id: each for each in loaded.rules.promises}
    return tuple(found.values())


def not_in_force(app: App, promises: tuple[Promise, ...]) -> tuple[str, str]:
    """Return what to say, with its cure, where no promise is in force, so that no alarm can come; else nothing."""
    if app.settings.store.path.exists() and promises_in_force(app.existing_store):
        return "", ""
    if promises:
        says = f"{counted(len(promises), 'promise')} in the rule files, none in force yet: no alarm comes"
        return says, "`deedline run` or `deedline rules apply` puts them into force"
    files = read_rule_files(app.settings.rules.folder).contents if app.settings.rules.folder.exists() else {}
    if not files:
        return "there is no promise, so no alarm comes", "write one: `deedline rules new`"
    says = f"no promise is in force, with {counted(len(files), 'rule file')} there: no alarm comes"
    return says, "`deedline rules check` says what is wrong with them"


def problems_of_routes(
    app: App, promises: tuple[Promise, ...], *, online: bool = False
) -> tuple[RouteProblem, ...]:
    """Return everything that would keep alarms of these promises from people."""
    missing = app.settings.missing_for_destinations()
    return (
        *_mail_to_nobody(app),
        *check_delivery(app.routing, promises, app.senders, missing, app.clock.now(), online=online),
    )


def left_out(app: App, loaded: Loaded) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return, by promise, alarms that the settings' routes bring to nobody, and owners whom they tell nowhere."""
    routing = app.routing
    unreached: dict[str, str] = {}
    untold: dict[str, str] = {}
    for promise in with_owner(loaded, app.settings.owner).rules.promises:
        if found := list(unheard(routing, promise)):
            unreached[promise.id] = "; ".join(each.says for each in found)
        if not owner_is_told(routing, promise.owner):
            why = why_untold(routing, promise.owner)
            untold[promise.id] = f"the owner `{promise.owner}` of `{promise.id}` is told nowhere{why}"
    return unreached, untold


def not_set_up(app: App) -> dict[str, str]:
    """Return, for each destination that can take no message, what its settings lack, in words."""
    return {
        name: lacking_words(name, lacking)
        for name, lacking in app.settings.missing_for_messages().items()
        if name not in app.senders
    }


def lacking_words(destination: str, lacking: Iterable[str]) -> str:
    """Return "slack_webhook is not set up: the settings lack slack_webhook.url"."""
    keys = ", ".join(f"{destination}.{key}" for key in lacking)
    return f"{destination} is not set up: the settings lack {keys}"


def _mail_to_nobody(app: App) -> Iterator[RouteProblem]:
    """Yield the places that name recipients where there are none."""
    named = [(f"route {each.name!r}", each.destinations + each.escalate_to) for each in app.settings.routes]
    named += [(f"owner {owner!r}", told) for owner, told in app.settings.owners.items()]
    services = [target.recipient for target in app.targets_at("apprise")]
    for place, texts in named:
        if "email" in texts and not app.settings.email.to:
            says = f"{place} names email, but email.to is empty: nobody is written to"
            cure = "set email.to, or name recipients such as email:desk@example.org"
            yield RouteProblem("not set up", "email", says, cure)
        for name, recipient in map(split_destination, texts):
            if name == "apprise" and recipient and recipient not in services:
                says = f"{place} names apprise:{recipient}, which is no service of apprise.urls"
                yield RouteProblem("not set up", "apprise", says, f"there are {', '.join(services) or 'none'}")
