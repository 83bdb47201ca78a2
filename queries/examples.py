"""The questions of the catalogue as RDF, in the form that SPARQL editors look for: one sh:SPARQLExecutable each.

The form is that of the SIB collection of SPARQL examples: text in sh:select, question in rdfs:comment, keywords and
target endpoint from schema.org, prefixes declared once.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.vocabulary import PREFIXES
from .catalogue import Question
from .dataset_description import in_both
from .described import grouped, node, said


def examples(questions: Iterable[Question], address: str) -> list[Triple]:
    """The questions as examples for the endpoint of the server at an address. Raises ValueError for no address."""
    document = f"{address}/.well-known/sparql-examples"
    prefixes = f"{document}#prefixes"
    found = (_example(question, f"{document}#{question.name}", prefixes, address) for question in questions)
    return grouped([*_prefixes(prefixes), *chain.from_iterable(found)])


def _example(question: Question, here: str, prefixes: str, address: str) -> list[Triple]:
    return said(
        here,
        ("rdf:type", node("sh:SPARQLExecutable")),
        ("rdf:type", node("sh:SPARQLSelectExecutable")),
        *(("rdfs:label", title) for title in in_both(question.title)),
        *(("rdfs:comment", description) for description in in_both(question.description)),
        ("sh:prefixes", NamedNode(prefixes)),
        ("sh:select", _text(question)),
        *(("schema:keywords", word) for word in question.name.split("-")),
        ("schema:target", NamedNode(f"{address}/sparql")),
        ("rdfs:seeAlso", NamedNode(f"{address}/queries/{question.name}")),
    )


def _prefixes(here: str) -> Iterator[Triple]:
    yield from said(here, ("rdf:type", node("owl:Ontology")))
    for prefix, namespace in PREFIXES.items():
        yield from said(here, ("sh:declare", NamedNode(f"{here}-{prefix}")))
        yield from said(
            f"{here}-{prefix}",
            ("sh:prefix", prefix),
            ("sh:namespace", Literal(namespace, datatype=node("xsd:anyURI"))),
        )


def _text(question: Question) -> str:
    """The query as it runs, without the head of its file: the head is said in RDF here."""
    return "".join(line for line in question.sparql.splitlines(keepends=True) if not line.startswith("#+"))
