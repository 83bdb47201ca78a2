"""The SPARQL service beside its peers: same data, same client (wrk), same run. Part of `make bench`.

rotation    the catalogue's questions, asked again and again: at least 10 times Oxigraph's own server, 100 times
            rdflib-endpoint
heavy       distinct queries of 5 ms and more each: at least 0.9 times Oxigraph's server
ASK         distinct queries that cost next to nothing, so only HTTP is measured: at least 0.25 times
calm        p99 of a cheap query while a client runs queries that never end: under 50 ms

The peers are those of peers.py; one that cannot be had here is left out with a word. This program and Oxigraph's server
take turns, round after short round, because other work on the machine changes by the second: the ratio is the median of
the rounds' own. The others are asked once. All of it takes some eight minutes, most of them Fuseki's loader.

    python -m benchmarks.service STORE [LOAD]   # LOAD: rotation, heavy or ASK alone, beside Oxigraph's server
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.servers import Missing

from benchmarks.peers import Server, ask, fuseki, oxigraph, rdflib_endpoint, taizhang
from taizhang.graph.embedded import OxigraphStore
from taizhang.queries.catalogue import catalogue

SECONDS = int(os.environ.get("TAIZHANG_BENCH_SECONDS", "2"))
ROUNDS = int(os.environ.get("TAIZHANG_BENCH_ROUNDS", "9"))
#: Seconds in which a slow peer has to answer a question of the rotation, and those it gets for all of them.
_WAIT, _WAIT_FOR_ALL = 20, 90
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LEAST = {
    "rotation": {"Oxigraph server": 10.0, "rdflib-endpoint": 100.0},
    "heavy": {"Oxigraph server": 0.9},
    "ASK": {"Oxigraph server": 0.25},
}

# -- questions


def rotation() -> list[str]:
    """The catalogue's questions as they stand."""
    return [question.sparql for question in catalogue().values()]


def heavy(store: Path, count: int = 15_000) -> list[str]:
    """Distinct queries of 5 ms and more: how much cited instruments are cited, in which relations, from how many texts.

    What makes them distinct is a filter that lets everything through: one that did not would make them cheap.
    """
    answer = OxigraphStore.open(store).query(
        "SELECT ?w (COUNT(*) AS ?n) { ?c tz:cited ?w } GROUP BY ?w HAVING (COUNT(*) > 250) ORDER BY ?w"
    )
    works = [row[0].value for row in answer]  # type: ignore[union-attr]
    assert works
    text = (
        "SELECT ?relation (COUNT(DISTINCT ?version) AS ?texts) (COUNT(*) AS ?n) {{ ?c <NScited> <{work}> ; <NSrelation> ?relation ; "
        "<NSciting> ?article . OPTIONAL {{ ?article <http://data.europa.eu/eli/ontology#is_part_of> ?version }} "
        "FILTER(STRLEN(STR(?article)) < {most}) }} GROUP BY ?relation ORDER BY ?relation"
    ).replace("NS", "https://w3id.org/taizhang/ns#")
    return [text.format(work=works[number % len(works)], most=10_000 + number) for number in range(count)]


def alone(server: Server, queries: Sequence[str]) -> list[float]:
    """The milliseconds of queries that nobody else asks beside, sorted."""
    times = []
    for query in queries:
        begin = time.perf_counter()
        ask(server, query)
        times.append((time.perf_counter() - begin) * 1000)
    return sorted(times)


def cheap(count: int = 500_000) -> list[str]:
    """Distinct ASK queries about one thing each."""
    return [f"ASK {{ <urn:nothing:{number}> ?p ?o }}" for number in range(count)]


def part(queries: Sequence[str], number: int) -> Sequence[str]:
    """The queries of one of ROUNDS rounds: what was asked in one round is in no other, so no cache has it."""
    size = len(queries) // ROUNDS
    return queries[number * size : (number + 1) * size]


# -- load


@dataclass(frozen=True)
class Rate:
    """Answers a second, and the milliseconds of processor time that the server spent on each."""

    answers: float
    processor: float


def wrk(server: Server, queries: Sequence[str], folder: Path) -> Rate:
    """The rate of answers to the queries in turn, 8 clients at once; says so when answers were errors."""
    script, paths = folder / "load.lua", folder / "paths.txt"
    paths.write_text("\n".join(f"{server.path}?{urlencode({'query': query})}" for query in queries), encoding="ascii")
    script.write_text(
        f"""
local paths, n = {{}}, 0
for line in io.lines("{paths}") do paths[#paths + 1] = line end
wrk.headers["Accept"] = "application/sparql-results+json"
request = function() n = n + 1; return wrk.format("GET", paths[(n - 1) % #paths + 1]) end
""",
        encoding="ascii",
    )
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", "--timeout", "120s", "-s", str(script), f"http://{server.host}"]
    before = server.spent()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if found := re.search(r"Non-2xx or 3xx responses: (\d+)", said):
        print(f"    {server.name}: {found[1]} answers were errors")
    spent = (server.spent() - before) * 1000
    rate, count = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    assert rate, said
    assert count, said
    return Rate(float(rate[1]), spent / max(1, int(count[1])))


def p99(server: Server, seconds: float = 10) -> float:
    """The 99th percentile of the milliseconds of a cheap query."""
    times: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begin = time.perf_counter()
        ask(server, f"ASK {{ <urn:calm:{seconds}:{len(times)}> ?p ?o }}")
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(times, n=100)[98]


