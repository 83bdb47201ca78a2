"""What falls on which day: deadlines by date, duties that recur, and texts of instruments that come into and out of force."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pyoxigraph import QuerySolutions

from ...graph.model import Deadline, DeadlineKind, Ledger, Measure
from ...ontology.iris import Iris


@dataclass(frozen=True, slots=True)
class Due:
    """A day something of a measure has to be done by. `frequency` is that of a duty that recurs (P1Y), else empty."""

    day: str
    kind: str
    frequency: str
    times: int
    words: str
    ledger: str
    key: str
    iri: str
    text: str
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text of an instrument that measures name, and from when to when it is in force (empty where not known)."""

    iri: str
    work: str
    title: str
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Undated:
    """A time that names no day: within a period, or a year that is not known."""

    kind: str
    words: str
    ledger: str
    key: str
    iri: str
    text: str


VERSIONS = """SELECT DISTINCT ?version ?work ?title ?begins ?ends WHERE {
  { SELECT DISTINCT ?work WHERE { ?measure a tz:Measure ; eli:cites|eli:ensures_implementation_of ?named .
    ?named eli:is_member_of? ?work . FILTER NOT EXISTS { ?work a tz:Version } } }
  { ?version a tz:Version ; eli:is_member_of ?work } UNION { ?work tz:inForceFrom|tz:inForceUntil ?any . BIND(?work AS ?version) }
  { SELECT ?work (MIN(?label) AS ?title) WHERE { ?work eli:title ?label } GROUP BY ?work }
  OPTIONAL { ?version tz:inForceFrom|eli:version_date ?begins }
  OPTIONAL { ?version tz:inForceUntil|eli:date_no_longer_in_force ?ends }
} ORDER BY ?title ?begins ?version"""


def versions(answer: QuerySolutions) -> list[TextVersion]:
    """The answer to VERSIONS, one row for each text."""
    found: dict[str, TextVersion] = {}
    for row in answer:
        texts = [str(getattr(term, "value", "") or "") for term in row]
        found.setdefault(texts[0], TextVersion(*texts))
    return list(found.values())


def narrowed(ledger: Ledger, unit: str, once: bool) -> Ledger:
    """The ledger with the measures of one unit alone (of all where none is named), without what recurs where `once`."""
    return replace(
        ledger,
        measures=tuple(
            replace(measure, deadlines=tuple(d for d in measure.deadlines if not (once and d.frequency)))
            for measure in ledger.measures
            if not unit or any(assignment.unit == unit for assignment in measure.assignments)
        ),
    )


def dues(ledger: Ledger, first: int, last: int) -> Iterator[Due]:
    """Every dated deadline of a ledger, and each recurring one at the end of its periods in a range of years."""
    for measure in ledger.measures:
        for deadline in measure.deadlines:
            for day in _days(deadline, first, last):
                yield _due(ledger, measure, deadline, day)


def _days(deadline: Deadline, first: int, last: int) -> Iterable[date]:
    if deadline.date:
        return [deadline.date]
    if deadline.kind is DeadlineKind.RECURRING and deadline.frequency:
        return ends_of_periods(deadline.frequency, first, last)
    return []


def undated(ledger: Ledger) -> Iterator[Undated]:
    """The deadlines that no day can be found for."""
    for measure in ledger.measures:
        for deadline in measure.deadlines:
            if not deadline.date and not (deadline.kind is DeadlineKind.RECURRING and deadline.frequency):
                iri = Iris().measure(ledger.slug, measure.key)
                words = ledger.document.quote(deadline.span)
                yield Undated(deadline.kind.value, words, ledger.slug, measure.key, iri, measure.text)


def ends_of_periods(frequency: str, first: int, last: int) -> list[date]:
    """The last days of the periods of a duty (P1Y, P6M, P3M, P1M, P1W, P1D) in a range of years, as the calendar file has them."""
    count, unit = int(frequency[1:-1]) if frequency[1:-1].isdigit() else 1, frequency[-1]
    if unit in "YM":
        months = count * (12 if unit == "Y" else 1)
        ends = range(first * 12 + months - 1, (last + 1) * 12, months)
        return [date(end // 12, end % 12 + 1, monthrange(end // 12, end % 12 + 1)[1]) for end in ends]
    length = timedelta(days=count * (7 if unit == "W" else 1))
    begin, end = date(first, 1, 1), date(last, 12, 31)
    return [begin + length * n - timedelta(days=1) for n in range(1, (end - begin + timedelta(days=1)) // length + 1)]


def _due(ledger: Ledger, measure: Measure, deadline: Deadline, day: date) -> Due:
    return Due(
        day.isoformat(),
        deadline.kind.value,
        deadline.frequency or "" if deadline.kind is DeadlineKind.RECURRING else "",
        deadline.min_times or 0,
        ledger.document.quote(deadline.span),
        ledger.slug,
        measure.key,
        Iris().measure(ledger.slug, measure.key),
        measure.text,
        tuple((a.unit, a.role.value) for a in measure.assignments),
    )
