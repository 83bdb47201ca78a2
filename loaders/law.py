"""A law text as a `Law`: structure, events, and every citation with its place.

A pure function of the document, so files can be read in any order and on any number of processes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePath

from ..graph.law import Division, Event, EventKind, Law, Level, Paragraph, Part, PartKind, Reference
from ..graph.model import Citation, Document, Pinpoint, Span
from .amendments import read_amendments
from .law_events import effective, lost_event, read_events
from .law_structure import INFO_END, Kind, Line, Outline, outline
from .mentions import Mention, find_all
from .names import document_slug
from .pinpoints import ARTICLE, article_key, places, shifted
from .relations import relations

_FILE_DATE = re.compile(r"[（(](\d{4})-(\d{2})-(\d{2})[）)]$")
_ARTICLE_LINE = re.compile(rf"(?m)^(?:[^\S\n]|[\u200b*])*{ARTICLE}\s")
_NEAR = re.compile(
    r"前(?P<many>[两二三四])?(?P<back>[款条])|本条(?P<here>第[一二三四五六七八九十]+款)|(?<![条款\u4e00-\u9fff])(?P<bare>第[一二三四五六七八九十]+款)"
)
_COUNT = {None: 1, "两": 2, "二": 2, "三": 3, "四": 4}


def is_law_text(document: Document) -> bool:
    """Whether a document is a law text rather than a ledger: an info marker, or articles as paragraphs."""
    if INFO_END.search(document.text, 0, 20_000):
        return True
    return len(_ARTICLE_LINE.findall(document.text[:200_000])) >= 2


def read_law(document: Document) -> Law:
    """Read one law text. A text without articles is read too: its body is the preamble."""
    found = outline(document.text)
    info = (found.info[0], found.info[1])
    events = tuple(event for event in read_events(document.text, *info) if event.kind is not EventKind.EFFECTIVE)
    start = effective(document.text, found.info[1], read_events(document.text, *info))
    number = next((event.number for event in reversed(events) if event.number), None)
    level, issuer = rank(found.title, events)
    divisions = tuple(_divisions(found.body))
    return Law(
        document=document,
        slug=document_slug(document.name),
        title=found.title,
        number=number,
        level=level,
        issuer=issuer,
        events=(*events, start) if start else events,
        effective_date=start.date if start else None,
        version_date=_version_date(document, events, lost=lost_event(document.text, *info), level=level),
        divisions=divisions,
        parts=tuple(_with_citations(document.text, found.title, _parts(found))),
        amendments=read_amendments(document.text, found.title, found.info[1]),
    )


# -- structure


def _divisions(lines: Iterable[Line]) -> Iterator[Division]:
    return (Division(line.level, line.label, Span(line.start, line.end)) for line in lines if line.kind is Kind.HEADING)


def _parts(found: Outline) -> Iterator[Part]:
    """Info block, preamble, articles and annexes, in the order of the text, without their citations."""
    yield _part(PartKind.INFO, "info", "info", [], None, Span(*found.info))
    headings = -1
    preamble: list[Line] = []
    article: list[Line] = []
    seen: dict[str, int] = {}
    for line in found.body:
        if line.kind is Kind.HEADING:
            headings += 1
            if article:
                yield _article(article, headings - 1, seen)
                article = []
        elif line.kind is Kind.ARTICLE:
            yield from ([_article(article, headings, seen)] if article else _preamble(preamble, seen))
            article, preamble = [line], []
        else:
            (article or preamble).append(line)
    yield from ([_article(article, headings, seen)] if article else _preamble(preamble, seen))
    for label, lines in found.annexes:
        yield _part(PartKind.ANNEX, f"annex-{label.removeprefix('附件')}", label, list(lines), None)


def _preamble(lines: list[Line], seen: dict[str, int]) -> list[Part]:
    """What stands before the first article, or between a heading and the next one."""
    return [_part(PartKind.PREAMBLE, _unique("preamble", seen), "preamble", lines, None)] if lines else []


def _article(lines: list[Line], heading: int, seen: dict[str, int]) -> Part:
    label = lines[0].label
    key = _unique(article_key(label), seen)
    alone = lines[0].start == lines[0].end and len(lines) > 1  # the label has a line of its own
    return _part(PartKind.ARTICLE, key, label, lines[alone:], heading if heading >= 0 else None)


def _unique(key: str, seen: dict[str, int]) -> str:
    """A number that is printed twice gets a key of its own: 12, 12.2."""
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key}.{seen[key]}"


def _part(
    kind: PartKind, key: str, label: str, lines: list[Line], division: int | None, span: Span | None = None
) -> Part:
    whole = span or Span(lines[0].start, lines[-1].end)
    return Part(kind, key, label, whole, division, tuple(_paragraphs(lines)), (), ())


def _paragraphs(lines: Iterable[Line]) -> Iterator[Paragraph]:
    """款: one a line; the 项 below it belong to it."""
    start: Line | None = None
    end, items = 0, list[Span]()
    for line in lines:
        if line.kind is Kind.ITEM and start:
            items.append(Span(line.start, line.end))
            end = line.end
            continue
        if start:
            yield Paragraph(Span(start.start, end), tuple(items))
        start, end, items = line, line.end, []
    if start:
        yield Paragraph(Span(start.start, end), tuple(items))


# -- citations


def _with_citations(text: str, title: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with what each of them cites."""
    listed = list(parts)
    starts = [part.span.start for part in listed]
    by_part: dict[int, list[Mention]] = {}
    for mention in find_all(text):
        position = bisect_right(starts, mention.start) - 1
        if position >= 0 and mention.end <= listed[position].span.end:
            by_part.setdefault(position, []).append(mention)
    amends = title.endswith(("决定", "修正案")) or "修正案" in title
    for position, part in enumerate(listed):
        mentions = by_part.get(position, [])
        own = [mention for mention in mentions if mention.own]
        # An order number alone in the info block is the order that made this text, not one it cites.
        named = [m for m in mentions if not m.own and (m.title or part.kind is not PartKind.INFO)]
        references = () if amends else tuple(_references(text, part, own, mentions))
        yield Part(
            part.kind,
            part.key,
            part.label,
            part.span,
            part.division,
            part.paragraphs,
            tuple(_citations(text, named, part.kind)),
            references,
        )


