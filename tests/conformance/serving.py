"""A server of ours on an empty store, for as long as a block runs."""

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conformance.target import Target

_ADDRESS = re.compile(r"http://\S+?(?=/ )")
_PATIENCE = 120


@contextmanager
def serving(folder: Path) -> Iterator[Target]:
    """The addresses of the server; its store and its log are in the folder."""
    token, log = secrets.token_hex(16), folder / "log"
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "taizhang.api", "serve", "--store", str(folder / "store"), "--port", "0"],
            stderr=written,
            env={**os.environ, "TAIZHANG_LANGUAGE": "en", "TAIZHANG_TOKEN": token},
        )
        try:
            yield Target.taizhang(_address(process, log), token)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """What the server says its address is, once it is up."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        said = log.read_text(encoding="utf-8")
        if found := _ADDRESS.search(said):
            return found[0]
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {said}")
        time.sleep(0.1)
    raise RuntimeError(f"the server did not come up: {said}")
