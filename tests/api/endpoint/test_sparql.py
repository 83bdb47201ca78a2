"""/sparql by the letter: updates, datasets, cache, encodings, limits, against a real server that may be written."""

import gzip
import json
import re
import socket
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
import zstandard

from taizhang.loaders import ingest
from tests.api.test_http import assert_problem
from tests.serving import TOKEN, Served, serving

BEARER = {"authorization": f"Bearer {TOKEN}"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FLOOD = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ledger_path: Path) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("written") / "store"
    ingest.load([ledger_path], store)
    limits = {"TIMEOUT": "3", "MAX_TIMEOUT": "6", "MAX_ROWS": "200000", "MAX_ANSWER_BYTES": "100000000"}
    with serving(store, TOKEN=TOKEN, CORS_ORIGINS="https://tools.example", **limits) as found:
        yield found


def test_an_update_is_seen_by_the_next_query_whatever_was_cached(served: Served) -> None:
    query = "SELECT ?o { GRAPH <urn:seen> { <urn:s> <urn:p> ?o } }"
    for value in ("1", "2", "3"):
        update = f"DELETE {{ GRAPH <urn:seen> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <urn:seen> {{ ?s ?p ?o }} }} ; INSERT DATA {{ GRAPH <urn:seen> {{ <urn:s> <urn:p> {value} }} }}"
        assert served.write(update).status_code == HTTPStatus.NO_CONTENT
        assert [served.values(query), served.values(query)] == [[value], [value]]


def test_the_three_ways_to_send_an_update(served: Served) -> None:
    url = f"{served.address}/sparql"
    update = "INSERT DATA {{ GRAPH <urn:ways> {{ <urn:s> <urn:p> {} }} }}"
    sent = [
        httpx.post(url, content=update.format(1), headers={**BEARER, "content-type": "application/sparql-update"}),
        httpx.post(url, data={"update": update.format(2)}, headers=BEARER),
        httpx.post(
            url, content=update.format(3),
            headers={**BEARER, "content-type": "application/sparql-update; charset=UTF-8"},
        ),
    ]  # fmt: skip
    assert [answer.status_code for answer in sent] == [204, 204, 204]
    assert served.values("SELECT ?o { GRAPH <urn:ways> { ?s ?p ?o } } ORDER BY ?o") == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": f"Basic {TOKEN}"}, 401),
        ({"authorization": "Bearer"}, 401),
        ({"authorization": "Bearer 错误".encode()}, 401),
        (BEARER, 204),
    ],
)
def test_only_the_token_writes(headers: dict[str, str], status: int, served: Served) -> None:
    answer = httpx.post(f"{served.address}/sparql", data={"update": "INSERT DATA {}"}, headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in assert_problem(answer, 401)
    assert TOKEN not in "".join(served.log)


def test_an_update_reads_the_dataset_its_parameters_name(served: Served) -> None:
    served.write("INSERT DATA { GRAPH <urn:u1> { <urn:a> <urn:p> 1 } GRAPH <urn:u2> { <urn:b> <urn:p> 2 } }")
    copy = "INSERT { GRAPH <urn:copied> { ?s <urn:from> ?o } } WHERE { ?s <urn:p> ?o }"
    answer = httpx.post(
        f"{served.address}/sparql", params={"using-graph-uri": ["urn:u1", "urn:u2"]}, content=copy,
        headers={**BEARER, "content-type": "application/sparql-update"},
    )  # fmt: skip
    assert answer.status_code == 204
    assert served.values("SELECT ?o { GRAPH <urn:copied> { ?s ?p ?o } } ORDER BY ?o") == ["1", "2"]
    both = httpx.post(
        f"{served.address}/sparql", params={"using-graph-uri": "urn:u1"},
        content=f"WITH <urn:u2> {copy}", headers={**BEARER, "content-type": "application/sparql-update"},
    )  # fmt: skip
    assert_problem(both, 400)
    short = httpx.post(
        f"{served.address}/sparql", params={"using-named-graph-uri": "urn:u1"},
        content="DELETE WHERE { GRAPH <urn:u2> { ?s ?p ?o } }",
        headers={**BEARER, "content-type": "application/sparql-update"},
    )  # fmt: skip
    assert short.status_code == 204
    assert served.values("SELECT ?o { GRAPH <urn:u2> { ?s ?p ?o } }") == ["2"]  # not in the dataset it was given


def test_an_update_that_fails_half_way_changes_nothing(served: Served) -> None:
    update = "INSERT DATA { GRAPH <urn:half> { <urn:a> <urn:b> 1 } } ; LOAD <http://127.0.0.1:9/x>"
    assert_problem(served.write(update), 403)
    assert_problem(
        served.write("INSERT DATA { GRAPH <urn:half> { <urn:a> <urn:b> 1 } } ; CREATE GRAPH <urn:half>"), 400
    )
    assert served.values("SELECT ?s { GRAPH <urn:half> { ?s ?p ?o } }") == []


def test_a_silent_load_from_elsewhere_loads_nothing_and_goes_on(served: Served) -> None:
    update = "LOAD SILENT <http://127.0.0.1:9/x> ; INSERT DATA { GRAPH <urn:silent> { <urn:a> <urn:b> 1 } }"
    assert served.write(update).status_code == 204
    assert served.values("SELECT ?s { GRAPH <urn:silent> { ?s ?p ?o } }") == ["urn:a"]


# -- caching


def test_a_client_that_has_the_answer_is_told_so_until_the_data_change(served: Served) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?m a tz:Measure }"
    first = served.ask(query)
    tag = first.headers["etag"]
    assert served.ask(query, **{"if-none-match": tag}).status_code == 304
    assert served.ask(query, **{"if-none-match": f'"other", W/{tag}'}).status_code == 304
    assert served.ask(query, **{"if-none-match": tag, "accept": "text/csv"}).status_code == 200
    served.write("INSERT DATA { GRAPH <urn:tag> { <urn:a> <urn:b> 1 } }")
    again = served.ask(query, **{"if-none-match": tag})
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["etag"] != tag


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_differs_each_time_is_never_cached(call: str, served: Served) -> None:
    query = f"SELECT ({call} AS ?x) {{}}"
    answers = [served.ask(query) for _ in range(2)]
    assert all("etag" not in answer.headers for answer in answers)
    if call != "NOW()":
        assert answers[0].json() != answers[1].json()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("zstd, gzip", "zstd"),
        ("gzip;q=1.0, zstd;q=0", "gzip"),
        ("identity", None),
        ("br", None),
        ("*", "zstd"),
    ],
)
def test_answers_are_compressed_as_the_client_likes(accepted: str, coding: str | None, served: Served) -> None:
    query = "SELECT ?s ?o { ?s a ?o } LIMIT 500"
    plain = served.ask(query, **{"accept-encoding": "identity"}).content
    for _ in range(2):  # from the engine, then from the cache
        with httpx.stream(
            "POST", f"{served.address}/sparql", data={"query": query}, headers={"accept-encoding": accepted}
        ) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers.get("content-encoding") == coding
        assert "Accept-Encoding" in answer.headers["vary"]
        unpacked = gzip.decompress(raw) if coding == "gzip" else raw
        unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(raw) if coding == "zstd" else unpacked
        assert unpacked == plain


