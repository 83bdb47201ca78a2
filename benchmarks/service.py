"""The SPARQL service beside its peers: same data, same client (wrk), same run. Part of `make bench`.

rotation    the catalogue's questions, asked again and again: at least 10 times Oxigraph's own server
heavy       distinct queries of some milliseconds each: at least 0.9 times
ASK         distinct queries that cost next to nothing, so only HTTP is measured: at least 0.25 times
calm        p99 of a cheap query while a client runs queries that never end: under 50 ms

Peers: Oxigraph's server (package `oxigraph`), rdflib-endpoint (in its own environment, over the same Oxigraph files),
Apache Jena Fuseki (a jar from Maven Central). A peer that cannot be had here is left out with a word.
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
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from taizhang.graph.embedded import OxigraphStore, current_generation
from taizhang.queries.catalogue import catalogue

SECONDS = int(os.environ.get("TAIZHANG_BENCH_SECONDS", "10"))
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PORT = 18400
ROUNDS = 3


@dataclass(frozen=True)
class Server:
    """A SPARQL server under load."""

    name: str
    host: str
    path: str


def answers(server: Server) -> bool:
    """Whether the server answers an ASK."""
    try:
        url = f"http://{server.host}{server.path}?" + urllib.parse.urlencode({"query": "ASK {}"})
        request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def running(command: Sequence[str], server: Server, **environment: str) -> Iterator[Server]:
    """A server process, ready, ended afterwards."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    try:
        until = time.monotonic() + 900
        while not answers(server):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{server.name} did not start")
            time.sleep(0.25)
        yield server
    finally:
        process.terminate()
        process.wait()


@contextmanager
def taizhang(store: Path) -> Iterator[Server]:
    """This program."""
    command = [sys.executable, "-m", "taizhang.api", "serve", "--store", str(store), "--port", str(PORT)]
    with running(command, Server("taizhang", f"127.0.0.1:{PORT}", "/sparql")) as server:
        url = f"http://{server.host}/api/impact?instrument=%E5%88%91%E6%B3%95"
        urllib.request.urlopen(url, timeout=600).read()  # it reads what impact needs in the background: wait for it
        yield server


@contextmanager
def oxigraph(store: Path, folder: Path) -> Iterator[Server]:
    """Oxigraph's own server over a copy of the same database."""
    copy = folder / "oxigraph"
    if not copy.exists():
        shutil.copytree(store / "generations" / (current_generation(store) or ""), copy)
    binary = (
        shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or "oxigraph"
    )
    command = [binary, "serve", "--location", str(copy), "--bind", f"127.0.0.1:{PORT + 1}"]
    with running(command, Server("Oxigraph server", f"127.0.0.1:{PORT + 1}", "/query")) as server:
        yield server


# -- questions


def rotation() -> list[str]:
    """The catalogue's questions as they stand."""
    return [question.sparql for question in catalogue().values()]


