"""The SPARQL endpoints in the words of OpenAPI: they are plain ASGI, so the framework cannot describe them itself."""

from typing import Any

from ...queries.answers import GRAPHS, RESULTS
from .requests import FORM, QUERY, UPDATE
from .writer import GRAPH_TYPES

_EXAMPLE = "SELECT ?unit (COUNT(?measure) AS ?led) WHERE { ?unit tz:leads ?measure } GROUP BY ?unit"
_TEXT = {"schema": {"type": "string"}}


def _parameter(name: str, text: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": schema, **more}


_STRINGS = {"type": "array", "items": {"type": "string", "format": "iri"}}
_DATASET = [
    _parameter("default-graph-uri", "A graph of the default graph to ask.", _STRINGS),
    _parameter("named-graph-uri", "A named graph to ask.", _STRINGS),
    _parameter(
        "timeout", "Seconds the query may take, up to the server's cap.", {"type": "number", "exclusiveMinimum": 0}
    ),
]
_USING = [
    _parameter("using-graph-uri", "A graph that an update reads as its default graph.", _STRINGS),
    _parameter("using-named-graph-uri", "A named graph that an update reads.", _STRINGS),
]
_GRAPH = [
    _parameter("graph", "The IRI of a named graph.", {"type": "string", "format": "iri"}),
    _parameter("default", "The default graph.", {"type": "string"}, allowEmptyValue=True),
]
_ANSWER = {"description": "The answer", "content": dict.fromkeys((*RESULTS, *GRAPHS), _TEXT)}
_RDF = {"description": "The graph", "content": dict.fromkeys(GRAPHS, _TEXT)}
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def _problems(*statuses: int) -> dict[str, Any]:
    """Every failure has one shape (RFC 9457)."""
    content = {"application/problem+json": {"schema": {"type": "object"}}}
    return {str(status): {"description": "A problem", "content": content} for status in (*statuses, 421, 431, 503)}


def _operation(summary: str, answers: dict[str, Any], failures: tuple[int, ...], **more: Any) -> dict[str, Any]:
    return {"tags": ["SPARQL"], "summary": summary, "responses": {**answers, **_problems(*failures)}, **more}


_READING, _WRITING = (400, 403, 406), (400, 401, 403, 408, 413, 415)
_FORM = {
    FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}, "update": {"type": "string"}}}}
}
_BODY = {"required": True, "content": {**_FORM, QUERY: _TEXT, UPDATE: _TEXT}}
_UPLOAD = {"required": True, "content": dict.fromkeys((*GRAPH_TYPES, "multipart/form-data"), _TEXT)}

PATHS: dict[str, Any] = {
    "/sparql": {
        "get": _operation(
            "Query by GET; without a query, the service description",
            {"200": _ANSWER, "304": {"description": "The client has this answer"}},
            _READING,
            parameters=[_parameter("query", "SPARQL 1.1", {"type": "string"}, example=_EXAMPLE), *_DATASET],
        ),
        "post": _operation(
            "Query or update by POST",
            {"200": _ANSWER, "204": {"description": "Updated"}},
            (*_READING, *_WRITING),
            parameters=[*_DATASET, *_USING],
            requestBody=_BODY,
        ),
    },
    "/graphs": {
        "get": _operation("Read a graph", {"200": _RDF}, (400, 404, 406), parameters=_GRAPH),
        "put": _operation(
            "Replace a graph",
            {"201": {"description": "Created"}, "204": {"description": "Replaced"}},
            _WRITING,
            parameters=_GRAPH,
            requestBody=_UPLOAD,
            security=_TOKEN,
        ),
        "post": _operation(
            "Add to a graph; without a graph, make a new one",
            {"201": {"description": "Created"}, "204": {"description": "Added"}},
            _WRITING,
            parameters=_GRAPH,
            requestBody=_UPLOAD,
            security=_TOKEN,
        ),
        "delete": _operation(
            "Delete a graph",
            {"204": {"description": "Deleted"}},
            (400, 401, 403, 404),
            parameters=_GRAPH,
            security=_TOKEN,
        ),
    },
}
SECURITY = {"token": {"type": "http", "scheme": "bearer"}}


def describe(schema: dict[str, Any]) -> dict[str, Any]:
    """The framework's OpenAPI document with these endpoints put first."""
    schema["paths"] = {**PATHS, **schema["paths"]}
    schema.setdefault("components", {})["securitySchemes"] = SECURITY
    return schema
