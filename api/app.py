"""The web application: pages, SPARQL endpoint, REST and their documentation, all without the internet."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

from ..graph.version import VERSION
from ..ontology.errors import Language
from ..queries.answers import ask, table
from ..queries.catalogue import catalogue, question
from ..visualizations import pages
from . import problems, rest, sparql
from .graph_holder import GraphHolder
from .negotiation import language
from .settings import Settings

#: Everything a page may load comes from this server. The API documentation needs its own inline script.
_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_DOCS_POLICY = f"{_POLICY}; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"


def create_app(settings: Settings) -> FastAPI:
    """The application over the store in the settings. Raises StoreError when there is none."""
    graph = GraphHolder(settings.store)
    app = FastAPIOffline(
        title="taizhang",
        version=VERSION,
        description="政策工作台账的知识图谱：SPARQL、REST 与网页。Knowledge graph over Chinese policy ledgers.",
    )
    problems.install(app)
    app.include_router(sparql.router(graph, settings.max_query_bytes))
    app.include_router(rest.router(graph))
    app.mount("/static", StaticFiles(directory=str(files("taizhang.visualizations") / "static")), name="static")
    _add_pages(app, graph)
    app.middleware("http")(_secure)
    app.state.graph = graph
    return app


def _add_pages(app: FastAPI, graph: GraphHolder) -> None:
    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def overview(request: Request, ledger: str | None = None, q: str = "", unit: str = "", page: int = 1) -> str:
        found = graph.ledger(ledger)
        search = pages.Search(words=q, unit=unit, page=max(1, page))
        return pages.overview(found, graph.names(), search, _language(request))

    @app.get("/measures/{ledger}/{key}", response_class=HTMLResponse, include_in_schema=False)
    def measure(request: Request, ledger: str, key: str) -> str:
        found = graph.ledger(ledger)
        return pages.measure_page(found, rest.find_measure(found, key), _language(request))

    @app.get("/queries", response_class=HTMLResponse, include_in_schema=False)
    def questions(request: Request) -> str:
        return pages.questions(catalogue().values(), _language(request))

    @app.get("/queries/{name}", response_class=HTMLResponse, include_in_schema=False)
    def answer(request: Request, name: str, ui: str | None = None) -> str:
        asked = question(name)
        values = {key: value for key, value in request.query_params.items() if key != "ui"}
        found = table(ask(graph.store(), asked, values))
        spoken = language(ui, request.headers.get("accept-language"))
        return pages.answer(asked, values, found, spoken)

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> RedirectResponse:
        return RedirectResponse("/static/icon.svg")


def _language(request: Request) -> Language:
    return language(request.query_params.get("lang"), request.headers.get("accept-language"))


async def _secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    docs = request.url.path.startswith(("/docs", "/redoc"))
    response.headers.setdefault("Content-Security-Policy", _DOCS_POLICY if docs else _POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
