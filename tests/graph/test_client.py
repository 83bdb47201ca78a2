"""The SPARQL protocol from the client's side: the text that is sent, and what a bad server is called."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pyoxigraph import QuerySolutions

from taizhang.graph.address import RemoteAddress
from taizhang.graph.client import client, with_prologue
from taizhang.graph.store import Triples
from taizhang.ontology.errors import QueryError, StoreError
from taizhang.ontology.vocabulary import NS, PREFIXES
from tests.servers import free_port

TZ = f"PREFIX tz: <{NS}> "
ELI = f"PREFIX eli: <{PREFIXES['eli']}> "
PROLOGUES = [
    ("ASK {}", ""),
    ("ASK { ?s a tz:Measure ; eli:cites ?o }", TZ + ELI),
    ("PREFIX tz: <urn:own#> ASK { ?s a tz:Measure ; eli:cites ?o }", ELI),
    ("prefix tz:<urn:own#>\nASK { ?s a tz:Measure }", ""),
    ('ASK { ?s ?p "tz:no" # tz:no\n , <tz:no> , ?tz:no }', ""),
    ("ASK { ?s mine:p ?o }", ""),
    ("CLEAR GRAPH tz:a ; PREFIX tz: <urn:own#> CLEAR GRAPH tz:b", TZ),
    ("ASK { ?s ?p 1 ; ^tz:p/tz:q ?o }", TZ),
]


@pytest.mark.parametrize(("text", "prologue"), PROLOGUES)
def test_prefixes_that_are_used_and_not_declared_are_put_in_front(text: str, prologue: str) -> None:
    assert with_prologue(text) == prologue + text


def test_the_base_stands_before_all() -> None:
    assert with_prologue("ASK { <a> tz:p <b> }", "http://h/x") == f"BASE <http://h/x> {TZ}ASK {{ <a> tz:p <b> }}"
    with pytest.raises(QueryError, match="not an IRI"):
        with_prologue("ASK {}", "http://h/> SERVICE <http://evil/")


@contextmanager
def answering(
    status: int, content_type: str, body: bytes, *, length: int | None = None, **headers: str
) -> Iterator[str]:
    """A server that gives every request the same answer; `length` is how many bytes it says it will send."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-type", content_type)
            if length is not None:
                self.send_header("content-length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://anna:secret@127.0.0.1:{server.server_port}/ds/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


JSON, NT = "application/sparql-results+json", "application/n-triples"
HEAD, ROW = b'{"head":{"vars":["a"]},"results":{"bindings":[', b'{"a":{"type":"literal","value":"1"}},'
LINE = b"<urn:s> <urn:p> <urn:o> .\n"
SAID = [
    (200, "text/html", b"<html>log in</html>", StoreError, r"no SPARQL result \(text/html\)"),
    (200, JSON, b'{"a": 1}', StoreError, "no SPARQL result$"),
    (302, "text/html", b"", StoreError, "has moved to http://elsewhere/x"),
    (400, "text/plain", b"Parse error:\n  line 3", QueryError, "cannot run it: Parse error: line 3$"),
    (400, "application/problem+json", b'{"detail": "no such thing"}', QueryError, "cannot run it: no such thing$"),
    (400, "text/html", b"<html>trace</html>", QueryError, "cannot run it: 400 Bad Request$"),
    (401, "text/html", b"<html>", StoreError, r"does not let us in \(401 Unauthorized\): see TAIZHANG_STORE_TOKEN"),
    (403, "text/plain", b"no", StoreError, "does not let us in"),
    (404, "text/html", b"<html>", StoreError, r"/ds/sparql is no SPARQL endpoint \(404 Not Found\)$"),
    (500, "text/plain", b"x" * 1000, StoreError, "failed: x{300}…$"),
    (503, "text/plain", b"busy", StoreError, "failed: busy$"),
]


@pytest.mark.parametrize(("status", "kind", "body", "error", "message"), SAID)
def test_a_failure_of_the_server_is_one_line(
    status: int, kind: str, body: bytes, error: type[Exception], message: str
) -> None:
    with answering(status, kind, body, length=len(body), location="http://anna:secret@elsewhere/x") as url:
        with pytest.raises(error, match=message) as raised:
            client(RemoteAddress.read(url)).query("ASK {}")
        assert "secret" not in str(raised.value)
        assert "\n" not in str(raised.value)


def test_a_server_that_is_not_there_is_named() -> None:
    port = free_port()
    with pytest.raises(StoreError, match=f"cannot reach 127.0.0.1:{port}"):
        client(RemoteAddress.read(f"http://anna:secret@127.0.0.1:{port}/sparql")).query("ASK {}")


def rows(url: str) -> list[object]:
    answer = client(RemoteAddress.read(url)).query("SELECT ?a {}")
    assert isinstance(answer, QuerySolutions | Triples)
    return list(answer)


@pytest.mark.parametrize("length", [None, 10_000_000])
@pytest.mark.parametrize("count", [1, 20_000])
@pytest.mark.parametrize(("kind", "begin", "row"), [(JSON, HEAD, ROW), (NT, b"", LINE)])
def test_an_answer_that_breaks_off_is_an_error_and_no_short_answer(
    kind: str, begin: bytes, row: bytes, count: int, length: int | None
) -> None:
    body = begin + row * count + row[:10]
    with answering(200, kind, body, length=length) as url, pytest.raises(StoreError, match=r"breaks off|broke"):
        rows(url)


def test_an_address_for_updates_that_is_none_names_the_setting() -> None:
    message = r"/ds/update is no SPARQL endpoint .*TAIZHANG_STORE_UPDATE"
    with answering(404, "text/plain", b"", length=0) as url, pytest.raises(StoreError, match=message):
        client(RemoteAddress.read(url)).update("CLEAR ALL")
