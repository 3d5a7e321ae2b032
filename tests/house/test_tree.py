"""What every file of the project keeps to."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, modules, project_files, texts

LONGEST = 300
LONGEST_FUNCTION = 60
DRAWERS = re.compile(r"(utils?|helpers?|common|misc|base)\.py")
TOP_LEVEL = {
    "tracker",
    "rules",
    "notifiers",
    "config",
    "tests",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
}
PURE = ("tracker/domain", "tracker/language", "tracker/engine")
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "time_ns", "localtime", "gmtime"}
FOREIGN = re.compile(
    r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+|opt/pypi)/|file\.python[h]osted|files\.python[h]osted|\bp[y]pi\.org"
    r"|\bnpm[j]s\.|\bregistry\.(?:yarn|n[p]m)|\bcrates\.[i]o\b|\bproxy\.g[o]lang\b"
)

everywhere = pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))


@everywhere
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "a module starts with one sentence that says what it is for"


@everywhere
def test_no_function_is_long(path: Path) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, functions) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@everywhere
def test_a_modules_name_says_what_it_holds(path: Path) -> None:
    assert not DRAWERS.fullmatch(path.name)


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if str(path.relative_to(ROOT)).startswith(PURE)],
    ids=lambda path: path.name,
)
def test_the_pure_core_reads_no_clock(path: Path) -> None:
    read = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("datetime", "date", "time")
    ]
    assert read == []


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    found = [f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts() for match in FOREIGN.finditer(text)]
    assert found == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    unfinished = re.compile(r"#.*\b(TO" "DO|FIX" "ME|XX" r"X)\b")
    found = [
        str(path.relative_to(ROOT)) for path in modules() if unfinished.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_top_level_holds_what_it_should() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_the_licence_is_the_apache_licence_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert text.rstrip().endswith("limitations under the License.")


def test_the_locked_set_names_no_address() -> None:
    lines = (ROOT / ".ci/requirements.txt").read_text(encoding="utf-8").splitlines()
    package = re.compile(r"[a-z0-9][a-z0-9._-]*==[\w.+!]+(?: ; [^/]+)? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
    assert [line for line in lines if not (package.fullmatch(line) or hashed.fullmatch(line))] == []
