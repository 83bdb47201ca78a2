"""What the engine reads otherwise than the standard is put right before it reads it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.graph.dialect import standard
from taizhang.graph.embedded import OxigraphStore, writing
from taizhang.ontology.errors import QueryError


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("SELECT (TRUE AS ?t) (False AS ?f) {}", "SELECT (true AS ?t) (false AS ?f) {}"),
        ("SELECT ('TRUE' AS ?t) # TRUE\n { ?TRUE a ex:TRUE , <urn:TRUE> }", None),
        (
            "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=')') AS ?y) {}",
            "SELECT (STR(GROUP_CONCAT(DISTINCT ?x; SEPARATOR=')')) AS ?y) {}",
        ),
        ("SELECT ('GROUP_CONCAT(' AS ?y) {}", None),
        ("SELECT (COUNT(*) AS ?n) (SUM(?x + (1 * 2)) AS ?s) {}", None),
        ("SELECT (COUNT(TRUE) AS ?n) (MAX(?False) AS ?m) {}", "SELECT (COUNT(true) AS ?n) (MAX(?False) AS ?m) {}"),
        (
            "SELECT (COUNT(?x) AS ?n) { FILTER EXISTS { SELECT (MAX(?y) AS ?m) { ?x ex:p ?y } } } HAVING (COUNT(?x) > 1)",
            None,
        ),
        (
            "DROP ALL; PREFIX : <http://e/> INSERT DATA { :a :b 1 }",
            "PREFIX : <http://e/>\nDROP ALL;  INSERT DATA { :a :b 1 }",
        ),
        (
            "PREFIX : <http://e/> DROP ALL; PREFIX : <http://e/> CLEAR ALL; PREFIX : <http://f/> INSERT DATA { :a :b 1 }",
            "PREFIX : <http://e/> DROP ALL;  CLEAR ALL; PREFIX : <http://f/> INSERT DATA { :a :b 1 }",
        ),
        ("SELECT * { ?a ?b <<( <<( ?s ?p ?o )>> ?q ?z )>> . ?c ?d (1 <<( 'x' ?q ?z )>>) }", None),
        ("SELECT * { BIND(<<( ?s <urn:p> 'o' )>> AS ?t) FILTER(1 <2) }", None),
    ],
)
def test_rewrites_touch_what_they_mean_and_nothing_else(given_: str, expected: str | None) -> None:
    assert standard(given_) == (expected or given_)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(COUNT(*)) AS ?n) {}",
        "SELECT (SUM(1 + max(?x)) AS ?n) {}",
        "SELECT (SUM(COUNT ( ?x )) AS ?n) (COUNT(?x) AS ?m) {}",
        "SELECT * { BIND(<<( <<(?s ?p ?o)>> ?q ?z )>> AS ?t) }",
        "SELECT * { BIND(<<( 'literal' ?q ?z )>> AS ?t) }",
        "SELECT (<<( 1 ?q ?z )>> AS ?t) { ?q ?z ?y }",
        "SELECT * { ?q ?z ?y FILTER(isTRIPLE(<<( true ?q ?z )>>)) }",
    ],
)
def test_what_the_standard_forbids_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        standard(text)


@given(
    st.text()
    | st.lists(st.sampled_from(["(", ")", "{", "}", "COUNT", "<<(", "'", "TRUE", ";", "PREFIX", " "])).map("".join)
)
def test_any_text_is_taken(text: str) -> None:
    try:
        standard(text)
    except QueryError:
        return


def test_an_unknown_function_is_an_error_of_its_expression_alone(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        target.update("INSERT DATA { <urn:a> <urn:b> 1 }")
    store = OxigraphStore.open(tmp_path)
    query = "SELECT ?s (<urn:f>(?s) AS ?x) (COALESCE(<urn:g>(), 'none') AS ?y) { ?s ?p ?o }"
    (row,) = list(store.query(query))  # type: ignore[arg-type]
    assert [getattr(value, "value", None) for value in row] == ["urn:a", None, "none"]
    assert list(store.query("SELECT * { ?s ?p ?o FILTER(<urn:f>(?o)) }")) == []  # type: ignore[arg-type]
