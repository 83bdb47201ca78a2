"""A real server of this program, as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

TOKEN = "a-token-for-tests-0123456789"


@dataclass
class Served:
    """A running server. `log` is what it wrote to standard error so far."""

    address: str
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def write(self, update: str) -> httpx.Response:
        """Send an update with the token."""
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/sparql-update"}
        return httpx.post(f"{self.address}/sparql", content=update.encode(), headers=headers, timeout=60)

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """Send a query."""
        return httpx.post(f"{self.address}/sparql", data={"query": query}, headers=headers, timeout=60)

    def values(self, query: str) -> list[str]:
        """The first column of a SELECT query."""
        answer = self.ask(query)
        assert answer.status_code == 200, answer.text
        return [next(iter(row.values()))["value"] for row in answer.json()["results"]["bindings"]]

    def processes(self) -> list[psutil.Process]:
        """Its worker processes."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def memory(self) -> int:
        """Resident bytes of the server and its workers."""
        return sum(one.memory_info().rss for one in [psutil.Process(self.process.pid), *self.processes()])

    def kill(self) -> None:
        """As kill -9 does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)


@contextmanager
def serving(store: Path | str, **settings: str) -> Iterator[Served]:
    """Serve a store on a free port, with settings in capitals without their prefix (TOKEN=...)."""
    environment = {f"TAIZHANG_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "taizhang.api", "serve", "--store", str(store), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TAIZHANG_LANGUAGE": "en", **environment},
    )
    assert process.stderr
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if found := re.search(r"open (http://\S+?)/ ", line):
            break
    else:
        raise AssertionError("".join(lines))
    served = Served(found[1], process, lines)
    reader = threading.Thread(target=lambda: lines.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        reader.join(timeout=10)
        process.stderr.close()
    assert [line for line in lines if "Warning: " in line] == []  # what Python or a library says to whoever runs it
