"""Forms that open in a Slack stand-in, within Slack's limits."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

Answer = dict[str, Any]
Params = Mapping[str, Any]

LONGEST_TITLE = 24
MOST_BLOCKS = 100
LONGEST_METADATA = 3000


class Forms:
    """Views by id, in the order they were opened; each trigger opens one."""

    def __init__(self) -> None:
        self.opened: list[dict[str, Any]] = []
        self.updated: list[dict[str, Any]] = []
        self.used: set[str] = set()
        self.has_opened = threading.Event()

    def open(self, params: Params) -> Answer:
        trigger = str(params.get("trigger_id") or "")
        if not trigger:
            return refused("invalid_trigger_id")
        if trigger in self.used:
            return refused("exchanged_trigger_id")
        if trigger.startswith("expired"):
            return refused("expired_trigger_id")
        if problem := problem_with_view(params.get("view")):
            return refused(problem)
        self.used.add(trigger)
        view = {"id": f"V{len(self.opened) + 1}", **params["view"]}
        self.opened.append(view)
        self.has_opened.set()
        return {"ok": True, "view": view}

    def update(self, params: Params) -> Answer:
        known = {view["id"] for view in self.opened}
        if params.get("view_id") not in known:
            return refused("not_found")
        if problem := problem_with_view(params.get("view")):
            return refused(problem)
        self.updated.append({"id": params["view_id"], **params["view"]})
        return {"ok": True, "view": self.updated[-1]}


def refused(error: str) -> Answer:
    return {"ok": False, "error": error}


def problem_with_view(view: object) -> str:
    """Return Slack's word for what is wrong with a view, or nothing."""
    if not isinstance(view, dict) or view.get("type") != "modal":
        return "invalid_arguments"
    titles = [view[name]["text"] for name in ("title", "submit", "close") if name in view]
    fits = "title" in view and all(0 < len(text) <= LONGEST_TITLE for text in titles)
    blocks = view.get("blocks") or []
    fits = fits and 0 < len(blocks) <= MOST_BLOCKS and all(map(_fits, blocks))
    asks = any(block["type"] == "input" for block in blocks)
    fits = fits and (not asks or "submit" in view) and len(view.get("private_metadata", "")) <= LONGEST_METADATA
    return "" if fits else "invalid_arguments"


def _fits(block: Mapping[str, Any]) -> bool:
    match block.get("type"):
        case "section":
            return 0 < len(block["text"]["text"]) <= 3000
        case "input":
            return 0 < len(block["label"]["text"]) <= 2000 and _takes(block["element"])
    return False


def _takes(element: Mapping[str, Any]) -> bool:
    match element["type"]:
        case "static_select":
            options = element["options"]
            return 0 < len(options) <= 100 and all(
                0 < len(each["text"]["text"]) <= 75 and 0 < len(each["value"]) <= 150 for each in options
            )
        case "plain_text_input":
            return 0 < int(element.get("max_length", 3000)) <= 3000
        case "url_text_input" | "datepicker":
            return "max_length" not in element
    return False
