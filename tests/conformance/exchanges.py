"""Runs the cases that are written as requests and responses: SPARQL Protocol and Graph Store Protocol."""

from tests.conformance.cases import Exchange, ExchangeCase, Expectation, ProtocolCase
from tests.conformance.rdf import GRAPH_FORMATS
from tests.conformance.results import CSV, RESULT_FORMATS, difference, read
from tests.conformance.target import Answer, Client, Failed, Target, result_of

#: How the addresses of the manifests begin; they are replaced by those of the server.
_SPARQL, _GRAPHS = "/sparql/", "/gsp"
_TABULAR = {*RESULT_FORMATS, CSV}
_BOOLEAN = _TABULAR - {CSV, "text/tab-separated-values"}
_FORMS = {"tabular": _TABULAR, "boolean": _BOOLEAN, "RDF": set(GRAPH_FORMATS)}


def run(case: ExchangeCase, target: Target, client: Client) -> None:
    """Send the requests in their order; what a Location header says goes into those that follow. Raises Failed."""
    locations: dict[str, str] = {}
    for number, exchange in enumerate(case.exchanges, 1):
        path, body = exchange.path, exchange.body
        for variable, value in locations.items():
            path = path.replace(variable, value)
            body = body and body.replace(variable, value)
        url = _protocol_url(case, exchange, target) if isinstance(case, ProtocolCase) else _graph_url(path, target)
        content = None if body is None else body.encode(exchange.encoding)
        answer = client.send(exchange.method, url, dict(exchange.headers), content)
        try:
            _check(answer, exchange, url)
        except Failed as failed:
            raise Failed(f"request {number}, {exchange.method} {exchange.path[:60]}: {failed}") from failed
        if exchange.expected.location:
            locations[exchange.expected.location] = answer.headers["location"]
    if case.exchanges[-1].method == "HEAD":
        # A body after HEAD would be read as the beginning of the next response.
        client.send("GET", target.query, {"accept": "text/turtle"})


def only_reads(case: ExchangeCase) -> bool:
    """Whether nothing in a case could change what the server holds, even if the server gets it wrong."""
    return isinstance(case, ProtocolCase) and not _is_about_updates(case)


def _is_about_updates(case: ProtocolCase) -> bool:
    return "update" in case.iri.partition("#")[2]


def _protocol_url(case: ProtocolCase, exchange: Exchange, target: Target) -> str:
    """Where a request goes: tests of updates to the address for updates, but for the queries that check them."""
    is_query = dict(exchange.headers).get("content-type") == "application/sparql-query"
    is_update = _is_about_updates(case) and not is_query
    return (target.update if is_update else target.query) + exchange.path.removeprefix(_SPARQL)


def _graph_url(path: str, target: Target) -> str:
    """The address of a graph: only the beginning is replaced, since the IRIs of graphs have the same words in them."""
    rest = path.removeprefix(_GRAPHS)
    return (target.direct if rest.startswith("/") else target.graphs) + rest


def _check(answer: Answer, exchange: Exchange, url: str) -> None:
    expected = exchange.expected
    if not {str(answer.status), f"{answer.status // 100}xx"} & expected.statuses:
        raise Failed(f"expected {' or '.join(sorted(expected.statuses))}, got {answer}")
    if expected.form and answer.good and answer.media_type not in _FORMS[expected.form]:
        raise Failed(f"expected a {expected.form} format, got {answer}")
    if expected.boolean is not None and result_of(answer, url) is not expected.boolean:
        raise Failed(f"expected {expected.boolean}, got {answer}")
    if expected.location and not answer.headers.get("location"):
        raise Failed("there is no Location header")
    _check_content(answer, expected, url)


def _check_content(answer: Answer, expected: Expectation, url: str) -> None:
    """The media type without its parameters, and the graph."""
    if expected.content_type is None:
        return
    media_type = expected.content_type.partition(";")[0]
    if answer.media_type != media_type:
        raise Failed(f"expected {media_type}, got {answer}")
    if expected.body is not None:
        complaint = difference(read(expected.body.encode(), media_type, url), result_of(answer, url), by_value=False)
        if complaint:
            raise Failed(complaint)
