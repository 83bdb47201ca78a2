"""kill -9 of the server while it writes: what was acknowledged is there, and nothing is there in part."""

import os
import random
import threading
import time
from pathlib import Path

import httpx
import psutil

from taizhang.graph.embedded import OxigraphStore, writing
from tests.serving import TOKEN, Served, serving

#: Rounds of kill -9; the figure in the notes is of 100.
ROUNDS = int(os.environ.get("TAIZHANG_TEST_ROUNDS", "6"))
#: Triples that each update writes together.
TOGETHER = 50


def update(number: int) -> str:
    rows = " ".join(f"<urn:w:{number}> <urn:part> {part} ." for part in range(TOGETHER))
    return f"INSERT DATA {{ GRAPH <urn:w:{number}> {{ {rows} }} }}"


def test_every_acknowledged_write_survives_kill_9_and_none_is_partial(tmp_path: Path) -> None:
    store, chance = tmp_path / "store", random.Random(5)  # noqa: S311 - when to kill, not a secret
    with writing(store):
        pass
    acknowledged: list[int] = []
    number = 0
    for _ in range(ROUNDS):
        with serving(store, TOKEN=TOKEN) as served:
            number += 1
            # The writer starts with its first write: before that there is nothing to be killed in.
            assert served.write(update(number)).status_code == 204
            acknowledged.append(number)
            threading.Timer(chance.uniform(0.0, 0.8), served.kill).start()
            while served.process.poll() is None:
                number += 1
                try:
                    answer = served.write(update(number))
                except httpx.HTTPError:
                    break
                if answer.status_code == 204:
                    acknowledged.append(number)
            served.process.wait(timeout=20)
    found = {}
    for graph in OxigraphStore.open(store).graphs():
        found[int(graph.removeprefix("urn:w:"))] = len(list(OxigraphStore.open(store).triples(graph)))
    assert set(acknowledged) <= set(found)
    assert set(found.values()) <= {TOGETHER}
    assert acknowledged


def test_a_server_that_is_told_to_stop_lets_what_runs_come_to_its_end(store_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?g a tz:Task }"
    answers: list[httpx.Response] = []
    with serving(store_path, GRACE="20", TIMEOUT="30") as served:
        _wait_until_running(served, 0)  # the explorer is being prepared
        asking = threading.Thread(target=lambda: answers.append(served.ask(slow + " LIMIT 1")))
        asking.start()
        _wait_until_running(served, 1)
        workers = served.processes()
        served.process.terminate()
        served.process.wait(timeout=30)
        asking.join(timeout=30)
    assert [answer.status_code for answer in answers] == [200], (answers[0].text, served.log)
    assert psutil.wait_procs(workers, timeout=5)[1] == []


def _wait_until_running(served: Served, count: int) -> None:
    while f"\ntaizhang_pool_running {count}.0\n" not in httpx.get(f"{served.address}/metrics").text:
        time.sleep(0.05)