def heavy(store: Path, count: int = 12_000) -> list[str]:
    """Distinct queries of some milliseconds: who cites an instrument from which text, with what words."""
    answer = OxigraphStore.open(store).query(
        "SELECT ?w (COUNT(*) AS ?n) { ?c tz:cited ?w } GROUP BY ?w HAVING (COUNT(*) > 40 && COUNT(*) < 400) ORDER BY ?w"
    )
    works = [row[0].value for row in answer]  # type: ignore[union-attr, index]
    assert works
    text = (
        "SELECT ?relation (COUNT(DISTINCT ?version) AS ?texts) (COUNT(*) AS ?n) {{ ?c <NScited> <{work}> ; <NSrelation> ?relation ; "
        "<NSciting> ?article . OPTIONAL {{ ?article <http://data.europa.eu/eli/ontology#is_part_of> ?version }} "
        "FILTER(STRLEN(STR(?article)) > {least}) }} GROUP BY ?relation ORDER BY ?relation"
    ).replace("NS", "https://w3id.org/taizhang/ns#")
    return [text.format(work=works[number % len(works)], least=number // len(works)) for number in range(count)]


def cheap(count: int = 300_000) -> list[str]:
    """Distinct ASK queries about one thing each."""
    return [f"ASK {{ <urn:nothing:{number}> ?p ?o }}" for number in range(count)]


# -- load


def part(queries: Sequence[str], number: int) -> Sequence[str]:
    """The queries of one of ROUNDS rounds: what was asked in one round is in no other, so no cache has it."""
    size = len(queries) // ROUNDS
    return queries[number * size : (number + 1) * size]


def wrk(server: Server, queries: Sequence[str], folder: Path, connections: int = 8) -> float:
    """Answers a second to the queries in turn; says when answers were errors."""
    script = folder / "load.lua"
    paths = folder / "paths.txt"
    paths.write_text(
        "\n".join(f"{server.path}?{urllib.parse.urlencode({'query': query})}" for query in queries), encoding="ascii"
    )
    script.write_text(
        f"""
local paths, n = {{}}, 0
for line in io.lines("{paths}") do paths[#paths + 1] = line end
wrk.headers["Accept"] = "application/sparql-results+json"
request = function() n = n + 1; return wrk.format("GET", paths[(n - 1) % #paths + 1]) end
""",
        encoding="ascii",
    )
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{SECONDS}s",
        "--timeout",
        "120s",
        "-s",
        str(script),
        f"http://{server.host}",
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if found := re.search(r"Non-2xx or 3xx responses: (\d+)", said):
        print(f"    {server.name}: {found[1]} answers were errors")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said
    return float(rate[1])


def ask(server: Server, query: str) -> None:
    """One query, its answer read."""
    url = f"http://{server.host}{server.path}?" + urllib.parse.urlencode({"query": query})
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        answer.read()


def p99(server: Server, seconds: float = 10) -> float:
    """The 99th percentile of the milliseconds of a cheap query."""
    times = []
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        number += 1
        url = f"http://{server.host}{server.path}?" + urllib.parse.urlencode(
            {"query": f"ASK {{ <urn:calm:{number}> ?p ?o }}"}
        )
        begin = time.perf_counter()
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(times, n=100)[98]


@contextmanager
def endless(server: Server) -> Iterator[None]:
    """A client that runs queries that never end, one after the other."""
    stop = threading.Event()

    def ask() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            url = f"http://{server.host}{server.path}?" + urllib.parse.urlencode(
                {"query": f"{ENDLESS} #{number}", "timeout": "5"}
            )
            try:
                urllib.request.urlopen(url, timeout=15).read()
            except OSError:
                continue

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    time.sleep(0.5)
    yield
    stop.set()
    asking.join(timeout=20)


def bench_service(store: Path) -> None:
    """Every load on this program and Oxigraph's server, in turn, on the same store."""
    if shutil.which("wrk") is None:
        print("service: wrk is not installed (Debian package wrk); left out")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loads = {"rotation": (rotation(), 10.0), "heavy": (heavy(store), 0.9), "ASK": (cheap(), 0.25)}
        rates: dict[str, dict[str, list[float]]] = {load: {"taizhang": [], "Oxigraph server": []} for load in loads}
        with taizhang(store) as ours, oxigraph(store, folder) as theirs:
            for query in rotation():  # once through: files are read from disk, and our cache is filled
                for server in (ours, theirs):
                    ask(server, query)
            for _ in range(3):
                for load, (queries, _) in loads.items():
                    for server in (ours, theirs):
                        rates[load][server.name].append(wrk(server, queries, folder))
            for load, (_, least) in loads.items():
                mine, other = (statistics.median(rates[load][name]) for name in ("taizhang", "Oxigraph server"))
                print(
                    f"{load:10} {mine:9.1f} /s   Oxigraph server {other:9.1f} /s   ratio {mine / other:.2f} (at least {least})"
                )
            quiet = p99(ours)
            with endless(ours):
                print(f"p99 of an ASK: {quiet:.1f} ms alone, {p99(ours):.1f} ms beside endless queries (under 50)")


if __name__ == "__main__":
    bench_service(Path(sys.argv[1]))
