"""Rows of plain values as an answer of SPARQL, so that every engine's answers are shown, written and compared alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import orjson
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ..ontology.vocabulary import iri


class Iri(str):
    """The name of a thing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Json:
    """Something that RDF has no term for, written as JSON."""

    value: Any


def solutions(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> QuerySolutions:
    """An answer with these columns: None is unbound, a date an xsd:date, a number with decimals an xsd:decimal."""
    bindings = [
        {name: _term(value) for name, value in zip(columns, row, strict=True) if value is not None} for row in rows
    ]
    content = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    found = parse_query_results(orjson.dumps(content), format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - what was written is no boolean
    return found


def _term(value: Any) -> dict[str, str]:
    """A value as SPARQL 1.1 results in JSON write it."""
    match value:
        case Iri():
            return {"type": "uri", "value": str(value)}
        case str():
            return {"type": "literal", "value": value}
        case _:
            kind, text = _literal(value)
            return {"type": "literal", "datatype": iri(kind), "value": text}


def _literal(value: Any) -> tuple[str, str]:  # noqa: PLR0911 - a line for each type
    match value:
        case bool():
            return "xsd:boolean", str(value).lower()
        case int():
            return "xsd:integer", str(value)
        case float() if isfinite(value):
            return "xsd:decimal", f"{Decimal(repr(value)).normalize():f}"
        case float():
            return "xsd:double", "NaN" if value != value else "INF" if value > 0 else "-INF"  # noqa: PLR0124
        case datetime():
            return "xsd:dateTime", value.isoformat()
        case date():
            return "xsd:date", value.isoformat()
        case Json():
            return "rdf:JSON", orjson.dumps(value.value, default=str).decode()
        case _:
            return "xsd:string", str(value)
