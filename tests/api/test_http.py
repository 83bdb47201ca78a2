"""The real server, asked over real HTTP."""

import csv
import io
import json
import re

import httpx
import pytest
import rdflib

from tests.score import Record

SELECT = "SELECT ?n WHERE { ?m a tz:Measure ; tz:number ?n } ORDER BY ?n LIMIT 3"
CONSTRUCT = "CONSTRUCT WHERE { ?m tz:willIssue ?i }"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def assert_problem(response: httpx.Response, status: int) -> str:
    """Every error has this one shape."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    content = response.json()
    assert set(content) == {"type", "title", "status", "detail"}
    assert content["status"] == status
    assert "Traceback" not in content["detail"]
    assert "/site-packages/" not in content["detail"]
    return str(content["detail"])


def test_the_three_ways_to_send_a_query_agree(server: str) -> None:
    url = f"{server}/sparql"
    answers = [
        httpx.get(url, params={"query": SELECT}),
        httpx.post(url, data={"query": SELECT}),
        httpx.post(url, content=SELECT, headers={"content-type": "application/sparql-query"}),
    ]
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert {a.headers["content-type"] for a in answers} == {"application/sparql-results+json"}
    assert len({a.content for a in answers}) == 1
    assert [b["n"]["value"] for b in answers[0].json()["results"]["bindings"]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "text/html, text/csv;q=0.5, */*;q=0.1", "text/csv; charset=utf-8"),
        (SELECT, "text/*;q=0.9, text/csv;q=0", "text/tab-separated-values; charset=utf-8"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        ("DESCRIBE <https://w3id.org/taizhang/id/reg/henan-order-180>", "text/turtle", "text/turtle; charset=utf-8"),
        ("ASK { ?s tz:leads ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
def test_the_media_type_follows_accept(query: str, accept: str, expected: str, server: str) -> None:
    response = httpx.get(f"{server}/sparql", params={"query": query}, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, expected)
    assert "Accept" in response.headers["vary"]


def test_other_programs_read_every_format(server: str) -> None:
    def get(query: str, accept: str) -> str:
        return httpx.get(f"{server}/sparql", params={"query": query}, headers={"accept": accept}).text

    assert list(csv.reader(io.StringIO(get(SELECT, "text/csv")))) == [["n"], ["1"], ["2"], ["3"]]
    assert get(SELECT, "text/tab-separated-values").split("\n") == ["?n", "1", "2", "3", ""]
    for accept, form in (
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
    ):
        assert len(rdflib.Graph().parse(data=get(CONSTRUCT, accept), format=form)) == 3
    for accept, form in (("application/sparql-results+json", "json"), ("application/sparql-results+xml", "xml")):
        parsed = rdflib.query.Result.parse(io.BytesIO(get(SELECT, accept).encode()), format=form)
        assert [str(binding[rdflib.Variable("n")]) for binding in parsed.bindings] == ["1", "2", "3"]


def test_chinese_and_percent_signs_arrive_once_decoded(server: str) -> None:
    query = 'SELECT ("市司法局 100%25 + a%2Fb" AS ?x) {}'
    for response in (
        httpx.get(f"{server}/sparql", params={"query": query}),
        httpx.post(f"{server}/sparql", data={"query": query}),
    ):
        assert response.json()["results"]["bindings"][0]["x"]["value"] == "市司法局 100%25 + a%2Fb"


def test_the_dataset_can_be_chosen(server: str) -> None:
    def count(query: str, **parameters: str) -> str:
        answer = httpx.get(f"{server}/sparql", params={"query": query, **parameters}).json()
        return str(answer["results"]["bindings"][0]["n"]["value"])

    graph = "https://w3id.org/taizhang/id/graph/provenance"
    anything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert 0 < int(count(anything, **{"default-graph-uri": graph})) < 20
    assert count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": graph}) == count(
        anything, **{"default-graph-uri": graph}
    )


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "params": {"query": "SELECT oops"}}, 400),
        ({"method": "GET", "params": {"update": "CLEAR ALL"}}, 400),
        ({"method": "GET", "params": {"query": "ASK {}", "timeout": "soon"}}, 400),
        ({"method": "GET", "params": [("query", SELECT), ("query", SELECT)]}, 400),
        ({"method": "GET", "params": {"query": SELECT}, "headers": {"accept": "image/png"}}, 406),
        ({"method": "GET", "params": {"query": "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}}, 403),
        ({"method": "POST", "content": SELECT, "headers": {"content-type": "text/plain"}}, 415),
        ({"method": "POST", "content": b"query=\xff\xfe", "headers": {"content-type": "application/sparql-query"}}, 400),
        ({"method": "POST", "content": "update=CLEAR+ALL", "headers": FORM}, 403),
        ({"method": "POST", "content": "query=ASK+%7B%7D&update=CLEAR+ALL", "headers": FORM}, 400),
        ({"method": "POST", "content": b"a" * 2_000_000, "headers": {"content-type": "application/sparql-query"}}, 413),
        ({"method": "DELETE"}, 405),
    ],
)  # fmt: skip
def test_what_the_endpoint_refuses(request_: dict[str, object], status: int, server: str) -> None:
    assert_problem(httpx.request(url=f"{server}/sparql", **request_), status)  # type: ignore[arg-type]


def test_updates_change_nothing(server: str) -> None:
    httpx.post(f"{server}/sparql", content="CLEAR ALL", headers={"content-type": "application/sparql-update"})
    httpx.get(f"{server}/sparql", params={"query": "CLEAR ALL"})
    assert httpx.get(f"{server}/api/measures").json()["total"] == 100


def test_the_catalogue_over_rest(server: str) -> None:
    listed = httpx.get(f"{server}/api/queries").json()
    assert {"unit-load", "stale-basis", "shared-load"} <= {q["name"] for q in listed}
    answer = httpx.get(f"{server}/api/queries/unit-load", params={"name": "市司法局"}).json()
    assert answer == {
        "name": "unit-load",
        "columns": ["unit", "name", "lead", "participant", "responsible", "total"],
        "rows": [
            {
                "unit": "https://w3id.org/taizhang/id/unit/410100/sifaju",
                "name": "市司法局",
                "lead": 56,
                "participant": 0,
                "responsible": 17,
                "total": 73,
            }
        ],
    }
    assert "nope" in assert_problem(httpx.get(f"{server}/api/queries/nope"), 404)
    assert_problem(httpx.get(f"{server}/api/queries/deadlines-due", params={"from": "x"}), 400)


def test_measures_over_rest_are_what_extract_prints(server: str, labels: list[Record]) -> None:
    measure = httpx.get(f"{server}/api/measures/60").json()
    assert (measure["n"], measure["units"], measure["task"]) == (60, labels[59]["units"], "（十八）")
    assert measure["iri"] == "https://w3id.org/taizhang/id/ledger/zhengzhou-2024/measure/60"
    page = httpx.get(f"{server}/api/measures", params={"limit": 2, "offset": 98}).json()
    assert [m["n"] for m in page["measures"]] == [99, 100]
    assert_problem(httpx.get(f"{server}/api/measures/101"), 404)
    assert_problem(httpx.get(f"{server}/api/measures", params={"limit": 0}), 422)


def test_errors_speak_the_language_of_the_client(server: str) -> None:
    def detail(language: str) -> str:
        return assert_problem(httpx.get(f"{server}/api/measures/101", headers={"accept-language": language}), 404)

    assert (detail("en-GB, zh;q=0.5"), detail("zh-CN")) == (
        "zhengzhou-2024 has no measure 101",
        "zhengzhou-2024 没有第 101 项",
    )


def test_the_documentation_works_without_the_internet(server: str) -> None:
    page = httpx.get(f"{server}/docs").text
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith("/"), address
        assert httpx.get(server + address).status_code == 200
    openapi = httpx.get(f"{server}/openapi.json").json()
    assert {"/sparql", "/api/queries", "/api/queries/{name}", "/api/measures", "/api/measures/{n}"} <= set(
        openapi["paths"]
    )
    json.dumps(openapi)
