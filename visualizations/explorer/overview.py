"""What is in the graph, what is due next, who carries most, and what a reader should look at."""

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from typing import Any

from pyoxigraph import Literal, QuerySolutions

from ...graph import networks
from ...graph.reading import ledger_names
from ...ontology.iris import Iris
from .network import Kind, Relation, Thing
from .state import Explorer

_LISTED = 12
#: Things a reader should look at, each with the question of the catalogue that lists them.
_QUALITY = {
    "corrections": ("corrections", "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?c a tz:Correction ; tz:measure ?m }"),
    "findings": ("", "SELECT (COUNT(?f) AS ?n) { ?l tz:finding ?f }"),
    "without_lead": (
        "measures-without-lead",
        "SELECT (COUNT(?m) AS ?n) { ?m a tz:Measure FILTER NOT EXISTS { ?u tz:leads ?m } }",
    ),
    "unresolved": (
        "unresolved-citations",
        "SELECT (COUNT(?c) AS ?n) { ?c a tz:Citation ; tz:status ?s FILTER(?s != tz:status-resolved) }",
    ),
    "stale": (
        "stale-basis",
        "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a tz:Measure ; eli:cites|eli:ensures_implementation_of ?r . ?x eli:repeals ?r }",
    ),
    "planned": ("planned-instruments", "SELECT (COUNT(?p) AS ?n) { ?p a tz:PlannedInstrument }"),
}


def overview(explorer: Explorer, on: date) -> dict[str, Any]:
    """The first page."""
    network = explorer.network
    return {
        "on": on.isoformat(),
        "kinds": dict(sorted(Counter(thing.kind.value for thing in network.things.values()).items())),
        "ties": len(network.ties),
        "ledgers": [_ledger(explorer, name) for name in ledger_names(explorer.store)],
        "texts": _count(explorer, "SELECT (COUNT(?v) AS ?n) { ?v a tz:Version ; prov:wasDerivedFrom ?d }"),
        "due": due(explorer, on),
        "units": [
            {
                "id": row.unit, "name": row.name, "lead": row.lead, "participant": row.participant,
                "responsible": row.responsible, "total": row.total, "weighted": row.weighted,
            }
            for row in networks.load(network.measured, on)[:_LISTED]
        ],
        "relied_on": _relied_on(explorer),
        "quality": [
            {"what": what, "question": question, "count": _count(explorer, query)}
            for what, (question, query) in _QUALITY.items()
        ],
    }  # fmt: skip


def due(explorer: Explorer, on: date, most: int = _LISTED) -> list[dict[str, Any]]:
    """What is due next on a day or after it, the nearest first; recurring duties at the end of their period."""
    found = []
    for thing in explorer.network.things.values():
        if thing.kind is not Kind.DEADLINE or (day := next_day(thing, on)) is None:
            continue
        measure = next((tie.source for tie in explorer.network.around[thing.id] if tie.relation is Relation.DUE), None)
        if measure is None:
            continue
        found.append(
            {
                "id": thing.id,
                "day": day.isoformat(),
                "days": (day - on).days,
                "recurring": "frequency" in thing.properties,
                "words": str(thing.properties.get("text", "")),
                "measure": measure,
                "name": explorer.name(measure)[:160],
                "units": [
                    {"id": tie.source, "name": explorer.name(tie.source), "relation": tie.relation}
                    for tie in explorer.network.around[measure]
                    if tie.relation in (Relation.LEADS, Relation.RESPONSIBLE_FOR, Relation.PARTICIPATES_IN)
                ],
            }
        )
    return sorted(found, key=lambda one: (one["day"], one["measure"]))[:most]


def next_day(deadline: Thing, on: date) -> date | None:
    """The next day a deadline falls on: its own, or the end of the period that runs; None when it is over or has none."""
    day = deadline.properties.get("date")
    if isinstance(day, date):
        return day if day >= on else None
    frequency = deadline.properties.get("frequency")
    if deadline.properties.get("kind") != "recurring" or not isinstance(frequency, str):
        return None
    return period_end(frequency, on)


def period_end(frequency: str, on: date) -> date | None:
    """The last day of the period that runs on a day: of the year, the half-year, the quarter, the month, the week."""
    count = int(frequency[1:-1]) if frequency[1:-1].isdigit() else 1
    match frequency[-1:]:
        case "Y":
            return date(on.year, 12, 31) if count == 1 else None
        case "M":
            if 12 % count:
                return None
            month = -(-on.month // count) * count
            return date(on.year, month, monthrange(on.year, month)[1])
        case "W":
            return on + timedelta(days=6 - on.weekday()) if count == 1 else None
        case "D":
            return on if count == 1 else None
    return None


def _relied_on(explorer: Explorer) -> list[dict[str, Any]]:
    """The instruments on which most measures rest, however far that goes."""
    if not any(thing.kind is Kind.MEASURE for thing in explorer.network.things.values()):
        return []
    rows = networks.critical_regulations(explorer.network.measured)
    return [
        {"id": row.regulation, "name": explorer.name(row.regulation), "measures": row.measures, "units": row.units}
        for row in rows[:_LISTED]
        if row.measures
    ]


def _ledger(explorer: Explorer, name: str) -> dict[str, Any]:
    prefix = f"ledger/{name}/measure/"
    kinds = ((one, thing.kind) for one, thing in explorer.network.things.items())
    measures = sum(one.startswith(prefix) and kind is Kind.MEASURE for one, kind in kinds)
    title = next(
        iter(
            _values(
                explorer,
                f"SELECT ?t {{ ?l a tz:Ledger ; dcterms:title ?t FILTER(STRENDS(STR(?l), {_quoted(f'/{name}')})) }}",
            )
        ),
        name,
    )
    findings = _count(explorer, f"SELECT (COUNT(?f) AS ?n) {{ <{Iris().ledger(name)}> tz:finding ?f }}")
    return {"name": name, "title": title, "measures": measures, "findings": findings}


def _quoted(text: str) -> str:
    return str(Literal(text))


def _values(explorer: Explorer, query: str) -> list[str]:
    answer = explorer.store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - the queries of this module are SELECTs
    return [str(getattr(row[0], "value", "")) for row in answer]


def _count(explorer: Explorer, query: str) -> int:
    return int(next(iter(_values(explorer, query)), "0"))