@contextmanager
def endless(server: Server) -> Iterator[None]:
    """A client that runs queries that never end, one after the other."""
    stop = threading.Event()

    def asking() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with suppress(OSError):
                ask(server, f"{ENDLESS} #{number}", 15, timeout="5")

    client = threading.Thread(target=asking, daemon=True)
    client.start()
    time.sleep(0.5)
    yield
    stop.set()
    client.join(timeout=20)


# -- the table

Rates = dict[str, dict[str, list[Rate]]]


def in_turns(ours: Server, theirs: Server, loads: dict[str, list[str]], folder: Path, rates: Rates) -> None:
    """Every load on both, round after round; each begins as often as the other.

    The rotation comes last: Oxigraph's server goes on with long queries whose clients have left.
    """
    for query in (
        rotation() if "rotation" in loads else ()
    ):  # once through: files are read from disk, and our cache is filled
        for server in (ours, theirs):
            with suppress(OSError):
                ask(server, query)
    if "heavy" in loads:
        times = alone(theirs, loads["heavy"][-40:])
        print(
            f"heavy: alone, such a query takes {theirs.name} {times[0]:.1f} to {times[-1]:.1f} ms, {times[20]:.1f} at the median"
        )
    for load, queries in sorted(loads.items(), key=lambda entry: entry[0] == "rotation"):
        for number in range(ROUNDS):
            for server in (ours, theirs) if number % 2 else (theirs, ours):
                asked = queries if load == "rotation" else part(queries, number)
                rates[load].setdefault(server.name, []).append(wrk(server, asked, folder))


def once(server: Server, loads: dict[str, list[str]], folder: Path, rates: Rates) -> None:
    """Every load on another peer. Its slowest answers to the rotation take minutes: each query is asked once, and waited for
    a while; those that did not come in time are told.
    """
    begin, before, asked, answered = time.perf_counter(), server.spent(), 0, 0
    for query in loads["rotation"]:
        if time.perf_counter() - begin > _WAIT_FOR_ALL:
            break
        asked += 1
        with suppress(OSError):
            ask(server, query, _WAIT)
            answered += 1
    said = f"{answered} of the first {asked} of {len(loads['rotation'])} questions of the rotation"
    print(f"    {server.name}: {said} answered within {_WAIT} s each", flush=True)
    spent = (server.spent() - before) * 1000
    rates["rotation"][server.name] = [Rate(answered / (time.perf_counter() - begin), spent / max(1, asked))]
    for load in ("heavy", "ASK"):
        rates[load][server.name] = [wrk(server, part(loads[load], 0), folder)]


def table(rates: Rates) -> None:
    """Print answers a second and the ratios of ours to theirs, with the least and the greatest of the rounds."""
    for load, found in rates.items():
        if "taizhang" not in found:
            continue
        print(f"{load:10} taizhang {_said(found['taizhang'])}")
        for name, values in found.items():
            if name != "taizhang":
                asked = f" (at least {least})" if (least := LEAST[load].get(name)) else ""
                ratios = [
                    one.answers / max(other.answers, 0.001)
                    for one, other in zip(found["taizhang"], values, strict=False)
                ]
                rounds = f", {min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds" if len(ratios) > 1 else ""
                ratio = f"ratio {statistics.median(ratios):.2f}{asked}{rounds}"
                print(f"           {name} {_said(values)}, {ratio}", flush=True)


def _said(rates: Sequence[Rate]) -> str:
    """The medians of rounds. What an answer costs the processor is the steadier figure where others use it too."""
    answers, processor = (statistics.median(getattr(rate, name) for rate in rates) for name in ("answers", "processor"))
    return f"{answers:.2f} answers a second, {processor:.3f} ms of processor each"


def bench_load(store: Path, load: str) -> None:
    """One load on this program and Oxigraph's server."""
    loads: dict[str, Callable[[], list[str]]] = {"rotation": rotation, "heavy": lambda: heavy(store), "ASK": cheap}
    rates: Rates = {load: {}}
    with tempfile.TemporaryDirectory() as name, taizhang(store) as ours, oxigraph(store, Path(name)) as theirs:
        in_turns(ours, theirs, {load: loads[load]()}, Path(name), rates)
    table(rates)


def bench_service(store: Path) -> None:
    """Every load on this program and its peers, on the same store."""
    if shutil.which("wrk") is None:
        print("service: wrk is not installed (Debian package wrk); left out")
        return
    loads = {"rotation": rotation(), "heavy": heavy(store), "ASK": cheap()}
    rates: Rates = {load: {} for load in loads}
    others: list[Callable[[Path, Path], AbstractContextManager[Server]]] = [rdflib_endpoint, fuseki]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with taizhang(store) as ours:
                with oxigraph(store, folder) as theirs:
                    in_turns(ours, theirs, loads, folder, rates)
                quiet = p99(ours)
                with endless(ours):
                    print(
                        f"p99 of an ASK: {quiet:.1f} ms alone, {p99(ours, 11):.1f} ms beside endless queries (under 50)",
                        flush=True,
                    )
            table(rates)
            for peer in others:
                with or_without(), peer(store, folder) as server:
                    once(server, loads, folder, rates)
        except Missing as missing:
            print(f"service: {missing}")
            return
    table(rates)


@contextmanager
def or_without() -> Iterator[None]:
    """Say which peer cannot be had, and go on."""
    try:
        yield
    except (Missing, subprocess.SubprocessError) as missing:
        print(f"service: left out: {missing}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        bench_load(Path(sys.argv[1]), sys.argv[2])
    else:
        bench_service(Path(sys.argv[1]))
