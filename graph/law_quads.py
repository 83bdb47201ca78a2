"""The RDF form of a law text: work, version, events, headings, articles, and its citations as printed.

    <law/xingzhengchufafa>                              the work (eli:LegalResource)
    <law/xingzhengchufafa/2021-01-22>                   a version, eli:is_member_of the work
    <law/xingzhengchufafa/2021-01-22/art/34>            an article, with its text and where it stands
    <law/xingzhengchufafa/2021-01-22/art/34/citation/1> what article 34 cites
    <law/xingzhengchufafa/2021-01-22/art/34/ref/1>      where article 34 refers to its own text

What citations point at is not here but in the graph of links, because it changes when other texts arrive.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ..ontology.iris import Iris
from ..ontology.register import Register
from ..ontology.vocabulary import concept
from .law import Amendment, Division, Event, EventKind, Law, Level, Part, PartKind
from .mentioned import citation_triples, pinpoint_triples
from .terms import evidence, node_of, source_document, statement, zh

_DIVISIONS = {1: "part", 2: "chapter"}
_LOCAL = (Level.LOCAL_REGULATION, Level.LOCAL_RULE)
_DATES = {
    EventKind.PASSED: "eli:date_document",
    EventKind.PROMULGATED: "eli:date_publication",
    EventKind.EFFECTIVE: "eli:first_date_entry_in_force",
}


def work_iri(law: Law, register: Register, iris: Iris) -> str:
    """The instrument a text is a version of: one the register knows by this title, or one named by the title."""
    return register.work(law.title) or iris.law(law.title)


def version_iri(law: Law, register: Register, iris: Iris) -> str:
    """The version a text is."""
    return iris.version(work_iri(law, register, iris), law.version_date)


def part_iri(version: str, part: Part) -> str:
    """The node of a part: an article or an annex of its own, else the version."""
    if part.kind is PartKind.ARTICLE:
        return f"{version}/art/{part.key}"
    return f"{version}/{part.key}" if part.kind is PartKind.ANNEX else version


def law_graph(law: Law, register: Register, iris: Iris | None = None) -> Iterator[str]:
    """Every statement of the document's own graph; the order is that of the text."""
    return _Writer(law, register, iris or Iris()).write()


