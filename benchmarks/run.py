"""Speed, as ratios to a floor measured in the same run: `make bench`.

first answer    from `make serve` on a built checkout to the answer of the first SPARQL query,
                against the time that importing the program's dependencies takes
load            documents into the store, against writing the same triples into an empty database
law texts       see laws.py
service         see service.py
documents       see documents.py
property graph  see property_graph.py
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

from benchmarks.documents import bench_documents
from benchmarks.laws import bench_laws
from benchmarks.property_graph import bench_property_graph
from benchmarks.service import bench_service

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
QUERY = "SELECT (COUNT(*) AS ?n) WHERE { ?m a <https://w3id.org/taizhang/ns#Measure> }"


def dependencies() -> list[str]:
    """The import names of the declared run-time dependencies."""
    declared = [line for line in requires("taizhang") or [] if "extra ==" not in line]
    names = [re.match(r"[\w.-]+", line) for line in declared]
    modules = (name[0].replace("-", "_") for name in names if name)
    return [name for name in modules if find_spec(name)]  # neo4j-rust-ext is a part of neo4j, no module


def seconds(command: list[str], **environment: str) -> float:
    """Wall-clock seconds of one run of a command."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
    return time.perf_counter() - begin


def first_answer(command: list[str], port: int, **environment: str) -> float:
    """Seconds from starting a server to the answer of its first query."""
    url = f"http://127.0.0.1:{port}/sparql?" + urllib.parse.urlencode({"query": QUERY})
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    try:
        while True:
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    assert b'"100"' in answer.read()
                    return time.perf_counter() - begin
            except OSError:
                if process.poll() is not None or time.perf_counter() - begin > 60:
                    raise
                time.sleep(0.005)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def median(values: list[float]) -> str:
    """A median with its range."""
    return f"{statistics.median(values):.2f} s ({min(values):.2f}-{max(values):.2f})"


def bench_first_answer(folder: Path) -> None:
    """`make serve` on a built checkout, in turn with the import of its dependencies."""
    environment = {"TAIZHANG_STORE": str(folder / "store"), "TAIZHANG_PORT": "18321"}
    imports = [sys.executable, "-c", f"import {', '.join(dependencies())}"]
    first_answer(["make", "-s", "serve"], 18321, **environment)  # builds the graph, warms the disk
    floor, served = [], []
    for _ in range(RUNS):
        floor.append(seconds(imports))
        served.append(first_answer(["make", "-s", "serve"], 18321, **environment))
    ratio = statistics.median(served) / statistics.median(floor)
    print(f"import of the dependencies      {median(floor)}")
    print(f"make serve to the first answer  {median(served)}   ratio {ratio:.2f} (at most 2)")


def bench_load(folder: Path) -> None:
    """The packaged ledger into a fresh store, against a plain bulk write of the same triples."""
    command = [sys.executable, "-m", "taizhang.api"]
    plain = (
        "import pyoxigraph, sys; s = pyoxigraph.Store(sys.argv[2]);"
        "s.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS); s.flush()"
    )
    environment = {"TAIZHANG_STORE": str(folder / "bulk-source")}
    seconds([*command, "query", "statistics"], **environment)
    seconds([*command, "export", "-f", "nq", "-o", str(folder / "all.nq")], **environment)
    floor, loaded = [], []
    for run in range(RUNS):
        floor.append(seconds([sys.executable, "-c", plain, str(folder / "all.nq"), str(folder / f"plain-{run}")]))
        loaded.append(seconds([*command, "query", "statistics"], TAIZHANG_STORE=str(folder / f"store-{run}")))
    ratio = statistics.median(loaded) / statistics.median(floor)
    print(f"bulk write of the N-Quads       {median(floor)}")
    print(f"read, load and first query      {median(loaded)}   ratio {ratio:.2f}")


def main() -> None:
    """Run everything in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        bench_first_answer(Path(name))
        bench_load(Path(name))
        corpus = bench_laws(Path(name))
        bench_service(corpus)
        bench_property_graph(corpus, Path(name))
    bench_documents()


if __name__ == "__main__":
    main()