def _citations(text: str, mentions: list[Mention], kind: PartKind) -> Iterator[Citation]:
    for mention, relation in zip(mentions, relations(text, mentions, kind), strict=True):
        span = Span(mention.start, mention.end)
        for place in mention.places or (None,):
            yield Citation(mention.title, mention.number, relation, span, place, mention.full_title)


def _references(text: str, part: Part, own: list[Mention], mentions: list[Mention]) -> Iterator[Reference]:
    """Where the part refers to its own text: 本法第三条, 第二十条, 前款, 前条, 本条第二款."""
    for mention in own:
        for place in mention.places:
            yield Reference(place, Span(mention.start, mention.end))
    if part.kind is not PartKind.ARTICLE:
        return
    mentioned = [mention.start for mention in mentions]
    paragraphs = [paragraph.span.start for paragraph in part.paragraphs]
    for match in _NEAR.finditer(text, part.span.start, part.span.end):
        before = bisect_right(mentioned, match.start()) - 1
        if before >= 0 and match.start() < mentions[before].end:
            continue
        for pinpoint in _near(match, part.label, bisect_right(paragraphs, match.start())):
            yield Reference(pinpoint, Span(match.start(), match.end()))


def _near(match: re.Match[str], article: str, paragraph: int) -> Iterator[Pinpoint]:
    """The places a relative reference means, seen from the 款 in which it stands."""
    if match["back"] == "条":
        for back in range(_COUNT[match["many"]], 0, -1):
            label = shifted(article, -back)
            if label:
                yield Pinpoint(label)
    elif match["back"] == "款":
        for back in range(_COUNT[match["many"]], 0, -1):
            if paragraph - back >= 1:
                yield Pinpoint(article, paragraph - back)
    else:
        yield from places(match["here"] or match["bare"], article)


