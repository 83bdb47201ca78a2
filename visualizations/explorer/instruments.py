"""Choosing an instrument: by words of its title, its short names or its number, the ones ledgers lean on first."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions

from ...graph.drift import Article
from ...ontology.vocabulary import BASE

#: As many as a person looks through.
MOST = 30


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument with its numbers and how many measures name it."""

    iri: str
    title: str
    numbers: tuple[str, ...]
    measures: int


@dataclass(frozen=True, slots=True)
class Version:
    """A text of an instrument: the day it was made, and from when to when it is in force (empty where not known)."""

    iri: str
    made: str
    begins: str
    ends: str


def search_query(words: str) -> str:
    """Instruments that hold every word in a title, another name or a number."""
    tests = "".join(f" FILTER(CONTAINS(?names, {Literal(word)}))" for word in words.lower().split())
    return f"""SELECT ?work ?title ?numbers ?measures WHERE {{
  {{ SELECT ?work (MIN(?label) AS ?title) (LCASE(GROUP_CONCAT(DISTINCT ?name; separator=" ")) AS ?names) WHERE {{
      ?work a eli:LegalResource . FILTER NOT EXISTS {{ ?work a tz:Version }}
      ?work eli:title ?label . ?work eli:title|skos:altLabel|eli:id_local ?name }} GROUP BY ?work }}{tests}
  OPTIONAL {{ SELECT ?work (GROUP_CONCAT(DISTINCT ?number; separator="；") AS ?numbers)
    WHERE {{ ?work eli:id_local ?number }} GROUP BY ?work }}
  OPTIONAL {{ SELECT ?work (COUNT(DISTINCT ?measure) AS ?measures) WHERE {{ ?measure a tz:Measure ;
    eli:cites|eli:ensures_implementation_of|tz:willIssue ?work }} GROUP BY ?work }}
}} ORDER BY DESC(?measures) STRLEN(?title) ?title ?work LIMIT {MOST}"""


def instruments(answer: QuerySolutions) -> list[Instrument]:
    """The answer to `search_query`."""
    found = []
    for iri, title, numbers, measures in _rows(answer):
        found.append(Instrument(iri, title, tuple(filter(None, numbers.split("；"))), int(measures or 0)))
    return found


def versions_query(path: str) -> str:
    """The texts of the instrument whose IRI ends with a path (reg/guobanfa-2022-27)."""
    work = NamedNode(f"{BASE}id/{path}")
    return f"""SELECT ?version ?made ?begins ?ends WHERE {{ ?version a tz:Version ; eli:is_member_of {work} .
  OPTIONAL {{ ?version eli:version_date ?made }} OPTIONAL {{ ?version tz:inForceFrom ?begins }}
  OPTIONAL {{ ?version tz:inForceUntil ?ends }} }} ORDER BY ?made ?version"""


def versions(answer: QuerySolutions) -> list[Version]:
    """The answer to `versions_query`."""
    return [Version(*row) for row in _rows(answer)]


def articles_query(version: str) -> str:
    """The articles of a version, named by the end of its IRI (law/xingzhengchufafa/2021-01-22)."""
    node = NamedNode(f"{BASE}id/{version}")
    return f"""SELECT ?article ?label ?ordinal ?text WHERE {{
  ?article eli:is_part_of {node} ; eli:number ?label ; tz:ordinal ?ordinal ; tz:text ?text }}"""


def articles(answer: QuerySolutions) -> list[Article]:
    """The answer to `articles_query`."""
    return [Article(iri, label, text, int(ordinal)) for iri, label, ordinal, text in _rows(answer)]


def _rows(answer: QuerySolutions) -> Iterable[tuple[str, str, str, str]]:
    for one, two, three, four in answer:
        yield _text(one), _text(two), _text(three), _text(four)


def _text(term: object) -> str:
    return str(getattr(term, "value", "") or "")
