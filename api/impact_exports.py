"""Impact in the forms machines read: JSON, a workbook with one sheet a kind, Turtle."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import orjson
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ..graph.impact import Affected, Impact, NodeKind, PathStep
from ..graph.terms import node_of, triple, zh
from ..ontology.errors import Language
from ..ontology.iris import slug
from ..ontology.vocabulary import BASE, PREFIXES, concept
from ..visualizations import impact_picture
from ..visualizations.diff_report import VersionDiff
from ..visualizations.impact_report import html, markdown, proof, step_words
from ..visualizations.origin import Origin
from .exports import Sheet, workbook
from .negotiation import MEDIA_TYPES

Record = dict[str, Any]

_COLUMNS = ("class", "what", "iri", "distance", "because", "path", "words", "where")


def record(impact: Impact) -> Record:
    """The whole answer as plain values; reasons in Chinese and in English (`because_en`)."""
    asked = impact.asked
    return {
        "instrument": {"iri": asked.work, "title": impact.title, "number": impact.number},
        "change": asked.kind.value,
        "on": asked.on.isoformat() if asked.on else None,
        "old": asked.old,
        "new": asked.new,
        "articles": [{"old": c.old, "new": c.new, "change": c.change.value} for c in impact.articles],
        "affected": [_affected(item) for item in impact.affected],
        "candidates": [
            {"iri": c.node, "label": c.label, "terms": list(c.terms), "text": c.text, "units": list(c.units)}
            for c in impact.candidates
        ],
    }


def _affected(item: Affected) -> Record:
    return {
        "iri": item.node,
        "kind": item.kind.value,
        "label": item.label,
        "distance": item.distance,
        "class": item.answer.value,
        "because": item.because.zh,
        "because_en": item.because.en,
        "path": [_step(step) for step in item.path],
    }


def _step(step: PathStep) -> Record:
    quote, page = step.quote, step.page
    return {
        "from": {"iri": step.source, "label": step.source_label},
        "relation": step.relation,
        "to": {"iri": step.target, "label": step.target_label},
        "quote": {"words": quote.words, "document": quote.document, "start": quote.start, "end": quote.end}
        if quote
        else None,
        "page": {"address": page.address, "grade": page.grade} if page else None,
    }


class Report(StrEnum):
    """The forms of an answer about a change."""

    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    TTL = "ttl"
    SVG = "svg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.value]


def write(impact: Impact, form: Report, language: Language, origin: Callable[[], Origin]) -> bytes:
    """The answer in one of its forms; pictures say where they come from."""
    writers: dict[Report, Callable[[], bytes]] = {
        Report.JSON: lambda: as_json(impact),
        Report.MD: lambda: markdown(impact, language).encode(),
        Report.HTML: lambda: html(impact, language).encode(),
        Report.XLSX: lambda: as_xlsx(impact, language),
        Report.TTL: lambda: as_turtle(impact),
        Report.SVG: lambda: impact_picture.picture(impact, origin(), language).svg(),
        Report.PNG: lambda: impact_picture.picture(impact, origin(), language).png(),
    }
    return writers[form]()


def _json(content: Record) -> bytes:
    # The json of the standard library takes longer to indent the largest answers than impact takes to find them.
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_json(impact: Impact) -> bytes:
    """The record as JSON."""
    return _json(record(impact))


def diff_json(diff: VersionDiff) -> bytes:
    """Two versions article by article as JSON."""
    content = {
        "old": diff.old,
        "new": diff.new,
        "counts": {change.value: count for change, count in diff.counts.items()},
        "articles": [
            {
                "change": article.change.value,
                "old": article.old.label if article.old else None,
                "new": article.new.label if article.new else None,
                "similarity": round(article.similarity, 4),
                "words": [[piece.kind.value, piece.text] for piece in article.pieces],
            }
            for article in diff.articles
        ],
    }
    return _json(content)


def as_xlsx(impact: Impact, language: Language) -> bytes:
    """One sheet for each kind of thing, and one for the candidates and for the articles that change."""
    sheets = [Sheet(kind.value, _COLUMNS, [_row(item, language) for item in impact.of(kind)]) for kind in NodeKind]
    candidates = [[c.label, c.node, "、".join(c.terms), "、".join(c.units), c.text] for c in impact.candidates]
    sheets.append(Sheet("candidates", ("what", "iri", "terms", "units", "text"), candidates))
    changes = [[c.old or "", c.new or "", c.change.value] for c in impact.articles]
    sheets.append(Sheet("changes", ("old", "new", "change"), changes))
    return workbook(sheets)


def _row(item: Affected, language: Language) -> list[Any]:
    return [
        item.answer.value,
        item.label,
        item.node,
        item.distance,
        item.because.say(language),
        " → ".join(step_words(step, language) for step in item.path),
        " | ".join(step.quote.words for step in item.path if step.quote),
        " | ".join(proof(step, language) for step in item.path),
    ]


def as_turtle(impact: Impact) -> bytes:
    """The answer as RDF: tz:Impact with tz:Affected things and the steps of their paths."""
    triples = sorted(set(_triples(impact)), key=str)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _triples(impact: Impact) -> Iterator[Triple]:
    asked = impact.asked
    parts = [
        asked.kind.value,
        asked.on.isoformat() if asked.on else "",
        *asked.articles,
        asked.old or "",
        asked.new or "",
    ]
    node = f"{BASE}id/impact/{slug(asked.work.removeprefix(f'{BASE}id/'))}/{slug('-'.join(filter(None, parts)))}"
    yield triple(node, "rdf:type", node_of("tz:Impact"))
    yield triple(node, "tz:impactOf", NamedNode(asked.work))
    yield triple(node, "tz:change", NamedNode(concept("change", asked.kind)))
    if asked.on:
        yield triple(node, "tz:effectDate", asked.on)
    for index, item in enumerate(impact.affected, 1):
        yield triple(node, "tz:affects", NamedNode(f"{node}/affected/{index}"))
        yield from _affected_triples(f"{node}/affected/{index}", item)
    for index, found in enumerate(impact.candidates, 1):
        child = f"{node}/candidate/{index}"
        yield triple(node, "tz:candidateMeasure", NamedNode(child))
        yield triple(child, "rdf:type", node_of("tz:Candidate"))
        yield triple(child, "tz:thing", NamedNode(found.node))
        yield triple(child, "tz:ordinal", index)
        for term in found.terms:
            yield triple(child, "tz:subjectTerm", term)


def _affected_triples(node: str, item: Affected) -> Iterator[Triple]:
    yield triple(node, "rdf:type", node_of("tz:Affected"))
    yield triple(node, "tz:thing", NamedNode(item.node))
    yield triple(node, "rdfs:label", zh(item.label))
    yield triple(node, "tz:impactClass", NamedNode(concept("impact", item.answer)))
    yield triple(node, "tz:distance", item.distance)
    for language in Language:
        yield triple(node, "tz:reason", Literal(item.because.say(language), language=language.value))
    for ordinal, step in enumerate(item.path, 1):
        child = f"{node}/step/{ordinal}"
        yield triple(node, "tz:step", NamedNode(child))
        yield triple(child, "rdf:type", node_of("tz:PathStep"))
        yield triple(child, "tz:ordinal", ordinal)
        yield triple(child, "tz:stepFrom", NamedNode(step.source))
        yield triple(child, "tz:stepTo", NamedNode(step.target))
        if step.quote:
            yield triple(child, "tz:text", step.quote.words)
            yield triple(child, "prov:wasQuotedFrom", NamedNode(step.quote.document))
            yield triple(child, "tz:start", step.quote.start)
            yield triple(child, "tz:end", step.quote.end)
        if step.page:
            yield triple(child, "dcterms:source", NamedNode(step.page.address))