# -- dates and rank


#: Texts whose files are named by the day of the last change; those of local regulations by the day of publication.
_NAMED_BY_CHANGE = (Level.LAW, Level.ADMINISTRATIVE_REGULATION, Level.DEPARTMENTAL_RULE)


def _version_date(document: Document, events: tuple[Event, ...], *, lost: bool, level: Level | None) -> date | None:
    """The day this wording was made: that of the last event, or of the file's name where the last event is missing."""
    named = _FILE_DATE.search(PurePath(document.name).stem)
    in_name = date(int(named[1]), int(named[2]), int(named[3])) if named and _is_date(named) else None
    days = [event.date for event in events if event.date]
    if not days:
        return in_name
    last = max(days)
    return in_name if in_name and in_name > last and (lost or level in _NAMED_BY_CHANGE) else last


def _is_date(match: re.Match[str]) -> bool:
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True


_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,12}?(?:省|自治区|自治州|自治县|市|州|县|区|特区|示范区|实验区)")
_COURTS = ("最高人民法院", "最高人民检察院")


def rank(title: str, events: tuple[Event, ...]) -> tuple[Level | None, str | None]:
    """The rank 效力级别 of a text and the body that made it, from its title and events; None where neither shows it.

    Rules of 立法法 (2023), 行政法规制定程序条例 art. 5 and 规章制定程序条例 art. 7 (a 规章 is never called 条例).
    """
    makers = [event.by for event in events if event.by and event.kind is not EventKind.APPROVED]
    maker = _body(makers[0]) if makers else None
    if title.removeprefix("中华人民共和国").startswith("宪法"):
        return Level.CONSTITUTION, maker
    if title.startswith(_COURTS) or (maker or "").startswith(_COURTS):
        return Level.JUDICIAL_INTERPRETATION, maker or next(court for court in _COURTS if court in title)
    return _rank_by_maker(maker) or _rank_by_title(title), maker


def _body(by: str) -> str:
    """The body behind a session: 第十三届全国人民代表大会常务委员会第二十五次会议 is 全国人民代表大会常务委员会."""
    plain = re.sub(r"第[一二三四五六七八九十百\d]+(?:届|次)", "", by)
    plain = re.sub(r"(?:全体|常务)?会议.*$", "", plain).removesuffix("令")
    return plain.removeprefix("中华人民共和国").strip("、")


#: Who makes what; the first that fits counts.
_MAKERS = (
    (re.compile(r"^全国(?:人民代表大会|人大)"), Level.LAW),
    (re.compile(r"^(?:国务院|中央军事委员会|中央军委|政务院)"), Level.ADMINISTRATIVE_REGULATION),
    (re.compile(r"人民代表大会|人大"), Level.LOCAL_REGULATION),
    (re.compile(r"人民政府$"), Level.LOCAL_RULE),
    (re.compile(r"(?:部|会|局|署|银行|院|室)$"), Level.DEPARTMENTAL_RULE),
)


def _rank_by_maker(maker: str | None) -> Level | None:
    if not maker:
        return None
    return next((level for pattern, level in _MAKERS if pattern.search(maker)), None)


def _rank_by_title(title: str) -> Level | None:
    plain = title.removeprefix("中华人民共和国")
    if _PLACE.match(plain):
        return Level.LOCAL_REGULATION if re.search(r"条例(?:[（(].*[）)])?$", plain) else None
    if plain.endswith(("法", "法典")):
        return Level.LAW
    return Level.ADMINISTRATIVE_REGULATION if plain.endswith("条例") else None
