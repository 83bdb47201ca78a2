"""SERVICE and LOAD: nothing leaves unless it is allowed, and what is allowed leaves through the gateway alone."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from taizhang.loaders import ingest
from taizhang.queries.remote import is_allowed
from tests.serving import TOKEN, serving


@dataclass
class Remote:
    """A server elsewhere, and the paths it was asked for."""

    address: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def remote() -> Iterator[Remote]:
    found = Remote("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            if self.path == "/allowed/away":
                self.send_response(302)
                self.send_header("location", "/secret")
                self.end_headers()
                return
            turtle = self.path.endswith(".ttl")
            body = (
                b"<#me> <urn:p> <other> ."
                if turtle
                else b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:there"}}]}}'
            )
            self.send_response(200)
            self.send_header("content-type", "text/turtle" if turtle else "application/sparql-results+json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_allowed_addresses_are_asked_and_no_other(remote: Remote, tmp_path: Path) -> None:
    ingest.load(ingest.default_paths(), tmp_path / "store")
    here = remote.address
    with serving(tmp_path / "store", TOKEN=TOKEN, ALLOWED_ADDRESSES=f"{here}/allowed") as served:
        assert served.values(f"SELECT ?x {{ SERVICE <{here}/allowed/sparql> {{ ?x ?y ?z }} }}") == ["urn:there"]
        assert served.write(f"LOAD <{here}/allowed/data.ttl> INTO GRAPH <urn:loaded>").status_code == 204
        assert served.values("SELECT ?x { GRAPH <urn:loaded> { ?x ?y ?z } }") == [f"{here}/allowed/data.ttl#me"]
        assert remote.asked == ["/allowed/sparql", "/allowed/data.ttl"]
        remote.asked.clear()
        for address in (
            f"{here}/secret", f"{here}/allowed2", f"{here}/allowed/../secret", f"{here}/allowed/%2e%2e/secret",
            here.replace("127.0.0.1", "127.1") + "/allowed", here.replace("127.0.0.1", "[::ffff:127.0.0.1]") + "/allowed",
            here.replace("http://", "http://user@") + "/allowed", f"http://127.0.0.1@{here.removeprefix('http://')}/allowed",
        ):  # fmt: skip
            assert served.ask(f"SELECT * {{ SERVICE <{address}> {{ ?x ?y ?z }} }}").status_code == 403, address
            assert served.write(f"LOAD <{address}>").status_code == 403, address
        assert (
            served.ask(f"SELECT * {{ VALUES ?e {{ <{here}/allowed> }} SERVICE ?e {{ ?x ?y ?z }} }}").status_code == 403
        )
        assert remote.asked == []
        assert served.ask(f"SELECT * {{ SERVICE <{here}/allowed/away> {{ ?x ?y ?z }} }}").status_code == 400
        assert remote.asked == ["/allowed/away"]  # and not where it points to
        assert served.ask("ASK { SERVICE <http://[::1]/> {} }").status_code == 403


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://q.example/sparql", True),
        ("https://q.example:443/sparql/", True),
        ("https://Q.EXAMPLE/sparql/x?y#z", True),
        ("http://q.example/sparql", False),
        ("https://q.example:444/sparql", False),
        ("https://q.example/sparql2", False),
        ("https://q.example/", False),
        ("https://q.example.evil.org/sparql", False),
        ("https://q.example@evil.org/sparql", False),
        ("https://evil.org/https://q.example/sparql", False),
        ("https://q.example/sparql/../secret", False),
        ("https://q.example/sparql/%2E%2e/secret", False),
        ("https://q.example/sparql%2f..%2fsecret", False),
        ("https://q.example\\@evil.org/sparql", False),
        ("https://q.example/sparql\n", False),
        ("https://ｑ.example/sparql", False),
        ("https://q.example:99999/sparql", False),
        ("file:///etc/passwd", False),
        ("//q.example/sparql", False),
        ("", False),
        ("http://10.0.0.5:3030/ds", True),
        ("http://[::ffff:10.0.0.5]:3030/ds", False),
        ("http://0x0a000005:3030/ds", False),
        ("http://10.0.0.5/ds", False),
    ],
)
def test_addresses_are_compared_by_their_parts(address: str, allowed: bool) -> None:
    assert is_allowed(address, ["https://q.example/sparql", "http://10.0.0.5:3030/"]) is allowed
