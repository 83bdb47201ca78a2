"""Where a picture comes from: its documents, the day of the graph, the program. It stands on every picture.

The day is that of the last load, not of the drawing: the same graph gives the same bytes.
"""

from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import QuerySolutions

from ..graph.store import LOADS, Store
from ..graph.version import VERSION

_LEDGERS = """SELECT ?ledger ?file WHERE { ?ledger a tz:Ledger ; prov:wasDerivedFrom ?document .
  OPTIONAL { ?document rdfs:label ?file } } ORDER BY ?file"""
_LAST = f"SELECT (MAX(?when) AS ?last) WHERE {{ GRAPH <{LOADS}> {{ ?reading prov:endedAtTime ?when }} }}"
_TEXTS = "SELECT (COUNT(DISTINCT ?version) AS ?count) WHERE { ?version a tz:Version ; prov:wasDerivedFrom ?document }"


@dataclass(frozen=True, slots=True)
class Origin:
    """The files of ledgers, how many texts of law there are beside them, and the day (2026-11-23) of the last load.

    The day is empty where the graph does not say.
    """

    files: tuple[str, ...]
    texts: int
    day: str
    program: str = VERSION


def origin_of(store: Store, ledgers: Collection[str] = ()) -> Origin:
    """The origin of a picture of some ledgers (by IRI), or of all."""
    found = [(iri, file) for iri, file in _rows(store, _LEDGERS) if not ledgers or iri in ledgers]
    ((last,),), ((count,),) = _rows(store, _LAST), _rows(store, _TEXTS)
    return Origin(tuple(file or iri for iri, file in found), int(count or 0), last[:10])


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - the queries of this module are SELECTs
    return [tuple(str(getattr(value, "value", "") or "") for value in row) for row in answer]
