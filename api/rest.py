"""REST: the questions of the catalogue and the measures, as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from ..graph.carrying import compare_ledgers
from ..graph.impact_rules import ChangeKind
from ..graph.model import Ledger, Measure
from ..graph.record import measure_record
from ..ontology.errors import Language, NothingFound, Text
from ..ontology.iris import Iris
from ..queries import answers
from ..queries.catalogue import Question, catalogue, question
from . import comparing
from .endpoint.jobs import Impact
from .endpoint.service import Service
from .graph_holder import GraphHolder
from .impact_exports import Report


class ParameterInfo(BaseModel):
    """A parameter of a question."""

    name: str
    type: str
    default: str
    description: dict[str, str]


class QuestionInfo(BaseModel):
    """A question of the catalogue."""

    name: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: list[ParameterInfo]
    sparql: str


class Rows(BaseModel):
    """The answer to a question: columns and rows of plain values."""

    name: str
    columns: list[str]
    rows: list[dict[str, str | int | float | None]]


class Measures(BaseModel):
    """Measures of one ledger, each in the form `taizhang extract` prints."""

    ledger: str
    total: int
    measures: list[dict[str, Any]]


_NAMED = "its name in /api/ledgers, or words of its title."
#: A report carries its own style and needs nothing else.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def router(graph: GraphHolder, service: Service) -> APIRouter:
    """The routes under /api: questions are asked of the service, all else is answered from the graph."""
    routes = APIRouter(prefix="/api")

    @routes.get("/queries", tags=["queries"])
    def list_queries() -> list[QuestionInfo]:
        """Every question with its titles, parameters and SPARQL."""
        return [_info(found) for found in catalogue().values()]

    @routes.get("/queries/{name}", tags=["queries"])
    async def run_query(name: str, request: Request, response: Response) -> Rows:
        """Ask a question; its parameters are query parameters of the same names."""
        response.headers["X-Data-Version"] = service.version()
        asked = question(name)
        values = {key: value for key, value in request.query_params.items() if key != "lang" or _takes_lang(asked)}
        answer = await service.ask(asked.bind(values))
        columns = [variable.value for variable in answer.variables]
        return Rows(name=name, columns=columns, rows=answers.records(answer))

    @routes.get("/impact", tags=["impact"], responses={200: {"content": {form.media_type: {} for form in Report}}})
    async def ask_about_a_change(
        instrument: str,
        change: ChangeKind | None = None,
        on: str | None = None,
        article: Annotated[list[str] | None, Query()] = None,
        old: str | None = None,
        new: str | None = None,
        format: Report = Report.JSON,  # noqa: A002 - the name of the query parameter
        lang: Language = Language.ZH,
    ) -> Response:
        """What a change touches: measures, units, deadlines and texts, each with its class, reason, path and words.

        `instrument` is a number, a title, words of a title or an IRI; `old` and `new` are days of versions.
        """
        asked = Impact(instrument, change, on, article or [], old, new, format, lang)
        reply = await service.impact(asked)
        body = b"".join([piece async for piece in reply.chunks()])
        policy = {"Content-Security-Policy": REPORT_POLICY} if format is Report.HTML else None
        return Response(body, media_type=format.media_type, headers=policy)

    @routes.get("/compare", tags=["measures"], responses=comparing.RESPONSES, response_class=Response)
    def compare_two_ledgers(
        city: Annotated[str, Query(min_length=1, description=f"The ledger that carries out: {_NAMED}")],
        plan: Annotated[str, Query(min_length=1, description=f"The plan that is carried out: {_NAMED}")],
        format: comparing.ComparisonForm = comparing.ComparisonForm.JSON,  # noqa: A002 - the name of the parameter
        lang: Language = Language.ZH,
    ) -> Response:
        """Which measures of a ledger carry out which of a plan, with scores and the words of both; coverage both ways.

        A link is `likely` or `possible` by its `score`, from 0 to 1, and the `bounds` of this comparison. `sentences`
        are those that share most, `shared` the rarest words of both measures, each with its place in its document.
        `untaken` and `without_basis` list what has no likely link, with the `best` possible one or null. `lang` is the language
        of md, html and xlsx. How good the links are: docs/carrying.md.
        """
        store = graph.store()
        sides = [graph.ledger(comparing.name_of(store, name)) for name in (city, plan)]
        found = compare_ledgers(*sides)
        policy = {"Content-Security-Policy": REPORT_POLICY} if format is comparing.ComparisonForm.HTML else None
        return Response(comparing.write(found, format, lang), media_type=format.media_type, headers=policy)

    @routes.get("/ledgers", tags=["measures"])
    def list_ledgers() -> list[dict[str, Any]]:
        """The ledgers in the graph."""
        ledgers = [graph.ledger(name) for name in graph.names()]
        return [{"name": one.slug, "title": one.title, "measures": len(one.measures)} for one in ledgers]

    @routes.get("/measures", tags=["measures"])
    def list_measures(
        ledger: str | None = None,
        limit: int = Query(100, ge=1, le=1000),
        offset: int = Query(0, ge=0, lt=2**31),
    ) -> Measures:
        """The measures of a ledger, in order; of the first ledger when none is named."""
        found = graph.ledger(ledger)
        page = found.measures[offset : offset + limit]
        records = [_record(found, measure) for measure in page]
        return Measures(ledger=found.slug, total=len(found.measures), measures=records)

    @routes.get("/measures/{n}", tags=["measures"])
    def one_measure(n: str, ledger: str | None = None) -> dict[str, Any]:
        """One measure by its number (or key, such as 5-2 for a number printed twice)."""
        found = graph.ledger(ledger)
        return _record(found, find_measure(found, n))

    return routes


def find_measure(ledger: Ledger, key: str) -> Measure:
    """The measure of that key. Raises NothingFound."""
    for measure in ledger.measures:
        if measure.key == key:
            return measure
    raise NothingFound(Text(f"{ledger.slug} 没有第 {key} 项", f"{ledger.slug} has no measure {key}"))


def _record(ledger: Ledger, measure: Measure) -> dict[str, Any]:
    """The record of a measure with its IRI and the words each span points at."""
    return {"iri": Iris().measure(ledger.slug, measure.key), **measure_record(ledger, measure)}


def _takes_lang(asked: Question) -> bool:
    return any(parameter.name == "lang" for parameter in asked.parameters)


def _info(found: Question) -> QuestionInfo:
    return QuestionInfo(
        name=found.name,
        title={"zh": found.title.zh, "en": found.title.en},
        description={"zh": found.description.zh, "en": found.description.en},
        parameters=[
            ParameterInfo(
                name=p.name,
                type=p.kind.value,
                default=p.default,
                description={"zh": p.description.zh, "en": p.description.en},
            )
            for p in found.parameters
        ],
        sparql=found.sparql,
    )
