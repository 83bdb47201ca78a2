"""What a law text says, as plain frozen values: title, events, articles 条 and the instruments it refers to.

Structure after 立法法 (2023), art. 65: 编、章、节、条、款、项、目; 款 carries no number, 项 is （一）, 目 is 1.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .model import Citation, Document, Pinpoint, Span


class EventKind(StrEnum):
    """What happened to a text, as its info lines or its last article say."""

    PASSED = "passed"  # 通过
    APPROVED = "approved"  # 批准
    PROMULGATED = "promulgated"  # 公布, 发布, 颁布
    AMENDED = "amended"  # 修正, 修改: in part
    REVISED = "revised"  # 修订: as a whole for laws; 行政法规 say it of partial changes too
    EFFECTIVE = "effective"  # 施行


class Level(StrEnum):
    """效力级别, the rank of an instrument (立法法 2023, arts. 98-106)."""

    CONSTITUTION = "constitution"  # 宪法
    LAW = "law"  # 法律
    ADMINISTRATIVE_REGULATION = "administrative-regulation"  # 行政法规
    LOCAL_REGULATION = "local-regulation"  # 地方性法规
    DEPARTMENTAL_RULE = "departmental-rule"  # 部门规章
    LOCAL_RULE = "local-rule"  # 地方政府规章
    JUDICIAL_INTERPRETATION = "judicial-interpretation"  # 司法解释
    NORMATIVE_DOCUMENT = "normative-document"  # 规范性文件


class PartKind(StrEnum):
    """The parts of a law text that can make a citation."""

    INFO = "info"  # the block under the title
    PREAMBLE = "preamble"  # before the first article; the whole body where there are no articles
    ARTICLE = "article"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated act. `by` is who did it, as printed; `number` the order that did it (国务院令第228号)."""

    kind: EventKind
    date: date | None
    by: str | None
    number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Division:
    """A heading above articles: level counts from 1 (编 or 章), title without line-break spaces."""

    level: int
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款 with the spans of its 项."""

    span: Span
    items: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a text to itself: 本法第三条, 前款, 前条. `pinpoint` is the place meant."""

    pinpoint: Pinpoint
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """An article, an annex, the info block or the preamble.

    `label` is what a citation prints (第三十四条, 附件1, info, preamble); `key` is unique in the law (34, 120-1, annex-1).
    `division` is the position in `Law.divisions` of the nearest heading above, or None. The text of an article
    begins after its label.
    """

    kind: PartKind
    key: str
    label: str
    span: Span
    division: int | None
    paragraphs: tuple[Paragraph, ...]
    citations: tuple[Citation, ...]
    references: tuple[Reference, ...]


class Action(StrEnum):
    """What an amending text does to an article."""

    EDITED = "edited"  # 第三条修改为
    ADDED = "added"  # 增加一条，作为第三条
    REMOVED = "removed"  # 删去第三条
    RENUMBERED = "renumbered"  # 第三条改为第五条


@dataclass(frozen=True, slots=True)
class Amendment:
    """One instruction of an amending text: what it does to which article of the instrument `title`.

    `old` is the article as numbered before, `new` as numbered after, where the words say so.
    """

    title: str
    action: Action
    old: str | None
    new: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Law:
    """One law text as read from one document.

    `version_date` is the day this wording was made: the last of its events, or the date in the file's name where the
    info block has lost its last event. `effective_date` is the 施行 date the text prints, for 自公布之日起施行 the printed
    day of 公布. `repealed_same_title`: the text repeals an older instrument of its own title.
    """

    document: Document
    slug: str
    title: str
    number: str | None
    level: Level | None
    issuer: str | None
    events: tuple[Event, ...]
    effective_date: date | None
    version_date: date | None
    divisions: tuple[Division, ...]
    parts: tuple[Part, ...]
    amendments: tuple[Amendment, ...] = ()

    @property
    def articles(self) -> tuple[Part, ...]:
        """The 条 of the instrument itself, without those of its annexes."""
        return tuple(part for part in self.parts if part.kind is PartKind.ARTICLE)

    def text_of(self, part: Part) -> str:
        """The words of a part without its label."""
        return self.document.quote(part.span)
