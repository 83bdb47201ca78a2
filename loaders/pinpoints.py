"""Places inside an instrument as texts write them: 第三十条、第三十一条第二款第（三）项, 第三十三条至第三十七条, 第一百二十条之一.

The units are those of 立法法 (2023), art. 65: 条, 款, 项. 目 and 编章节 are read over: they do not move a pinpoint.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import cn2an

from ..graph.model import Pinpoint
from .wording import numeral

#: Longer numbers than this are none of an article.
_N = r"[零〇○一二三四五六七八九十百千\d]{1,9}"
ARTICLE = rf"第\s*{_N}\s*条(?:之{_N})?"
_PARAGRAPH = rf"第\s*{_N}\s*款"
_ITEM_UNIT = r"(?:项(?!目(?!的))|目)"
_ITEM = rf"第\s*(?:[（(]\s*)?{_N}\s*(?:[）)]\s*)?{_ITEM_UNIT}(?:之{_N})?|[（(]{_N}[）)](?=[项、和至到])项?"
_AND = r"\s*(?:、|至|到|—|－|-|和|与|及|以及|或者|或)\s*"
#: Several under one 第 or one 项: 第一、二款, 第（一）、（二）项, 第三至五项.
_SHORTENED = rf"第\s*(?:[（(]{_N}[）)]|{_N})(?:{_AND}第?(?:[（(]{_N}[）)]|{_N}))+\s*(?P<unit>[条款]|项(?!目(?!的)))"
_PLACE = rf"{_SHORTENED.replace('?P<unit>', '')}|{ARTICLE}|{_PARAGRAPH}|{_ITEM}"
#: A line break needs a joining word beside it: after 违反《甲法》第三条 and a line break, 第四条 is a label.
_JOIN = r"(?:\s*(?:至|到|—|－|-|、|，|,|和|与|及|以及|或者|或)\s*|[^\S\n]*)"

#: A run of places: the first, and others joined to it.
RUN = re.compile(rf"(?:{_PLACE})(?:{_JOIN}(?:{_PLACE}))*")
_TOKEN = re.compile(
    rf"(?P<range>至|到|—|－|-)|(?P<article>{ARTICLE})|第\s*(?P<paragraph>{_N})\s*款|(?:第\s*)?[（(]\s*(?P<marked>{_N})\s*[）)](?:\s*(?P<unit>[项目]))?|第\s*(?P<item>{_N})\s*(?P<plain_unit>{_ITEM_UNIT})"
)
_IN_FULL = re.compile(_SHORTENED)
_ONE = re.compile(rf"第?[（(]?({_N})[）)]?")
_ARTICLE_PARTS = re.compile(rf"第\s*(?P<n>{_N})\s*条(?:之(?P<sub>{_N}))?")
#: A range that would name more places than this is taken for its two ends.
_WIDEST = 200
#: A run that names more places than this is no run of places; its ranges are taken for their ends.
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Run:
    """The places named from `start` to `end` of a text, in the order they are printed."""

    places: tuple[Pinpoint, ...]
    start: int
    end: int


def run_at(text: str, position: int) -> Run | None:
    """The run of places that begins exactly there, or None."""
    match = RUN.match(text, position)
    return Run(places(match[0]), match.start(), match.end()) if match else None


def places(words: str, article: str | None = None) -> tuple[Pinpoint, ...]:
    """Every place the words name; 款 and 项 hang on the last article named before them (`article` to begin with).

    >>> [(p.article, p.paragraph, p.item) for p in places("第三条第一款、第五条")]
    [('第三条', 1, None), ('第五条', None, None)]
    >>> [p.article for p in places("第九条至第十一条")]
    ['第九条', '第十条', '第十一条']
    """
    found: list[Pinpoint] = []
    paragraph: int | None = None
    ranging = False
    for token in _TOKEN.finditer(_IN_FULL.sub(_spelled_out, words)):
        if token["range"]:
            ranging = True
            continue
        if token["article"]:
            new = Pinpoint(article_label(token["article"]))
            article, paragraph = new.article, None
        elif token["paragraph"]:
            paragraph = numeral(_digits(token["paragraph"]))
            new = Pinpoint(article, paragraph)
        elif "目" not in (token["unit"], token["plain_unit"]):
            new = Pinpoint(article, paragraph, numeral(_digits(token["marked"] or token["item"])))
        else:
            continue
        if ranging and found and len(found) < _MOST:
            found += _between(found[-1], new)
        _narrow(found, new)
        ranging = False
    return tuple(dict.fromkeys(found))


def _spelled_out(match: re.Match[str]) -> str:
    """第一、二款 as 第一款、第二款."""
    return _ONE.sub(rf"第\1{match['unit']}", match[0].removesuffix(match["unit"]))


def _narrow(found: list[Pinpoint], place: Pinpoint) -> None:
    """第三条 followed by 第二款 is one place, not two; a second 第三款 is a new one."""
    last = found[-1] if found else None
    if (
        last
        and last.article == place.article
        and _depth(last) < _depth(place)
        and last.paragraph in (None, place.paragraph)
    ):
        found[-1] = place
    else:
        found.append(place)


def _depth(place: Pinpoint) -> int:
    return 2 if place.item is not None else 1 if place.paragraph is not None else 0


def _between(first: Pinpoint, last: Pinpoint) -> list[Pinpoint]:
    """The places inside a range: of articles, of 款 of one article, or of 项 of one 款."""
    if last.item is not None:
        same = (first.article, first.paragraph) == (last.article, last.paragraph)
        return [replace(last, item=n) for n in _inside(first.item, last.item)] if same else []
    if last.paragraph is not None:
        same = first.article == last.article and first.item is None
        return [replace(last, paragraph=n) for n in _inside(first.paragraph, last.paragraph)] if same else []
    return [Pinpoint(f"第{chinese(n)}条") for n in _inside(_number(first.article), _number(last.article))]


def _inside(low: int | None, high: int | None) -> range:
    return range(0) if low is None or high is None or not low < high <= low + _WIDEST else range(low + 1, high)


def _number(label: str | None) -> int | None:
    match = _ARTICLE_PARTS.fullmatch(label) if label else None
    return numeral(_digits(match["n"])) if match else None


@lru_cache(maxsize=8192)
def article_label(words: str) -> str:
    """An article as laws print it, from any spelling: 第 34 条 is 第三十四条. What is no number stays as it is."""
    match = _ARTICLE_PARTS.fullmatch(words.strip())
    number = numeral(_digits(match["n"])) if match else None
    if match is None or number is None:
        return "".join(words.split())
    sub = numeral(_digits(match["sub"])) if match["sub"] else None
    return f"第{chinese(number)}条" + (f"之{chinese(sub)}" if sub else "")


@lru_cache(maxsize=8192)
def article_key(label: str) -> str:
    """The article in IRIs: 第三十四条 is 34, 第一百二十条之一 is 120-1."""
    match = _ARTICLE_PARTS.fullmatch(label)
    number = numeral(_digits(match["n"])) if match else None
    if match is None or number is None:
        return label
    sub = numeral(_digits(match["sub"])) if match["sub"] else None
    return f"{number}-{sub}" if sub else str(number)


def shifted(label: str, by: int) -> str | None:
    """The article `by` places on: 前条 is -1. None before the first."""
    number = _number(label)
    return f"第{chinese(number + by)}条" if number and number + by > 0 else None


@lru_cache(maxsize=4096)
def chinese(number: int) -> str:
    """A number as articles print it: 10 is 十, 110 is 一百一十."""
    words = str(cn2an.an2cn(number))
    return words[1:] if words.startswith("一十") else words


def _digits(text: str) -> str:
    """Full-width digits and ○ as numerals are usually written."""
    return text.translate(_DIGITS)


_DIGITS = str.maketrans("０１２３４５６７８９○", "0123456789〇")
