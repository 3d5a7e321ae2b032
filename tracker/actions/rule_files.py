"""Read the rule files of a folder as they are; what they mean is decided elsewhere."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tracker.domain.criteria import Position
from tracker.domain.errors import BadInput, Problem, Severity

SUFFIXES = (".yaml", ".yml")
_NEARLY = (*SUFFIXES, *(f"{suffix}.txt" for suffix in SUFFIXES))
"""What editors and other systems make of them, in any case of letters."""
MOST_BYTES = 256 * 1024
MOST_FILES = 5_000


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The contents of a folder's rule files by name relative to it, and what could not be read."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever any file or problem does."""
        whole = hashlib.sha256()
        for name, data in sorted(self.contents.items()):
            whole.update(f"{name}\n{len(data)}\n".encode("utf-8", "surrogatepass"))
            whole.update(data)
        for problem in self.problems:
            whole.update(str(problem).encode("utf-8", "surrogatepass"))
        return whole.hexdigest()


def read_rule_files(folder: Path) -> RuleFiles:
    """Read every rule file in a folder and the folders within it, in order of name.

    Hidden files are left out, and so is, with a remark, a file whose name nearly ends as it should. A link that
    leads out of the folder, a file over 256 KiB and one that vanishes while it is read are problems of their own
    and stop nothing else. Raises BadInput if there is no such folder.
    """
    if not folder.is_dir():
        raise no_folder(folder)
    root = folder.resolve()
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        if not name.endswith(SUFFIXES):
            problems.append(_left_out(name))
            continue
        if len(contents) >= MOST_FILES:
            problems.append(_problem(name, f"more than {MOST_FILES} rule files", "use fewer, larger files"))
            break
        read = _read(path, root)
        if isinstance(read, bytes):
            contents[name] = read
        else:
            problems.append(_problem(name, *read))
    return RuleFiles(contents, tuple(problems))


def read_rules_at(path: Path) -> RuleFiles:
    """Read one rule file, or all of a folder; one file that cannot be read is a problem, as it is in a folder."""
    if path.is_dir():
        return read_rule_files(path)
    if not path.name.endswith(SUFFIXES):
        problem = _problem(path.name, "this is not a rule file: its name must end in .yaml or .yml", "rename it")
        return RuleFiles({}, (problem,))
    read = _read(path.absolute(), path.absolute().parent.resolve())
    if isinstance(read, bytes):
        return RuleFiles({path.name: read})
    return RuleFiles({}, (_problem(path.name, *read),))


def no_folder(folder: Path) -> BadInput:
    """Return what is said of a folder of rules that is not there."""
    cure = "put it back, or name another under rules.folder; `deedline init` makes a new one"
    return BadInput(f"there is no folder of rules at {folder}", cure)


def _paths(root: Path) -> Iterator[Path]:
    """Yield the rule files, and those whose names nearly say that they are."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(each for each in inner if not each.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(_NEARLY) and not name.startswith("."):
                yield Path(folder, name)


def _read(path: Path, root: Path) -> bytes | tuple[str, str]:
    """Return a file's bytes, or what is wrong with it and the cure."""
    try:
        if not path.resolve().is_relative_to(root):
            return "the link leads out of the folder of rules", "copy the file into the folder"
        # Opened without waiting: a named pipe that somebody left here must not hold up everything else.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return "this is not a regular file", "put an ordinary file in its place"
            data = file.read(MOST_BYTES + 1)
    except RuntimeError:  # how resolving tells of it before Python 3.13
        return "the link leads in a circle", "put an ordinary file in its place"
    except FileNotFoundError:
        if path.is_symlink():
            return "this is a link that leads nowhere", "mend it, delete it, or put the file in its place"
        return "the file vanished while it was read", "it is read again when it is back"
    except OSError as error:
        return f"the file cannot be read: {error.strerror}", "check its rights"
    if len(data) > MOST_BYTES:
        return f"the file is over {MOST_BYTES // 1024} KiB", "split it into several files"
    return data


def _problem(name: str, message: str, hint: str) -> Problem:
    return Problem(Position(name), message, hint, code="unreadable")


def _left_out(name: str) -> Problem:
    message = "this file is left out: the name of a rule file ends in .yaml or .yml"
    hint = f"rename it to {_mended(PurePosixPath(name).name)}, or move it out of the folder"
    return Problem(Position(name), message, hint, "left-out", Severity.LINT)


def _mended(name: str) -> str:
    stem, _, ending = name.removesuffix(name[-4:] if name.lower().endswith(".txt") else "").rpartition(".")
    return f"{stem}.{ending.lower()}"
