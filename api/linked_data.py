"""Linked data: every IRI of ours is an address that answers, as a page for people or as RDF for programs.

    /id/...                        what the graph says of a thing: https://w3id.org/taizhang/id/... leads here
    /ns                            the vocabulary
    /.well-known/void              the data as a whole: VoID and DCAT
    /.well-known/sparql-examples   the catalogue's questions

The Accept header chooses the format, or a suffix does: /id/reg/guobanfa-2022-27.ttl, /ns.jsonld.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import unquote

from fastapi import APIRouter, Request, Response
from pyoxigraph import Literal, NamedNode, Triple, serialize

from ..graph.store import Store
from ..graph.version import VERSION
from ..ontology.errors import NothingFound, Text
from ..ontology.iris import Iris
from ..ontology.vocabulary import BASE
from ..queries.answers import GRAPHS
from ..queries.catalogue import catalogue
from ..queries.dataset_description import about_graph, describe, in_both
from ..queries.described import DESCRIPTION_PREFIXES, dataset_iri, grouped, node, said, short
from ..queries.examples import examples
from ..queries.resource import Resource, is_graph, is_mentioned, read_resource
from ..visualizations.linked import path_of
from ..visualizations.resource_page import SUFFIXES, resource_page
from ..visualizations.vocabulary_page import vocabulary_page
from .endpoint.http import address
from .graph_holder import GraphHolder
from .negotiation import choose, language
from .problems import HTTPProblem

_HTML = "text/html"
_PAGES = (_HTML, *GRAPHS)
_ENDINGS = {".html": _HTML, **SUFFIXES}
_XML = "application/rdf+xml"
_XML_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ONTOLOGY = Iris().graph("ontology")
_SHOWN = Text("{name}：列出 {shown} 条，共 {total} 条", "{name}: {shown} of {total} statements are given")


def router(graph: GraphHolder) -> APIRouter:
    """The routes, answering from a graph."""
    routes = APIRouter(tags=["linked data"])

    @lru_cache(maxsize=4)  # of a large graph the description is some megabytes, and a second of work
    def void(version: str, here: str, media_type: str) -> bytes:  # noqa: ARG001 - the version is for the cache
        return _rdf(describe(graph.store(), here), media_type)

    @routes.get("/.well-known/void", responses=_formats(GRAPHS))
    def describe_the_data(request: Request) -> Response:
        """The data as a whole: VoID, DCAT, its named graphs with their sizes."""
        version, here = graph.store().version, _address(request)
        write = void if version else void.__wrapped__
        return _respond(request, version, None, GRAPHS, lambda kind: write(version, here, kind))

    @routes.get("/.well-known/sparql-examples", responses=_formats(GRAPHS))
    def list_the_examples(request: Request) -> Response:
        """The catalogue's questions as sh:SPARQLExecutable."""
        here = _address(request)
        return _respond(request, VERSION, None, GRAPHS, lambda kind: _rdf(examples(catalogue().values(), here), kind))

    @routes.get("/ns", responses=_formats(_PAGES))
    def describe_the_vocabulary(request: Request) -> Response:
        """Every class, property and code of the vocabulary, with its meaning in Chinese and English."""
        return _vocabulary(request, graph.store(), None)

    @routes.get("/ns{suffix}", include_in_schema=False)
    def describe_the_vocabulary_as(request: Request, suffix: str) -> Response:
        if suffix not in _ENDINGS:
            raise _nothing(f"{BASE}ns{suffix}")
        return _vocabulary(request, graph.store(), _ENDINGS[suffix])

    @routes.get("/id/{path:path}", responses=_formats(_PAGES))
    def describe_a_thing(request: Request, path: str) -> Response:  # noqa: ARG001 - it is read undecoded
        """What the graph says of a thing and what points at it, with the words that prove it."""
        return _thing(request, graph.store())

    for route in list(routes.routes):
        routes.add_api_route(route.path, route.endpoint, methods=["HEAD"], include_in_schema=False)  # type: ignore[attr-defined]
    return routes


def _vocabulary(request: Request, store: Store, kind: str | None) -> Response:
    spoken = language(request.query_params.get("lang"), request.headers.get("accept-language"))

    def write(media_type: str) -> bytes:
        triples = sorted(store.triples(_ONTOLOGY), key=str)
        if not triples:
            raise _nothing(f"{BASE}ns")
        return vocabulary_page(triples, spoken).encode() if media_type == _HTML else _rdf(triples, media_type)

    return _respond(request, store.version, kind, _PAGES, write)


def _thing(request: Request, store: Store) -> Response:
    name, ending = _named(request, store)
    spoken = language(request.query_params.get("lang"), request.headers.get("accept-language"))
    here = _address(request)

    def write(media_type: str) -> bytes:
        found = _found(store, name, here)
        if found is None:
            raise _nothing(name)
        return (
            resource_page(found, spoken).encode() if media_type == _HTML else _rdf(_document(found, here), media_type)
        )

    return _respond(request, store.version, _ENDINGS.get(ending), _PAGES, write)


