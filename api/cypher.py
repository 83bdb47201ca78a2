"""Read-only Cypher over HTTP, where a Neo4j is configured: the limits and result shapes of the SPARQL side."""

import asyncio
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from neo4j import Driver
from pydantic import BaseModel, Field, ValidationError
from pyoxigraph import QuerySolutions

from ..ontology.errors import NotAcceptable, StoreError, Text, TookTooLong
from ..queries import answers, cypher
from . import property_graphs
from .endpoint.http import read_body
from .endpoint.pool import QUEUE_FULL, TOO_LONG
from .endpoint.tasks import Busy
from .negotiation import choose
from .problems import HTTPProblem
from .rest import Rows
from .settings import Settings

_JSON = "application/json"
#: What an answer is written as: rows as the REST interface has them, or any form of SPARQL results.
OFFERED = (_JSON, *(media for media in answers.RESULTS if media != _JSON))
_NOT_ACCEPTABLE = Text("无法按所要的格式回答", "there is no such form of the answer")
_SILENT = Text("Neo4j 没有回答", "Neo4j does not answer")
_NO_STATEMENT = Text(
    '请求体应为 JSON：{"query": "…", "parameters": {…}}', 'the body must be JSON: {"query": "...", "parameters": {...}}'
)

Seconds = Annotated[
    float | None,
    Query(gt=0, allow_inf_nan=False, description="Seconds the statement may take, up to the server's cap."),
]
Accept = Annotated[str | None, Header(include_in_schema=False)]


class Statement(BaseModel):
    """A statement with its parameters."""

    query: str = Field(min_length=1)
    parameters: dict[str, Any] = {}


_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in OFFERED}, "model": Rows, "description": "The answer"}
}
_BODY = {"required": True, "content": {_JSON: {"schema": Statement.model_json_schema()}}}


def router(settings: Settings) -> APIRouter | None:
    """The routes of /api/cypher; None where no Neo4j is configured. Raises SettingsError."""
    if settings.neo4j_uri is None:
        return None
    asker = _Asker(settings)
    routes = APIRouter(prefix="/api", tags=["cypher"], lifespan=asker.lifespan)

    @routes.get("/cypher", responses=_FORMS)
    async def ask(
        query: Annotated[str, Query(min_length=1)], timeout: Seconds = None, accept: Accept = None
    ) -> Response:
        """Run a Cypher statement that only reads."""
        return await asker.answer(Statement(query=query), timeout, accept)

    @routes.post("/cypher", responses=_FORMS, openapi_extra={"requestBody": _BODY})
    async def ask_with_parameters(request: Request, timeout: Seconds = None, accept: Accept = None) -> Response:
        """Run a Cypher statement that only reads, with parameters."""
        body = await read_body(request.receive, settings.max_query_bytes)
        return await asker.answer(_statement(body), timeout, accept)

    return routes


def _statement(body: bytes) -> Statement:
    try:
        return Statement.model_validate_json(body)
    except ValidationError as error:
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, _NO_STATEMENT) from error


class _Asker:
    """Asks one server, a few statements at a time: the driver blocks, so each has a thread, and others wait in line."""

    def __init__(self, settings: Settings):
        self._server = property_graphs.server_of(settings)
        self._settings = settings
        self._places = settings.workers or max(2, os.cpu_count() or 2)
        self._threads = ThreadPoolExecutor(self._places, "cypher")
        self._asked = 0
        self._lock = Lock()
        self._driver: Driver | None = None

    async def answer(self, statement: Statement, seconds: float | None, accept: str | None) -> Response:
        """The response to a statement. Raises TaizhangError."""
        media = choose(accept, OFFERED)
        if media is None:
            raise NotAcceptable(_NOT_ACCEPTABLE)
        if self._asked >= self._places + self._settings.queue:
            raise Busy(QUEUE_FULL)
        self._asked += 1
        try:
            loop = asyncio.get_running_loop()
            content = await loop.run_in_executor(self._threads, self._content, statement, seconds, media)
        finally:
            self._asked -= 1
        return Response(content, media_type=media)

    def _content(self, statement: Statement, asked: float | None, media: str) -> bytes:
        seconds = min(asked or self._settings.timeout, self._settings.max_timeout)
        limits = cypher.Limits(seconds, self._settings.max_rows, self._settings.max_answer_bytes)
        try:
            return _written(
                cypher.run_foreign(self._opened(), self._server, statement.query, statement.parameters, limits), media
            )
        except TookTooLong as error:
            raise Busy(TOO_LONG.format(seconds=seconds), retry_after=int(seconds)) from error
        except StoreError as error:
            raise HTTPProblem(HTTPStatus.SERVICE_UNAVAILABLE, _SILENT, {"Retry-After": "5"}) from error

    def _opened(self) -> Driver:
        """The driver, opened by the first request; it finds a server that was away again by itself."""
        with self._lock:
            if self._driver is None:
                self._driver = cypher.driver(self._server)
            return self._driver

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Ends with the application."""
        yield
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._driver:
            self._driver.close()


def _written(found: QuerySolutions, media: str) -> bytes:
    if media != _JSON:
        return answers.write(found, media)
    columns = [variable.value for variable in found.variables]
    return Rows(name="cypher", columns=columns, rows=answers.records(found)).model_dump_json().encode()
