"""The service description: what a GET of /sparql without a query answers (SPARQL 1.1 Service Description)."""

from http import HTTPStatus

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import serialize

from ...ontology.errors import Text
from ...queries.answers import GRAPHS
from ...queries.described import DESCRIPTION_PREFIXES
from ...queries.service_description import service_description
from ..graph_holder import GraphHolder
from ..negotiation import choose
from ..problems import HTTPProblem
from ..settings import Settings
from .http import Scope, Send, address, header, respond


async def describe(graph: GraphHolder, settings: Settings, scope: Scope, send: Send) -> None:
    """Answer with the description in the RDF format the client likes best; Turtle for browsers."""
    accept = header(scope, b"accept")
    media_type = choose(accept, GRAPHS) or ("text/turtle" if choose(accept, ["text/html"]) else None)
    if media_type is None:
        names = ", ".join(GRAPHS)
        raise HTTPProblem(HTTPStatus.NOT_ACCEPTABLE, Text(f"可用的格式：{names}", f"available media types: {names}"))
    body = await run_in_threadpool(_written, graph, settings, f"{address(scope)}/sparql", media_type)
    kind = media_type.encode() + (b"; charset=utf-8" if media_type.startswith("text/") else b"")
    headers = [(b"content-type", kind), (b"vary", b"Accept")]
    await respond(send, HTTPStatus.OK, headers, body, head=scope["method"] == "HEAD")


def _written(graph: GraphHolder, settings: Settings, endpoint: str, media_type: str) -> bytes:
    writable, federated = settings.token is not None, bool(settings.allowed_addresses)
    triples = service_description(graph.store(), endpoint, writable=writable, federated=federated)
    return serialize(triples, format=GRAPHS[media_type], prefixes=DESCRIPTION_PREFIXES) or b""