# -- limits


def test_a_query_that_takes_too_long_is_ended_and_said_so(served: Served) -> None:
    began = time.monotonic()
    assert "longer than 3 seconds" in assert_problem(served.ask(ENDLESS, **{"accept-language": "en"}), 503)
    assert time.monotonic() - began < 20
    answer = httpx.get(f"{served.address}/sparql", params={"query": ENDLESS, "timeout": "0.5"}, timeout=30)
    assert_problem(answer, 503)
    assert int(answer.headers["retry-after"]) >= 1
    assert served.values("SELECT ?x { BIND(1 AS ?x) }") == ["1"]


def test_an_answer_that_breaks_off_is_never_a_whole_one(served: Served) -> None:
    """More rows than allowed: the head is out, so the connection breaks instead of ending in a well-formed lie."""

    def read_all() -> None:
        with httpx.stream("POST", f"{served.address}/sparql", data={"query": FLOOD}, timeout=60) as answer:
            assert answer.status_code == 200
            for _ in answer.iter_bytes():
                pass

    with pytest.raises(httpx.RemoteProtocolError):
        read_all()


def test_a_small_answer_with_too_many_rows_is_refused_with_a_status(served: Served) -> None:
    query = "SELECT ?x { ?a ?b ?c . ?d ?e ?f . BIND(1 AS ?x) } LIMIT 100"
    assert len(served.values(query)) == 100


def test_a_large_answer_arrives_whole_and_in_order(served: Served) -> None:
    query = "SELECT ?a ?d { ?a a tz:Assignment . ?d a tz:Assignment } LIMIT 20000"
    rows = served.ask(query, accept="text/tab-separated-values").text.splitlines()
    assert len(rows) == 20001
    assert rows == served.ask(query, accept="text/tab-separated-values").text.splitlines()


def test_a_client_that_leaves_ends_its_query(served: Served) -> None:
    def running() -> float:
        page = httpx.get(f"{served.address}/metrics").text
        return float(re.search(r"^taizhang_pool_running (\S+)", page, re.MULTILINE)[1])  # type: ignore[index]

    request = httpx.Request("GET", f"{served.address}/sparql", params={"query": ENDLESS, "timeout": "6"})
    host, port = served.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"GET {request.url.raw_path.decode()} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        time.sleep(1)
        assert running() == 1
    until = time.monotonic() + 2
    while running() and time.monotonic() < until:
        time.sleep(0.05)
    assert running() == 0


def test_quick_queries_do_not_wait_for_slow_ones(served: Served) -> None:
    host, port = served.address.removeprefix("http://").split(":")
    path = httpx.URL("/sparql", params={"query": ENDLESS, "timeout": "6"}).raw_path.decode()
    slow = [socket.create_connection((host, int(port))) for _ in range(4)]
    try:
        for connection in slow:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        time.sleep(0.5)
        for number in range(20):
            assert served.values(f"SELECT ?x {{ BIND({number} AS ?x) }}") == [str(number)]
    finally:
        for connection in slow:
            connection.close()


