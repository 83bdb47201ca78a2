"""When two results are the same: a runner that is satisfied too easily would show nothing."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from tests.conformance.rdf import XSD, Term
from tests.conformance.results import Result, Row, Solutions, Statements, difference, expected_result, read

A, B, C = (NamedNode(f"http://example.org/{name}") for name in "abc")
JSON = "application/sparql-results+json"


def row(**terms: Term) -> Row:
    return frozenset(terms.items())


def solutions(*rows: Row, ordered: bool = False) -> Solutions:
    return Solutions(frozenset("xy"), rows, ordered)


def blank(name: str) -> BlankNode:
    return BlankNode(name)


def number(written: str, kind: str) -> Literal:
    return Literal(written, datatype=XSD[kind])


SAME: dict[str, tuple[Result, Result]] = {
    "booleans": (True, True),
    "rows in any order": (solutions(row(x=A), row(x=B)), solutions(row(x=B), row(x=A))),
    "blank nodes by their place": (
        solutions(row(x=blank("a"), y=blank("b")), row(x=blank("b"))),
        solutions(row(x=blank("q")), row(x=blank("p"), y=blank("q"))),
    ),
}
DIFFERENT: dict[str, tuple[Result, Result]] = {
    "booleans": (True, False),
    "kinds of result": (True, solutions()),
    "variables": (solutions(), Solutions(frozenset("x"), ())),
    "a row too many": (solutions(row(x=A)), solutions(row(x=A), row(x=A))),
    "a row too few": (solutions(row(x=A), row(x=A)), solutions(row(x=A))),
    "unbound is no value": (solutions(row(x=A)), solutions(row(x=A, y=A))),
    "one blank node in two places": (
        solutions(row(x=blank("a"), y=blank("a"))),
        solutions(row(x=blank("a"), y=blank("b"))),
    ),
    "the order, where it counts": (
        solutions(row(x=A), row(x=B), ordered=True),
        solutions(row(x=B), row(x=A)),
    ),
    "datatypes": (solutions(row(x=number("1", "integer"))), solutions(row(x=number("1", "decimal")))),
    "values": (solutions(row(x=number("1", "integer"))), solutions(row(x=number("2", "integer")))),
    "plain strings by their characters": (solutions(row(x=Literal("1"))), solutions(row(x=Literal("01")))),
}
SPELLINGS = [
    ("integer", "01", "1"),
    ("negativeInteger", "-03", "-3"),
    ("decimal", "1.0", "1"),
    ("decimal", "100", "100.00"),
    ("double", "1.0E3", "1000"),
    ("float", "-0", "0.0"),
    ("double", "INF", "INF"),
    ("boolean", "1", "true"),
    ("dateTime", "2024-01-01T00:00:00+00:00", "2024-01-01T00:00:00Z"),
]


@pytest.mark.parametrize("name", SAME)
def test_results_that_say_the_same_are_equal(name: str) -> None:
    expected, found = SAME[name]
    assert difference(expected, found, by_value=False) is None


@pytest.mark.parametrize("name", DIFFERENT)
def test_results_that_differ_are_not(name: str) -> None:
    expected, found = DIFFERENT[name]
    assert difference(expected, found, by_value=True)


@pytest.mark.parametrize(("kind", "one", "other"), SPELLINGS)
def test_a_value_is_the_same_in_all_spellings(kind: str, one: str, other: str) -> None:
    expected, found = solutions(row(x=number(one, kind))), solutions(row(x=number(other, kind)))
    assert difference(expected, found, by_value=True) is None
    assert (difference(expected, found, by_value=False) is None) == (one == other)


def test_reduced_may_leave_out_duplicates_and_nothing_else() -> None:
    twice, once = solutions(row(x=A), row(x=A), row(x=B)), solutions(row(x=A), row(x=B))
    assert difference(twice, once, by_value=False, lax=True) is None
    assert difference(once, twice, by_value=False, lax=True)
    assert difference(twice, solutions(row(x=A), row(x=A)), by_value=False, lax=True)


def test_graphs_are_compared_up_to_the_names_of_blank_nodes() -> None:
    one, same, other = (
        read(text.encode(), "text/turtle", "http://example.org/")
        for text in (
            "<a> <b> [ <c> 1 ], [ <c> 2 ] .",
            "<a> <b> _:x, _:y . _:y <c> 1 . _:x <c> 2 .",
            "<a> <b> [ <c> 1, 2 ] .",
        )
    )
    assert isinstance(one, Statements)
    assert difference(one, same, by_value=False) is None
    assert difference(one, other, by_value=False)


def test_an_index_makes_the_order_of_a_result_count() -> None:
    turtle = """@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
    [] a rs:ResultSet ; rs:resultVariable "x" ;
       rs:solution [ rs:index 2 ; rs:binding [ rs:variable "x" ; rs:value <b> ] ] ;
       rs:solution [ rs:index 1 ; rs:binding [ rs:variable "x" ; rs:value <a> ] ] ."""
    found = expected_result(turtle.encode(), "http://example.org/result.ttl")
    assert found == (Solutions(frozenset("x"), (row(x=A), row(x=B)), ordered=True), JSON)


def test_csv_has_numbers_by_their_value_and_blank_nodes_by_their_place() -> None:
    one, same, other = (
        read(content, "text/csv", "") for content in (b"x,y\r\n_:a,1.0E6\r\n", b"x,y\n_:b,1000000\n", b"x,y\na,1.0E6\n")
    )
    assert difference(one, same, by_value=False) is None
    assert difference(one, other, by_value=False)


def test_what_is_not_well_formed_is_no_result() -> None:
    for content, media_type in ((b'{"head":{', JSON), (b"<a> <b>", "text/turtle"), (b"<html>", "text/html")):
        with pytest.raises(ValueError, match=r"well-formed|neither"):
            read(content, media_type, "http://example.org/")
