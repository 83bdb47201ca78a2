"""Every way a Chinese text names an instrument, each as one small class with its examples.

A class finds its own kind of mention and nothing else. `Reader` runs them in the order of `WAYS`: what an earlier
one has taken is not taken again. What a mention *means* (根据, 废止 ...) is decided in relations.py, what it points
at in the graph.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from ..graph.model import Pinpoint
from .instruments import is_bare_kind, is_instrument
from .pinpoints import RUN, places, run_at
from .wording import joined

#: Names of national laws that texts use without 《》.
STATUTES = "statutes.txt"
_PREFIX = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: title as printed (empty where only a number stands), number, places, and where it stands.

    `full_title` is what a declared short name stands for; `own` says that the text means itself.
    """

    title: str
    number: str | None
    places: tuple[Pinpoint, ...]
    start: int
    end: int
    full_title: str | None = None
    own: bool = False


@dataclass(slots=True)
class Text:
    """A text while it is being read: which stretches are taken, and the short names declared so far."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    #: short name -> (full title, where it was declared)
    short_names: dict[str, tuple[str, int]] = field(default_factory=dict)
    #: stretches that belong to a mention without being part of its span: the number before a title
    reserved: list[tuple[int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    def taken(self, start: int, end: int) -> bool:
        """Whether some earlier mention has any part of the stretch."""
        at = bisect_right(self._starts, start)
        return (at > 0 and self._ends[at - 1] > start) or (at < len(self._starts) and self._starts[at] < end)

    def seal(self) -> None:
        """Make what was found so far count as taken, in the order of the text."""
        self.mentions.sort(key=lambda mention: mention.start)
        stretches = sorted([*((mention.start, mention.end) for mention in self.mentions), *self.reserved])
        self._starts = [start for start, _ in stretches]
        self._ends = [end for _, end in stretches]


class Way(ABC):
    """One way to name an instrument."""

    @abstractmethod
    def find(self, text: Text) -> Iterator[Mention]:
        """Every mention of this kind that nothing earlier has taken, in the order of the text."""


# -- 《…》

#: A long title may go on in the next line before 〈 or 的决定, as the sources break lines in lists of titles.
QUOTED = re.compile(r"《((?:[^《》\n]|\n\s*(?=[〈<＜]|的决定》)|《(?:[^《》\n]|《[^《》\n]*》)*》)*)》")
_BRACKETED = re.compile(r"\s*[（(]([^（）()\n]*(?:[（(][^（）()\n]*[）)][^（）()\n]*)*)[）)]")
_BRACKET = r"[〔\[［【（(〈<]"
_CLOSE = r"[〕\]］】）)〉>]"
_YEAR = rf"{_BRACKET}\s*(?:[1１]\s*[9９]|[2２]\s*[0０])\s*\d\s*\d\s*{_CLOSE}"
_HAN = r"\u4e00-\u9fff"
_DOCUMENT_NUMBER = rf"[{_HAN}]{{1,12}}\s*{_YEAR}\s*(?:第\s*)?\d[\d\s]*号"
_ORDER_NUMBER = rf"[{_HAN}、]{{2,30}}?令\s*(?:[（(〔\[]?\d{{4}}[）)〕\]]?年?\s*)?(?:第\s*)?\d+\s*号|[{_HAN}、]{{2,30}}?第\s*\d+\s*号令"
_NUMBER = re.compile(rf"{_DOCUMENT_NUMBER}|{_ORDER_NUMBER}")
_NUMBER_BEFORE = re.compile(
    rf"(?P<number>{_ORDER_NUMBER}|{_DOCUMENT_NUMBER})(?:公告|通知|文件|文)?(?:公布|发布|颁布|印发|下发|修订|修正|发出)?(?:施行|实施)?的?\s*$"
)
#: What stands before the name of the office in a number: 1982年, 29日, 以下简称, 经我院以, 原.
_FILLER = re.compile(r"^(?:.*(?:[日的由以称]|号、|根据))?[年月]?、*(?:原|我院|我部|经)?(?=[^日的])")
_SHORT_NAME = re.compile(
    r"(?:以下|下文|本文|下)?(?:统|均|简)?简?称(?:为|作)?\s*[:：]?\s*[“”\"《〈「『]*([^“”\"《》〈〉「」『』，,；;]{1,30})"
)
#: The text is searched once for each; no real text declares a fifth as many.
_MOST_SHORT_NAMES = 200
#: 《甲法》《乙条例》（以下简称《甲》《乙》）: one short name for each.
_SHORT_NAMES = re.compile(r"称(?:为|作)?\s*[:：]?\s*((?:《[^《》]{1,30}》(?:、|和|与|及|以及)?){2,})")
_INNER = re.compile(r"《([^《》]+)》")
_AND = re.compile(r"\s*+(?:、|和|与|及|以及)?\s*+")


class QuotedTitle(Way):
    """A title in 《》, with nesting, its number beside it, the short name declared for it and the places after it.

    《关于修改〈广告法〉等八部法律的决定》 · 《行政处罚法》第三十四条 · 《意见》（国办发〔2022〕27号）
    国务院令第51号公布的《专利法实施细则》 · 《证券法》（以下简称证券法）第二条 · 《医疗机构制剂许可证》 is none
    """

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        whole = text.text
        listed: list[str] = []
        last = declared = 0
        for match in QUOTED.finditer(whole):
            title = joined(match[1])
            after = _Brackets.at(whole, match.end())
            if not _AND.fullmatch(whole, last, match.start()):
                listed = []
            listed.append(title)
            last = after.end
            if match.start() < declared:
                continue
            if _declares(whole, match.start()):
                text.reserved.append(match.span())
                continue
            run = run_at(whole, _skip_of(whole, after.end))
            number = after.number or _number_before(text, match.start())
            named, end = (run.places, run.end) if run else ((), after.number_end or match.end())
            for name, full_title in after.short_names(listed):
                declared = after.end
                if len(text.short_names) < _MOST_SHORT_NAMES:
                    text.short_names.setdefault(name, (full_title, match.end()))
            if end < declared:
                text.reserved.append((end, declared))
            known = text.short_names.get(title)
            if is_instrument(title) and (number or known or not is_bare_kind(title)):
                full = known[0] if known and known[0] != title else None
                yield Mention(title, number, named, match.start(), end, full)
            elif is_bare_kind(title):
                yield Mention(title, None, named, match.start(), end, own=True)
            else:
                text.reserved.append((match.start(), run.end if run else after.end))


@dataclass(frozen=True, slots=True)
class _Brackets:
    """What stands in brackets right after a title."""

    number: str | None
    number_end: int | None
    short: re.Match[str] | None
    end: int

    @classmethod
    def at(cls, text: str, position: int) -> "_Brackets":
        number, number_end, short = None, None, None
        while match := _BRACKETED.match(text, position):
            inside = _NUMBER.search(match[1])
            declared = _SHORT_NAMES.search(match[1]) or _SHORT_NAME.search(match[1]) if "称" in match[1] else None
            if inside and number is None:
                number, number_end = _number(inside[0]), match.end()
            short = declared or short
            if not (inside or declared) and len(match[1]) > 40:
                break
            position = match.end()
        return cls(number, number_end, short, position)

    def short_names(self, titles: list[str]) -> list[tuple[str, str]]:
        """The short names declared for the last of the titles, or for as many of them as there are short names."""
        if self.short is None:
            return []
        names = [joined(name) for name in _INNER.findall(self.short[1])] or [joined(self.short[1])]
        if len(names) > len(titles) or (len(names) < len(titles) and "统称" in self.short[0]):
            return []
        return list(zip(names, titles[-len(names) :], strict=True))


def _declares(text: str, start: int) -> bool:
    """Whether the title right here is the short name being declared: （以下简称《证券法》）."""
    return text[max(0, start - 4) : start].rstrip("：:为“").endswith("称")


def _skip_of(text: str, position: int) -> int:
    """Past 的 and 中 between a title and its articles: 《公司法》的第五条."""
    while position < len(text) and text[position] in "的中 \u3000":
        position += 1
    return position


def _number_before(text: Text, start: int) -> str | None:
    low = max(0, start - 60)
    match = _NUMBER_BEFORE.search(text.text, low, start) if text.text.find("号", low, start) >= 0 else None
    if match is None:
        return None
    text.reserved.append(match.span("number"))
    return _number(match["number"])


def _number(words: str) -> str:
    """The number in its standard spelling, without the words that a pattern takes along before it."""
    return standard_number(_FILLER.sub("", words))


def standard_number(number: str) -> str:
    """A 发文字号 or order number in standard spelling: six-cornered brackets, no spaces (GB/T 9704).

    >>> standard_number("国办发[2022] 27 号"), standard_number("省政府令 第180号"), standard_number("公安部第69号令")
    ('国办发〔2022〕27号', '省政府令第180号', '公安部令第69号')
    """
    plain = re.sub(r"\s+", "", number).translate(_DIGITS)
    plain = re.sub(rf"{_BRACKET}(\d+){_CLOSE}第?(\d+)号", r"〔\1〕\2号", plain)
    plain = re.sub(r"第(\d+)号令", r"令第\1号", plain)
    return re.sub(r"令(\d+)号", r"令第\1号", plain).replace(_PREFIX, "")


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


# -- plain names

_BEFORE_SHORT = re.compile(
    r"(?:[^\u4e00-\u9fff]|依照|按照|根据|依据|违反|适用|符合|参照|执行|遵守|比照|触犯|构成|属于|认定为|实施|援引|遵循|引用|"
    r"[正改订]后的?|[正改订]前的?|[和与及或的将为在由对除于是按以从有国])$|^$"
)
_NOT_AFTER = "律规院定官人制治庭务理学盲医案"
_LAW = re.compile(rf"法(?:典|通则|总则)?(?![{_NOT_AFTER}]|则)")
_ANCHOR = re.compile(r"法")
_AMENDMENT = re.compile(r"修正案(?:[（(][一二三四五六七八九十]+[）)])?")
#: 道路交通安全法实施条例 is another instrument than 道路交通安全法.
_DERIVED = re.compile(r"实施(?:条例|细则|办法)")
#: Names up to this long are also pieces of other words (水法, 公司法), so what stands before them matters.
_SHORT = 3
_LONGEST = 26


class StatuteName(Way):
    """A national law by its usual name without 《》, or a short name the text declared.

    依照刑法第二百条 · 根据传染病防治法、动物防疫法 · 民事诉讼法第二百一十三条第二款 · 中华人民共和国刑法 · 森林法实施条例
    not: 依法, 办法, 人民法院, 公司法人
    """

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        whole, declared = text.text, text.short_names
        names = statutes() | {name for name in declared if name.endswith(("法", "法典"))}
        for match in _ANCHOR.finditer(whole):
            end = match.end()
            if whole.startswith("典", end):
                end += 1
            elif end < len(whole) and whole[end] in _NOT_AFTER:
                continue
            name = _longest(whole, end, names)
            if name is None:
                continue
            if amendment := _AMENDMENT.match(whole, end):
                end, name = amendment.end(), name + amendment[0]
            start = end - len(name)
            named_article = RUN.match(whole, end) is not None
            if len(name) <= _SHORT and not (named_article or _BEFORE_SHORT.search(whole, max(0, start - 4), start)):
                continue
            if whole.endswith(_PREFIX, 0, start):
                start -= len(_PREFIX)
            if derived := _DERIVED.match(whole, end):
                end, name = derived.end(), name + derived[0]
            if text.taken(start, end):
                continue
            run = run_at(whole, _skip_of(whole, _past_brackets(whole, end)))
            named, last = (run.places, run.end) if run else ((), end)
            known = declared.get(name)
            full = known[0] if known and known[1] <= start and known[0] != name else None
            yield Mention(whole[start:end], None, named, start, last, full)


def _past_brackets(text: str, position: int) -> int:
    """Past a short bracket before the article: 刑法（以下简称刑法）第二百条."""
    match = _BRACKETED.match(text, position)
    return match.end() if match and len(match[1]) <= 30 and text.startswith("第", match.end()) else position


def _longest(text: str, end: int, names: frozenset[str] | set[str]) -> str | None:
    for start in range(max(0, end - _LONGEST), end - 1):
        if text[start:end] in names:
            return text[start:end]
    return None


@cache
def statutes() -> frozenset[str]:
    """The names in statutes.txt."""
    text = (files(__package__) / "data" / STATUTES).read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


class ShortName(Way):
    """A declared short name that is no law's: 以下简称《条例》 or 以下简称条例, later 条例第五条.

    not: 本条例第五条, 管理条例第五条
    """

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        whole = text.text
        for name, (title, declared) in text.short_names.items():
            if name.endswith(("法", "法典")) or not is_instrument(name) or len(name) < 2:
                continue
            for match in re.finditer(re.escape(name), whole[declared:]):
                start, end = declared + match.start(), declared + match.end()
                before = whole[max(0, start - 4) : start]
                run = run_at(whole, _skip_of(whole, end))
                vague = is_bare_kind(name) and not run
                if vague or text.taken(start, end) or not _BEFORE_SHORT.search(before) or "称" in before:
                    continue
                named, last = (run.places, run.end) if run else ((), end)
                yield Mention(name, None, named, start, last, title)


class NamedRegulation(Way):
    """A regulation or a law outside the list, without 《》: after 依照, 违反 ... and before its article or 的规定.

    依照医疗器械监督管理条例第六条 · 违反道路交通安全法实施条例的规定 · 不: 依照本条例第五条, 按照国务院规定
    """

    _PATTERN = re.compile(
        rf"(?:依照|按照|根据|依据|违反|适用|符合|参照|执行|遵守|比照|触犯|[、和与及])(?P<name>(?:(?![的等和与或及对在])[{_HAN}]){{2,24}}?"
        rf"(?:条例|法(?![{_NOT_AFTER}])|(?:办法|规定|细则|规则)(?=第)))(?=第[零〇一二三四五六七八九十百千\d]+条|的?(?:有关|相关)?规定)"
    )
    _NOT_NAME = re.compile(
        r"^(?:本|该|这|两[个部]|有关|上述|前|国家|法律|行政法规|其|下列|以下|相应|各自|现行|国务院|地方|上位|省|市|原|此|同|第|实施|具体|相关|依|违|合)"
        r"|[的等和与或及对在]|应当|可以|规定(?!$)|依照|按照|根据|违反|属于|构成|适用|符合|行为|部门|机关|单位|本(?:法|条例|办法|规定|细则|规则|决定)|^单行|^自治|依法|违法|执法|司法$|立法$|方法$|办法$|合法$"
    )

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        for match in self._PATTERN.finditer(text.text):
            name, (start, end) = match["name"], match.span("name")
            if len(name) < 4 or self._NOT_NAME.search(name) or text.taken(start, end):
                continue
            run = run_at(text.text, end)
            named, last = (run.places, run.end) if run else ((), end)
            yield Mention(name, None, named, start, last)


# -- numbers


class BareNumber(Way):
    """A document number or an order number with no title beside it.

    按照国办发〔2022〕27号要求 · 根据郑政办 [2024] 22 号 · 国务院令第310号 · 省政府令第180号
    """

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        whole = text.text
        for match in _SIGN.finditer(whole):
            before = _BARE_BEFORE.search(whole, max(0, match.start() - 40), match.start())
            if before is None:
                continue
            start, end = before.start("name"), match.end()
            # A number alone on its line is the text's own (法释〔2023〕5号 below the title).
            alone = whole[start - 1 : start] in ("", "\n") and whole[end : end + 1] in ("", "\n", "\r")
            if not alone and not text.taken(start, end):
                run = run_at(whole, _skip_of(whole, end))
                named, last = (run.places, run.end) if run else ((), end)
                yield Mention("", standard_number(whole[start:end]), named, start, last)


#: 市人民政府第12号令发布、第38号令修改的《甲办法》: the orders are part of how the title is given.
_ACT = r"\s*(?:发布|公布|颁布|(?:第?[一二三四五六七八九十]+次)?修[改正订])"
_SIGN = re.compile(rf"{_YEAR}\s*(?:第\s*)?\d[\d\s]*号(?!线|楼|院)|令\s*(?:第\s*)?\d+\s*号|第\s*\d+\s*号令(?!{_ACT})")
#: What the name of an office never contains.
_NO_OFFICE = "依照|按照|根据|依据|违反|执行|落实|贯彻|关于|适用|修[改正订]|[年月日的由以称号按]"
_BARE_BEFORE = re.compile(
    rf"(?:^|[^{_HAN}]|{_NO_OFFICE}|和|与|及|经|原)(?P<name>(?!、)(?:(?!{_NO_OFFICE})[{_HAN}、（）]){{1,30}})\s*$"
)


# -- the text itself

_KIND = "法|条例|办法|规定|细则|规则|决定|解释|规范|章程|准则|制度|意见|通知|方案|规程|批复|标准"
_OWN = re.compile(rf"本(?:{_KIND})(?:的|中)?(?=第)")


class OwnArticle(Way):
    """An article of the text itself: 本法第三条第二款, 本条例第五条."""

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        for match in _OWN.finditer(text.text):
            run = run_at(text.text, match.end())
            if run and not text.taken(match.start(), run.end):
                yield Mention("", None, run.places, match.start(), run.end, own=True)


#: The name of an instrument right before an article: 宪法第六十七条, 专利合作条约第二条; 本实施细则 is the text itself.
_OTHER = re.compile(
    r"(?P<own>本(?:实施)?)?(?:法|法典|条例|细则|办法|规则|通则|总则|公约|条约|协定|议定书|章程|合同|协议|》)的?$"
)


class BareArticle(Way):
    """An article with nothing before it, so one of the text itself: 违反第二十条规定. The labels of articles are none."""

    def find(self, text: Text) -> Iterator[Mention]:
        """See `Way.find`."""
        whole = text.text
        for match in RUN.finditer(whole):
            start = match.start()
            label = start == 0 or whole[start - 1] == "\n"
            if label or whole[start] != "第" or "条" not in match[0] or text.taken(start, match.end()):
                continue
            other = _OTHER.search(whole, max(0, start - 10), start)
            if other and not other["own"]:
                continue
            yield Mention("", None, places(match[0]), start, match.end(), own=True)


WAYS: tuple[Way, ...] = (QuotedTitle(), StatuteName(), ShortName(), NamedRegulation(), BareNumber())


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every instrument a text names, in reading order; places of the text itself are left out."""
    return tuple(mention for mention in _read(text, WAYS).mentions if not mention.own)


def find_all(text: str) -> tuple[Mention, ...]:
    """Every instrument a text names and every article of its own that it refers to, in reading order."""
    return tuple(_read(text, (*WAYS, OwnArticle(), BareArticle())).mentions)


def _read(text: str, ways: tuple[Way, ...]) -> Text:
    reading = Text(text)
    for way in ways:
        reading.mentions += list(way.find(reading))
        reading.seal()
    return reading
