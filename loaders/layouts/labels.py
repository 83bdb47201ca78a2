"""Numbers before headings and measures: 一、 （一） 1. （1） ① 第三条, and what each is worth."""

import re
from dataclasses import dataclass

from ..wording import numeral

_CN = "〇零一二三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: Styles of numbers, from the one that usually stands highest.
STYLES = (
    "part",
    "chapter",
    "section",
    "article",
    "cn",
    "cn-bracket",
    "unit",
    "dash",
    "dotted",
    "digit",
    "digit-bracket",
    "circled",
    "item",
)
#: After 1. no decimal goes on, but a measure may open with a number: 1.2025年底前, 2.4月底前, 3.5G网络.
NO_DECIMAL = r"(?:(?!\d)|(?=(?:19|20)\d{2}年|1?\d月|[3-6]G))"
_LABEL = re.compile(
    rf"[\s\u3000#*]*(?:(?P<part>第[{_CN}\d]{{1,4}}(?:部分|篇|编))|(?P<chapter>第[{_CN}\d]{{1,4}}章)|(?P<section>第[{_CN}\d]{{1,4}}节)|"
    rf"(?P<article>第[{_CN}\d]{{1,4}}条)|(?P<cn>[{_CN}]{{1,4}})\s*(?:、|[．.﹒](?!\d))|(?P<cnb>[（(]\s*[{_CN}]{{1,4}}\s*[）)])|"
    rf"(?P<dotted>\d{{1,3}}(?:[.．]\d{{1,3}}){{1,3}})(?=[\s\u3000、.．\u4e00-\u9fff“])[、.．]?(?!\d)(?![%％万亿元个年月日倍米吨家项])|"
    rf"(?P<digit>\d{{1,4}})\s*[.．、﹒]{NO_DECIMAL}|(?P<digitb>[（(]\s*\d{{1,3}}\s*[）)]|\d{{1,3}}[）)])|(?P<circled>[{_CIRCLED}])|"
    rf"(?P<item>(?:任务|问题|举措|措施|行动|专栏)[{_CN}\d]{{1,3}}[：:、.\s]|\d{{1,3}}(?=[\s\u3000]*(?:项目|任务|事项|实事|问题)(?:名称)?\s*[：:])))[\s\u3000]*"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A number before some words: its style, its printed form, its value and where the words begin."""

    style: str
    text: str
    value: int
    end: int


_STYLE = {"cnb": "cn-bracket", "digitb": "digit-bracket"}


def label_of(words: str) -> Label | None:
    """The number some words begin with; None when they begin with none.

    >>> label_of("（二十一）加强").value, label_of("3.2 完善").value, label_of("2025年，") is None
    (21, 2, True)
    """
    match = _LABEL.match(words)
    if not match or not match.lastgroup:
        return None
    printed = match[match.lastgroup]
    return Label(_STYLE.get(match.lastgroup, match.lastgroup), printed, _value(printed), match.end())


def _value(printed: str) -> int:
    if printed in _CIRCLED:
        return _CIRCLED.index(printed) + 1
    numbers = re.findall(rf"[{_CN}]+|\d+", printed)
    return numeral(numbers[-1]) or 0 if numbers else 0
