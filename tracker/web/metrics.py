"""How everything fares, in the text form that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tracker.actions.health import Health

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_of(health: Health, now: datetime) -> bytes:
    """Return every measure as of `now`; durations are in seconds."""
    registry = CollectorRegistry()
    registry.register(_Fixed(tuple(_measures(health, now))))
    return generate_latest(registry)


class _Fixed(Collector):
    """Measures that were taken already."""

    def __init__(self, measures: tuple[Metric, ...]) -> None:
        self._measures = measures

    def collect(self) -> Iterable[Metric]:
        return self._measures


def _measures(health: Health, now: datetime) -> Iterable[Metric]:
    yield _by("deedline_promises", "Promises by their status now.", "status", sorted(health.statuses.items()))
    yield _one("deedline_promises_set_aside", "Promises that could not be judged.", len(health.set_aside))
    yield _one("deedline_rule_files_broken", "Rule files with errors.", len(health.broken_files))
    yield _one("deedline_service_runs", "1 while a service holds the store.", int(health.holder is not None))
    yield _by(
        "deedline_source_silent",
        "1 while silence of the source is a hole in coverage.",
        "source",
        [(line.source.id, int(line.silent)) for line in health.sources],
    )
    yield _by(
        "deedline_source_failures",
        "Collections that failed since the last success.",
        "source",
        [(line.source.id, line.state.fails) for line in health.sources],
    )
    yield _by(
        "deedline_source_heard_seconds",
        "Seconds since the source was last listened to; absent where it never was.",
        "source",
        [(line.source.id, _since(line.last_success, now)) for line in health.sources if line.last_success],
    )
    yield _by("deedline_outbox_messages", "Messages by state.", "state", sorted(health.outbox.counts.items()))
    yield _one(
        "deedline_outbox_oldest_seconds",
        "Age of the oldest message that waits.",
        _since(health.outbox.oldest, now),
    )
    yield _one("deedline_destinations_off", "Destinations switched off.", len(health.outbox.disabled))


def _since(then: datetime | None, now: datetime) -> float:
    return 0.0 if then is None else max(0.0, (now - then).total_seconds())


def _one(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value)


def _by(name: str, meaning: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for each, value in values:
        family.add_metric([each], value)
    return family
