"""What the tests share: the packaged ledger, a store on disk, a real server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.model import Ledger
from taizhang.loaders import ingest
from tests.corpus import ARCHIVE, shared_folder, unpacked
from tests.score import Record, gold
from tests.serving import serving

# CI draws the same examples each time, so that a failure there is a change's own; elsewhere they are new each time.
# No example has a time limit: these machines are noisy, and speed belongs in the benchmarks.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the checkout; tests that need them skip without them, except in CI."""
    path = shared_folder()
    if not path.is_dir():
        if os.environ.get("TAIZHANG_REQUIRE_SHARED"):
            pytest.fail(f"the reference data are missing: {path}")
        pytest.skip("the reference data (../shared) are not here")
    return path


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The folder of law texts; tests that need it skip without the archive."""
    if not (shared / ARCHIVE).is_file():
        pytest.skip(f"the corpus (../shared/{ARCHIVE}) is not here")
    return unpacked(shared)


@pytest.fixture(scope="session")
def ledger_path() -> Path:
    """The ledger that comes with the program."""
    (path,) = ingest.default_paths()
    return path


@pytest.fixture(scope="session")
def ledger_text(ledger_path: Path) -> str:
    """Its text."""
    return ledger_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def ledger(ledger_path: Path) -> Ledger:
    """Its reading."""
    (found,) = ingest.extract([ledger_path])
    assert isinstance(found, Ledger)
    return found


@pytest.fixture(scope="session")
def labels() -> list[Record]:
    """The labels made by reading."""
    return gold()


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory, ledger_path: Path) -> Path:
    """A store on disk that holds the ledger."""
    path = tmp_path_factory.mktemp("graph") / "store"
    ingest.load([ledger_path], path)
    return path


@pytest.fixture(scope="session")
def store(store_path: Path) -> OxigraphStore:
    """That store, open."""
    return OxigraphStore.open(store_path)


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*arguments: str, stdin: str = "", **environment: str) -> Ran:
    """The installed command line as a process of its own, speaking English unless told otherwise."""
    done = subprocess.run(
        [sys.executable, "-m", "taizhang.api", *arguments],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "TAIZHANG_LANGUAGE": "en", "COLUMNS": "100", **environment},
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def server(store_path: Path) -> Iterator[str]:
    """The address of a real server over the store, without the slash at the end; it only reads."""
    with serving(store_path) as served:
        yield served.address
