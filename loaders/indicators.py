"""Numbers a measure wants reached: 不少于60学时, 达到100%, 20个以上."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..graph.model import Comparator, Indicator, Span

_NUMBER = r"(?P<number>\d+(?:\.\d+)?(?:万|亿)?)"
_UNITS = (
    "个百分点 学时 课时 万元 亿元 小时 分钟 人次 件次 公里 平方米 元 个 名 人 家 户 项 件 所 处 场 次 天 日 年 条 份 套 支 台 辆 亩 吨 倍 期 "
    "批 部 篇 种 类"
).split()
_UNIT = rf"(?P<unit>%|％|{'|'.join(_UNITS)})"
_BEFORE = {
    "不少于": Comparator.AT_LEAST, "不低于": Comparator.AT_LEAST, "至少": Comparator.AT_LEAST,
    "达到": Comparator.AT_LEAST, "达": Comparator.AT_LEAST, "不小于": Comparator.AT_LEAST,
    "超过": Comparator.MORE_THAN, "高于": Comparator.MORE_THAN, "突破": Comparator.MORE_THAN, "大于": Comparator.MORE_THAN,
    "不超过": Comparator.AT_MOST, "不高于": Comparator.AT_MOST, "不多于": Comparator.AT_MOST, "不大于": Comparator.AT_MOST,
    "低于": Comparator.LESS_THAN, "少于": Comparator.LESS_THAN, "小于": Comparator.LESS_THAN,
    "约": Comparator.ABOUT, "左右": Comparator.ABOUT,
}  # fmt: skip
_AFTER = {"以上": Comparator.AT_LEAST, "及以上": Comparator.AT_LEAST, "以下": Comparator.AT_MOST,
          "以内": Comparator.AT_MOST, "左右": Comparator.ABOUT}  # fmt: skip
_INDICATOR = re.compile(
    rf"(?:(?P<before>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})(?P<base>[^，。；、\d]{{0,24}}?的)?)?\s*"
    rf"{_NUMBER}\s*{_UNIT}(?P<after>{'|'.join(sorted(_AFTER, key=len, reverse=True))})?"
)
_PER = re.compile(r"(?:每人每年|每人|每年度|每年|每半年|每季度|每个?月|每周|每[个家户名项件])")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def read_indicators(text: str, start: int) -> tuple[Indicator, ...]:
    """Every compared number with its unit, in reading order; `start` is the text's offset in the document.

    A bare number (第一批, 三项制度, 近五年) is not an indicator: only one with a comparing word is.
    """
    return tuple(_found(text, start))


def _found(text: str, start: int) -> Iterator[Indicator]:
    for match in _INDICATOR.finditer(text):
        word = match["after"] or match["before"]
        if not word or (match["unit"] == "次" and match["before"] in ("至少", "不少于")):
            continue
        comparator = _AFTER[match["after"]] if match["after"] else _BEFORE[match["before"]]
        unit = "%" if match["unit"] == "％" else match["unit"]
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        per = match["base"].removesuffix("的") if match["base"] else _per(text, begin)
        yield Indicator(_quantity(match["number"]), unit, comparator, per, Span(start + begin, start + match.end()))


def _quantity(number: str) -> Decimal:
    scale = _SCALE.get(number[-1], Decimal(1))
    return Decimal(number.rstrip("万亿")) * scale


def _per(text: str, begin: int) -> str | None:
    """The nearest 每… in the same clause."""
    clause = re.split("[，。；]", text[:begin])[-1]
    found = _PER.findall(clause)
    return found[-1] if found else None
