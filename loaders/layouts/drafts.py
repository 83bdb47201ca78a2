"""The measures of running text while they are collected: what became of which paragraph, and which number each gets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...graph.model import Document, Finding, Heading, Severity, Span
from ...ontology.errors import Text
from ..wording import beginning, joined
from .duties import Duty
from .entries import Entry, Layout
from .marks import duties_of
from .tree import Node, Piece, end_of

_LEFT = Text("正文之外的段落未作为事项：{words}", "a paragraph that is no measure: {words}")
_NO_UNITS = Text("事项没有责任单位：{words}", "a measure without responsible units: {words}")


#: Section and task of a measure, its printed number, and what it has where there is none.
Places = tuple[Heading | None, Heading | None]
Number = tuple[int, str]
NO_NUMBER: Number = (0, "")


@dataclass(slots=True)
class _Draft:
    """An entry before unnumbered ones get a number that fits the order."""

    number: Number
    part: int
    places: Places
    span: Span
    duties: tuple[Duty, ...]
    holes: tuple[Span, ...]


class Drafts:
    """Collects the measures of one document and what was left."""

    def __init__(self, document: Document):
        self.document = document
        self._drafts: list[_Draft] = []
        self._findings: list[Finding] = []

    def layout(self) -> Layout:
        """What was collected."""
        return Layout(tuple(self._numbered()), tuple(self._findings))

    def add(
        self, number: Number, places: Places, span: Span, duties: tuple[Duty, ...], *, part: int = 0,
        holes: tuple[Span, ...] = (),
    ) -> None:  # fmt: skip
        """A measure; reported when it names no units."""
        self._drafts.append(_Draft(number, part, places, span, duties, holes))
        if not duties:
            self.report(span, "no-units", _NO_UNITS)

    def report(self, span: Span, code: str = "text-left", text: Text = _LEFT) -> None:
        """Words that are no measure, or that need a look."""
        words = joined(self.document.quote(span))
        short = beginning(words)
        if short:
            self._findings.append(Finding(code, Severity.INFO, text.format(words=short), span))

    def inherit(self, node: Node, above: tuple[Heading, ...], duties: tuple[Duty, ...]) -> None:
        """A paragraph below one that names units for all."""
        self.add(number_of(node.head), places_of(above), Span(node.head.body, end_of(node)), duties)

    def _numbered(self) -> Iterator[Entry]:
        """The measures; one without a number takes one that fits the order: 0 before the first, else the next free."""
        last_printed = max((i for i, draft in enumerate(self._drafts) if draft.number[0]), default=-1)
        number = 0
        for index, draft in enumerate(self._drafts):
            value, label = draft.number
            if value:
                number = value
            elif index > last_printed:
                number += 1
            section, task = draft.places
            yield Entry(value or number, label, draft.part, bool(value), section, task, draft.span,
                        draft.duties, draft.holes)  # fmt: skip


def number_of(piece: Piece) -> Number:
    """The printed number of a paragraph."""
    return (piece.label.value, piece.label.text) if piece.label else NO_NUMBER


def heading_of(piece: Piece) -> Heading:
    """The title a numbered paragraph opens with: its words up to the first full stop, without marks."""
    first = piece.label.end if piece.label else 0
    words = piece.words[first : piece.marks[0].start if piece.marks else len(piece.words)]
    stop = words.find("。")
    words = words[:stop] if 0 <= stop <= 60 else words
    label = joined(piece.label.text) if piece.label else ""
    return Heading(label, joined(words).rstrip("：:。"), Span(piece.span.start, piece.body + len(words.rstrip())))


def duties_in(piece: Piece) -> Iterator[Duty]:
    """What the marks of a paragraph say."""
    for mark in piece.marks:
        yield from duties_of(piece.words, mark, piece.span.start)


def trimmed(document: Document, span: Span) -> Span:
    """Some words without the spaces and full stops around them."""
    words = document.quote(span)
    return Span(span.start + len(words) - len(words.lstrip(" \u3000\n。；;")), span.start + len(words.rstrip()))


def places_of(above: Sequence[Heading]) -> Places:
    """Section and task of what stands below some headings: the first and, where there is another, the last."""
    if not above:
        return None, None
    return above[0], above[-1] if len(above) > 1 else None
