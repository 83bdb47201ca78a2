"""Read-only Cypher over HTTP, where a Neo4j is configured: the limits and result shapes of the SPARQL side."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Query, Response
from neo4j import Driver, GraphDatabase
from pydantic import BaseModel, Field
from pyoxigraph import QuerySolutions

from ..ontology.errors import NotAcceptable, Text, TookTooLong
from ..queries import answers, cypher
from . import property_graphs
from .negotiation import choose
from .problems import HTTPProblem
from .rest import Rows
from .settings import Settings

_JSON = "application/json"
#: What an answer is written as: rows as the REST interface has them, or any form of SPARQL results.
OFFERED = (_JSON, *(media for media in answers.RESULTS if media != _JSON))
_NOT_ACCEPTABLE = Text("无法按所要的格式回答", "there is no such form of the answer")


class Statement(BaseModel):
    """A statement with its parameters."""

    query: str = Field(min_length=1, max_length=100_000)
    parameters: dict[str, Any] = {}


def router(settings: Settings) -> APIRouter | None:
    """The routes of /api/cypher; None where no Neo4j is configured."""
    if settings.neo4j_uri is None or settings.neo4j_password is None:
        return None
    holder = _Holder(property_graphs.server_of(settings))
    routes = APIRouter(prefix="/api", tags=["cypher"], lifespan=holder.lifespan)

    def answer(statement: Statement, timeout: float | None, accept: str | None) -> Response:
        media = choose(accept, OFFERED)
        if media is None:
            raise NotAcceptable(_NOT_ACCEPTABLE)
        seconds = min(timeout or settings.timeout, settings.max_timeout)
        limits = cypher.Limits(seconds, settings.max_rows)
        try:
            found = cypher.run_foreign(holder.driver(), holder.server, statement.query, statement.parameters, limits)
        except TookTooLong as error:
            raise HTTPProblem(HTTPStatus.SERVICE_UNAVAILABLE, error.text) from error
        return _written(found, media)

    @routes.get("/cypher", response_model=Rows, responses=_forms(OFFERED))
    def ask(
        query: Annotated[str, Query(min_length=1, max_length=100_000)],
        timeout: Annotated[float | None, Query(gt=0)] = None,
        accept: Annotated[str | None, Header()] = None,
    ) -> Response:
        """Run a Cypher statement that only reads."""
        return answer(Statement(query=query), timeout, accept)

    @routes.post("/cypher", response_model=Rows, responses=_forms(OFFERED))
    def ask_with_parameters(
        statement: Statement,
        timeout: Annotated[float | None, Query(gt=0)] = None,
        accept: Annotated[str | None, Header()] = None,
    ) -> Response:
        """Run a Cypher statement that only reads, with parameters."""
        return answer(statement, timeout, accept)

    return routes


def _forms(offered: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media: {} for media in offered}}}


def _written(found: QuerySolutions, media: str) -> Response:
    if media != _JSON:
        return Response(answers.write(found, media), media_type=media)
    columns = [variable.value for variable in found.variables]
    rows = Rows(name="cypher", columns=columns, rows=answers.records(found))
    return Response(rows.model_dump_json(), media_type=_JSON)


class _Holder:
    """One driver for a server, opened by the first request and closed with the application."""

    def __init__(self, server: cypher.Server):
        self.server = server
        self._lock = Lock()
        self._driver: Driver | None = None

    def driver(self) -> Driver:
        with self._lock:
            if self._driver is None:
                auth = (self.server.user, self.server.password)
                self._driver = GraphDatabase.driver(self.server.uri, auth=auth, notifications_min_severity="OFF")
            return self._driver

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        yield
        if self._driver:
            self._driver.close()
