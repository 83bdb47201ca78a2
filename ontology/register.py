"""What is known beforehand: places, units with their short names, and instruments with their numbers and titles."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from .divisions import Divisions
from .iris import Iris, slug
from .organs import COUNTRY, Organs
from .vocabulary import iri

_LEVELS = {"省": 2, "市": 4, "县": 6, "区": 6}
_PREFIX = "中华人民共和国"
_NOISE = re.compile(r"[\s《》〈〉（）()—\-–~～·]+")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a mention points: the IRI, and the candidates when there are several."""

    iri: str
    known: bool
    candidates: tuple[str, ...] = ()


class Register:
    """Looks up places, units and instruments in the triples of units.ttl and regulations.ttl."""

    def __init__(
        self,
        units: Iterable[Triple],
        regulations: Iterable[Triple],
        divisions: Mapping[str, str] | None = None,
        organs: Iterable[str] = (),
    ):
        self._iris = Iris()
        self._organs = Organs(organs)
        self._divisions = Divisions(divisions or {})
        self._places: dict[str, str] = {}
        self._place_names: dict[str, str] = {}
        self._units: dict[tuple[str | None, str], str] = {}
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._instruments: set[str] = set()
        self._read_units(units)
        self._read_regulations(regulations)

    def place_of(self, title: str) -> str | None:
        """The division code of the place a title names; of several the lowest: 河南省郑州市… is 郑州市."""
        found = [
            (-len(code.rstrip("0")), title.find(name), code)
            for name, code in self._place_names.items()
            if name in title
        ]
        return min(found)[2] if found else None

    def place_or_division(self, words: str) -> str | None:
        """The place that a title or the name of an office names: one described here, else any division of the country.

        The name of an organ of the country's own, and nothing beside it, names the country.
        """
        if self._organs.named(words, None):
            return COUNTRY
        return self.place_of(words) or self._divisions.place_of(words)

    def seated(self, name: str, place: str | None) -> tuple[str, str | None]:
        """What a unit is called here and its place, when a document of a place names it: 国家发改委 is the country's anywhere."""
        organ = self._organs.named(name, place)
        return (organ, COUNTRY) if organ else (name, place)

    def describes_place(self, code: str) -> bool:
        """Whether the register says more of a place than its name."""
        return code in self._places

    def division(self, code: str) -> str | None:
        """The name of a division of the country."""
        return self._divisions.name(code)

    def unit(self, name: str, place: str) -> str:
        """The IRI of a unit or group by any of its names; one is minted for a name the register does not hold.

        `place` is what tells it from its namesakes (see `Iris.unit`).
        """
        known = self._units.get((place, name))
        return known or self._iris.unit(place, name)

    def knows_unit(self, name: str, place: str | None) -> bool:
        """Whether the register describes that unit."""
        return (place, name) in self._units

    def work(self, title: str) -> str | None:
        """The one instrument of exactly this title (中华人民共和国 and brackets apart); None when there is none or several."""
        found = self._titles.get(_plain(title), set())
        return next(iter(found)) if len(found) == 1 else None

    def instrument(self, title: str, number: str | None, place: str | None) -> Resolution:
        """The instrument a mention points to: by number within its jurisdiction, else by title."""
        minted = self._iris.regulation(title, number, self.jurisdiction(number, place) if number else None)
        if minted in self._instruments:
            return Resolution(minted, known=True)
        absolute = number and number[0] not in _LEVELS
        by_number = self._numbers.get(_plain(number), set()) if absolute else set()
        candidates = tuple(sorted(by_number or self._titles.get(_plain(title), set())))
        if len(candidates) == 1:
            return Resolution(candidates[0], known=True)
        return Resolution(minted, known=False, candidates=candidates)

    def jurisdiction(self, number: str, place: str | None) -> str | None:
        """The pinyin (or code) of the place whose government gave an order such as 省政府令第180号; None if not known."""
        for name in sorted(self._place_names, key=len, reverse=True):
            if number.startswith(name):
                return self._place_slug(self._place_names[name])
        digits = _LEVELS.get(number[0])
        if place is None or digits is None:
            return None
        return self._place_slug(place[:digits].ljust(6, "0"))

    def _place_slug(self, code: str) -> str:
        return slug(re.sub("[省市县区]$", "", self._places.get(code, code)))

    def _read_units(self, triples: Iterable[Triple]) -> None:
        names: dict[str, list[str]] = defaultdict(list)
        codes: dict[str, str] = {}
        places: dict[str, str] = {}
        for subject, predicate, value in _values(triples):
            if predicate == iri("skos:prefLabel"):
                names[subject].insert(0, value)
            elif predicate == iri("skos:altLabel"):
                names[subject].append(value)
            elif predicate == iri("tz:divisionCode"):
                codes[subject] = value
            elif predicate == iri("tz:place"):
                places[subject] = value
        for place, code in codes.items():
            self._places[code] = names[place][0]
            self._place_names |= dict.fromkeys(names[place], code)
        for unit, place in places.items():
            self._units |= dict.fromkeys(((codes.get(place), name) for name in names[unit]), unit)

    def _read_regulations(self, triples: Iterable[Triple]) -> None:
        for subject, predicate, value in _values(triples):
            if value == iri("eli:LegalResource"):
                self._instruments.add(subject)
            elif predicate in (iri("eli:title"), iri("skos:altLabel")):
                self._titles[_plain(value)].add(subject)
            elif predicate == iri("eli:id_local"):
                self._numbers[_plain(value)].add(subject)


def _values(triples: Iterable[Triple]) -> Iterator[tuple[str, str, str]]:
    """Subject, predicate and object as plain strings."""
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            yield triple.subject.value, triple.predicate.value, triple.object.value


def _plain(text: str | None) -> str:
    return _NOISE.sub("", (text or "").removeprefix(_PREFIX))
