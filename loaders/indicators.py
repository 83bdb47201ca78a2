"""Numbers a measure wants reached: 不少于60学时, 达到100%, 20个以上."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..graph.model import Comparator, Indicator, Span

_NUMBER = r"(?P<number>\d+(?:\.\d+)?(?:万|亿)?)"
_UNITS = (
    "个百分点 学时 课时 亿元 万元 小时 分钟 人次 件次 公里 平方公里 平方米 立方米 公顷 兆瓦 千瓦 元 个 名 人 家 户 项 件 所 处 场 次 天 日 年 条 份 套 支 "
    "台 辆 亩 吨 倍 期 批 部 篇 种 类 座 栋 间 只 头 株 口 张 片 位 幅 站 P"
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
#: Money and shares in a sentence that grants something are what it costs, not what is to be reached.
_GRANT = re.compile(
    r"给予|补助|补贴|奖励|奖补|资助|奖金|最高|贷款|授信|贴息|入股|启动资金|购房|租金|年薪|消费券|利率|减免|优惠|罚款|免收|费用|报销|限额(?!以上)|额度|缴纳|收费"
)
_MONEY = ("元", "万元", "亿元")
#: 达10个以上的，给予…: who may have it, not what is to be reached. 力争达到10个的目标 is not meant.
_CONDITION = re.compile(r"[^，。；、]{0,24}的(?=[，；、]|$)")
_CONDITION_START = re.compile(r"^\s*(?:对于?|凡|经|符合|首次|年度|当年|已)")
_DEFINITION = re.compile(r"[（(][^（）()]*(?:指|即|含|一般|原则上)[^（）()]*$")
#: A bare number is to be reached where the clause says to make or reach that many.
_MAKE = re.compile(
    r"建成|建设|新建|改建|扩建|改造|新增|增加|打造|培育|培养|引育|引进|引入|招引|集聚|配置|遴选|选树|选聘|选派|评选|认定|创建|创成|举办|组织|开展|完成|实现|推广|"
    r"形成|布局|发展|建立|设立|开设|开发|培训|推出|落地|孵化|扶持|入库|储备|签约|开工|造林|治理|整治|修复|招募|招聘|吸纳|吸引|发放|发布|制定|修订|筹建|筹集|供应|"
    r"投放|安装|更新|淘汰|清理|排查|检查|抽检|帮扶|惠及|覆盖|接入|上线|竣工|投产|新开|新改|净增|募集|争取|力争|安置|转移|调解|办结"
)
_CHANGE = re.compile(
    r"(?:增长|提高|提升|增加|下降|降低|减少|压减|控制在|保持在|稳定在|占比|压缩|缩短)(?:到|至|了|率|在|约)?[^，。；、\d]{0,6}$"
)
_BARE = re.compile(
    rf"(?<![\d.第前近每约几—–~～至-])(?P<number>\d+(?:\.\d+)?(?:万|亿)?)余?\s*{_UNIT}(?!以|左右|内|次?月|[-—])"
)
_COUNTED = frozenset(_UNITS) - {"年", "日", "天", "期", "批", "次", "倍", "类", "小时", "分钟"}


def read_indicators(text: str, start: int, *, target: bool = False) -> tuple[Indicator, ...]:
    """Every compared number with its unit, in reading order; `start` is the text's offset in the document.

    A bare number is one where its clause says to make or reach that many (打造示范点20个, 增长6%); 第一批, 三项制度 and
    近五年 are none, and neither are the sums and shares of a grant or the conditions of one. In a column of targets
    (`target`) every counted number is one.
    """
    compared = tuple(_found(text, start))
    taken = {(one.span.start, one.span.end) for one in compared}
    bare = (
        one for one in _bare(text, start, target) if not any(a < one.span.end and one.span.start < b for a, b in taken)
    )
    return tuple(sorted((*compared, *bare), key=lambda one: one.span))


def _found(text: str, start: int) -> Iterator[Indicator]:
    for match in _INDICATOR.finditer(text):
        word = match["after"] or match["before"]
        if not word or (match["unit"] == "次" and match["before"] in ("至少", "不少于")):
            continue
        if _is_no_target(text, match):
            continue
        comparator = _AFTER[match["after"]] if match["after"] else _BEFORE[match["before"]]
        unit = "%" if match["unit"] == "％" else match["unit"]
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        per = match["base"].removesuffix("的") if match["base"] else _per(text, begin)
        yield Indicator(_quantity(match["number"]), unit, comparator, per, Span(start + begin, start + match.end()))


def _last_of(signs: str, text: str, end: int) -> int:
    """Where one of some signs stands last before `end`, or -1; they are near, while a text may have none of some sign."""
    return next((index for index in range(end - 1, -1, -1) if text[index] in signs), -1)


def _is_no_target(text: str, match: re.Match[str]) -> bool:
    """Whether a compared number is the sum of a grant, its condition, a span of years or part of a definition."""
    unit = match["unit"]
    first = _last_of("。；;\n\u2028", text, match.start()) + 1
    last = min((i for sign in "。；;\n\u2028" if (i := text.find(sign, match.end())) >= 0), default=len(text))
    grants = bool(_GRANT.search(text, first, last))
    clause = _last_of("，。；;\n", text, match.start()) + 1
    if unit == "年" or (unit in (*_MONEY, "%", "％") and grants):
        return True
    if _CONDITION.match(text, match.end()) or (grants and _CONDITION_START.match(text[clause : match.start()])):
        return grants or text[match.end() : match.end() + 1] == "的"
    return bool(_DEFINITION.search(text[first : match.start()]))


def _bare(text: str, start: int, target: bool) -> Iterator[Indicator]:
    for match in _BARE.finditer(text):
        clause = _last_of("，。；;：\n\u2028", text, match.start()) + 1
        before = text[clause : match.start()]
        unit = "%" if match["unit"] == "％" else match["unit"]
        share = unit in ("%", "个百分点")
        if not (_CHANGE.search(before) if share else unit in _COUNTED and _MAKE.search(before)) and not (
            target and (share or unit in _COUNTED)
        ):
            continue
        if _is_no_target(text, match) or (unit in _MONEY and not re.search("投资|产值|收入|销售|规模|交易额", before)):
            continue
        span = Span(start + match.start(), start + match.end())
        yield Indicator(_quantity(match["number"]), unit, Comparator.EQUAL, _per(text, match.start()), span)


def _quantity(number: str) -> Decimal:
    scale = _SCALE.get(number[-1], Decimal(1))
    return Decimal(number.rstrip("万亿")) * scale


def _per(text: str, begin: int) -> str | None:
    """The nearest 每… in the same clause."""
    clause = re.split("[，。；]", text[:begin])[-1]
    found = _PER.findall(clause)
    return found[-1] if found else None
