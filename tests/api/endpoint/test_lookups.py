"""What is one look into an index is answered without a worker, and as a worker would."""

import itertools
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from taizhang.api.endpoint.lookups import pattern_of
from tests.serving import TOKEN, Served, serving

MEASURE = "<https://w3id.org/taizhang/ns#Measure>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { <urn:a> ?p ?o }", True),
        ("ask where{?s ?p <urn:b>.}", True),
        ("\nASK\t{ ?s <urn:b> ?o . }\n", True),
        ("ASK { <urn:SERVICE> ?p ?o }", True),
        ("ASK { ?s <b> ?o }", False),
        ("ASK { <http://a/b/../c> ?p ?o }", False),
        ("ASK { <http://a/b/./c> ?p ?o }", False),
        ("ASK { <http://[> ?p ?o }", False),
        ("ASK { ?s ?p ?s }", False),
        ("ASK { ?s ?p ?o } LIMIT 1", False),
        ("ASK { ?s ?p ?o . ?o ?q ?r }", False),
        ("ASK { ?s <urn:p>+ ?o }", False),
        ("ASK { ?s ?p 1 }", False),
        ("ASK FROM <urn:g> { ?s ?p ?o }", False),
        ("ASK { GRAPH <urn:g> { ?s ?p ?o } }", False),
        ("ASK { ?s ?p ?o FILTER(?s) }", False),
        ("ASK { <urn:a> ?p ?o } # " + "x" * 3000, False),
        ("SELECT * { ?s ?p ?o }", False),
    ],
)
def test_what_a_lookup_is(text: str, expected: bool) -> None:
    assert (pattern_of(text) is not None) is expected


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, store_path: Path) -> Iterator[Served]:
    """A server over a copy of the ledger's graph."""
    path = shutil.copytree(store_path, tmp_path_factory.mktemp("lookups") / "store")
    with serving(path, TOKEN=TOKEN) as served:
        yield served


def answered(served: Served) -> int:
    """How many questions needed no worker so far."""
    found = re.search(r"^taizhang_lookups_answered (\d+)", httpx.get(f"{served.address}/metrics").text, re.MULTILINE)
    assert found
    return int(found[1])


def is_true(served: Served, query: str) -> bool:
    """The answer to an ASK."""
    answer = served.ask(query)
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


def look(served: Served, query: str) -> bool:
    """The answer to an ASK that no worker gave; the first questions after a start or a write still go there."""
    while True:
        before, found = answered(served), is_true(served, query)
        if answered(served) > before:
            return found
        time.sleep(0.05)
        query += " "  # else the cache has it


def test_a_look_answers_as_a_worker_does(served: Served) -> None:
    terms = {
        "s": ["?s", "<https://w3id.org/taizhang/id/ledger/zhengzhou-2024/measure/70>", "<urn:nothing>"],
        "p": ["?p", TYPE, "<urn:nothing>"],
        "o": ["?o", MEASURE, "<urn:nothing>"],
    }
    for pattern in (" ".join(chosen) for chosen in itertools.product(*terms.values())):
        assert look(served, f"ASK {{ {pattern} }}") == is_true(served, f"ASK {{ {pattern} FILTER(true) }}"), pattern


def test_a_look_sees_what_was_just_written(served: Served) -> None:
    question = "ASK { <urn:looked:for> ?p ?o }"
    found = [look(served, question)]
    for update in ("INSERT DATA { <urn:looked:for> <urn:p> 1 }", "DELETE WHERE { <urn:looked:for> ?p ?o }"):
        assert served.write(update).status_code == 204
        found += [is_true(served, question), look(served, question)]
    assert found == [False, True, True, False, False]


def test_a_look_is_negotiated_as_every_answer(served: Served) -> None:
    question = f"ASK {{ ?s {TYPE} {MEASURE} }}"
    look(served, question)
    seen = {
        accept: (answer.status_code, answer.headers["content-type"])
        for accept in ("application/sparql-results+xml", "application/json;q=0.1, */*;q=0.5", "text/csv")
        for answer in [served.ask(question + "  ", accept=accept)]
    }
    assert seen == {
        "application/sparql-results+xml": (200, "application/sparql-results+xml"),
        "application/json;q=0.1, */*;q=0.5": (200, "application/sparql-results+json"),
        "text/csv": (406, "application/problem+json"),
    }


def test_what_only_looks_like_an_iri_is_the_clients_mistake(served: Served) -> None:
    look(served, "ASK { ?s ?p ?o }")
    assert served.ask("ASK { <http://[> ?p ?o }").status_code == 400
