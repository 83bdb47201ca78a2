"""What a load made of its documents: read, repaired, doubtful, left over; each with its place. And what changed in them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from ..graph.model import Document, Finding, Ledger, Measure
from ..graph.revision import LedgerRevision, Limit, MeasureRevision, Revised, printed_label
from ..ontology.errors import Text
from .ingest import Fate, Loaded


class Care(StrEnum):
    """What kind of care something needs."""

    REPAIRED = "repaired"
    DOUBTFUL = "doubtful"
    LEFT_OVER = "left-over"


#: Findings that say that words belong to no measure.
_LEFT = {"text-left", "table-left", "column-left", "above-header", "row-without-text", "target-shared", "units-unused", "text-without-number",
         "not-placed", "heading-units"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at: where it stands, what it is, in words, and the words themselves."""

    care: Care
    code: str
    severity: str
    place: str
    zh: str
    en: str
    quote: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of a load. `units` counts responsibilities, `without_units` measures that name none.

    `revision` says what changed in a ledger that was in the graph before.
    """

    file: str
    fate: str
    kind: str | None
    title: str
    count: int
    units: int
    without_units: int
    notes: tuple[Note, ...]
    reason_zh: str
    reason_en: str
    revision: LedgerRevision | None = None

    def of(self, care: Care) -> tuple[Note, ...]:
        """The notes of one kind."""
        return tuple(note for note in self.notes if note.care is care)


@dataclass(frozen=True, slots=True)
class Quality:
    """The report of a whole load."""

    files: tuple[Checked, ...]

    def count(self, care: Care) -> int:
        """How many notes of one kind there are."""
        return sum(len(one.of(care)) for one in self.files)

    @property
    def measures(self) -> int:
        """How many measures were read."""
        return sum(one.count for one in self.files if one.kind == "ledger")

    @property
    def left_out(self) -> tuple[Checked, ...]:
        """The files that are not in the graph."""
        return tuple(one for one in self.files if one.fate in (Fate.SKIPPED, Fate.DUPLICATE))

    def json(self) -> str:
        """The report as JSON text."""
        return json.dumps(self.record(), ensure_ascii=False, indent=1) + "\n"

    def record(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "files": len(self.files),
            "left_out": len(self.left_out),
            "measures": self.measures,
            **{care.value: self.count(care) for care in Care},
            "documents": [_record(one) for one in self.files],
        }

    @property
    def revised(self) -> tuple[tuple[Checked, LedgerRevision], ...]:
        """The files in which something changed, with what did."""
        return tuple((one, one.revision) for one in self.files if one.revision and not one.revision.unchanged)


def _record(one: Checked) -> dict[str, Any]:
    plain = asdict(replace(one, revision=None))
    return plain | {"revision": revision_record(one.revision) if one.revision else None}


def revision_record(revision: LedgerRevision) -> dict[str, Any]:
    """What changed in a ledger as plain values: counts, then each measure with the words, units and limits that did."""
    return {
        "old_title": revision.old_title,
        "title": revision.new_title,
        "counts": {change.value: revision.count(change) for change in Revised},
        "measures": [_revised(one) for one in revision.measures],
    }


def _revised(one: MeasureRevision) -> dict[str, Any]:
    return {
        "changes": [change.value for change in one.changes],
        "old": _side(one.old),
        "new": _side(one.new),
        "words": [[piece.kind.value, piece.text] for piece in one.pieces],
        "units": [{"name": move.unit, "old": move.before, "new": move.after} for move in one.units],
        "deadlines": {"old": [_limit(limit) for limit in one.before], "new": [_limit(limit) for limit in one.after]},
    }


def _side(measure: Measure | None) -> dict[str, Any] | None:
    return {"key": measure.key, "label": printed_label(measure), "text": measure.text} if measure else None


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "kind": limit.kind.value,
        "date": limit.date,
        "frequency": limit.frequency,
        "min_times": limit.min_times,
        "raw": limit.words,
    }


def quality_of(results: Iterable[Loaded]) -> Quality:
    """The report of a load."""
    return Quality(tuple(checked(result) for result in results))


def place_in(document: Document, offset: int) -> str:
    """Where a code point stands, for people: page=3, cell=Sheet1!D5, or its line."""
    return document.place_of(offset) or f"line={document.line_of(offset)}"


def checked(result: Loaded) -> Checked:
    """What the report says of one file."""
    ledger, reason = result.ledger, result.reason or Text("", "")
    return Checked(
        file=result.path.name,
        fate=result.fate.value,
        kind=result.kind.value if result.kind else None,
        title=ledger.title if ledger else "",
        count=result.count,
        units=sum(len(measure.assignments) for measure in ledger.measures) if ledger else 0,
        without_units=sum(not measure.assignments for measure in ledger.measures) if ledger else 0,
        notes=(*_repairs(ledger), *_findings(ledger.document, ledger.findings)) if ledger else (),
        reason_zh=reason.zh,
        reason_en=reason.en,
        revision=result.revision,
    )


def _repairs(ledger: Ledger) -> Iterator[Note]:
    document = ledger.document
    for measure in ledger.measures:
        for one in measure.corrections:
            place, quote = place_in(document, one.span.start), document.quote(one.span)[:200]
            yield Note(Care.REPAIRED, one.rule, one.confidence.value, place, one.reason.zh, one.reason.en, quote)


def _findings(document: Document, findings: Sequence[Finding]) -> Iterator[Note]:
    for one in findings:
        care = Care.LEFT_OVER if one.code in _LEFT else Care.DOUBTFUL
        severity = one.severity.value
        place, quote = place_in(document, one.span.start), document.quote(one.span)[:200]
        yield Note(care, one.code, severity, place, one.text.zh, one.text.en, quote)
