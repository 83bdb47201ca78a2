"""The words of documents that prove something, each with its line and place, cut into runs where marks begin and end."""

from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import NamedNode, QuerySolutions

from ...queries.resource import SURROUNDINGS
from .network import id_of, iri_of
from .state import Explorer

#: Names in one query.
_PIECE = 100


def quotes_of(explorer: Explorer, names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """What proves each of some nodes (assignments, citations, measures): the words with what stands around them.

    A citation made in an article names the article.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for at in range(0, len(names), _PIECE):
        for row in _select(explorer, _QUOTES, names[at : at + _PIECE]):
            name, document, start, end, words, before, after, lines, article, title = row
            runs = [{"text": before, "kinds": []}, {"text": words, "kinds": ["match"]}, {"text": after, "kinds": []}]
            found.setdefault(id_of(name), []).append(
                {
                    "document": id_of(document).removeprefix("document/"),
                    "title": title,
                    "article": article,
                    "line": int(lines) + 1 if lines.isdigit() else None,
                    "start": int(start),
                    "end": int(end),
                    "runs": [run for run in runs if run["text"]],
                }
            )
    for quotes in found.values():
        quotes.sort(key=lambda quote: (quote["document"], quote["start"]))
    return found


_QUOTES = """SELECT ?node ?document ?start ?end ?words ?before ?after ?lines ?article ?title WHERE {{
  VALUES ?node {{ {names} }}
  ?note oa:hasBody ?node ; oa:hasTarget ?target .
  ?target oa:hasSource ?document ; oa:hasSelector ?position , ?quote .
  ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?words .
  OPTIONAL {{ ?document cnt:chars ?text }}
  OPTIONAL {{ ?node tz:citing ?place . ?place eli:number ?article }}
  OPTIONAL {{ ?document rdfs:label ?title }}
  {surroundings}
  BIND(SUBSTR(?text, 1, ?start) AS ?above)
  BIND(STRLEN(?above) - STRLEN(REPLACE(?above, "\\n", "")) AS ?lines)
}}"""

_PAGES = """SELECT ?source ?target ?page WHERE {{
  VALUES (?source ?target) {{ {pairs} }}
  ?fact a owl:Axiom ; owl:annotatedSource ?source ; owl:annotatedTarget ?target ; dcterms:source ?page
}}"""


def register_pages(explorer: Explorer, ties: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """The pages on which the register found what it says, by the ends of the tie."""
    pairs = sorted(set(ties))
    found: dict[tuple[str, str], list[str]] = {}
    for at in range(0, len(pairs), _PIECE):
        text = " ".join(f"({_node(one)} {_node(two)})" for one, two in pairs[at : at + _PIECE])
        answer = explorer.store.query(_PAGES.format(pairs=text))
        for row in _rows(answer):
            found.setdefault((id_of(row[0]), id_of(row[1])), []).append(row[2])
    return {ends: sorted(set(pages)) for ends, pages in found.items()}


def _select(explorer: Explorer, query: str, names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return _rows(explorer.store.query(query.format(names=" ".join(map(_node, names)), surroundings=SURROUNDINGS)))


def _node(name: str) -> str:
    return str(NamedNode(iri_of(name)))


def _rows(answer: object) -> Iterable[tuple[str, ...]]:
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - the queries of this module are SELECTs
    for solution in answer:
        yield tuple("" if term is None else str(getattr(term, "value", term)) for term in solution)
