"""A folder that files of reports are dropped into: each is read whole, and moved once its reports are stored."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tracker.domain.collecting import Collected, CollectState, PassedOver
from tracker.domain.errors import SourceFailed
from tracker.domain.reports import Report
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import Source
from tracker.language.report_files import read_reports
from tracker.sources.own_reports import of_source
from tracker.sources.plain_text import on_one_line, start_of_line
from tracker.sources.problem_lists import shortened

DONE = "done"
FAILED = "failed"
MAX_FILES = 500
STILL_WRITING = 1.0
"""Seconds in which a file must not have changed to count as finished."""
_READ = (".jsonl", ".json", ".csv", ".yaml", ".yml", ".eml")
_PARTIAL = (".part", ".tmp", ".swp", ".crdownload", "~")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was read: if it is another one when it is to be moved, it stays and is read again."""

    path: Path
    size: int
    changed_ns: int
    reasons: tuple[str, ...]
    failed: bool


def collect_folder(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Read every finished file of the folder; raises SourceFailed when the folder itself cannot be read.

    Nothing is moved here: the result's `settle` does it, after the reports are stored.
    """
    folder = Path(source.path)
    names, problems = _listed(folder)
    if len(names) > MAX_FILES:
        problems.append(f"{len(names)} files wait: {MAX_FILES} are read now, the others next time")
    reports: list[Report] = []
    passed: list[PassedOver] = []
    seen: list[_Seen] = []
    for name in names[:MAX_FILES]:
        try:
            found, file = _read_file(folder / name, source, now, passed)
        except _Left as left:
            problems += [f"{_shown(name)}: {left}"] if str(left) else []
            continue
        reports += found
        seen.append(file)
        problems += file.reasons
    return Collected(
        tuple(reports),
        replace(state, last_success=now),
        shortened(problems),
        tuple(passed),
        settle=lambda: _move_all(folder, tuple(seen), now),
    )


def _shown(name: str) -> str:
    """Return a file's name as it may be shown: names hold any bytes."""
    return on_one_line(name.encode("utf-8", "replace").decode("utf-8"))


class _Left(Exception):
    """A file stays where it is; the message says why, and is empty where that is as it should be."""


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files to read, in order, and a problem for each other thing that lies there."""
    if folder.is_symlink() or any((folder / part).is_symlink() for part in (DONE, FAILED)):
        raise SourceFailed(
            f"{folder}, its done or its failed is a symbolic link", "give the true folder as `path`"
        )
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceFailed(
            f"the folder {folder} cannot be read: {error.strerror}", "create it, or correct `path` of this source"
        ) from None
    names: list[str] = []
    problems: list[str] = []
    for entry in entries:
        name, shown = entry.name, _shown(entry.name)
        if name.startswith(".") or name.endswith(_PARTIAL) or name in (DONE, FAILED):
            continue
        if entry.is_symlink():
            problems.append(f"{shown}: it is a symbolic link, which is not followed; put the file itself here")
        elif not entry.is_file(follow_symlinks=False):
            problems.append(f"{shown}: it is not a file and is left alone")
        elif not name.lower().endswith(_READ):
            problems.append(f"{shown}: only {', '.join(_READ)} are read; it is left where it is")
        else:
            names.append(name)
    return names, problems


def _read_file(
    path: Path, source: Source, now: datetime, passed: list[PassedOver]
) -> tuple[tuple[Report, ...], _Seen]:
    """Read one file whole, adding what it lost; raises _Left when it is not finished or cannot be opened."""
    data, facts = _contents(path, source.max_bytes, now)
    if len(data) > source.max_bytes:
        reason = (
            f"{_shown(path.name)}: the file is larger than {source.max_bytes} bytes; split it, or raise max_bytes"
        )
        passed.append(PassedOver(_shown(path.name), reason))
        return (), _Seen(path, facts.st_size, facts.st_mtime_ns, (reason,), failed=True)
    reports, reasons = _reports(path, data, source, now, passed)
    return reports, _Seen(path, facts.st_size, facts.st_mtime_ns, reasons, failed=bool(reasons) and not reports)


def _reports(
    path: Path, data: bytes, source: Source, now: datetime, passed: list[PassedOver]
) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """Return the reports of a file, and what in it could not be read."""
    name = _shown(path.name)
    if path.suffix.lower() == ".eml":
        return _mail(name, data, source, now, passed)
    read = read_reports(name, data, source=source.id)
    lines = data.splitlines() if read.problems else []
    for problem in read.problems:
        line = problem.position.line
        passed.append(
            PassedOver(f"{name}:{line}", problem.message, start_of_line(lines, line), str(problem.position))
        )
    return tuple(of_source(report, source) for report in read.reports), tuple(map(str, read.problems))


def _mail(
    name: str, data: bytes, source: Source, now: datetime, passed: list[PassedOver]
) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    from tracker.sources.mail import NoMail, read_mail  # mail libraries are loaded where a mail is read

    try:
        report, reasons = read_mail(data, source, now)
    except NoMail as reason:
        passed.append(PassedOver(name, str(reason), start_of_line(data.splitlines(), 1)))
        return (), (f"{name}: {reason}",)
    return (report,), tuple(f"{name}: {reason}" for reason in reasons)


def _contents(path: Path, max_bytes: int, now: datetime) -> tuple[bytes, os.stat_result]:
    """Return at most `max_bytes` + 1 bytes of a regular file that nobody has written to for a moment."""
    try:
        # a link is not followed and a pipe not waited for, even if one took the file's place just now
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _Left(f"it cannot be opened: {error.strerror}") from None
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise _Left("it is not a file and is left alone")
        if abs(now.timestamp() - facts.st_mtime) < STILL_WRITING:
            raise _Left
        return file.read(max_bytes + 1), facts


def _move_all(folder: Path, files: Iterable[_Seen], now: datetime) -> None:
    """Move what was read; what cannot be moved is read again next time, which changes nothing."""
    for file in files:
        try:
            _move(folder / (FAILED if file.failed else DONE), file, now)
        except OSError as error:
            _log.warning("%s could not be moved and will be read again: %s", file.path, error.strerror)


def _move(into: Path, file: _Seen, now: datetime) -> None:
    facts = os.lstat(file.path)
    if (facts.st_size, facts.st_mtime_ns) != (file.size, file.changed_ns):
        return
    into.mkdir(exist_ok=True)
    target = _free(into, file.path, now)
    if file.reasons:
        _beside(target).write_text("\n".join(file.reasons) + "\n", encoding="utf-8", errors="replace")
    file.path.rename(target)


def _free(into: Path, path: Path, now: datetime) -> Path:
    """Return a name in the folder that is not taken: the file's own, else with the instant and a number."""
    target = into / path.name
    number = 1
    while os.path.lexists(target) or os.path.lexists(_beside(target)):
        again = f"-{number}" if number > 1 else ""
        target = into / f"{path.stem}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{again}{path.suffix}"
        number += 1
    return target


def _beside(target: Path) -> Path:
    return target.with_name(target.name + ".reason.txt")
