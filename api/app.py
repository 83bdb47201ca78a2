"""The web application: pages, SPARQL endpoint, REST and their documentation, all without the internet."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

from ..graph.stores import is_remote
from ..graph.version import VERSION
from ..ontology.errors import Language
from ..queries.answers import table
from ..queries.catalogue import question
from ..visualizations import pages
from . import explorer, explorer_pages, explorer_views, linked_data, problems, rest
from .cypher import router as cypher_router
from .endpoint import openapi
from .endpoint.cache import Cache
from .endpoint.gateway import Gateway
from .endpoint.graph_store import PATH as GRAPHS
from .endpoint.graph_store import GraphStoreEndpoint
from .endpoint.http import App
from .endpoint.service import Service
from .endpoint.sparql import SparqlEndpoint
from .gate import Gate
from .graph_holder import GraphHolder
from .metrics import MEDIA_TYPE, Metrics, folder_size
from .negotiation import language
from .settings import Settings


def create_app(settings: Settings, port: int) -> Gate:
    """The application over the store in the settings, served on a port. Raises StoreError when there is none."""
    graph = GraphHolder(settings.store)
    gateway = Gateway(settings, port) if settings.allowed_addresses and not is_remote(settings.store) else None
    service = Service(settings, gateway.address if gateway else None)
    cache = Cache(settings.cache_bytes)
    metrics = Metrics(lambda: _figures(settings, service, cache))
    app = FastAPIOffline(
        title="taizhang",
        version=VERSION,
        description="政策工作台账的知识图谱：SPARQL、REST 与网页。Knowledge graph over Chinese policy ledgers.",
        lifespan=_lifespan(service),
    )
    problems.install(app, explorer_pages.no_page)
    generated = app.openapi
    app.openapi = lambda: app.openapi_schema or openapi.describe(generated())  # type: ignore[method-assign]
    app.include_router(rest.router(graph, service))
    app.include_router(explorer_views.router(graph, service))
    app.include_router(linked_data.router(graph))
    if (asked_in_cypher := cypher_router(settings)) is not None:
        app.include_router(asked_in_cypher)
    app.include_router(explorer.router(service, cache))
    app.include_router(explorer_pages.router())
    app.mount("/static", StaticFiles(directory=str(files("taizhang.visualizations") / "static")), name="static")
    _add_pages(app, graph, service)
    _add_operation(app, service, metrics)
    sparql, graphs = SparqlEndpoint(service, settings, cache, graph), GraphStoreEndpoint(service, settings)
    endpoints: dict[str, App] = {"/sparql": sparql, "/sparql/": sparql, GRAPHS: graphs, f"{GRAPHS}/": graphs}
    return Gate(app, endpoints, gateway, settings, metrics, service.close)


def _lifespan(service: Service):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        gc.freeze()  # what was imported stays: the collector need not look at it again
        yield

    return lifespan


def _figures(settings: Settings, service: Service, cache: Cache) -> dict[str, dict[str, float]]:
    """The state of the server's parts, for /metrics."""
    size = folder_size(settings.store) if isinstance(settings.store, Path) else 0
    return {
        "pool": dict(service.readers.figures),
        "writer": dict(service.writers.figures),
        "analyst": dict(service.analysts.figures),
        "explorer": dict(service.explorers.figures),
        "lookups": {"answered": service.lookups.answered},
        "cache": {"bytes": cache.bytes, "entries": len(cache), "hits": cache.hits, "misses": cache.misses},
        "store": {"bytes": size},
    }


def _add_operation(app: FastAPI, service: Service, metrics: Metrics) -> None:
    """What those who run the server ask."""

    @app.get("/healthz", tags=["operation"])
    def healthy() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @app.get("/readyz", tags=["operation"])
    async def ready() -> dict[str, str]:
        """Queries are answered; 503 while they are not."""
        await service.ask("SELECT * {} LIMIT 1")
        return {"status": "ready", "version": service.version()}

    @app.get("/metrics", tags=["operation"])
    def counted() -> Response:
        """Counters and gauges in the Prometheus text format."""
        return Response(metrics.text(), media_type=MEDIA_TYPE)


def _add_pages(app: FastAPI, graph: GraphHolder, service: Service) -> None:
    @app.get("/measures/{ledger}/{key}", response_class=HTMLResponse, include_in_schema=False)
    def measure(request: Request, ledger: str, key: str) -> str:
        found = graph.ledger(ledger)
        return pages.measure_page(found, rest.find_measure(found, key), _language(request))

    @app.get("/queries/{name}", response_class=HTMLResponse, include_in_schema=False)
    async def answer(request: Request, name: str, ui: str | None = None) -> str:
        asked = question(name)
        values = {key: value for key, value in request.query_params.items() if key != "ui"}
        found = table(await service.ask(asked.bind(values)))
        spoken = language(ui, request.headers.get("accept-language"))
        return pages.answer(asked, values, found, spoken)

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> RedirectResponse:
        return RedirectResponse("/static/icon.svg")


def _language(request: Request) -> Language:
    return language(request.query_params.get("lang"), request.headers.get("accept-language"))
