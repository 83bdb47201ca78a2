"""What the writer process does: updates and graph writes, each a step that takes effect whole or not at all."""

from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat

from ...graph.store import Writing
from ...graph.stores import Location, writing
from ...ontology.errors import NothingFound, QueryError, Text
from ...queries.guard import Guard
from .jobs import GraphWrite, Part, Update

#: Seconds to wait while another program (a load) is writing.
PATIENCE = 20.0

#: Media types of RDF that can be written to a graph.
GRAPH_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


def write(store: Location, job: Update | GraphWrite, guard: Guard) -> dict[str, Any]:
    """Do a job on the store. Raises QueryError for what does not parse, NothingFound for a graph that is not there."""
    if isinstance(job, Update):
        text = guard.update(job.text, job.default, job.named)
        with writing(store, patience=PATIENCE) as target:
            target.update(text, base=job.base)
        return {}
    with writing(store, patience=PATIENCE) as target:
        return _graph(target, job)


def _graph(target: Writing, job: GraphWrite) -> dict[str, Any]:
    existed = job.graph is None or job.graph in target.graphs()
    if job.delete:
        if not existed:
            raise NothingFound(Text(f"没有命名图 {job.graph}", f"there is no graph {job.graph}"))
        target.clear(job.graph, drop=True)
        return {"created": False}
    if job.replace:
        target.clear(job.graph)
    for part in job.parts:
        _load(target, part, job.graph)
    return {"created": not existed}


def _load(target: Writing, part: Part, graph: str | None) -> None:
    try:
        target.load(Path(part.path), GRAPH_TYPES[part.media_type], base=part.base, graph=graph)
    except (SyntaxError, ValueError) as error:
        raise QueryError(Text(f"RDF 无法解析：{error}", f"the RDF does not parse: {error}")) from error
