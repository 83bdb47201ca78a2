"""A standalone Spark master with two workers, as processes of their own on loopback, from what pyspark ships.

with spark_cluster(folder) as cluster:
    run("load", ..., "--spark", cluster.master)
    cluster.kill(cluster.workers[1])
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.servers import Missing, free_port

_PATIENCE = 120.0
_LOOPBACK = "127.0.0.1"
#: What every program of the cluster and each load is told: little memory, two attempts at once, what happened on file.
_SETTINGS = """spark.executor.memory 512m
spark.driver.memory 512m
spark.executor.cores 1
spark.master.rest.enabled false
spark.eventLog.enabled true
spark.eventLog.compress false
spark.eventLog.rolling.enabled false
spark.eventLog.dir {events}
"""


@dataclass(frozen=True)
class Worker:
    """A worker: its process, and the folder in which its executors keep what they have read."""

    process: subprocess.Popen[bytes]
    blocks: Path


@dataclass(frozen=True)
class Cluster:
    """A running cluster. `environment` is what a load needs beside the address of the master."""

    master: str
    workers: tuple[Worker, ...]
    environment: dict[str, str]
    events_folder: Path

    def kill(self, worker: Worker) -> None:
        """End a worker with the executors it started, as a power failure would."""
        os.killpg(worker.process.pid, signal.SIGKILL)

    def blocks(self, worker: Worker) -> set[Path]:
        """The files in which a worker keeps what it has read."""
        return set(worker.blocks.rglob("rdd_*"))

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What the driver of the last load noted of one kind."""
        newest = max((path for path in self.events_folder.iterdir() if path.is_file()), key=lambda p: p.stat().st_mtime)
        noted = (json.loads(line) for line in newest.read_text(encoding="utf-8").splitlines())
        return [event for event in noted if event["Event"] == kind]


@contextmanager
def spark_cluster(folder: Path) -> Iterator[Cluster]:
    """Run a cluster in a folder. Raises Missing without Java or without pyspark."""
    environment = _environment(folder)
    port = free_port()
    master = f"spark://{_LOOPBACK}:{port}"
    with ExitStack() as stack:
        options = ["--host", _LOOPBACK, "--port", str(port), "--webui-port", str(free_port())]
        stack.enter_context(_running("master.Master", options, folder / "master", environment))
        _wait(lambda: _listens(port))
        workers = tuple(
            stack.enter_context(_worker(folder / name, master, environment)) for name in ("first", "second")
        )
        _wait(lambda: all("Successfully registered" in _log(worker.blocks.parent) for worker in workers))
        yield Cluster(master, workers, environment, folder / "events")


def _environment(folder: Path) -> dict[str, str]:
    pyspark = find_spec("pyspark")
    if pyspark is None or pyspark.origin is None:
        raise Missing("pyspark is not installed: pip install taizhang[spark]")
    if shutil.which("java") is None:
        raise Missing("java is not on this machine")
    events, settings = folder / "events", folder / "conf"
    for made in (events, settings):
        made.mkdir(parents=True)
    (settings / "spark-defaults.conf").write_text(_SETTINGS.format(events=events.as_uri()), encoding="utf-8")
    home = str(Path(pyspark.origin).parent)
    return {
        "SPARK_HOME": home,
        "SPARK_CONF_DIR": str(settings),
        "SPARK_LOCAL_IP": _LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
    }


@contextmanager
def _worker(folder: Path, master: str, environment: dict[str, str]) -> Iterator[Worker]:
    blocks = folder / "blocks"
    options = ["--host", _LOOPBACK, "--port", str(free_port()), "--webui-port", str(free_port()), "--cores", "1",
               "--memory", "1g", "--work-dir", str(folder / "work"), master]  # fmt: skip
    told = {**environment, "SPARK_LOCAL_DIRS": str(blocks)}
    with _running("worker.Worker", options, folder, told) as process:
        yield Worker(process, blocks)


@contextmanager
def _running(
    name: str, options: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the cluster, in a process group of its own that is ended with its block."""
    folder.mkdir(parents=True)
    command = [f"{environment['SPARK_HOME']}/bin/spark-class", f"org.apache.spark.deploy.{name}", *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **environment}, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _log(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8", errors="replace")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((_LOOPBACK, port)) == 0


def _wait(ready: Any) -> None:
    until = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError("the Spark cluster does not start")
        time.sleep(0.1)
