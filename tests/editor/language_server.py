"""A client of yaml-language-server, the program that editors ask: messages over its standard streams."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

PATIENCE = 60.0
"""Seconds to wait for an answer: the first one has Node to start and the schema to read."""

SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "completion": True, "hover": True}}
"""Nothing is fetched: the schema is the file that the first line of a rule file names."""


def server_command() -> list[str] | None:
    """Return how the server is started, None where it is not installed; YAML_LANGUAGE_SERVER names another one."""
    found = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    return None if not found or not shutil.which("node") else ["node", os.path.realpath(found), "--stdio"]


class Editor:
    """One open file in an editor that speaks to the server."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._into: IO[bytes] = process.stdin
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._folder = folder
        threading.Thread(target=self._listen, args=(process.stdout,), daemon=True).start()
        root = folder.as_uri()
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root,
                "workspaceFolders": [{"uri": root, "name": "rules"}],
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
                },
            },
        )
        self._tell("initialized", {})

    def open(self, name: str) -> list[str]:
        """Open a file of the folder and return what the editor marks in it, as `line: message`."""
        path = self._folder / name
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self._next()
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == path.as_uri()
            ):
                return [
                    f"{each['range']['start']['line'] + 1}: {each['message']}"
                    for each in message["params"]["diagnostics"]
                ]

    def completions(self, name: str, line: int, column: int) -> set[str]:
        """Return what is offered at a place of a file; line and column count from 1."""
        found = self.ask("textDocument/completion", self._place(name, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {str(item["label"]) for item in items}

    def hover(self, name: str, line: int, column: int) -> str:
        """Return what is shown when the pointer rests at a place of a file."""
        found = self.ask("textDocument/hover", self._place(name, line, column))
        contents = found["contents"] if found else ""
        return str(contents["value"]) if isinstance(contents, dict) else str(contents)

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Ask the server and return its answer."""
        self._number += 1
        number = self._number
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _place(self, name: str, line: int, column: int) -> dict[str, Any]:
        uri = (self._folder / name).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line - 1, "character": column - 1}}

    def _next(self) -> dict[str, Any]:
        message = self._answers.get(timeout=PATIENCE)
        if "id" in message and "method" in message:  # the server asks the editor
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": _answer(message)})
        return message

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        self._into.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._into.flush()

    def _listen(self, stream: IO[bytes]) -> None:
        while header := stream.readline():
            length = 0
            while header.strip():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
                header = stream.readline()
            if length:
                self._answers.put(json.loads(stream.read(length)))


def _answer(message: dict[str, Any]) -> object:
    if message["method"] != "workspace/configuration":
        return None
    return [SETTINGS.get(item.get("section", "")) for item in message["params"]["items"]]


@contextmanager
def editor(command: list[str], folder: Path) -> Iterator[Editor]:
    """Give an editor on a folder; the server is ended afterwards."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
    ) as process:
        try:
            yield Editor(process, folder)
        finally:
            process.kill()
