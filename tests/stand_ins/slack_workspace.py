"""A Slack workspace as far as our senders meet it: messages, threads, metadata, limits, error words."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from tests.stand_ins.slack_forms import Forms

Answer = dict[str, Any]
Params = Mapping[str, Any]

LONGEST_SECTION = 3000
LONGEST_HEADER = 150
LONGEST_CONTEXT = 3000
LONGEST_BUTTON = 75
LONGEST_VALUE = 2000
MOST_OPTIONS = 5
MOST_BLOCKS = 50
PAGE = 100


class Workspace:
    """Messages by channel; every accepted post and update is kept in the order it came."""

    def __init__(
        self, token: str = "xoxb-test", channels: tuple[str, ...] = ("C0POLICY",), app_token: str = "xapp-test"
    ) -> None:
        self.token = token
        self.app_token = app_token
        self.scopes = "chat:write,channels:history"
        self.forms = Forms()
        self.ephemerals: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        """What was posted to response addresses."""
        self.channels = set(channels)
        self.archived: set[str] = set()
        self.messages: list[dict[str, Any]] = []
        self.posts: list[dict[str, Any]] = []
        self.updates: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def call(self, method: str, token: str, params: Params) -> Answer:
        """Answer a Web API method."""
        with self._lock:
            self.calls.append(method)
            if method == "apps.connections.open":
                return {"ok": True} if token == self.app_token else _refused("invalid_auth")
            if token != self.token:
                return _refused("invalid_auth" if token else "not_authed")
            match method:
                case "auth.test":
                    return {"ok": True, "user": "deedline", "team": "Stand-in", "user_id": "U0BOT"}
                case "chat.postMessage":
                    return self._post(params)
                case "chat.update":
                    return self._update(params)
                case "chat.postEphemeral":
                    return self._whisper(params)
                case "views.open":
                    return self.forms.open(params)
                case "views.update":
                    return self.forms.update(params)
                case "conversations.history":
                    return self._listed(params, self._roots(str(params.get("channel"))))
                case "conversations.replies":
                    thread = list(self._thread(str(params.get("channel")), str(params.get("ts"))))
                    return self._listed(params, iter(thread)) if thread else _refused("thread_not_found")
        return _refused("unknown_method")

    def take_webhook(self, params: Params) -> str:
        """Answer a message to the incoming webhook, which belongs to the first channel, in its plain words."""
        with self._lock:
            self.calls.append("webhook")
            problem = problem_with(params)
            if problem:
                return problem
            self.keep({**params, "channel": min(self.channels)})
            return "ok"

    def take_response(self, params: Params) -> str:
        """Answer a message to a response address."""
        with self._lock:
            self.calls.append("response")
            self.responses.append(dict(params))
            return problem_with(params) or "ok"

    def _whisper(self, params: Params) -> Answer:
        problem = self._closed(str(params.get("channel"))) or problem_with(params)
        if problem or not params.get("user"):
            return _refused(problem or "user_not_in_channel")
        self.ephemerals.append(dict(params))
        return {"ok": True, "message_ts": f"{int(time.time())}.{next(self._numbers):06d}"}

    def delete(self, stamp: str) -> None:
        """Delete a message, as a person does."""
        with self._lock:
            self.messages = [each for each in self.messages if each["ts"] != stamp]

    def _post(self, params: Params) -> Answer:
        channel = str(params.get("channel"))
        if problem := self._closed(channel) or problem_with(params):
            return _refused(problem)
        thread = params.get("thread_ts")
        if thread and not list(self._thread(channel, str(thread))):
            return _refused("thread_not_found")
        kept = self.keep(params)
        return {"ok": True, "channel": channel, "ts": kept["ts"], "message": kept}

    def keep(self, params: Params) -> dict[str, Any]:
        """Take a message as posted."""
        stamp = f"{int(time.time())}.{next(self._numbers):06d}"
        kept = {"type": "message", "ts": stamp, **params}
        self.messages.append(kept)
        self.posts.append(dict(kept))
        return kept

    def _update(self, params: Params) -> Answer:
        channel, stamp = str(params.get("channel")), str(params.get("ts"))
        if problem := self._closed(channel) or problem_with(params):
            return _refused(problem)
        for message in self.messages:
            if message["channel"] == channel and message["ts"] == stamp:
                # What an update does not name stays, the metadata with the delivery's id among it.
                message.update({key: params[key] for key in ("text", "blocks", "metadata") if key in params})
                self.updates.append({"channel": channel, "ts": stamp, "text": params["text"]})
                return {"ok": True, "channel": channel, "ts": stamp}
        return _refused("message_not_found")

    def _closed(self, channel: str) -> str:
        if channel not in self.channels:
            return "channel_not_found"
        return "is_archived" if channel in self.archived else ""

    def _roots(self, channel: str) -> Iterator[dict[str, Any]]:
        mine = (m for m in self.messages if m["channel"] == channel and not m.get("thread_ts"))
        return iter(list(mine)[::-1])

    def _thread(self, channel: str, root: str) -> Iterator[dict[str, Any]]:
        return (m for m in self.messages if m["channel"] == channel and root in (m["ts"], m.get("thread_ts")))

    def _listed(self, params: Params, messages: Iterator[dict[str, Any]]) -> Answer:
        if params.get("channel") not in self.channels:
            return _refused("channel_not_found")
        oldest = float(params.get("oldest") or 0)
        start, size = int(params.get("cursor") or 0), min(int(params.get("limit") or PAGE), PAGE)
        found = [m for m in messages if float(m["ts"]) > oldest]
        page = found[start : start + size]
        if str(params.get("include_all_metadata")).lower() not in ("1", "true"):
            page = [{key: value for key, value in m.items() if key != "metadata"} for m in page]
        more = start + size < len(found)
        cursor = {"next_cursor": str(start + size)} if more else {"next_cursor": ""}
        return {"ok": True, "messages": page, "has_more": more, "response_metadata": cursor}


def _refused(error: str) -> Answer:
    return {"ok": False, "error": error}


def problem_with(params: Params) -> str:
    """Return Slack's word for what is wrong with a message, or nothing."""
    if not params.get("text"):
        return "no_text"
    if len(params["text"]) > 40_000:
        return "msg_too_long"
    blocks = params.get("blocks") or []
    return "invalid_blocks" if len(blocks) > MOST_BLOCKS or not all(map(_fits, blocks)) else ""


def _fits(block: Mapping[str, Any]) -> bool:
    match block.get("type"):
        case "section":
            beside = block.get("accessory", {}).get("options", ())
            return 0 < len(block["text"]["text"]) <= LONGEST_SECTION and len(beside) <= MOST_OPTIONS
        case "header":
            return block["text"]["type"] == "plain_text" and 0 < len(block["text"]["text"]) <= LONGEST_HEADER
        case "context":
            texts = [element["text"] for element in block["elements"]]
            return 0 < len(texts) <= 10 and all(0 < len(text) <= LONGEST_CONTEXT for text in texts)
        case "actions":
            buttons = block["elements"]
            texts = [button["text"]["text"] for button in buttons]
            values = [button.get("value", "") for button in buttons]
            return (
                0 < len(buttons) <= 25
                and all(len(text) <= LONGEST_BUTTON for text in texts)
                and all(len(value) <= LONGEST_VALUE for value in values)
                and len({button["action_id"] for button in buttons}) == len(buttons)
            )
        case "divider":
            return True
    return False
