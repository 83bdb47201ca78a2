"""/metrics in the Prometheus text format: requests, latency, queue, pool, cache, size of the store."""

from collections.abc import Callable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

Figures = Callable[[], dict[str, dict[str, float]]]


class Metrics:
    """What one server counts. `figures` gives the state of its parts when it is asked: {"pool": {"idle": 2, ...}}."""

    def __init__(self, figures: Figures):
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "taizhang_requests", "Requests by route, method and status.", ["route", "method", "status"], registry=self._registry
        )  # fmt: skip
        self._seconds = Histogram(
            "taizhang_request_seconds", "Seconds from a request to the end of its response.", ["route"],
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._registry.register(_State(figures))
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request. Routes and methods come from short lists, so that no client can make them many."""
        key = (route, method, status)
        if key not in self._children:  # looking a child up by its labels costs more than counting
            self._children[key] = (self._requests.labels(route, method, str(status)), self._seconds.labels(route))
        requests, latency = self._children[key]
        requests.inc()
        latency.observe(seconds)

    def text(self) -> bytes:
        """The page."""
        return generate_latest(self._registry)


class _State(Collector):
    """Gauges that are read when they are asked for."""

    def __init__(self, figures: Figures):
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        for part, values in self._figures().items():
            for name, value in values.items():
                yield GaugeMetricFamily(f"taizhang_{part}_{name}", f"{part}: {name}", value=value)


def folder_size(path: Path) -> int:
    """Bytes of the files below a folder, each counted once however many names (hard links) it has."""
    seen: dict[int, int] = {}
    for file in path.rglob("*"):
        try:
            state = file.stat()
        except OSError:
            continue  # swept away while we looked
        if file.is_file():
            seen[state.st_ino] = state.st_size
    return sum(seen.values())
