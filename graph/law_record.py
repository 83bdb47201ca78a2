"""A law text as the JSON object that `taizhang extract` prints, and as rows of a table."""

from typing import Any

from .law import Event, Law, Part
from .model import Citation, Relation
from .record import Record

#: One row for each citation.
COLUMNS = "file title in_article relation cited_title cited_number cited_article paragraph item start end quote".split()


def law_record(law: Law) -> Record:
    """One law text. `start` counts code points in the source file; `in_article` is 第X条, info, preamble or 附件N.

    References of the text to itself (本法第三条, 前款) are in `references`, apart from its citations.
    """
    return {
        "file": law.document.name,
        "title": law.title,
        "number": law.number,
        "level": law.level.value if law.level else None,
        "issuer": law.issuer,
        "events": [_event(event) for event in law.events],
        "version_date": _day(law.version_date),
        "effective_date": _day(law.effective_date),
        "repeals": _repeals(law),
        "articles": len(law.articles),
        "citations": [_citation(part, citation) for part in law.parts for citation in part.citations],
        "amendments": [
            {"title": a.title, "action": a.action.value, "old": a.old, "new": a.new, "start": a.span.start}
            for a in law.amendments
        ],
        "references": [
            {
                "article": reference.pinpoint.article,
                "paragraph": reference.pinpoint.paragraph,
                "item": reference.pinpoint.item,
                "in_article": part.label,
                "start": reference.span.start,
            }
            for part in law.parts
            for reference in part.references
        ],
    }


def citation_rows(law: Law) -> list[list[Any]]:
    """The citations as rows of `COLUMNS`."""
    return [_row(law, part, citation) for part in law.parts for citation in part.citations]


def _row(law: Law, part: Part, citation: Citation) -> list[Any]:
    place = citation.pinpoint
    return [
        law.document.name,
        law.title,
        part.label,
        citation.relation.value,
        citation.full_title or citation.title,
        citation.number or "",
        (place.article or "") if place else "",
        (place.paragraph or "") if place else "",
        (place.item or "") if place else "",
        citation.span.start,
        citation.span.end,
        law.document.quote(citation.span),
    ]


def _event(event: Event) -> Record:
    found: Record = {"type": event.kind.value, "date": _day(event.date), "by": event.by}
    return found | ({"number": event.number} if event.number else {})


def _repeals(law: Law) -> list[Record]:
    found = [(c.title, c.number) for part in law.parts for c in part.citations if c.relation is Relation.REPEALS]
    return [{"title": title, "number": number} for title, number in dict.fromkeys(found)]


def _citation(part: Part, citation: Citation) -> Record:
    place = citation.pinpoint
    found: Record = {
        "title": citation.title or citation.number,
        "number": citation.number,
        "article": place.article if place else None,
        "in_article": part.label,
        "relation": citation.relation.value,
        "start": citation.span.start,
        "end": citation.span.end,
    }
    if place and place.paragraph:
        found["paragraph"] = place.paragraph
    if place and place.item:
        found["item"] = place.item
    return found | ({"resolves_to": citation.full_title} if citation.full_title else {})


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
