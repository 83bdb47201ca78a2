"""schemathesis against a real server: requests made up from /openapi.json, valid and not, for as long as is said.

    make fuzz                                  # 60 seconds
    python -m tests.fuzz 1800                  # the run of which the notes tell

Half of the time nobody may write, half of the time schemathesis has the token. It must end with no answer 5xx but 503 and
with none that takes more than a minute. schemathesis comes with `pip install -e '.[fuzz]'`.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from taizhang.loaders import ingest
from tests.serving import TOKEN, Served, serving

#: Seconds after which an answer counts as one that never comes: the longest time limit of a query, and some.
_HANG = 60
_LIMITS = {"TIMEOUT": "5", "MAX_TIMEOUT": "20", "MAX_ANSWER_BYTES": "100000000", "MAX_UPLOAD_BYTES": "10000000"}
_CONFIG = """
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", "503"]
"""


def statuses(served: Served) -> Counter[str]:
    """How many answers of each status there were, by the server's own count."""
    page = httpx.get(f"{served.address}/metrics", timeout=_HANG).text
    found: Counter[str] = Counter()
    for status, count in re.findall(r'^taizhang_requests_total\{.*status="(\d+)"\} (\S+)', page, re.MULTILINE):
        found[status] += int(float(count))
    return found


def fuzz(store: Path, folder: Path, seconds: int, *, may_write: bool) -> bool:
    """Whether everything was answered as it must be."""
    config = folder / "schemathesis.toml"
    config.write_text(_CONFIG, encoding="utf-8")
    with serving(store, TOKEN=TOKEN, **_LIMITS) as served:
        command = [
            str(Path(sys.executable).parent / "schemathesis"), "--no-color", "--config-file", str(config),
            "run", f"{served.address}/openapi.json", "--checks", "not_a_server_error", "--max-time", str(seconds),
            "--request-timeout", str(_HANG), "--continue-on-failure",
            "--suppress-health-check", "all", "--warnings", "off",
        ]  # fmt: skip
        if may_write:
            command += ["-H", f"Authorization:Bearer {TOKEN}"]
        begin = time.monotonic()
        done = subprocess.run(command, cwd=folder, check=False)
        found = statuses(served)
        wrong = {status for status in found if status.startswith("5") and status != "503"}
        alive = httpx.get(f"{served.address}/readyz", timeout=_HANG).status_code
        writing = "with the token" if may_write else "reading only"
        print(
            f"schemathesis {writing}: {sum(found.values())} requests in {time.monotonic() - begin:.0f} s,"
            f" answers {dict(sorted(found.items()))}, /readyz {alive}, exit code {done.returncode}",
            flush=True,
        )
        for line in {line for line in served.log if '"level":"error"' in line}:
            print(line, end="")
        return not wrong and alive == 200 and done.returncode == 0


def main(seconds: int) -> int:
    """Fuzz for that long; 1 when something was wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = []
        for may_write in (False, True):
            store = folder / f"store-{may_write}"
            ingest.load(ingest.default_paths(), store)
            good.append(fuzz(store, folder, seconds // 2, may_write=may_write))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
