"""A measure as the JSON object that `taizhang extract`, REST and CSV share."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..ontology.errors import Text
from .model import Assignment, Confidence, Ledger, Measure, Span

Record = dict[str, Any]

_WORST_FIRST = (Confidence.POSSIBLE, Confidence.LIKELY, Confidence.CERTAIN)


def measure_record(ledger: Ledger, measure: Measure) -> Record:
    """One measure. `task` and `units` are the reconciled reading; `spans` are code points in the source file.

    Each list in `spans` runs parallel to the list of the same name.
    """
    quote = ledger.document.quote
    return {
        "n": measure.number,
        "section": measure.section.label if measure.section else None,
        "section_title": measure.section.title if measure.section else None,
        "task": measure.task.label if measure.task else None,
        "task_title": measure.task.title if measure.task else None,
        "text": measure.text,
        "units": _units(a for a in measure.assignments if not a.implied),
        "printed": {"task": measure.printed.task, "units": _units(measure.printed.assignments)}
        if measure.printed
        else None,
        "correction": _correction(measure),
        "regulations": [
            {"title": c.title, "number": c.number, "relation": c.relation.value} for c in measure.citations
        ],
        "deadlines": [
            {
                "kind": d.kind.value,
                "date": d.date.isoformat() if d.date else None,
                "frequency": d.frequency,
                "min_times": d.min_times,
                "raw": quote(d.span),
            }
            for d in measure.deadlines
        ],
        "indicators": [
            {
                "quantity": _number(i.quantity),
                "unit": i.unit,
                "comparator": i.comparator.value,
                "per": i.per,
                "raw": quote(i.span),
            }
            for i in measure.indicators
        ],
        "modality": measure.modality.value,
        "bearer": measure.bearer.text if measure.bearer else None,
        "vague_time": [phrase.text for phrase in measure.vague_time],
        "mechanisms": [phrase.text for phrase in measure.mechanisms],
        "source": _source(ledger, measure),
        "spans": _spans(measure),
        "unnumbered": not measure.numbered,
        "label": measure.label,
        "part": measure.part or None,
        "units_implied": _units(a for a in measure.assignments if a.implied),
        "open_ended": measure.open_ended,
    }


def _source(ledger: Ledger, measure: Measure) -> Record:
    """Where a measure stands; in a file that is more than text also at which page, cell or paragraph."""
    place = ledger.document.place_of(measure.span.start)
    source: Record = {"file": ledger.document.name, "start": measure.span.start, "end": measure.span.end}
    return source | ({"place": place} if place else {})


def _units(assignments: Iterable[Assignment]) -> list[Record]:
    return [{"name": assignment.unit, "role": assignment.role.value} for assignment in assignments]


def _correction(measure: Measure) -> Record | None:
    """All corrections of a measure as one: the reasons together, the confidence of the least sure."""
    if not measure.corrections:
        return None
    reasons = [correction.reason for correction in measure.corrections]
    together = Text("；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons))
    found = {correction.confidence for correction in measure.corrections}
    return {
        "reason": together.zh,
        "reason_en": together.en,
        "confidence": next(confidence for confidence in _WORST_FIRST if confidence in found).value,
        "rules": [correction.rule for correction in measure.corrections],
    }


def _spans(measure: Measure) -> Record:
    def of(things: Iterable[Any]) -> list[list[int]]:
        return [_span(thing.span) for thing in things]

    return {
        "section": _span(measure.section.span) if measure.section else None,
        "task": _span(measure.task.span) if measure.task else None,
        "units": of(a for a in measure.assignments if not a.implied),
        "regulations": of(measure.citations),
        "deadlines": of(measure.deadlines),
        "indicators": of(measure.indicators),
        "bearer": _span(measure.bearer.span) if measure.bearer else None,
        "vague_time": of(measure.vague_time),
        "mechanisms": of(measure.mechanisms),
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
