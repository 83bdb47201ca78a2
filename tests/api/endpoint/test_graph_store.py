"""/graphs: reading and writing whole graphs, as a client of the Graph Store Protocol does."""

from collections.abc import Iterator

import httpx
import pytest
import rdflib

from taizhang.graph.embedded import writing
from tests.api.test_http import assert_problem
from tests.serving import TOKEN, Served, serving

BEARER = {"authorization": f"Bearer {TOKEN}"}
TURTLE = {**BEARER, "content-type": "text/turtle"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("graphs") / "store"
    with writing(store):
        pass
    with serving(store, TOKEN=TOKEN, MAX_UPLOAD_BYTES="100000") as found:
        yield found


def objects(served: Served, graph: str) -> list[str]:
    return served.values(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o")


def test_a_graph_is_made_replaced_added_to_and_deleted(served: Served) -> None:
    url = f"{served.address}/graphs?graph=urn:g"
    assert httpx.put(url, content="<urn:a> <urn:b> 1 .", headers=TURTLE).status_code == 201
    assert httpx.put(url, content="<urn:a> <urn:b> 2 .", headers=TURTLE).status_code == 204
    assert httpx.post(url, content="<urn:a> <urn:b> 3 .", headers=TURTLE).status_code == 204
    assert objects(served, "urn:g") == ["2", "3"]
    assert len(rdflib.Graph().parse(data=httpx.get(url).text, format="turtle")) == 2
    assert httpx.head(url).headers["content-type"] == "text/turtle; charset=utf-8"
    assert httpx.delete(url, headers=BEARER).status_code == 204
    assert_problem(httpx.get(url), 404)
    assert_problem(httpx.delete(url, headers=BEARER), 404)


def test_relative_iris_are_resolved_against_the_graph(served: Served) -> None:
    url = f"{served.address}/graphs/people/1"
    assert httpx.put(url, content="<#me> <urn:b> <../2> .", headers=TURTLE).status_code == 201
    assert served.values(f"SELECT ?s {{ GRAPH <{url}> {{ ?s ?p ?o }} }}") == [f"{url}#me"]
    assert objects(served, url) == [f"{served.address}/graphs/2"]


def test_a_new_graph_gets_an_address_of_its_own(served: Served) -> None:
    made = httpx.post(f"{served.address}/graphs", content="<> <urn:b> 1 .", headers=TURTLE)
    assert made.status_code == 201
    assert httpx.get(made.headers["location"]).status_code == 200
    assert objects(served, made.headers["location"]) == ["1"]


def test_the_default_graph_always_exists(served: Served) -> None:
    url = f"{served.address}/graphs?default"
    assert httpx.put(url, content="<urn:d> <urn:b> 1 .", headers=TURTLE).status_code == 204
    assert httpx.get(url, headers={"accept": "application/n-triples"}).text.count("urn:d") == 1
    assert httpx.delete(url, headers=BEARER).status_code == 204
    assert httpx.get(url).status_code == 200


def test_parts_of_a_multipart_body_are_one_write(served: Served) -> None:
    url = f"{served.address}/graphs?graph=urn:parts"
    parts = {
        "a": ("a.ttl", "<urn:a> <urn:b> 1 .", "text/turtle"),
        "b": ("b.nt", "<urn:a> <urn:b> <urn:c> .", "application/n-triples"),
    }
    assert httpx.post(url, files=parts, headers=BEARER).status_code == 201
    assert objects(served, "urn:parts") == ["urn:c", "1"]
    bad = {**parts, "c": ("c.ttl", "this is no turtle", "text/turtle")}
    assert_problem(httpx.put(url, files=bad, headers=BEARER), 400)
    assert objects(served, "urn:parts") == ["urn:c", "1"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/turtle", "<urn:市> <urn:b> '司法局' ."),
        ("application/n-triples", '<urn:市> <urn:b> "司法局" .'),
        ("application/ld+json", '{"@id": "urn:市", "urn:b": "司法局"}'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><r:Description r:about="urn:市"><u:b>司法局</u:b></r:Description></r:RDF>',
        ),
    ],
)
def test_every_format_is_read_and_given_back(kind: str, content: str, served: Served) -> None:
    url = f"{served.address}/graphs?graph=urn:formats"
    assert httpx.put(url, content=content.encode(), headers={**BEARER, "content-type": kind}).status_code in (201, 204)
    assert objects(served, "urn:formats") == ["司法局"]
    assert httpx.get(url, headers={"accept": kind}).headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("method", "query", "content", "headers", "status"),
    [
        ("PUT", "?graph=urn:x", "<urn:a> <urn:b> 1 .", {"content-type": "text/turtle"}, 401),
        ("PUT", "?graph=urn:x", "<urn:a> <urn:b> 1 .", {**BEARER, "content-type": "text/plain"}, 415),
        ("PUT", "?graph=urn:x", "<urn:a> <urn:b> 1 .", BEARER, 415),
        ("PUT", "?graph=urn:x", "<urn:a> <urn:b> 1 .", {**BEARER, "content-type": "text/turtle; charset=gbk"}, 415),
        ("PUT", "?graph=urn:x", "oops", TURTLE, 400),
        ("PUT", "?graph=urn:x", "@prefix : <urn:> . " * 10_000, TURTLE, 413),
        ("PUT", "?graph=no%20iri", "", TURTLE, 400),
        ("PUT", "?graph=urn:x&default", "", TURTLE, 400),
        ("PUT", "", "", TURTLE, 400),
        ("GET", "", "", {}, 400),
        ("GET", "?default", "", {"accept": "image/png"}, 406),
        ("PATCH", "?default", "", TURTLE, 405),
        ("PUT", "?graph=urn:x", '{"@context": "http://127.0.0.1:9/", "@id": "urn:a"}', {**BEARER, "content-type": "application/ld+json"}, 400),
        ("PUT", "?graph=urn:x", "--x\r\n\r\n", {**BEARER, "content-type": "multipart/form-data"}, 400),
    ],
)  # fmt: skip
def test_what_is_refused(
    method: str, query: str, content: str, headers: dict[str, str], status: int, served: Served
) -> None:
    answer = httpx.request(method, f"{served.address}/graphs{query}", content=content, headers=headers)
    assert "/tmp" not in assert_problem(answer, status)  # noqa: S108 - no path is shown
    assert served.values("SELECT ?g { GRAPH ?g {} } ORDER BY ?g").count("urn:x") == 0