@dataclass(slots=True)
class _Writer:
    law: Law
    register: Register
    iris: Iris

    def write(self) -> Iterator[str]:
        law = self.law
        work = work_iri(law, self.register, self.iris)
        version = self.iris.version(work, law.version_date)
        yield from source_document(self._document, law.document)
        # What to call the work is said once, in the graph of links: its versions may spell the title differently.
        yield statement(work, "rdf:type", node_of("eli:LegalResource"))
        yield from self._version(work, version)
        for index, event in enumerate(law.events, 1):
            yield from self._event(f"{version}/event/{index}", version, event)
        for index, division in enumerate(law.divisions, 1):
            yield from self._division(self._division_iri(version, index - 1), version, index, division)
        for index, amendment in enumerate(law.amendments, 1):
            yield from self._amendment(f"{version}/amendment/{index}", version, amendment)
        for ordinal, part in enumerate(law.parts, 1):
            yield from self._part(version, ordinal, part)

    @property
    def _document(self) -> str:
        return self.iris.document(self.law.slug)

    def _division_iri(self, version: str, position: int) -> str:
        # A code published in several files has headings of its own in each: the file is part of their name.
        return f"{version}/division/{self.law.slug}/{position + 1}"

    def _version(self, work: str, version: str) -> Iterator[str]:
        law = self.law
        label = f"{law.title}（{law.version_date.isoformat()}）" if law.version_date else law.title
        yield statement(version, "rdf:type", node_of("eli:LegalResource"))
        yield statement(version, "rdf:type", node_of("tz:Version"))
        yield statement(version, "eli:is_member_of", NamedNode(work))
        yield statement(version, "eli:title", zh(law.title))
        yield statement(version, "rdfs:label", zh(label))
        yield statement(version, "tz:articleCount", len(law.articles))
        yield statement(version, "prov:wasDerivedFrom", NamedNode(self._document))
        if law.version_date:
            yield statement(version, "eli:version_date", law.version_date)
        if law.level in _LOCAL and (place := self.register.place_of(law.title)):
            yield statement(work, "tz:place", NamedNode(self.iris.place(place)))
        if law.level:
            yield statement(version, "eli:type_document", NamedNode(concept("level", law.level)))
        if law.issuer:
            yield statement(version, "tz:issuer", law.issuer)
        if law.number:
            yield statement(version, "eli:id_local", law.number)
        for event in law.events:
            if event.date and event.kind in _DATES:
                yield statement(version, _DATES[event.kind], event.date)

    def _event(self, node: str, version: str, event: Event) -> Iterator[str]:
        yield statement(node, "rdf:type", node_of("tz:Event"))
        yield statement(node, "dcterms:isPartOf", NamedNode(version))
        yield statement(node, "tz:eventKind", NamedNode(concept("event", event.kind)))
        if event.date:
            yield statement(node, "tz:date", event.date)
        if event.by:
            yield statement(node, "tz:by", event.by)
        if event.number:
            yield statement(node, "eli:id_local", event.number)
        yield from evidence(node, self._document, self.law.document, event.span)

    def _division(self, node: str, version: str, ordinal: int, division: Division) -> Iterator[str]:
        yield statement(node, "rdf:type", node_of("eli:LegalResourceSubdivision"))
        yield statement(node, "eli:is_part_of", NamedNode(version))
        yield statement(
            node, "eli:type_subdivision", NamedNode(concept("subdivision", _DIVISIONS.get(division.level, "section")))
        )
        yield statement(node, "eli:title", zh(division.title))
        yield statement(node, "tz:ordinal", ordinal)
        yield statement(node, "tz:start", division.span.start)
        yield statement(node, "tz:end", division.span.end)

    def _amendment(self, node: str, version: str, amendment: Amendment) -> Iterator[str]:
        """An instruction as an effect; which work it changes is decided with the links."""
        yield statement(node, "rdf:type", node_of("tz:Effect"))
        yield statement(node, "rdf:type", node_of("tz:Amendment"))
        yield statement(node, "tz:effectFrom", NamedNode(version))
        yield statement(node, "tz:effectType", NamedNode(concept("effect", "amendment")))
        yield statement(node, "tz:printedTitle", amendment.title)
        yield statement(node, "tz:action", NamedNode(concept("action", amendment.action)))
        if amendment.old:
            yield statement(node, "tz:pinpointArticle", amendment.old)
        if amendment.new:
            yield statement(node, "tz:newArticle", amendment.new)
        yield from evidence(node, self._document, self.law.document, amendment.span)

    def _part(self, version: str, ordinal: int, part: Part) -> Iterator[str]:
        node = part_iri(version, part)
        if node != version:
            kind = "article" if part.kind is PartKind.ARTICLE else "annex"
            yield statement(node, "rdf:type", node_of("eli:LegalResourceSubdivision"))
            yield statement(node, "eli:is_part_of", NamedNode(version))
            yield statement(node, "eli:type_subdivision", NamedNode(concept("subdivision", kind)))
            yield statement(node, "eli:number", part.label)
            yield statement(node, "tz:ordinal", ordinal)
            yield statement(node, "tz:text", self.law.text_of(part))
            yield statement(node, "prov:wasQuotedFrom", NamedNode(self._document))
            yield statement(node, "tz:start", part.span.start)
            yield statement(node, "tz:end", part.span.end)
            if part.division is not None:
                yield statement(node, "tz:division", NamedNode(self._division_iri(version, part.division)))
        yield from self._citations(version, node, part)
        yield from self._references(version, node, part)

    def _citations(self, version: str, node: str, part: Part) -> Iterator[str]:
        base = node if node != version else f"{version}/{part.key}"
        for index, citation in enumerate(part.citations, 1):
            child = f"{base}/citation/{index}"
            yield from citation_triples(child, node, citation)
            yield statement(child, "tz:part", part.label)
            event = self._event_at(version, part, citation.span.start)
            if event:
                yield statement(child, "tz:event", NamedNode(event))
            yield from evidence(child, self._document, self.law.document, citation.span)

    def _event_at(self, version: str, part: Part, position: int) -> str | None:
        """The event whose words hold the position: which amendment a decision in the info block made."""
        if part.kind is not PartKind.INFO:
            return None
        spans = ((index, event.span) for index, event in enumerate(self.law.events, 1))
        return next((f"{version}/event/{n}" for n, span in spans if span.start <= position < span.end), None)

    def _references(self, version: str, node: str, part: Part) -> Iterator[str]:
        known = {other.label: other for other in self.law.articles}
        base = node if node != version else f"{version}/{part.key}"
        for index, reference in enumerate(part.references, 1):
            child = f"{base}/ref/{index}"
            target = known.get(reference.pinpoint.article or "")
            yield statement(child, "rdf:type", node_of("tz:Reference"))
            yield statement(child, "tz:citing", NamedNode(node))
            yield from pinpoint_triples(child, reference.pinpoint)
            if target:
                cited = part_iri(version, target)
                yield statement(child, "tz:citedArticle", NamedNode(cited))
                if cited != node:
                    yield statement(node, "eli:refers_to", NamedNode(cited))
            yield from evidence(child, self._document, self.law.document, reference.span)
