"""Real SPARQL servers of others, as processes of their own: Apache Jena Fuseki and Oxigraph.

    with fuseki(folder) as server:
        address = server.fresh()          # an empty data set: where it takes queries

Each listens on loopback only and is ended with its block.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx
from platformdirs import user_cache_path

FUSEKI = "org.apache.jena:jena-fuseki-server:5.6.0"
#: Who may enter the data set that is locked.
USER, PASSWORD = "keeper", "open sesame: 芝麻"
_PATIENCE = 90.0
#: Everything as Fuseki has it when it is new, but for one data set.
_SHIRO = f"""[main]
ssl.enabled = false
plainMatcher=org.apache.shiro.authc.credential.SimpleCredentialsMatcher
localhostFilter=org.apache.jena.fuseki.authz.LocalhostFilter
securityManager.subjectDAO.sessionStorageEvaluator.sessionStorageEnabled = false

[users]
{USER}={PASSWORD}

[urls]
/$/** = localhostFilter
/locked/** = noSessionCreation, authcBasic
/** = anon
"""


class Missing(Exception):
    """What a server needs is not on this machine."""


class Server(Protocol):
    """A kind of server that gives out empty data sets."""

    name: str

    def fresh(self) -> str:
        """The address of an empty data set, for queries."""
        ...


@dataclass
class Fuseki:
    """A running Fuseki; its data sets are in memory."""

    address: str
    name: str = "fuseki"
    made: int = 0

    def fresh(self) -> str:
        """Make a data set."""
        self.made += 1
        return self.make(f"set{self.made}")

    def make(self, name: str) -> str:
        """Make a data set of that name; `locked` asks for USER and PASSWORD."""
        form = {"dbType": "mem", "dbName": name}
        httpx.post(f"{self.address}/$/datasets", data=form, timeout=30).raise_for_status()
        return f"{self.address}/{name}/sparql"


@dataclass
class Oxigraph:
    """Oxigraph's own server; each data set is a process with a folder."""

    folder: Path
    stack: ExitStack
    name: str = "oxigraph"
    addresses: list[str] = field(default_factory=list)

    def fresh(self, *options: str) -> str:
        """Start a server on an empty folder."""
        port = free_port()
        folder = self.folder / f"set{len(self.addresses)}"
        program = Path(sys.executable).parent / "oxigraph"
        command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
        self.stack.enter_context(_running(command, self.folder, f"http://127.0.0.1:{port}/"))
        self.addresses.append(f"http://127.0.0.1:{port}/query")
        return self.addresses[-1]


@contextmanager
def fuseki(folder: Path) -> Iterator[Fuseki]:
    """Run Fuseki in a folder. Raises Missing without Java, or without Maven and its repository to get it from."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shiro.ini").write_text(_SHIRO, encoding="utf-8")
    options = ["--localhost", "--port", str(port), "--update", "--mem", "/ds"]
    command = [_program("java"), "-Xmx2g", "-jar", str(fuseki_jar()), *options]
    with _running(command, folder, f"http://127.0.0.1:{port}/$/ping", FUSEKI_BASE=str(folder)):
        yield Fuseki(f"http://127.0.0.1:{port}")


@contextmanager
def oxigraph(folder: Path) -> Iterator[Oxigraph]:
    """Run Oxigraph's servers in a folder. Raises Missing when the package is not installed."""
    if not (Path(sys.executable).parent / "oxigraph").exists():
        raise Missing("the package oxigraph is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        yield Oxigraph(folder, stack)


def fuseki_jar() -> Path:
    """The one file of Fuseki, fetched with Maven the first time. Raises Missing."""
    _, name, version = FUSEKI.split(":")
    folder = user_cache_path("taizhang-tests", appauthor=False)
    jar = folder / f"{name}-{version}.jar"
    if not jar.exists():
        folder.mkdir(parents=True, exist_ok=True)
        goal = ["dependency:copy", f"-Dartifact={FUSEKI}", f"-DoutputDirectory={folder}"]
        done = subprocess.run([_program("mvn"), "-q", "-B", *goal], capture_output=True, text=True, check=False)
        if done.returncode or not jar.exists():
            raise Missing(f"Maven cannot get {FUSEKI}: {done.stdout[-300:]}")
    return jar


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not on this machine")
    return found


@contextmanager
def _running(command: Sequence[str], folder: Path, address: str, **environment: str) -> Iterator[None]:
    """A server from the moment it answers at an address."""
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, cwd=folder, env={**os.environ, **environment}
        )
        try:
            _wait(process, address, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} does not answer: {log.read_text(encoding='utf-8', errors='replace')[-1000:]}")