def _named(request: Request, store: Store) -> tuple[str, str]:
    """The IRI that a request is about, and the suffix that chooses the format.

    An IRI is looked for as the address spells it, percent signs and all, then decoded, and each without its suffix
    only where the graph does not know it with the suffix. Raises NothingFound.
    """
    scope = request.scope
    raw = scope["raw_path"].decode("ascii", "replace").removeprefix(scope.get("root_path", ""))
    spellings = dict.fromkeys(f"{BASE}{spelling.removeprefix('/')}" for spelling in (raw, unquote(raw)))
    known = [name for name in spellings if _is_iri(name)]
    if not known:
        raise _nothing(unquote(raw))
    plain = [(name, "") for name in known]
    ended = [(name.removesuffix(ending), ending) for name in known for ending in _ENDINGS if name.endswith(ending)]
    if len(plain) + len(ended) == 1:
        return plain[0]
    return next((found for found in (*plain, *ended) if is_mentioned(store, found[0])), (ended or plain)[-1])


def _is_iri(name: str) -> bool:
    try:
        NamedNode(name)
    except ValueError:
        return False
    return True


def _found(store: Store, name: str, here: str) -> Resource | None:
    """What there is to say of a thing; of a named graph also how to get it."""
    found = read_resource(store, name)
    if name.startswith(Iris().graph("")) and is_graph(store, name):
        found = found or Resource(name, (), (), ())
        return replace(found, outgoing=(*found.outgoing, *about_graph(here, name)))
    return found


def _document(found: Resource, here: str) -> Iterable[Triple]:
    """The description of a thing, and of the document that it is: what is left out stands there."""
    document = f"{here}{path_of(found.iri)}"
    cut = [one for one in found.incoming if one.total > len(one.subjects)]
    comments = (_SHOWN.format(name=short(one.predicate.value), shown=len(one.subjects), total=one.total) for one in cut)
    about = said(
        document,
        ("rdf:type", node("foaf:Document")),
        ("foaf:primaryTopic", NamedNode(found.iri)),
        ("void:inDataset", NamedNode(dataset_iri(here))),
        *(("rdfs:comment", comment) for text in comments for comment in in_both(text)),
    )
    return [*found.triples(), *about]


def _nothing(name: str) -> NothingFound:
    shown = name if len(name) <= 200 else f"{name[:200]}…"
    return NothingFound(Text(f"图谱里没有 {shown}", f"the graph knows nothing of {shown}"))


def _rdf(triples: Iterable[Triple], media_type: str) -> bytes:
    found = grouped(triples)
    if media_type == _XML and not all(map(_fits_xml, found)):
        raise _not_acceptable([kind for kind in GRAPHS if kind != media_type])
    return serialize(found, format=GRAPHS[media_type], prefixes=DESCRIPTION_PREFIXES) or b""


def _fits_xml(triple: Triple) -> bool:
    """Whether RDF/XML can hold a triple: the property ends in an XML name, the text has no control characters.

    The engine's serializer does not look, and writes what no parser reads.
    """
    text = triple.object.value if isinstance(triple.object, Literal) else ""
    return bool(_XML_NAME.search(triple.predicate.value)) and not _NOT_XML.search(text)


def _respond(
    request: Request, version: str, kind: str | None, offered: Iterable[str], write: Callable[[str], bytes]
) -> Response:
    """A representation in the format of a suffix, or the one the client likes best; 304 when it has it already."""
    media_type = kind or choose(request.headers.get("accept"), offered)
    if media_type is None:
        raise _not_acceptable(offered)
    headers = {"Vary": "Accept, Accept-Language" if media_type == _HTML else "Accept", "Cache-Control": "no-cache"}
    if version:
        seen = (version, VERSION, media_type, str(request.url), request.headers.get("accept-language"))
        # Weak: a serializer may order prefixes differently each time.
        headers["ETag"] = f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'
        if headers["ETag"] in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(write(media_type), media_type=media_type, headers=headers)


def _not_acceptable(offered: Iterable[str]) -> HTTPProblem:
    names = ", ".join(offered)
    return HTTPProblem(HTTPStatus.NOT_ACCEPTABLE, Text(f"可用的格式：{names}", f"available media types: {names}"))


def _address(request: Request) -> str:
    """The address of this server. Raises HTTPProblem when the Host header makes none."""
    here = address(request.scope)
    if not _is_iri(here):
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, Text("Host 头不是地址", "the Host header is no address"))
    return here


def _formats(media_types: Iterable[str]) -> dict[int | str, dict[str, object]]:
    """What OpenAPI says of the formats."""
    return {200: {"content": {kind: {} for kind in media_types}}}
