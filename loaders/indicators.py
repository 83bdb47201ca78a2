"""Numbers a measure wants reached: 不少于60学时, 达到100%, 20个以上."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..graph.model import Comparator, Indicator, Span
from .wording import SHORTENED, widened

_NUMBER = r"(?P<number>\d+(?:\.\d+)?(?:万亿|万|亿)?)"
_UNITS = (
    "个百分点 学时 课时 亿元 万元 小时 分钟 人次 件次 公里 平方公里 平方米 立方米 公顷 兆瓦 千瓦 元 个 名 人 家 户 项 件 所 处 场 次 天 日 年 条 份 套 支 "
    "台 辆 亩 吨 倍 期 批 部 篇 种 类 座 栋 间 只 头 株 口 张 片 位 幅 站 P 场次 家次 户次 例 款 门 宗 起 枚 艘 架 盏 册 班 千米 标箱 千瓦时 平方千米 "
    "斤 公斤 美元 万美元 亿美元 微克/立方米 微克每立方米 毫克/升 毫克每升"
).split()
#: Lengths of time that are counted only where one is to be shortened to them.
_LENGTHS = ("个工作日", "工作日", "个月", "周")
_UNITS += _LENGTHS
_UNIT = rf"(?P<unit>%|％|{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?:[（(]次[）)])?"
_BEFORE = {
    "不少于": Comparator.AT_LEAST, "不低于": Comparator.AT_LEAST, "至少": Comparator.AT_LEAST,
    "达到": Comparator.AT_LEAST, "达": Comparator.AT_LEAST, "不小于": Comparator.AT_LEAST,
    "超过": Comparator.MORE_THAN, "高于": Comparator.MORE_THAN, "突破": Comparator.MORE_THAN, "大于": Comparator.MORE_THAN,
    "不超过": Comparator.AT_MOST, "不高于": Comparator.AT_MOST, "不多于": Comparator.AT_MOST, "不大于": Comparator.AT_MOST,
    "低于": Comparator.LESS_THAN, "少于": Comparator.LESS_THAN, "小于": Comparator.LESS_THAN,
    "≥": Comparator.AT_LEAST, "≧": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "≦": Comparator.AT_MOST,
    "＞": Comparator.MORE_THAN, "＜": Comparator.LESS_THAN,
    "约": Comparator.ABOUT, "左右": Comparator.ABOUT,
}  # fmt: skip
_AFTER = {"以上": Comparator.AT_LEAST, "及以上": Comparator.AT_LEAST, "以下": Comparator.AT_MOST,
          "以内": Comparator.AT_MOST, "左右": Comparator.ABOUT}  # fmt: skip
_INDICATOR = re.compile(
    rf"(?:(?P<before>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})(?P<base>[^，。；、\d]{{0,24}}?的)?)?\s*"
    rf"{_NUMBER}\s*{_UNIT}(?P<after>{'|'.join(sorted(_AFTER, key=len, reverse=True))})?"
)
#: A cell that holds a number alone, counted in what another cell says.
_VALUE = re.compile(
    rf"\s*(?P<before>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})?\s*{_NUMBER}\s*"
    rf"(?P<after>{'|'.join(sorted(_AFTER, key=len, reverse=True))})?\s*"
)
_SCALED = re.compile("(?P<scale>万亿|万|亿)(?P<unit>.+)")
_PER = re.compile(r"(?:每人每年|每人|每年度|每年|每半年|每季度|每个?月|每周|每[个家户名项件])")
_SCALE = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000), "万亿": Decimal(1_000_000_000_000)}
#: Money and shares in a sentence that grants something are what it costs, not what is to be reached.
_GRANT = re.compile(
    r"给予|补助|补贴|奖励|奖补|资助|奖金|最高|授信|贴息|入股|启动资金|购房|租金|年薪|消费券|利率|减免|优惠|罚款|免收|(?<!研发)(?<!投入)费用|报销|限额(?!以上)|额度|缴纳|收费"
)
_MONEY = ("元", "万元", "亿元", "美元", "万美元", "亿美元")
#: 达10个以上的，给予…: who may have it, not what is to be reached. 力争达到10个的目标 is not meant.
_CONDITION = re.compile(r"[^，。；、]{0,24}的(?=[，；、]|$)")
#: 6亩以下（不含6亩）的土地: a bound with its own explanation says what is meant, not what is to be reached.
_EXPLAINED = re.compile(r"[（(]不?含")
_CONDITION_START = re.compile(r"^\s*(?:对于?|凡|经|符合|首次|年度|当年|已)")
_DEFINITION = re.compile(r"[（(][^（）()]*(?:指|即|含|一般|原则上)[^（）()]*$")
#: A bare number is to be reached where the clause says to make or reach that many.
_MAKE = re.compile(
    r"盘活|配备|新[（(]?[改扩迁续、/]{1,5}[）)]?建|建成|建设|新建|改建|扩建|改造|新增|增加|打造|培育|培养|引育|引进|引入|招引|集聚|配置|遴选|选树|选聘|选派|评选|认定|创建|创成|举办|组织|开展|完成|实现|推广|"
    r"形成|布局|发展|建立|设立|开设|开发|培训|推出|落地|孵化|扶持|入库|储备|签约|开工|续建|添置|购置|采购|造林|治理|整治|修复|招募|招聘|吸纳|吸引|发放|发布|制定|修订|筹建|筹集|供应|"
    r"投放|安装|财政(?:将|每年|计划)*安排|加快|推进|推动|抓好|实施|支持|资助|选拔|选派|选育|聘请|组建|构建|创设|设置|铺设|修建|维修|修缮|优化|提升|打通|升级|搬迁|关停|走访|救助|服务|慰问|解决|减负|减税|降费|利用外资|打好|落实|种植|栽植|更新|淘汰|清理|排查|检查|抽检|帮扶|惠及|覆盖|接入|上线|竣工|投产|新开|新改|净增|募集|争取|力争|安置|转移|调解|办结"
)
_CHANGE = re.compile(
    r"(?:增长|提高|提升|增加|下降|降低|减少|压减|精简|压降|削减|控制在|保持在|稳定在|占比|压缩|缩短)(?:到|至|了|率|在|约)?[^，。；、\d]{0,6}$"
    r"|(?:率|比重|比例)(?:均|为|达)?$|[降升增]至$"
)
#: What a number of things comes to: PM2.5浓度降至30微克/立方米.
_REACHES = re.compile(r"(?:[降升增]|提高|提升|扩大|控制|稳定|保持|减少)(?:到|至|在)$")
_SUMS = re.compile(
    "财政(?:将|每年|计划)*安排|投资|产值|收入|销售|规模|交易额|[内外]资|资金|融资|减负|减税|降费|进出口|贷款|债券|签约"
)
#: For whom something is done: 为1000名妇女开展检查.
_FOR = re.compile(r"(?:^|[^作认成称])(?:为|帮助)(?:全[市县区省])?$")
#: Shares that a change names together: 分别下降15%、10%和26%.
_TOGETHER = re.compile(r"(?:\d+(?:\.\d+)?[%％](?:以上|以下|左右)?(?:[、和及与]|以及))+$")
#: The bound of the last of them is that of all: 分别下降15%、10%以上.
_BOUND = re.compile(r"(?:(?:[、和及与]|以及)\d+(?:\.\d+)?[%％])+(?P<after>以上|以下|以内|左右)")
_EACH_OF = re.compile(r"分别|各(?:自)?(?=[升降增提])")
#: What is counted stands right before the number: 粮食播种面积4600万亩, 总产1150万吨.
_COUNTS = re.compile(
    r"(?:面积|产量|总产|产值|投资|收入|总量|规模|总额|增加值|存栏|出栏|容量|产能|里程|长度|总数|数量|学位|床位|泊位|装机|人数|客流量|吞吐量)(?:为|达|约|达到|稳定在|保持在|控制在)?$"
)
_BARE = re.compile(
    rf"(?<![\d.第前近每约几—–~～-])(?<![\d%％][至到])(?<![\d%％][个名家项人]至)(?P<number>\d+(?:\.\d+)?(?:万亿|万|亿)?)余?\s*{_UNIT}(?!以|左右|内|次?月|[-—])"
)
_COUNTED = frozenset(_UNITS) - {"年", "日", "天", "期", "批", "次", "倍", "类", "小时", "分钟", *_LENGTHS}


def read_indicators(text: str, start: int, *, target: bool = False) -> tuple[Indicator, ...]:
    """Every compared number with its unit, in reading order; `start` is the text's offset in the document.

    A bare number is one where its clause says to make or reach that many (打造示范点20个, 增长6%); 第一批, 三项制度 and
    近五年 are none, and neither are the sums and shares of a grant or the conditions of one. In a column of targets
    (`target`) every counted number is one.
    """
    text = widened(text)
    compared = tuple(_found(text, start))
    taken = {(one.span.start, one.span.end) for one in compared}
    bare = (
        one for one in _bare(text, start, target) if not any(a < one.span.end and one.span.start < b for a, b in taken)
    )
    return tuple(sorted((*compared, *bare), key=lambda one: one.span))


def read_value(cell: str, unit: str, start: int) -> Indicator | None:
    """The number a cell holds alone, counted in `unit`; None where it says anything else.

    >>> found = read_value("≥0.07", "万亩", 0)
    >>> found and (int(found.quantity), found.unit, found.comparator.value)
    (700, '亩', '>=')
    """
    match = _VALUE.fullmatch(cell)
    if not match or not unit or not _quantity(match["number"]):  # 0: nothing is to be reached
        return None
    scaled = _SCALED.fullmatch(unit)
    scale, plain = (scaled["scale"], scaled["unit"]) if scaled else ("", unit)
    word = match["after"] or match["before"]
    comparator = _AFTER.get(word or "") or _BEFORE.get(word or "", Comparator.EQUAL)
    quantity = _quantity(match["number"]) * _SCALE[scale]
    first = match.start("before" if match["before"] else "number")
    last = match.end("after" if match["after"] else "number")
    return Indicator(quantity, plain.replace("％", "%"), comparator, None, Span(start + first, start + last))


def _found(text: str, start: int) -> Iterator[Indicator]:
    for match in _INDICATOR.finditer(text):
        word = match["after"] or match["before"]
        if not word or (match["unit"] == "次" and match["before"] in ("至少", "不少于")):
            continue
        if _is_no_target(text, match) or (match["unit"] in _LENGTHS and not SHORTENED.search(text[: match.start()])):
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
    if unit == "年" or _EXPLAINED.match(text, match.end()) or (unit in (*_MONEY, "%", "％") and grants):
        return True
    if match.groupdict().get("after") in ("以下", "以内") and text.startswith("的", match.end()):
        return True  # 300万元以下的企业: which ones are meant
    if _CONDITION.match(text, match.end()) or (grants and _CONDITION_START.match(text[clause : match.start()])):
        return grants or text[match.end() : match.end() + 1] == "的"
    return bool(_DEFINITION.search(text[first : match.start()]))


def _bare(text: str, start: int, target: bool) -> Iterator[Indicator]:
    for match in _BARE.finditer(text):
        clause = _last_of("，。；;：\n\u2028", text, match.start()) + 1
        before = text[clause : match.start()]
        unit = "%" if match["unit"] == "％" else match["unit"]
        share = unit in ("%", "个百分点")
        wanted = (
            _CHANGE.search(_TOGETHER.sub("", before)) if share else unit in _COUNTED and _wants(text, match, clause)
        )
        if not wanted and not (target and (share or unit in _COUNTED)):
            continue
        if _is_no_target(text, match) or (unit in _MONEY and not _is_sum_wanted(text, match, before)):
            continue
        span = Span(start + match.start(), start + match.end())
        bound = _BOUND.match(text, match.end()) if share and _EACH_OF.search(before) else None
        comparator = _AFTER[bound["after"]] if bound else Comparator.EQUAL
        yield Indicator(_quantity(match["number"]), unit, comparator, _per(text, match.start()), span)


def _wants(text: str, match: re.Match[str], clause: int) -> bool:
    """Whether the clause of a bare number says to make, reach or serve that many, or goes on with one that does."""
    before = text[clause : match.start()]
    if not before.strip() and text[clause - 1 : clause] == "，":  # 支持300名A赴外培训，1000名B参加研修
        sentence = max((text.rfind(sign, 0, clause) for sign in "。；;：\n\u2028"), default=-1) + 1
        return bool(_BARE.search(text, sentence, clause) and _MAKE.search(text, sentence, clause))
    if _FOR.search(before):
        end = next((i for i, char in enumerate(text[match.end() :], match.end()) if char in "，。；"), len(text))
        return bool(_MAKE.search(text, match.end(), end) or "提供" in text[match.end() : end])
    return bool(_MAKE.search(before) or _COUNTS.search(before) or _REACHES.search(before))


def _is_sum_wanted(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a bare sum of money is to be reached: 引进资金500亿元, but not that of 总投资15亿元的项目."""
    return not text.startswith("的", match.end()) and bool(_SUMS.search(before))


def _quantity(number: str) -> Decimal:
    digits = number.rstrip("万亿")
    return Decimal(digits) * _SCALE[number[len(digits) :]]


def _per(text: str, begin: int) -> str | None:
    """The nearest 每… in the same clause."""
    clause = re.split("[，。；]", text[:begin])[-1]
    found = _PER.findall(clause)
    return found[-1] if found else None
