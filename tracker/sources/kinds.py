"""What collects from each kind of source: our own kinds, and those that installed packages add.

A package adds a kind by an entry point in the group `deedline.sources`: its name is the kind's and its object a
`tracker.domain.source_kinds.Kind`. A kind is loaded when a source of it is read or collected, and not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from tracker.domain.errors import SourceFailed
from tracker.domain.source_kinds import Collect, Kind, KindKeys
from tracker.domain.sources import SourceKind

GROUP = "deedline.sources"


def collect_of(kind: str) -> Collect:
    """Return what collects from a kind of source; raises SourceFailed where nothing can. Libraries load here."""
    match kind:
        case SourceKind.FEED:
            from tracker.sources.feed import collect_feed

            return collect_feed
        case SourceKind.TABLE:
            from tracker.sources.table import collect_table

            return collect_table
        case SourceKind.JSON:
            from tracker.sources.json_api import collect_json

            return collect_json
        case SourceKind.GDELT:
            from tracker.sources.gdelt import collect_gdelt

            return collect_gdelt
        case SourceKind.UCDP:
            from tracker.sources.ucdp import collect_ucdp

            return collect_ucdp
        case SourceKind.ACLED:
            from tracker.sources.acled import collect_acled

            return collect_acled
        case SourceKind.RELIEFWEB:
            from tracker.sources.reliefweb import collect_reliefweb

            return collect_reliefweb
        case SourceKind.FOLDER:
            from tracker.sources.folder import collect_folder

            return collect_folder
    added = added_kinds().get(kind, "no installed package adds it")
    if isinstance(added, str):
        raise SourceFailed(f"sources of kind {kind[:60]!r} cannot be read: {added}", "install or mend its package")
    return added.collect


def added_keys() -> Mapping[str, KindKeys | str]:
    """Return which keys the added kinds take, or why one of them cannot be used; for the loader of rule files."""
    return {name: kind if isinstance(kind, str) else kind.keys for name, kind in added_kinds().items()}


@cache
def added_kinds() -> Mapping[str, Kind | str]:
    """Return the kinds that installed packages add, by name, or why one of them cannot be used."""
    return kinds_among(entry_points(group=GROUP))


def kinds_among(points: Iterable[EntryPoint]) -> Mapping[str, Kind | str]:
    """Return the kinds behind these entry points; a name that is taken twice, or by us, belongs to nobody else."""
    claims: dict[str, list[EntryPoint]] = {}
    for point in points:
        claims.setdefault(point.name, []).append(point)
    return {name: _claimed(name, claimed) for name, claimed in claims.items()}


def _claimed(name: str, points: list[EntryPoint]) -> Kind | str:
    makers = sorted({_maker(point) for point in points})
    if name in set(SourceKind):
        return f"{' and '.join(makers)} claims the name of a kind that Deedline reads by itself"
    if len(points) > 1:
        return f"{' and '.join(makers)} both claim the name"
    try:
        kind = points[0].load()
    except Exception as error:  # whatever a foreign module does when it is loaded stays its own trouble
        return f"{makers[0]} cannot be loaded: {type(error).__name__}: {str(error)[:200]}"
    if not isinstance(kind, Kind):
        return f"{makers[0]} gives a {type(kind).__name__}, not a Kind"
    if kind.keys.name != name:
        return f"{makers[0]} calls it {kind.keys.name[:60]!r}"
    return kind


def _maker(point: EntryPoint) -> str:
    return f"the package {point.dist.name}" if point.dist is not None else point.value
