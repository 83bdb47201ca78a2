"""What a ledger says, as plain frozen values. Knows no file format, no RDF and no HTTP.

Every value that was read from a document carries the `Span` of the words that prove it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from ..ontology.errors import Text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in `Document.text`, as oa:TextPositionSelector counts them."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source. `level` is that of a heading, from 1; 0 for running text."""

    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: where it begins, how many rows and columns it covers, and its words."""

    row: int
    column: int
    rows: int
    columns: int
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with merged cells resolved: each cell once, in reading order; empty cells too."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a stretch of text, from `start` on, stands in its file: page=3, cell=Sheet1!D5, paragraph=12."""

    start: int
    fragment: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one source file; spans count in `text`.

    A plain text is its own layout. Of other formats `blocks` keep the paragraphs and tables, and `places` say where
    each stretch of the text stands in the file. Both follow from the bytes and so take no part in comparisons.
    """

    name: str
    text: str
    sha256: str
    encoding: str
    blocks: tuple[Paragraph | Grid, ...] = field(default=(), compare=False, repr=False)
    places: tuple[Place, ...] = field(default=(), compare=False, repr=False)

    def quote(self, span: Span) -> str:
        """The words a span points at."""
        return self.text[span.start : span.end]

    def line_of(self, offset: int) -> int:
        """The line (from 1) in which a code point stands."""
        return bisect_right(_line_ends(self.text), offset - 1) + 1

    def place_at(self, offset: int) -> Place | None:
        """The place of a code point in the file; None in a plain text."""
        index = bisect_right(self.places, offset, key=_place_start)
        return self.places[index - 1] if index else None

    def place_of(self, offset: int) -> str | None:
        """The same as it is written, as page=3."""
        place = self.place_at(offset)
        return place.fragment if place else None


_place_start = attrgetter("start")


@lru_cache(maxsize=8)
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer("\n", text))


class Role(StrEnum):
    """What a responsibility cell makes of a unit."""

    LEAD = "lead"  # 牵头
    PARTICIPANT = "participant"  # 配合, 按职责分工负责 beside a lead
    RESPONSIBLE = "responsible"  # no lead is named


class Relation(StrEnum):
    """How a text refers to an instrument. The first three are for measures, the others and CITES for law texts."""

    CITES = "cites"
    IMPLEMENTS = "implements"  # 贯彻落实, 严格按照
    WILL_ISSUE = "will_issue"  # 制定, 出台
    BASED_ON = "based_on"  # 根据…制定 (the enacting clause)
    REPEALS = "repeals"  # …同时废止
    AMENDED_BY = "amended_by"  # info block: 根据《…的决定》修正


class DeadlineKind(StrEnum):
    """The kinds of time limit that can be put in a calendar or compared."""

    BY = "by"
    RECURRING = "recurring"
    WITHIN_YEAR = "within_year"
    WITHIN_PERIOD = "within_period"


class Comparator(StrEnum):
    """How an indicator's value is to be compared with its quantity."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EQUAL = "="
    LESS_THAN = "<"
    AT_MOST = "<="
    ABOUT = "~"


class Modality(StrEnum):
    """The force of the wording."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    ENCOURAGEMENT = "encouragement"
    EXPLORATION = "exploration"


class Confidence(StrEnum):
    """How sure a repair is: certain (only one reading is possible), likely (the best of several), possible (a guess)."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Severity(StrEnum):
    """How much a reader should care about a finding."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section 项目 or task 重点任务: label as cited (四; （二十一）; empty where none is printed), title without line-break spaces."""

    label: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit carries one measure in one role. `unit` is the name in its standard spelling.

    `implied` where the document says it once for many measures (以下均需各区政府落实，不再列出).
    """

    unit: str
    role: Role
    span: Span
    implied: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Pinpoint:
    """A place in an instrument: article as cited (第三十四条, 第一百二十条之一), 款 and 项 by number, from 1."""

    article: str | None
    paragraph: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One instrument, or one place in it, that a text refers to.

    `title` is what is printed (without 《》; empty where only a number stands), `full_title` what a declared short
    name (以下简称) stands for, `number` the 文号 or order number printed beside it. A mention of several articles
    gives one citation for each, all with the span of the whole mention.
    """

    title: str
    number: str | None
    relation: Relation
    span: Span
    pinpoint: Pinpoint | None = None
    full_title: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit.

    `date` is the last day on which the duty is still met in time (BY, WITHIN_YEAR); `frequency` is an ISO 8601
    duration (RECURRING: P6M; WITHIN_PERIOD: P30D); `min_times` counts per period.
    """

    kind: DeadlineKind
    date: date | None
    frequency: str | None
    min_times: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number to be reached: quantity, unit as printed, comparator, and what it is counted per, as printed."""

    quantity: Decimal
    unit: str
    comparator: Comparator
    per: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text that matter as they stand: a bearer, a vague time word, a mechanism."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause whose wording has a force other than the plain imperative."""

    modality: Modality
    span: Span


@dataclass(frozen=True, slots=True)
class Printed:
    """The reading a reader gets who takes the damaged page at its word."""

    task: str | None
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """One repair of one measure: which rule, what it changed, from what to what, why, and how sure."""

    rule: str
    what: str
    printed: str
    reconciled: str
    reason: Text
    confidence: Confidence
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should look at: a gap in the numbering, words that could not be placed."""

    code: str
    severity: Severity
    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure 事项 with everything read from it.

    `key` is unique in its ledger (the number, or number-2 where a number is printed twice). `label` is the number as
    printed where that is more than its value (（三）), `part` counts from 1 where one number holds several
    responsibilities. Where nothing is printed, `numbered` is false and the number one that fits the order.
    `open_ended` when the list of units ends 等有关部门.
    """

    number: int
    key: str
    section: Heading | None
    task: Heading | None
    text: str
    span: Span
    assignments: tuple[Assignment, ...]
    citations: tuple[Citation, ...]
    deadlines: tuple[Deadline, ...]
    indicators: tuple[Indicator, ...]
    modality: Modality
    clauses: tuple[Clause, ...]
    bearer: Phrase | None
    vague_time: tuple[Phrase, ...]
    mechanisms: tuple[Phrase, ...]
    printed: Printed | None
    corrections: tuple[Correction, ...]
    label: str | None = None
    part: int = 0
    numbered: bool = True
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """A whole 工作台账 as read from one document."""

    document: Document
    slug: str
    title: str
    place: str | None
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
