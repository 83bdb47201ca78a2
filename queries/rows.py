"""Rows of plain values as an answer of SPARQL, so that every engine's answers are shown, written and compared alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import orjson
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ..ontology.errors import Text, TooLarge
from ..ontology.vocabulary import iri

TOO_LARGE = Text(
    "答案超过 {most} {unit_zh}：请用 LIMIT 或更窄的条件",
    "the answer has more than {most} {unit}: use LIMIT or narrow the query",
)


#: Characters that the name of a variable does not have (SPARQL 1.1, VARNAME; combining marks, which cannot begin it, too).
_NO_VARIABLE = re.compile(
    "[^A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)


class Iri(str):
    """The name of a thing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Json:
    """Something that RDF has no term for, written as JSON."""

    value: Any


def variables(names: Iterable[str]) -> list[str]:
    """Names as variables of SPARQL: what such a name cannot have becomes an underscore, and none stands twice."""
    found: list[str] = []
    for name in names:
        plain = _NO_VARIABLE.sub("_", name) or "_"
        count = 1
        while (variable := plain if count == 1 else f"{plain}_{count}") in found:
            count += 1
        found.append(variable)
    return found


def solutions(columns: Sequence[str], rows: Iterable[Sequence[Any]], most: int | None = None) -> QuerySolutions:
    """An answer with these columns: None is unbound, a date an xsd:date, a number with decimals an xsd:decimal.

    Raises TooLarge beyond `most` bytes (in JSON).
    """
    bindings, left = [], most
    for row in rows:
        bound = {name: _term(value) for name, value in zip(columns, row, strict=True) if value is not None}
        written = orjson.dumps(bound)
        if left is not None and (left := left - len(written)) < 0:
            raise TooLarge(TOO_LARGE.format(most=most, unit_zh="字节", unit="bytes"))
        bindings.append(written)
    head = orjson.dumps(list(columns))
    content = b'{"head":{"vars":%s},"results":{"bindings":[%s]}}' % (head, b",".join(bindings))
    found = parse_query_results(content, format=QueryResultsFormat.JSON)
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
