"""What happens when somebody acts in Slack: first the answer that Slack waits for, then the work and the words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import Any

from tracker.domain.alerts import Result
from tracker.domain.errors import DeedlineError
from tracker.domain.interactions import Answered, Deed, Interaction, Step
from tracker_notifiers.slack_calls import SlackCalls
from tracker_notifiers.slack_interactions import read_interaction, response_url_of, trigger_of
from tracker_notifiers.slack_views import told_view, view_of

log = logging.getLogger("deedline")

PATIENCE = 1.5
"""Seconds that a form may wait for its work: Slack waits three, and the way there takes its share."""
WORKERS = 4

Act = Callable[[Interaction], Answered]
Ack = dict[str, Any]


class SlackDoor:
    """Takes interactions, by whichever way they came, and answers each within the time that Slack gives.

    `act` is the use case: it may be slow and may raise. A click is answered at once, and the work done after it;
    a form waits a moment for its work, so that a mistake can be told beside the field, and no longer.
    """

    def __init__(self, act: Act, calls: SlackCalls, *, patience: float = PATIENCE) -> None:
        self._act = act
        self._calls = calls
        self._patience = patience
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="slack")

    def take(self, payload: Mapping[str, Any]) -> Ack:
        """Return what Slack is to be answered, after which the work may still go on; raises BadInput."""
        interaction = read_interaction(payload)
        if interaction is None:
            return {}
        if interaction.step is Step.CLICKED:
            self._pool.submit(self._clicked, interaction, trigger_of(payload), response_url_of(payload))
            return {}
        return self._filled(interaction, _view_id(payload))

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown(wait=True)

    def _clicked(self, interaction: Interaction, trigger: str, response_url: str) -> None:
        answered = self._asked(interaction)
        text = answered.text
        if answered.form is not None:
            view = view_of(answered.form, interaction.place, interaction.beside)
            if self._calls.open(trigger, view).result is not Result.SENT:
                text = "The form could not be opened in time. Nothing was done; press the button again."
        self._say(interaction, answered, text, response_url)

    def _filled(self, interaction: Interaction, view_id: str) -> Ack:
        work = self._pool.submit(self._asked, interaction)
        try:
            answered = work.result(self._patience)
        except TooSlow:
            work.add_done_callback(lambda done: self._told_late(interaction, view_id, done))
            return _update("This takes a moment …")
        if answered.errors:
            return {"response_action": "errors", "errors": _beside_fields(interaction, answered)}
        if answered.form is not None:
            view = view_of(answered.form, interaction.place, interaction.beside)
            return {"response_action": "update", "view": view}
        if not answered.done:
            return _update(answered.text)
        self._pool.submit(self._say, interaction, answered, answered.text, "")
        return {"response_action": "clear"}

    def _told_late(self, interaction: Interaction, view_id: str, work: Future[Answered]) -> None:
        answered = work.result()
        if answered.form is not None:
            view = view_of(answered.form, interaction.place, interaction.beside)
        else:
            view = told_view("\n".join([answered.text, *answered.errors.values()]))
        self._calls.update_view(view_id, view)
        if answered.asked:
            self._calls.redraw(interaction.place, answered.asked)

    def _say(self, interaction: Interaction, answered: Answered, text: str, response_url: str) -> None:
        if answered.asked and interaction.place.message:
            self._calls.redraw(interaction.place, answered.asked)
        if text:
            self._calls.tell(interaction.by.id, interaction.place, text, response_url)

    def _asked(self, interaction: Interaction) -> Answered:
        """Do the work; whatever goes wrong becomes words for the one who acted."""
        try:
            return self._act(interaction)
        except DeedlineError as error:
            cure = f" ({error.hint})" if error.hint else ""
            return Answered(f"Nothing was done: {error.message}{cure}")
        except Exception:  # the service outlives a mistake in one answer
            log.exception("slack: %s on %s", interaction.deed.value, interaction.subject)
            return Answered("This could not be done; the log of the service says why.")


def _beside_fields(interaction: Interaction, answered: Answered) -> dict[str, str]:
    """Return what is wrong, each beside a field that the form has; Slack refuses an error without one."""
    fallen_back = {Deed.ADD_EVIDENCE: "text"}.get(interaction.deed, "reason")
    known = {"link", "date", "subject", "value", "text", "reason", "span"} & {*interaction.fields, fallen_back}
    told: dict[str, list[str]] = {}
    for name, wrong in answered.errors.items():
        told.setdefault(name if name in known else fallen_back, []).append(wrong)
    return {name: "; ".join(wrongs)[:300] for name, wrongs in told.items()}


def _update(text: str) -> Ack:
    return {"response_action": "update", "view": told_view(text)}


def _view_id(payload: Mapping[str, Any]) -> str:
    view = payload.get("view")
    return str(view.get("id", "")) if isinstance(view, dict) else ""
