"""What people are told of rule files: which cannot be taken and why, are in order again, or went with promises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.alerts import DeliveryKind, Target
from tracker.domain.counting import counted
from tracker.store.outbox_rows import Message, Payload
from tracker.store.rule_file_rows import RuleFileState

MOST_FILES = 8
"""Files that one message tells of; the rest are only counted."""
_MOST_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class FileNews:
    """A file that turned wrong or right, with its owners and how many of its promises are in force.

    `unwatched` counts the promises that went out of force because the file is gone or holds none any more.
    """

    state: RuleFileState
    owners: tuple[str, ...]
    promises: int
    unwatched: int = 0

    @property
    def is_trouble(self) -> bool:
        """Say whether somebody should look at it."""
        return bool(self.state.problems or self.unwatched)


def news_of(
    before: Mapping[str, RuleFileState],
    after: Mapping[str, RuleFileState],
    owners: Mapping[str, Sequence[str]],
    owner: str,
    emptied: Collection[str] = (),
) -> tuple[FileNews, ...]:
    """Return the files that turned wrong or right; `owners` has the owner of each promise in force, by file.

    A file that was wrong already is no news, whatever is wrong with it now. One that is `emptied` lost every
    promise it had in force. Where no promise names anybody, `owner` looks after a file.
    """
    turned = [
        state
        for name, state in after.items()
        if bool(state.problems) != bool(before[name].problems if name in before else ())
    ]
    turned += [
        replace(state, problems=(), hash="")
        for name, state in before.items()
        if name not in after and state.problems and name not in emptied
    ]

    def told(state: RuleFileState, *, unwatched: bool) -> FileNews:
        names = owners.get(state.name, ())
        number = len(names)
        looking = tuple(dict.fromkeys(names)) or (owner,)
        return FileNews(state, looking, 0 if unwatched else number, number if unwatched else 0)

    lost = (after.get(name, RuleFileState(name, "", None)) for name in sorted(emptied))
    return (*(told(each, unwatched=True) for each in lost), *(told(each, unwatched=False) for each in turned))


def rule_messages(
    news: Iterable[FileNews], targets_of: Callable[[str], Sequence[Target]], number: int
) -> list[Message]:
    """Lay the news out as one message to each target; `number` tells those of this time from all others."""
    by_target: dict[Target, list[FileNews]] = {}
    for each in news:
        for target in dict.fromkeys(target for owner in each.owners for target in targets_of(owner)):
            by_target.setdefault(target, []).append(each)
    return [_message(target, some, number) for target, some in by_target.items()]


def _message(target: Target, news: Sequence[FileNews], number: int) -> Message:
    wrong = [each for each in news if each.is_trouble]
    shown = [*wrong, *(each for each in news if not each.is_trouble)][:MOST_FILES]
    lines = [line for each in shown for line in _lines(each)]
    if len(news) > len(shown):
        lines.append(f"And {len(news) - len(shown)} more files: see deedline rules check.")
    kind = DeliveryKind.TROUBLE if wrong else DeliveryKind.MENDED
    dedupe = f"rules:{number}:{target.destination}:{target.recipient}"
    return Message(kind, target, dedupe, Payload(text="\n".join(lines)))


def _lines(news: FileNews) -> list[str]:
    state = news.state
    if news.unwatched:
        how = "holds no promise any more" if state.hash else "is gone"
        are = "is" if news.unwatched == 1 else "are"
        return [f"The rule file {state.name} {how}: {counted(news.unwatched, 'promise')} {are} no longer watched."]
    if not state.problems:
        says = "is in order again, and in force" if state.hash else "is gone, and its mistakes with it"
        return [f"The rule file {state.name} {says}."]
    holding = f", with {counted(news.promises, 'promise')}," if news.promises else ""
    kept = f"its last good version{holding} stays in force"
    says = kept if state.good_hash is not None else "nothing of it is in force"
    more = len(state.problems) - _MOST_PROBLEMS
    rest = [f"and {counted(more, 'more error')}"] if more > 0 else []
    return [f"The rule file {state.name} cannot be taken: {says}.", *state.problems[:_MOST_PROBLEMS], *rest]
