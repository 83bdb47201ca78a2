"""A real Neo4j Community server for tests and benchmarks, without Docker: jars from Maven Central, started with Java.

The jars are fetched once into the user's cache folder. Every `Server` has a home of its own, a free loopback port and a
fresh password, and is ended by its process, never by name.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from platformdirs import user_cache_path

VERSION = "5.26.30"
HEAP, PAGE_CACHE = "1g", "512m"
PASSWORD = "only-for-tests"
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>taizhang</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
#: What the start script of the distribution gives to Java 17 as well.
_OPEN = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JAVA = (
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPEN),
    "-Dio.netty.tryReflectionSetAccessible=true",
)
#: Tests are over before the better compiler has paid for itself; benchmarks run as the distribution's scripts do, which
#: start the server and neo4j-admin with different collectors.
_QUICK, _SERVER, _ADMIN = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), ("-XX:+UseG1GC",), ("-XX:+UseParallelGC",)


def missing_tools() -> str | None:
    """Why no Neo4j can be had here; None where it can."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return f"Neo4j needs {' and '.join(missing)}" if missing else None


def jars() -> Path:
    """The folder of Neo4j's jars, fetched when it is not there yet; another process may be fetching at the same time."""
    folder = user_cache_path("taizhang", appauthor=False) / f"neo4j-{VERSION}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
            (Path(fresh) / "pom.xml").write_text(_POM, encoding="utf-8")
            command = ["mvn", "-q", "-B", _PLUGIN, "-DincludeScope=runtime", f"-DoutputDirectory={fresh}/lib"]
            subprocess.run(command, cwd=fresh, check=True, capture_output=True, timeout=600)
            try:
                (Path(fresh) / "lib").rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return folder


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Server:
    """One server over one home folder; it may be ended and started again over the same data."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    quick: bool = True
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Its Bolt address; `neo4j://` works too."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        """User and password."""
        return "neo4j", PASSWORD

    def start(self) -> "Server":
        """Start and wait until it answers."""
        if not (self.home / "conf").is_dir():
            self.prepare()
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._java(_SERVER, "org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}", f"--config-dir={self.home}/conf"),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment, start_new_session=True,
            )  # fmt: skip
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """End it in good order."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        assert self.process
        self.process.kill()
        self.process.wait(timeout=60)
        self.process = None

    def admin(self, *arguments: str) -> str:
        """Run neo4j-admin while the server is down; gives what it printed."""
        if not (self.home / "conf").is_dir():
            self.prepare()
        done = subprocess.run(
            self._java(_ADMIN, "org.neo4j.cli.AdminTool", *arguments), check=False, capture_output=True, text=True,
            timeout=600, env=self._environment, cwd=self.home,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}

    def _java(self, thorough: Sequence[str], main: str, *arguments: str) -> Sequence[str]:
        return ["java", *_JAVA, *(_QUICK if self.quick else thorough), "-cp", f"{jars()}/*", main, *arguments]

    def prepare(self) -> None:
        """Make its home, with a configuration and a password."""
        (self.home / "conf").mkdir(parents=True)
        (self.home / "import").mkdir()
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": PAGE_CACHE,
            "db.tx_log.rotation.retention_policy": "keep_none",
            **self.settings,
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(lines, encoding="ascii")
        self.admin("dbms", "set-initial-password", PASSWORD)

    def _wait(self) -> None:
        with GraphDatabase.driver(self.uri, auth=self.auth) as driver:
            # Tries are counted, not seconds: the machine may put the server to sleep for a while.
            for _ in range(600):
                try:
                    driver.verify_connectivity()
                    driver.execute_query("RETURN 1")
                except (DriverError, Neo4jError, OSError):
                    assert self.process
                    assert self.process.poll() is None, (self.home / "server.log").read_text(errors="replace")[-3000:]
                    time.sleep(0.25)
                else:
                    return
        raise AssertionError("Neo4j did not answer in time")


def require() -> None:
    """Skip the test where Neo4j cannot be had; fail it in CI."""
    reason = missing_tools()
    if reason and os.environ.get("TAIZHANG_REQUIRE_SHARED"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
