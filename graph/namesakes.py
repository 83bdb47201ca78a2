"""Units of one name in several places (市科技局 of two cities) are told apart by their place where both are shown."""

from collections import Counter
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions

from .store import Store

_PLACES = """SELECT ?unit ?place {
  { ?unit a org:FormalOrganization } UNION { ?unit a tz:UnitGroup }
  ?unit tz:place/skos:prefLabel ?place FILTER(LANG(?place) = "zh")
}"""
#: What the name of a place ends with that says nothing where only the place is meant: 宁波市 is 宁波.
_DIVISIONS = ("市", "省")
_LEAST = 2


def unit_places(store: Store) -> dict[str, str]:
    """The place of each unit that has one, by IRI, in short: 宁波. Raises QueryError."""
    answer = store.query(_PLACES)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    return {
        unit.value: _short(place.value)
        for unit, place in answer
        if isinstance(unit, NamedNode) and isinstance(place, Literal)
    }


def told_apart(names: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """What to call each of the things that are shown together: with its place where another has the same name."""
    count = Counter(names.values())
    return {
        iri: f"{name}（{places[iri]}）" if count[name] > 1 and iri in places else name for iri, name in names.items()
    }


def _short(place: str) -> str:
    return place[:-1] if place.endswith(_DIVISIONS) and len(place) > _LEAST else place
