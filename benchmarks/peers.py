"""The servers that `service.py` measures beside this program, each on the same triples, each a process of its own."""

import os
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from platformdirs import user_cache_path
from tests.servers import Missing, free_port, fuseki_jar

from taizhang.graph.embedded import current_generation

_PATIENCE = 900.0
#: The version that is compared; in an environment of its own, since its needs are not ours.
_RDFLIB_ENDPOINT = ["rdflib-endpoint==0.6.3", "oxrdflib", "uvicorn[standard]"]
_RDFLIB_SERVER = """
import sys, uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store=OxigraphStore(store=Store.read_only(sys.argv[1])))
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True)
class Server:
    """A SPARQL server under load."""

    name: str
    host: str
    path: str
    pid: int = 0

    def spent(self) -> float:
        """Seconds of processor time it and its processes have used so far."""
        process, seconds = psutil.Process(self.pid), 0.0
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # it has just ended
                seconds += sum(one.cpu_times()[:2])
        return seconds


def ask(server: Server, query: str, seconds: float = 120, **parameters: str) -> None:
    """One query, its answer read. Raises OSError."""
    url = f"http://{server.host}{server.path}?" + urllib.parse.urlencode({"query": query, **parameters})
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=seconds) as answer:
        answer.read()


@contextmanager
def running(command: Sequence[str], server: Server, **environment: str) -> Iterator[Server]:
    """A server process from its first answer on, ended with the block."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    until = time.monotonic() + _PATIENCE
    try:
        while True:
            try:
                ask(server, "ASK {}", 5)
                break
            except OSError as error:
                if process.poll() is not None or time.monotonic() > until:
                    raise Missing(f"{server.name} does not start") from error
                time.sleep(0.25)
        yield replace(server, pid=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # rdflib-endpoint goes on with queries whose clients have left
            process.kill()
            process.wait()


def generation(store: Path) -> Path:
    """The database of a store."""
    return store / "generations" / (current_generation(store) or "")


@contextmanager
def taizhang(store: Path) -> Iterator[Server]:
    """This program."""
    port = free_port()
    command = [sys.executable, "-m", "taizhang.api", "serve", "--store", str(store), "--port", str(port)]
    with running(command, Server("taizhang", f"127.0.0.1:{port}", "/sparql")) as server:
        url = f"http://{server.host}/api/impact?instrument=%E5%88%91%E6%B3%95"
        urllib.request.urlopen(url, timeout=600).read()  # it reads what impact needs in the background: wait for it
        yield server


@contextmanager
def oxigraph(store: Path, folder: Path) -> Iterator[Server]:
    """Oxigraph's own server over a copy of the same database."""
    copy, port = folder / "oxigraph", free_port()
    if not copy.exists():
        shutil.copytree(generation(store), copy)
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        raise Missing("the package oxigraph is not installed")
    command = [program, "serve", "--location", str(copy), "--bind", f"127.0.0.1:{port}"]
    with running(command, Server("Oxigraph server", f"127.0.0.1:{port}", "/query")) as server:
        yield server


@contextmanager
def rdflib_endpoint(store: Path, folder: Path) -> Iterator[Server]:
    """rdflib-endpoint over the same database, through oxrdflib."""
    home, port = user_cache_path("taizhang-tests", appauthor=False) / "rdflib-endpoint", free_port()
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        done = subprocess.run([str(python), "-m", "pip", "-q", "install", *_RDFLIB_ENDPOINT], check=False)
        if done.returncode:
            shutil.rmtree(home)
            raise Missing("rdflib-endpoint cannot be installed")
    script = folder / "rdflib_endpoint_server.py"
    script.write_text(_RDFLIB_SERVER, encoding="utf-8")
    command = [str(python), str(script), str(generation(store)), str(port)]
    with running(command, Server("rdflib-endpoint", f"127.0.0.1:{port}", "/")) as server:
        yield server


@contextmanager
def fuseki(store: Path, folder: Path) -> Iterator[Server]:
    """Apache Jena Fuseki with the same quads in TDB2."""
    jar, port, quads, begin = fuseki_jar(), free_port(), folder / "all.nq", time.monotonic()
    # Kept for the next run: loading takes minutes, and a generation never changes.
    home = user_cache_path("taizhang-tests", appauthor=False)
    database, loading = home / f"tdb2-{generation(store).name}", home / "tdb2-loading"
    if not database.exists():
        for old in home.glob("tdb2-*"):
            shutil.rmtree(old)
        dump = (
            "import pyoxigraph, sys; s = pyoxigraph.Store.read_only(sys.argv[1]);"
            "s.dump(output=sys.argv[2], format=pyoxigraph.RdfFormat.N_QUADS)"
        )
        subprocess.run([sys.executable, "-c", dump, str(generation(store)), str(quads)], check=True)
        load = ["java", "-Xmx2g", "-cp", str(jar), "tdb2.tdbloader", "--loc", str(loading), str(quads)]
        subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        quads.unlink()
        loading.rename(database)
        print(f"    Fuseki: loaded in {time.monotonic() - begin:.0f} s", flush=True)
    command = ["java", "-Xmx2g", "-jar", str(jar), "--localhost", "--port", str(port), "--loc", str(database), "/ds"]
    base = folder / "fuseki"
    with running(command, Server("Fuseki", f"127.0.0.1:{port}", "/ds/sparql"), FUSEKI_BASE=str(base)) as server:
        yield server
