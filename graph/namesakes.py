"""Units of one name in several places (市科技局 of two cities) are told apart by their place where both are shown.

Where nobody knows the place of a unit, the ledger that names it is told instead.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from pyoxigraph import QuerySolutions

from ..ontology.iris import Iris
from .store import Store

_PLACES = """SELECT ?unit ?place {
  { ?unit a org:FormalOrganization } UNION { ?unit a tz:UnitGroup }
  ?unit tz:place/skos:prefLabel ?place FILTER(LANG(?place) = "zh")
}"""
_TITLES = "SELECT ?ledger ?title { ?ledger a tz:Ledger ; dcterms:title ?title }"
_WITHOUT_PLACE = """SELECT ?unit ?name {
  ?unit a org:FormalOrganization ; skos:prefLabel ?name FILTER NOT EXISTS { ?unit tz:place ?place }
}"""
#: What the name of a place ends with that says nothing where only the place is meant: 宁波市 is 宁波.
_DIVISIONS = ("市", "省")
_LEAST = 2
#: Characters of the title of a ledger.
_MOST = 14


def unit_places(store: Store) -> dict[str, str]:
    """The place of each unit, by IRI, in short (宁波), or the title of its ledger where it has none. Raises QueryError."""
    places = {unit: _short(place) for unit, place in _pairs(store, _PLACES)}
    iris = Iris()
    titles = {ledger.removeprefix(iris.ledger("")): _title(title) for ledger, title in _pairs(store, _TITLES)}
    ledgers = ((unit, titles.get(iris.ledger_naming(unit))) for unit, _ in _pairs(store, _WITHOUT_PLACE))
    return places | {unit: title for unit, title in ledgers if title}


def told_apart(names: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """What to call each of the things that are shown together: with its place where another has the same name."""
    count = Counter(names.values())
    return {
        iri: f"{name}（{places[iri]}）" if count[name] > 1 and iri in places else name for iri, name in names.items()
    }


def _pairs(store: Store, query: str) -> Iterator[tuple[str, str]]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    return ((str(getattr(one, "value", "")), str(getattr(other, "value", ""))) for one, other in answer)


def _short(place: str) -> str:
    return place[:-1] if place.endswith(_DIVISIONS) and len(place) > _LEAST else place


def _title(title: str) -> str:
    return title if len(title) <= _MOST else f"{title[: _MOST - 1]}…"
