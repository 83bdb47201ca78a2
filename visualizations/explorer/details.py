"""One thing: what is said of it, its ties by relation with counts, and the words it was read from."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from ...graph.model import Ledger, Measure
from ...graph.reading import read_ledger_from
from ..marks import excerpts
from .evidence import quotes_of, register_pages
from .network import Kind, Relation, Thing, Tie, other
from .picture import thing as drawn
from .state import Explorer

#: Quotes of a thing that are given at most, and neighbours on one page.
_QUOTES, PAGE = 12, 25
#: What a reader wants to know of a thing beside its name, in this order.
_SAID = (
    "number", "numbers", "otherNames", "level", "kind", "date", "frequency", "minTimes", "made", "inForceFrom",
    "inForceUntil", "endedOn", "publishers", "modality", "grade", "text",
)  # fmt: skip


def details(explorer: Explorer, name: str, on: date | None = None) -> dict[str, Any]:
    """Everything the side panel shows."""
    thing = explorer.network.thing(name)
    quotes, total = _sources(explorer, thing)
    return {
        **drawn(explorer, thing, explorer.loads(on)),
        "name": thing.name,
        "iri": thing.iri,
        "said": [
            {"key": key, "values": list(_texts(thing.properties[key]))} for key in _SAID if key in thing.properties
        ],
        "relations": relations(explorer, thing.id),
        "corrections": _corrections(explorer, thing),
        "sources": quotes,
        "sources_total": total,
    }


def _texts(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, tuple) else [str(value)]


def relations(explorer: Explorer, name: str) -> list[dict[str, Any]]:
    """How many ties of each relation lead from a thing and to it, by the kind of what is there."""
    counts: Counter[tuple[Relation, bool, Kind]] = Counter()
    for tie in explorer.network.around[name]:
        counts[tie.relation, tie.source == name, explorer.network.things[other(tie, name)].kind] += 1
    order = list(Relation)
    rows = sorted(counts.items(), key=lambda row: (order.index(row[0][0]), not row[0][1], row[0][2]))
    return [
        {"relation": relation, "outward": outward, "kind": kind, "count": count}
        for (relation, outward, kind), count in rows
    ]


def neighbours(
    explorer: Explorer, name: str, relation: str, outward: bool | None, offset: int, limit: int = PAGE
) -> dict[str, Any]:
    """A page of what a thing is tied to by a relation (any where none is named), the most tied first."""
    here = explorer.network.thing(name).id
    found: dict[str, Tie] = {}
    for tie in explorer.network.around[here]:
        if relation in ("", tie.relation) and (outward is None or outward == (tie.source == here)):
            found.setdefault(other(tie, here), tie)
    ordered = sorted(found, key=lambda one: (-explorer.degrees[one], one))
    loads = explorer.loads(None)
    return {
        "total": len(ordered),
        "offset": offset,
        "neighbours": [
            {
                "relation": found[one].relation,
                "outward": found[one].source == here,
                **drawn(explorer, explorer.network.things[one], loads),
            }
            for one in ordered[offset : offset + limit]
        ],
    }


def between(explorer: Explorer, source: str, target: str) -> dict[str, Any]:
    """The ties between two things with all their words, up to a bound."""
    one, two = explorer.network.thing(source).id, explorer.network.thing(target).id
    ties = [tie for tie in explorer.network.around[one] if other(tie, one) == two]
    names = sorted({name for tie in ties for name in tie.evidence or [tie.source]})
    quotes = quotes_of(explorer, names[: _QUOTES * 4])
    pages = register_pages(explorer, [(tie.source, tie.target) for tie in ties if not tie.evidence])
    return {
        "ties": [
            {
                "source": tie.source,
                "target": tie.target,
                "relation": tie.relation,
                "total": max(1, len(tie.evidence)),
                "quotes": [quote for name in tie.evidence or [tie.source] for quote in quotes.get(name, ())],
                "pages": pages.get((tie.source, tie.target), []),
            }
            for tie in ties
        ]
    }


def _sources(explorer: Explorer, thing: Thing) -> tuple[list[dict[str, Any]], int]:
    """The words a thing was read from; of what is no statement itself, the words of its ties."""
    if thing.kind is Kind.MEASURE and (found := _of_ledger(explorer, thing)):
        ledger, measure = found
        return [
            {
                "document": ledger.document.name,
                "title": ledger.title,
                "article": "",
                "what": excerpt.kind,
                "line": excerpt.line,
                "start": excerpt.span.start,
                "end": excerpt.span.end,
                "runs": [{"text": run.text, "kinds": list(run.kinds)} for run in excerpt.runs],
            }
            for excerpt in excerpts(ledger, measure)
        ], 1
    own = quotes_of(explorer, [thing.id]).get(thing.id, [])
    if own:
        return own, len(own)
    names = [name for tie in explorer.network.around[thing.id] for name in tie.evidence]
    quotes = quotes_of(explorer, names[:_QUOTES])
    return [quote for name in names[:_QUOTES] for quote in quotes.get(name, ())], len(names)


def _corrections(explorer: Explorer, thing: Thing) -> list[dict[str, Any]]:
    """What was put right in a measure: the printed value, the reconciled one, and why."""
    if thing.kind is not Kind.MEASURE or not (found := _of_ledger(explorer, thing)):
        return []
    return [
        {
            "what": one.what,
            "printed": one.printed,
            "reconciled": one.reconciled,
            "reason": {"zh": one.reason.zh, "en": one.reason.en},
            "confidence": one.confidence.value,
        }
        for one in found[1].corrections
    ]


def _of_ledger(explorer: Explorer, thing: Thing) -> tuple[Ledger, Measure] | None:
    """The measure of a thing and its ledger, read once for each version of the data."""
    _, slug, _, key = thing.id.split("/", 3) if thing.id.count("/") >= 3 else ("", "", "", "")
    if not slug:
        return None
    if slug not in explorer.ledgers:
        explorer.ledgers[slug] = read_ledger_from(explorer.store, slug)
    ledger = explorer.ledgers[slug]
    return next(((ledger, measure) for measure in ledger.measures if measure.key == key), None)
