"""The body of a law text: where its title, info block, headings, articles and annexes begin and end.

Written for Markdown (`# title`, `<!-- INFO END -->`, `## 第一章`) and for plain text as offices paste it (title, （题注）,
chapters and articles as lines). One paragraph a line.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .pinpoints import article_label
from .wording import joined

INFO_END = re.compile(r"<!--\s*INFO\s*END\s*-->?")
_N = r"[零〇○一二三四五六七八九十百千\d]{1,9}"
_LINE = re.compile(r"[^\n]+")
_INK = re.compile(r"[^\s\u200b\ufeff]")
_BLANK = " \t\r\f\v\u3000\u200b\ufeff\xa0"
_ARTICLE = re.compile(
    rf"[\s\u200b\ufeff*]*(?P<label>第\s*{_N}\s*条(?:之{_N})?)(?P<after>[\s\u200b\ufeff*：:．.]+|$|(?=[\u4e00-\u9fff（“《])(?![、和至或及与的规]))"
)
_HEADING = re.compile(
    rf"[\s\u200b]*(?:(?P<marks>#+)\s*+(?P<marked>(?:.*\S)?)|(?P<plain>第\s*{_N}\s*(?:编|分编|章|节)(?:[\s\u3000]+\S.{{0,40}}|\S{{0,20}})?))\s*"
)
_UNIT = re.compile(rf"第\s*{_N}\s*(?P<unit>分编|编|章|节)")
_ANNEX = re.compile(
    r"[\s\u200b#*]*附\s*+(?P<kind>件|录|表|图|則)?\s*+(?P<n>[\d一二三四五六七八九十]{0,3})\s*+(?:(?:[：:、]|(?<=\s)).{0,60})?\s*"
)
_ITEM = re.compile(rf"\s*[（(]{_N}[）)]|\s*\d{{1,2}}[.．、]")
_QUOTE = re.compile("“[^“”]*")
_MARK_UNITS = {"编": 1, "分编": 2, "章": 2, "节": 3}
_SENTENCE_END = re.compile(r"[，。；：、！？）)“]$")
#: A heading line glued between articles has no more characters than this.
_SHORT = 20


class Kind(Enum):
    """What a line is."""

    HEADING = auto()
    ARTICLE = auto()
    ITEM = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. `start` and `end` leave out the space around it and the label of an article."""

    kind: Kind
    start: int
    end: int
    label: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the pieces of a law text stand: title, info block, lines of the body, annexes (each a list of lines)."""

    title: str
    title_span: tuple[int, int]
    info: tuple[int, int]
    body: tuple[Line, ...]
    annexes: tuple[tuple[str, tuple[Line, ...]], ...]


def outline(text: str) -> Outline:
    """The outline of a text; every line after the info block is in `body` or in an annex."""
    lines = _lines(text)
    title_end, title = _title(lines)
    info_start = lines[title_end - 1].end() if lines else 0
    marker = INFO_END.search(text)
    info_end, body_start = (marker.start(), marker.end()) if marker else (0, 0)
    if not marker:
        info_end = body_start = _end_of_info(lines[title_end:], info_start)
    classified = list(_classified(text, body_start))
    body, annexes = _split_annexes(text, classified)
    first = lines[0] if lines else None
    span = _inner(first) if first else (0, 0)
    return Outline(title, span, (min(info_start, info_end), info_end), tuple(body), tuple(annexes))


def _lines(text: str, start: int = 0) -> list[re.Match[str]]:
    """Every line that is not blank."""
    return [line for line in _LINE.finditer(text, start) if _INK.search(line[0])]


def _inner(line: re.Match[str]) -> tuple[int, int]:
    """A line without its marks and the space around it."""
    start = line.start() + len(line[0]) - len(line[0].lstrip("# \t\u3000\ufeff\u200b"))
    return start, line.start() + len(line[0].rstrip())


def _title(lines: list[re.Match[str]]) -> tuple[int, str]:
    """How many lines the title takes, and the title without the space inside it. Titles of two lines are joined."""
    if not lines:
        return 0, ""
    first = lines[0][0]
    if first.lstrip("\ufeff\u200b ").startswith("#"):
        return 1, joined(first.lstrip("\ufeff\u200b# "))
    words = [joined(first.lstrip("\ufeff\u200b"))]
    # 国务院关于……的 / 决定: a title broken over lines goes on until it has an ending that titles have.
    while len(words) < min(4, len(lines)) and not _TITLE_END.search("".join(words)):
        following = joined(lines[len(words)][0])
        if len(following) > 60 or _ARTICLE.match(following) or following.startswith(("（", "第")):
            break
        words.append(following)
    title = "".join(words) if _TITLE_END.search("".join(words)) else words[0]
    return (len(words) if title != words[0] else 1), title


_TITLE_END = re.compile(
    r"(?:法|法典|条例|办法|规定|规则|细则|决定|解释|规范|章程|意见|通知|方案|批复|规程|准则|公告|制度|标准|决议|修正案|纲要|计划|安排|通则)(?:[（(][^（）()]{1,20}[）)])?$"
)


def _end_of_info(lines: list[re.Match[str]], start: int) -> int:
    """Without a marker the info block is what stands in brackets or bears a date right below the title."""
    end, depth = start, 0
    for line in lines:
        words = line[0].strip()
        depth_before = depth
        depth += words.count("（") + words.count("(") - words.count("）") - words.count(")")
        dated = re.search(r"\d{4}年\d+月\d+日", words) and len(words) < 120 and not words.endswith("。")
        if depth_before > 0 or words.startswith(("（", "(")) or (dated and not _ARTICLE.match(words)):
            end = line.end()
        else:
            break
    return end


def _classified(text: str, start: int) -> Iterator[Line]:
    """Every line of the body by kind."""
    found = _lines(text, start)
    quoted = _new_wording(text, start)
    for position, line in enumerate(found):
        words = line[0]
        first, last = _trimmed(line)
        head = words.lstrip()[:1]
        if head in "第*#\u200b" and (article := _ARTICLE.match(words)) and not _within(quoted, line.start()):
            label_end = line.start() + article.end()
            yield Line(Kind.ARTICLE, min(label_end, last), last, article_label(article["label"]))
        elif head in "#第\u200b" and (heading := _HEADING.fullmatch(words)):
            yield Line(Kind.HEADING, first, last, joined_heading(words), _level(heading))
        elif _ITEM.match(words):
            yield Line(Kind.ITEM, first, last)
        elif _is_glued_heading(words, found[position + 1][0] if position + 1 < len(found) else ""):
            yield Line(Kind.HEADING, first, last, joined_heading(words), 2)
        else:
            yield Line(Kind.TEXT, first, last)


def _trimmed(line: re.Match[str]) -> tuple[int, int]:
    words = line[0]
    start = line.start() + len(words) - len(words.lstrip(_BLANK))
    return start, line.start() + len(words.rstrip(_BLANK))


def _new_wording(text: str, start: int) -> list[tuple[int, int]]:
    """The stretches 修改为：“…” in which an amending decision gives the new wording of another text."""
    return [
        quote.span()
        for quote in _QUOTE.finditer(text, start)
        if "修改为" in text[max(start, quote.start() - 40) : quote.start()]
    ]


def _within(stretches: list[tuple[int, int]], position: int) -> bool:
    """Whether the position is past the start of a stretch and not past its end."""
    at = bisect_left(stretches, (position, 0))
    return at > 0 and position <= stretches[at - 1][1]


def joined_heading(words: str) -> str:
    """第一章　总␣␣则 as 第一章 总则."""
    plain = joined(words.strip().lstrip("#\u200b"))
    match = _UNIT.match(plain)
    return f"{match[0]} {plain[match.end() :]}".strip() if match else plain


def _level(heading: re.Match[str]) -> int:
    unit = _UNIT.match(joined(heading["marked"] or heading["plain"] or ""))
    if unit:
        return _MARK_UNITS[unit["unit"]]
    return len(heading["marks"] or "##")


def _is_glued_heading(words: str, following: str) -> bool:
    """A short line without punctuation right before an article is a heading that lost its number (法律责任, 附 则)."""
    plain = joined(words)
    return len(plain) <= _SHORT and not _SENTENCE_END.search(plain) and bool(_ARTICLE.match(following))


def _split_annexes(text: str, lines: list[Line]) -> tuple[list[Line], list[tuple[str, tuple[Line, ...]]]]:
    """The body up to the first annex, and the annexes with their labels 附件1, 附件2 ...

    An annex begins at a line 附件…, or where the articles begin again with 第一条.
    """
    body: list[Line] = []
    annexes: list[list[Line]] = []
    articles = 0
    for line in lines:
        words = text[line.start : line.end]
        opens = line.kind in (Kind.TEXT, Kind.HEADING) and (articles or len(body) > 3) and _opens_annex(words)
        restarts = line.kind is Kind.ARTICLE and line.label == "第一条" and articles > 1 and not annexes
        if opens or restarts:
            annexes.append([])
        if restarts:
            annexes[-1] += _headings_before(body)
        (annexes[-1] if annexes else body).append(line)
        articles += line.kind is Kind.ARTICLE
    return body, [(f"附件{index}", tuple(lines)) for index, lines in enumerate(annexes, 1)]


def _headings_before(body: list[Line]) -> list[Line]:
    """The headings right before an annex whose articles begin again are its own."""
    count = 0
    while count < len(body) and body[-1 - count].kind is Kind.HEADING:
        count += 1
    headings = body[len(body) - count :]
    del body[len(body) - count :]
    return headings


def _opens_annex(words: str) -> bool:
    match = _ANNEX.fullmatch(words)
    if not match or words.startswith("附则") or re.match(r"附\s*则", words):
        return False
    return bool(match["kind"] or re.match(r"[\s#*]*附\s*[：:]", words))
