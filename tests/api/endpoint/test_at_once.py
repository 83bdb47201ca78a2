"""What is answered without ASGI is answered as with it: the same words, checks, counts and lines in the log."""

import asyncio
import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import httpx
import pytest

from taizhang.api.app import create_app
from taizhang.api.gate import Gate
from taizhang.api.settings import Settings
from tests.api.endpoint.test_lookups import look
from tests.serving import Served, serving

NOTHING = "ASK { <urn:nothing> ?p ?o }"
#: A header that only the usual way takes.
USUAL = {"x-anything": "1"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, store_path: Path) -> Iterator[Served]:
    """A server over a copy of the ledger's graph, whose index is open for looks."""
    path = shutil.copytree(store_path, tmp_path_factory.mktemp("at-once") / "store")
    with serving(path, LOG="info") as found:
        look(found, NOTHING)
        yield found


@pytest.fixture(scope="module")
def gate(store_path: Path) -> Gate:
    """The application itself, without a server or workers, whose index is open for looks."""
    made = create_app(Settings(store=store_path), 8000)

    async def opened() -> None:
        while made.at_once(b"/sparql?query=ASK+{?s+?p+?o}", {b"host": b"localhost"}, "") is None:
            await asyncio.sleep(0.01)

    asyncio.run(opened())
    return made


def get(served: Served, query: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """An answer without what is different each time."""
    answer = httpx.get(f"{served.address}/sparql", params={"query": query}, headers=headers)
    fields = {name: value for name, value in answer.headers.items() if name not in ("date", "x-request-id")}
    return answer.status_code, fields, answer.content


@pytest.mark.parametrize(
    "query",
    [
        NOTHING,
        "ASK { ?s a ?o }",
        "ASK { ?市 ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?s { ?s a <https://w3id.org/taizhang/ns#Measure> } ORDER BY ?s LIMIT 2000",
        "SELECT oops",
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "application/sparql-results+xml", "image/png"])
def test_an_answer_is_the_same_at_once(query: str, accept: str, served: Served) -> None:
    found = [get(served, query, accept=accept, **headers) for headers in ({}, USUAL, {})]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("target", "headers", "expected"),
    [
        ("/sparql?query=ASK+{?s+?p+?o}", {}, True),
        ("/sparql/?query=ASK+{?s+?p+?o}", {"accept": "application/json", "accept-encoding": "gzip"}, True),
        ("/sparql?query=ASK+{?s+?p+?o}", {"origin": "https://tools.example"}, False),
        ("/sparql?query=ASK+{?s+?p+?o}", {"if-none-match": "*"}, False),
        ("/sparql?query=ASK+{?s+?p+?o}", {"x-forwarded-for": "192.0.2.1"}, False),
        ("/sparql?query=ASK+{?s+?p+?o}", {"host": "evil.example"}, False),
        ("/sparql?query=ASK+{?s+?p+?o}", {"accept": "image/png"}, False),
        ("/sparql?query=ASK+{?s+?p+?o}&default-graph-uri=urn:g", {}, False),
        ("/sparql?query=SELECT*{?s+?p+?o}", {}, False),
        ("/sparql?query=oops", {}, False),
        ("/sparql?update=CLEAR+ALL", {}, False),
        ("/sparql", {}, False),
        ("/graphs?default", {}, False),
        ("/", {}, False),
    ],
)
def test_what_is_answered_at_once(target: str, headers: dict[str, str], expected: bool, gate: Gate) -> None:
    sent = {name.encode(): value.encode() for name, value in ({"host": "localhost"} | headers).items()}
    assert (gate.at_once(target.encode(), sent, "127.0.0.1") is not None) is expected


def say(served: Served, *requests: str) -> list[tuple[int, bytes]]:
    """The statuses and bodies of the answers to requests that arrive in one piece; the last one closes the connection."""
    host, port = served.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall("".join(requests).encode())
        heard = b"".join(iter(lambda: connection.recv(65536), b""))
    answers = []
    while heard:
        head, _, rest = heard.partition(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head)[1])  # type: ignore[index]
        answers.append((int(head.split()[1]), rest[:length]))
        heard = rest[length:]
    return answers


def request(query: str, *headers: str, target: str = "/sparql?query=", host: str = "localhost") -> str:
    """A request by GET."""
    lines = [f"GET {target}{quote_plus(query)} HTTP/1.1", f"Host: {host}", *headers]
    return "\r\n".join(lines) + "\r\n\r\n"


def test_requests_in_one_piece_are_answered_in_their_order(served: Served) -> None:
    """Those that are answered at once wait for what was asked before them."""
    said = say(
        served,
        request(NOTHING),
        request("SELECT (COUNT(*) AS ?first) { ?s ?p ?o }", "X-Anything: 1"),
        request("ASK { ?s ?p ?o }"),
        request("SELECT oops"),
        request(NOTHING),
        request("ASK { ?o ?p ?s }", "Connection: close"),
    )
    assert [status for status, _ in said] == [200, 200, 200, 400, 200, 200]
    bodies = [json.loads(body) for _, body in said]
    assert [body.get("boolean") for body in bodies] == [False, None, True, None, False, True]
    assert bodies[1]["head"]["vars"] == ["first"]


def test_what_is_checked_in_the_usual_way_is_checked_at_once(served: Served) -> None:
    said = [
        say(served, request(NOTHING, host="evil.example"), request(NOTHING, "Connection: close"))[0][0],
        say(served, request(NOTHING, target="/sparql?query=a&query="), request("", "Connection: close"))[0][0],
        say(served, request(NOTHING, target="/sparql?update="), request("", "Connection: close"))[0][0],
        say(served, request("", target="/sparql?query=%ff"), request("", "Connection: close"))[0][0],
        say(served, request(NOTHING, "X: " + "a" * 70_000))[0][0],
    ]
    assert said == [421, 400, 400, 400, 431]


def logged_requests(served: Served) -> dict[str, dict[str, object]]:
    """The lines of the log, by the id of their request."""
    lines = [json.loads(line) for line in list(served.log) if line.startswith("{")]
    return {line["request"]: line for line in lines if "request" in line}


def test_what_is_answered_at_once_is_counted_and_logged(served: Served) -> None:
    def count() -> float:
        page = httpx.get(f"{served.address}/metrics").text
        found = re.search(r'^taizhang_requests_total\{method="GET",route="sparql",status="200"\} (\S+)', page, re.M)
        return float(found[1]) if found else 0.0

    before = count()
    answers = [httpx.get(f"{served.address}/sparql", params={"query": f"ASK {{ <urn:{n}> ?p ?o }}"}) for n in range(3)]
    assert count() == before + 3
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == 3
    while not set(ids) <= (logged := logged_requests(served)).keys():
        time.sleep(0.05)  # the line is written before the answer, and read by a thread of this process
    expected = {"level": "info", "logger": "taizhang.access", "message": "request", "method": "GET", "path": "/sparql"}
    for number in ids:
        line = {name: value for name, value in logged[number].items() if name not in ("time", "ms")}
        assert line == {**expected, "request": number, "status": 200, "client": "127.0.0.1"}