# -- the rest of the protocol


def test_head_options_and_query(served: Served) -> None:
    url = f"{served.address}/sparql"
    got, head = (httpx.request(method, url, params={"query": "ASK {}"}) for method in ("GET", "HEAD"))
    hide = ("date", "x-request-id")
    assert {k: v for k, v in head.headers.items() if k not in hide} == {
        k: v for k, v in got.headers.items() if k not in hide
    }
    assert (head.content, got.json()) == (b"", {"head": {}, "boolean": True})
    assert httpx.options(url).headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    asked = httpx.request("QUERY", url, content="ASK {}", headers={"content-type": "application/sparql-query"})
    assert asked.json()["boolean"] is True
    assert_problem(
        httpx.request("QUERY", url, content="CLEAR ALL", headers={"content-type": "application/sparql-update"}), 415
    )


def test_both_spellings_of_the_address_answer(served: Served) -> None:
    assert httpx.get(f"{served.address}/sparql/", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_other_charsets_are_refused(charset: str, served: Served) -> None:
    headers = {"content-type": f"application/sparql-query; charset={charset}"}
    assert_problem(httpx.post(f"{served.address}/sparql", content="ASK {}".encode(charset), headers=headers), 415)


@pytest.mark.parametrize("origin", ["https://tools.example", "https://evil.example", None])
def test_only_listed_origins_may_read(origin: str | None, served: Served) -> None:
    headers = {"origin": origin} if origin else {}
    answer = httpx.get(f"{served.address}/sparql", params={"query": "ASK {}"}, headers=headers)
    allowed = origin if origin == "https://tools.example" else None
    assert answer.headers.get("access-control-allow-origin") == allowed
    assert "access-control-allow-credentials" not in answer.headers
    asked = httpx.options(f"{served.address}/sparql", headers={**headers, "access-control-request-method": "POST"})
    assert asked.headers.get("access-control-allow-origin") == allowed


def test_another_host_name_is_turned_away(served: Served) -> None:
    """A page from outside that points its own name at 127.0.0.1 (DNS rebinding) gets nothing."""
    assert_problem(httpx.get(f"{served.address}/api/measures", headers={"host": "evil.example"}), 421)


def test_a_head_beyond_the_limit_is_refused(served: Served) -> None:
    assert_problem_shape(httpx.get(f"{served.address}/", headers={"x": "a" * 100_000}), 431)
    host, port = served.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /?" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 431 ")


def assert_problem_shape(answer: httpx.Response, status: int) -> None:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status


def test_every_response_carries_the_security_headers(served: Served) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/sparql?query=oops", "/nope", "/graphs?graph=urn:none", "/metrics"):
        headers = httpx.get(served.address + path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]+", headers["x-request-id"]), path


def test_no_failure_shows_the_inside(served: Served) -> None:
    for query in ("SELECT oops", "SELECT * { ?s ?p 'a", "ASK { FILTER(1/0) }", "\x00", "SELECT" * 1000):
        detail = served.ask(query).text
        assert not re.search(r"Traceback|\.py|/tmp|/work|site-packages|generations", detail), detail


def test_metrics_count_what_was_asked(served: Served) -> None:
    def count() -> float:
        page = httpx.get(f"{served.address}/metrics").text
        found = re.search(
            r'^taizhang_requests_total\{method="POST",route="sparql",status="200"\} (\S+)', page, re.MULTILINE
        )
        return float(found[1]) if found else 0.0

    before = count()
    served.ask("ASK {}")
    served.ask("ASK {}")
    assert count() == before + 2


def test_health_and_readiness(served: Served) -> None:
    assert httpx.get(f"{served.address}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{served.address}/readyz").json()["status"] == "ready"


def test_logs_are_json_lines_without_tokens_or_queries(tmp_path: Path) -> None:
    ingest.load(ingest.default_paths(), tmp_path / "store")
    with serving(tmp_path / "store", TOKEN=TOKEN, LOG="info") as found:
        found.ask("ASK { <urn:private> ?p ?o }")
        found.write("INSERT DATA { GRAPH <urn:private> { <urn:a> <urn:b> 1 } }")
    lines = [json.loads(line) for line in found.log if line.startswith("{")]
    access = [line for line in lines if line["logger"] == "taizhang.access"]
    assert [(line["method"], line["path"], line["status"]) for line in access] == [
        ("POST", "/sparql", 200),
        ("POST", "/sparql", 204),
    ]
    assert not any(word in "".join(found.log) for word in (TOKEN, "urn:private"))


def test_who_connects_as_soon_as_the_address_is_announced_waits_instead_of_being_refused(store_path: Path) -> None:
    for _ in range(3):
        with serving(store_path) as found:
            host, port = found.address.removeprefix("http://").split(":")
            socket.create_connection((host, int(port)), timeout=10).close()
            assert found.ask("ASK {}").json()["boolean"] is True
