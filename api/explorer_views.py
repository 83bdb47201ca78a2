"""What the explorer's pages of load, impact, time, ledger and queries ask for beside the interfaces for everyone."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from threading import Lock
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from ..graph.drift import compare
from ..graph.networks import Network
from ..graph.store import Store
from ..ontology.errors import Language, NothingFound, Text
from ..ontology.iris import Iris
from ..ontology.vocabulary import PREFIXES
from ..queries.catalogue import catalogue
from ..visualizations.explorer import document, instruments, times
from ..visualizations.explorer.load import load_view, read_network
from ..visualizations.explorer.terms import terms
from .changes import day
from .endpoint.service import Service
from .exports import calendar
from .graph_holder import GraphHolder
from .negotiation import language
from .pictures import PictureFormat, load_of
from .rest import find_measure

T = TypeVar("T")
VersionPath = Annotated[str, Query(pattern=r"^[\w./-]+$", max_length=300)]
#: Years around the present that recurring duties are shown for.
_BEFORE, _AFTER = 1, 2


class Held(Generic[T]):
    """Something that takes a while to read, kept for the graph it was read from."""

    def __init__(self, read: Callable[[Store], T]):
        self._read, self._lock = read, Lock()
        self._found: tuple[Store, T] | None = None

    def of(self, store: Store) -> T:
        """What was read from this store; read now where it is another than before."""
        with self._lock:
            if self._found is None or self._found[0] is not store:
                self._found = (store, self._read(store))
            return self._found[1]


def router(graph: GraphHolder, service: Service) -> APIRouter:
    """The routes under /api/explorer that these pages need."""
    routes = APIRouter(prefix="/api/explorer", tags=["explorer"])
    network: Held[Network] = Held(read_network)

    def answered(content: Any) -> Response:
        headers = {"X-Data-Version": service.version()}
        return Response(orjson.dumps(content), media_type="application/json", headers=headers)

    @routes.get("/terms")
    def list_terms() -> Response:
        """Prefixes and terms for the SPARQL console."""
        found = terms(graph.store().triples(Iris().graph("ontology")), catalogue().values())
        return answered({"prefixes": PREFIXES, "terms": [asdict(term) for term in found]})

    @routes.get("/load")
    def show_load(ledger: str = "", on: str = "") -> Response:
        """Units with their load, and every measure with who carries it; deadlines count from `on`."""
        if ledger:
            graph.ledger(ledger)  # an unknown name is an error, not an empty page
        return answered(asdict(load_view(network.of(graph.store()), ledger, day(on))))

    @routes.get("/pictures/load.{form}", responses={200: {"content": {one.media_type: {} for one in PictureFormat}}})
    def draw_load(form: PictureFormat, ledger: str = "", on: str = "", lang: Language = Language.ZH) -> Response:
        """The load of units as a picture for reports, with legend, source and day."""
        drawn = load_of(graph.store(), ledger or None, day(on), lang)
        return Response(drawn.written(form), media_type=form.media_type)

    @routes.get("/instruments")
    async def find_instruments(q: Annotated[str, Query(max_length=200)] = "") -> Response:
        """Instruments by words of their titles, names and numbers; those that measures name come first."""
        found = instruments.instruments(await service.ask(instruments.search_query(q)))
        return answered([asdict(one) for one in found])

    @routes.get("/versions")
    async def list_versions(instrument: Annotated[str, Query(pattern=r"^[\w./-]+$", max_length=300)]) -> Response:
        """The texts of an instrument; it is named by the end of its IRI, as reg/guobanfa-2022-27."""
        found = instruments.versions(await service.ask(instruments.versions_query(instrument)))
        return answered([asdict(one) for one in found])

    @routes.get("/compare")
    async def compare_versions(old: VersionPath, new: VersionPath) -> Response:
        """Two texts article by article, with the words that differ; each is named by the end of its IRI."""
        sides = [instruments.articles(await service.ask(instruments.articles_query(path))) for path in (old, new)]
        for path, found in zip((old, new), sides, strict=True):
            if not found:
                raise NothingFound(Text(f"图谱里没有 {path} 的条文", f"the graph has no articles of {path}"))
        compared = await run_in_threadpool(compare, *sides)  # long texts take a while
        content = [
            {
                "change": one.change.value,
                "old": one.old and {"label": one.old.label, "text": one.old.text},
                "new": one.new and {"label": one.new.label, "text": one.new.text},
                "words": [[piece.kind.value, piece.text] for piece in one.pieces],
            }
            for one in compared
        ]
        return answered(content)

    @routes.get("/times")
    async def show_times(ledger: str = "") -> Response:
        """Deadlines by day, recurring ones for some years, texts of the instruments that measures name."""
        names = [ledger] if ledger else graph.names()
        ledgers = [graph.ledger(name) for name in names]
        this = datetime.now(UTC).year
        years = {d.date.year for one in ledgers for m in one.measures for d in m.deadlines if d.date}
        first, last = min({this - _BEFORE, *years}), max({this + _AFTER, *years})
        versions = times.versions(await service.ask(times.VERSIONS))
        return answered(
            {
                "today": date.today().isoformat(),  # noqa: DTZ011 - the day of the reader's office
                "ledgers": [{"name": one.slug, "title": one.title} for one in ledgers],
                "dues": sorted((asdict(d) for one in ledgers for d in times.dues(one, first, last)), key=_by_day),
                "undated": [asdict(d) for one in ledgers for d in times.undated(one)],
                "versions": [asdict(one) for one in versions],
            }
        )

    @routes.get("/calendar.ics")
    def write_calendar(ledger: str = "", unit: str = "", once: bool = False) -> Response:
        """Dated and recurring deadlines as iCalendar: of all units or one, with what recurs or without."""
        names = [ledger] if ledger else graph.names()
        found = (times.narrowed(graph.ledger(name), unit, once) for name in names)
        return Response(calendar(found), media_type="text/calendar; charset=utf-8")

    @routes.get("/ledgers")
    def list_ledgers() -> Response:
        """The ledgers in the graph."""
        return answered([{"name": one.slug, "title": one.title} for one in map(graph.ledger, graph.names())])

    @routes.get("/ledgers/{name}")
    def show_ledger(request: Request, name: str, accept_language: Annotated[str | None, Header()] = None) -> Response:
        """A whole ledger: measures with what was read and repaired, and findings."""
        spoken = Language(language(request.query_params.get("lang"), accept_language))
        return answered(asdict(document.document_view(graph.ledger(name), spoken)))

    @routes.get("/ledgers/{name}/{key}/source")
    def show_source(name: str, key: str) -> Response:
        """The words a measure was read from, with their marks."""
        found = graph.ledger(name)
        return answered(document.source_view(found, find_measure(found, key)))

    return routes


def _by_day(due: dict[str, Any]) -> tuple[str, str, str]:
    return due["day"], due["ledger"], due["key"]
