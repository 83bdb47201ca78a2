"""The service description: what a GET of /sparql without a query answers (SPARQL 1.1 Service Description)."""

from http import HTTPStatus

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import serialize

from ...graph.stores import open_store
from ...ontology.errors import Text
from ...ontology.vocabulary import PREFIXES
from ...queries.answers import GRAPHS
from ..negotiation import choose
from ..problems import HTTPProblem
from .http import Scope, Send, address, header, respond
from .service import Service


async def describe(service: Service, scope: Scope, send: Send) -> None:
    """Answer with the description in the RDF format the client likes best; Turtle for browsers."""
    accept = header(scope, b"accept")
    media_type = choose(accept, GRAPHS) or ("text/turtle" if choose(accept, ["text/html"]) else None)
    if media_type is None:
        names = ", ".join(GRAPHS)
        raise HTTPProblem(HTTPStatus.NOT_ACCEPTABLE, Text(f"可用的格式：{names}", f"available media types: {names}"))
    body = await run_in_threadpool(_written, service, f"{address(scope)}/sparql", media_type)
    kind = media_type.encode() + (b"; charset=utf-8" if media_type.startswith("text/") else b"")
    headers = [(b"content-type", kind), (b"vary", b"Accept")]
    await respond(send, HTTPStatus.OK, headers, body, head=scope["method"] == "HEAD")


def _written(service: Service, endpoint: str, media_type: str) -> bytes:
    from ...queries.service_description import service_description  # noqa: PLC0415 LD

    triples = service_description(open_store(service.store), endpoint, writable=service.writable)
    return serialize(triples, format=GRAPHS[media_type], prefixes=PREFIXES) or b""
