"""The statements of a citation as a text makes it, the same for measures and for articles."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from ..ontology.vocabulary import concept
from .model import Citation, Pinpoint
from .terms import node_of, statement


def citation_triples(node: str, citing: str, citation: Citation) -> Iterator[str]:
    """What the words say: title, number, place, relation. What they point at is another graph's matter (links.py)."""
    yield statement(node, "rdf:type", node_of("tz:Citation"))
    yield statement(node, "tz:citing", NamedNode(citing))
    yield statement(node, "tz:relation", NamedNode(concept("relation", citation.relation)))
    if citation.title:
        yield statement(node, "tz:printedTitle", citation.title)
    if citation.full_title:
        yield statement(node, "tz:fullTitle", citation.full_title)
    if citation.number:
        yield statement(node, "tz:printedNumber", citation.number)
    if citation.pinpoint:
        yield from pinpoint_triples(node, citation.pinpoint)


def pinpoint_triples(node: str, pinpoint: Pinpoint) -> Iterator[str]:
    """The place 条款项 a citation or reference names."""
    if pinpoint.article:
        yield statement(node, "tz:pinpointArticle", pinpoint.article)
    if pinpoint.paragraph is not None:
        yield statement(node, "tz:pinpointParagraph", pinpoint.paragraph)
    if pinpoint.item is not None:
        yield statement(node, "tz:pinpointItem", pinpoint.item)
