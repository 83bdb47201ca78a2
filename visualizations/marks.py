"""Text with overlapping marks cut into runs, each with the kinds of mark that cover it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ..graph.model import Document, Ledger, Measure, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """That a range of the document proves something of this kind."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters under the same marks. `kinds` is empty where nothing is marked."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of the source: what it is, where it stands, and its words cut into runs."""

    kind: str
    line: int
    span: Span
    runs: tuple[Run, ...]


def runs(document: Document, span: Span, marks: Iterable[Mark]) -> tuple[Run, ...]:
    """The words of a span, cut wherever a mark begins or ends."""
    inside = [m for m in marks if m.span.start < span.end and m.span.end > span.start]
    ends = {edge for m in inside for edge in (m.span.start, m.span.end) if span.start < edge < span.end}
    cuts = sorted({span.start, span.end, *ends})
    found = []
    for start, end in pairwise(cuts):
        kinds = sorted({m.kind for m in inside if m.span.start <= start and end <= m.span.end})
        found.append(Run(document.text[start:end], tuple(kinds)))
    return tuple(found)


def measure_marks(measure: Measure) -> list[Mark]:
    """Everything read from a measure, as marks on its source."""
    marks = [Mark(f"unit-{assignment.role.value}", assignment.span) for assignment in measure.assignments]
    marks += [Mark("citation", citation.span) for citation in measure.citations]
    marks += [Mark("deadline", deadline.span) for deadline in measure.deadlines]
    marks += [Mark("indicator", indicator.span) for indicator in measure.indicators]
    marks += [Mark("modality", clause.span) for clause in measure.clauses]
    marks += [Mark("vague", phrase.span) for phrase in measure.vague_time]
    marks += [Mark("mechanism", phrase.span) for phrase in measure.mechanisms]
    if measure.bearer:
        marks.append(Mark("bearer", measure.bearer.span))
    return marks


def excerpts(ledger: Ledger, measure: Measure) -> list[Excerpt]:
    """The places of the source a measure was read from: its labels, its text, its responsible units."""
    document, marks = ledger.document, measure_marks(measure)
    places = [(kind, h.span) for kind, h in (("section", measure.section), ("task", measure.task)) if h]
    places.append(("measure", measure.span))
    if measure.assignments:
        start = min(assignment.span.start for assignment in measure.assignments)
        end = max(assignment.span.end for assignment in measure.assignments)
        places.append(("units", Span(start, _to_cell_end(document, end))))
    return [Excerpt(kind, document.line_of(span.start), span, runs(document, span, marks)) for kind, span in places]


def _to_cell_end(document: Document, end: int) -> int:
    """The role words behind the last unit (按职责分工负责) belong to its phrase."""
    for offset in range(end, min(end + 16, len(document.text))):
        if document.text[offset] in "\t\n\r< \u3000":
            return offset
    return min(end + 16, len(document.text))
