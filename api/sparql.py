"""The SPARQL 1.1 Protocol, query operations: GET, POST with a form, POST with the query itself."""

from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ..ontology.errors import Text
from ..queries import answers
from ..queries.guard import refuse_remote
from .graph_holder import GraphHolder
from .negotiation import choose
from .problems import HTTPProblem

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

_EXAMPLE = "SELECT ?unit (COUNT(?measure) AS ?led) WHERE { ?unit tz:leads ?measure } GROUP BY ?unit"
_PARAMETERS = [
    {"name": "query", "in": "query", "schema": {"type": "string"}, "example": _EXAMPLE},
    {"name": "default-graph-uri", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
    {"name": "named-graph-uri", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
]
_BODY = {"content": {FORM: {"schema": {"type": "object"}}, DIRECT: {"schema": {"type": "string"}}}}


def router(graph: GraphHolder, max_bytes: int) -> APIRouter:
    """The endpoint, answering from a graph."""
    routes = APIRouter(tags=["SPARQL"])

    @routes.get("/sparql", summary="Query by GET", openapi_extra={"parameters": _PARAMETERS}, response_class=Response)
    async def sparql_get(request: Request) -> Response:
        """Answer a SPARQL 1.1 query. The media type follows the Accept header."""
        return await run_in_threadpool(_answer, graph, request, request.query_params.multi_items())

    @routes.post("/sparql", summary="Query by POST", openapi_extra={"requestBody": _BODY}, response_class=Response)
    async def sparql_post(request: Request) -> Response:
        """Answer a SPARQL 1.1 query sent in the body."""
        body = await _body(request, max_bytes)
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind == FORM:
            pairs = parse_qsl(body, keep_blank_values=True)
        elif kind == DIRECT:
            pairs = [*request.query_params.multi_items(), ("query", body)]
        else:
            message = Text(f"请求体应为 {FORM} 或 {DIRECT}", f"the body must be {FORM} or {DIRECT}")
            raise HTTPProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
        return await run_in_threadpool(_answer, graph, request, pairs)

    return routes


async def _body(request: Request, max_bytes: int) -> str:
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > max_bytes:
            message = Text(f"查询超过 {max_bytes} 字节", f"the query is larger than {max_bytes} bytes")
            raise HTTPProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, Text("请求体不是 UTF-8", "the body is not UTF-8")) from error


def _answer(graph: GraphHolder, request: Request, pairs: list[tuple[str, str]]) -> Response:
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise HTTPProblem(
            HTTPStatus.BAD_REQUEST, Text("要有且只有一个 query 参数", "exactly one query parameter is needed")
        )
    if any(name == "update" for name, _ in pairs):
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, Text("此端点只读", "this endpoint only reads"))
    refuse_remote(queries[0])
    answer = graph.store().query(
        queries[0],
        [value for name, value in pairs if name == "default-graph-uri"],
        [value for name, value in pairs if name == "named-graph-uri"],
    )
    offered = list(answers.formats_of(answer))
    media_type = choose(request.headers.get("accept"), offered)
    if media_type is None:
        message = Text(f"可用的格式：{', '.join(offered)}", f"available media types: {', '.join(offered)}")
        raise HTTPProblem(HTTPStatus.NOT_ACCEPTABLE, message)
    return Response(answers.write(answer, media_type), media_type=media_type, headers={"Vary": "Accept"})
