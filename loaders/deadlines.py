"""Time limits in a measure: dates, recurring duties, years and periods; and the vague words kept as they stand."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from ..graph.model import Deadline, DeadlineKind, Phrase, Span
from .wording import SHORTENED, numeral, widened

_N = r"[一二两三四五六七八九十\d]+"
_YEAR = r"(?P<year>(?:19|20)\d{2})\s*年"
_BY = re.compile(
    rf"(?P<to>(?<!有效期)(?:截至|截止到?|到)\s*)?{_YEAR}\s*(?:(?P<month>1[0-2]|0?[1-9])\s*月\s*(?:(?P<day>3[01]|[12]\d|0?[1-9])\s*日)?)?"
    r"\s*(?P<part>上半年|下半年|年?[底末]|[底末]|(?:第?[一二三四1-4]季度)[底末]?|[上中下]旬)?\s*(?P<before>之?前|以前|为止)?"
)
#: A limit without its year: the document's title may give it.
_NO_YEAR = re.compile(
    r"(?<![\d年每次当同去上近往后第])(?:今年|本年)?(?:(?P<month>1[0-2]|0?[1-9])\s*月(?:份)?\s*(?P<day>(?:3[01]|[12]\d|0?[1-9])\s*日|[底末]|[上中下]旬)?"
    r"|(?P<part>第?[一二三四1-4]季度|上半年|下半年|年[底末])[底末]?)\s*(?P<before>之?前|以前)?"
)
#: The months a task takes, before it: 3~12月：推进整改。
_MONTHS = re.compile(r"\s*(?:\d{1,2}月?\s*[-—–~～至]\s*)?(?P<month>1[0-2]|[1-9])月份?(?:[底末]?前?)(?=：)")
#: What stands before a limit that opens a clause.
_OPENS = re.compile(r"(?:^|[，。；、：\n\u2028])\s*(?:力争|确保|争取|计划)?\s*$")
_THIS_YEAR = re.compile(r"(?<![\d一二三四五六七八九十两数几半年每])(?:今年|本年|年度|当年|年)内(?!外|部)")
#: A bare year is a limit where it opens a clause and something is to be done in it.
_IN_YEAR = re.compile(
    rf"(?:(?<=[，。；：、\n\u2028（(])|^)(?:力争|确保|争取|计划|预计)?\s*{_YEAR}"
    r"(?=，|全面|完成|建成|实现|新建|新增|启动|开工|培育|打造|力争|全市|全省|全县|全区|计划|拟|基本|建设|改造|组织|开展|举办|推动|引进|争取|累计|再)"
)
#: The dates of a column 完成时限, in the many ways they are put there.
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*[./-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)(?:\s*[./-]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d))?\s*(?:之?前)?"
)
_RANGE = re.compile(
    r"(?:19|20)\d{2}\s*(?:年)?(?:\s*\d{1,2}\s*月)?\s*(?:[-—–－~～至到]+)\s*(?P<year>(?:19|20)\d{2})\s*年?(?:\s*(?P<month>1[0-2]|0?[1-9])\s*月)?[底末]?(?:之?前)?"
)
_ONLY_YEAR = re.compile(rf"{_YEAR}(?:度|内|全年)?|全年|年度内?|(?P<bare>(?:19|20)\d{{2}})")
#: A date opens a period (自…起), or only dates another paper: not a limit.
_SINCE = re.compile(r"\s*(?:起|以来|后|之后|以后|至|—|-|~|～)")
_IN_TITLE = re.compile(r"《[^《》]*》|〔[^〕]*〕")
_WITHIN_YEAR = re.compile(rf"{_YEAR}(?:度|内|期间|全年)(?!\s*[底末])")
_EVERY = re.compile(
    rf"(?<!以后)(?<!此后)(?:每人)?(?:每(?P<n>{_N})?个?(?P<unit>半年|年度|年|季度|季|个月|月|周|星期|旬|日|天)(?:(?<=月)(?:[12]\d|3[01]|0?[1-9])[日号](?:之?前)?)?|按(?P<by>年度|年|季度|季|月|周|日)(?=报|通报|开|组|公))"
)
_TIMES = re.compile(rf"(?:至少|不少于|不低于)?[^，。；、\d一二两三四五六七八九十]{{0,8}}?(?P<times>{_N})\s*次")
_WITHIN_PERIOD = re.compile(
    rf"(?:[在自][^，。；、在自]{{0,8}}(?:印发|下发|发布|收到|签订|受理|成立)[^，。；、]{{0,4}}之日起)?(?P<n>{_N}|半)\s*(?P<unit>个工作日|工作日|日|天|个月|周)(?:之内|以内|内)"
)
#: 三年内 at the head of a clause is a limit where something is to be done, not granted: 5年内享受补贴 is none.
_IN_YEARS = re.compile(
    rf"(?:(?<=[，。；：、\n\u2028（])|^)\s*(?:{_YEAR}起?)?\s*(?:力争|确保|争取|计划|在|用)?\s*(?P<span>(?P<n>[一二两三四五六七八九十]|\d{{1,2}})\s*年(?:之|以)?内)"
    r"(?!享受|给予|免|可|不|未|累计|按|获|每|的|连续|发生|无|因|受|曾|已|有)"
)
#: A subsidy or cap given each year is not a duty that falls due.
_NOT_A_DUTY = re.compile(
    r"^[^，。；]{0,6}(?:(?:不超过)?\d+(?:\.\d+)?[万亿]?元|给予|只?享受|最高|补助|补贴|奖励|租金|上限)"
)
_VAGUE = re.compile(
    r"定期|不定期|及时|适时|尽快|尽早|逐步|持续|常态化|长期|加快|分批|分期|分阶段|近期|随时|日常|"
    r"早发现|立行立改|即知即改|立即整改|有序推进|稳步|早日|限期|按时|按期|实时"
)

_FREQUENCY = {
    "半年": "P6M", "年度": "P{}Y", "年": "P{}Y", "季度": "P3M", "季": "P3M", "个月": "P{}M", "月": "P{}M",
    "周": "P{}W", "星期": "P{}W", "旬": "P10D", "日": "P{}D", "天": "P{}D",
}  # fmt: skip
_PERIOD = {"个工作日": "P{}D", "工作日": "P{}D", "日": "P{}D", "天": "P{}D", "个月": "P{}M", "周": "P{}W"}


def read_deadlines(text: str, start: int, year: int | None = None) -> tuple[Deadline, ...]:
    """Every time limit in reading order; `start` is the text's offset in the document.

    `year` is that of the document, for limits such as 6月底前; without it these have no date.
    """
    plain = _IN_TITLE.sub(lambda title: "\0" * len(title[0]), widened(text))
    found = [*_by_dates(plain), *_within_years(plain), *_recurring(plain), *_within_periods(plain)]
    found += [one for one in _without_year(plain, year) if not _overlap(one, found)]
    return _placed(found, start)


def read_limit(cell: str, start: int, year: int | None = None) -> tuple[Deadline, ...]:
    """The time limits of a cell or bracket that holds nothing else: 2025年, 2025.12, 2024—2026年, 12月, 二季度."""
    plain = _IN_TITLE.sub(lambda title: "\0" * len(title[0]), widened(cell))
    found = [*_ranges(plain)]
    for more in (
        _by_dates(plain, alone=True),
        _numeric(plain),
        _within_years(plain),
        _recurring(plain),
        _within_periods(plain),
        _without_year(plain, year, alone=True),
    ):
        found += [one for one in more if not _overlap(one, found)]
    return _placed(found or [*_only_year(plain, year)], start)


def _placed(found: list[Deadline], start: int) -> tuple[Deadline, ...]:
    moved = [
        Deadline(d.kind, d.date, d.frequency, d.min_times, Span(start + d.span.start, start + d.span.end))
        for d in found
    ]
    return tuple(sorted(moved, key=lambda d: d.span))


def _overlap(one: Deadline, others: list[Deadline]) -> bool:
    return any(one.span.start < other.span.end and other.span.start < one.span.end for other in others)


def read_vague_time(text: str, start: int) -> tuple[Phrase, ...]:
    """Words such as 定期 and 及时: time is meant, but none is given."""
    return tuple(Phrase(m[0], Span(start + m.start(), start + m.end())) for m in _VAGUE.finditer(text))


def _by_dates(text: str, *, alone: bool = False) -> Iterator[Deadline]:
    """Dates that limit; where a cell holds nothing but limits (`alone`) any month or day is one."""
    for match in _BY.finditer(text):
        if not (match["part"] or match["before"] or match["month"] or match["to"]) or _SINCE.match(text, match.end()):
            continue
        said = match["part"] or match["before"] or match["to"] or alone
        if match["month"] and not (said or _whole(text, match)):
            continue
        last = last_day(match["year"], match["month"], match["day"], match["part"] or "")
        if last:
            yield Deadline(
                DeadlineKind.BY, last, None, None, Span(match.start(), match.start() + len(match[0].rstrip()))
            )


def _numeric(text: str) -> Iterator[Deadline]:
    for match in _NUMERIC.finditer(text):
        last = last_day(match["year"], match["month"], match["day"], "")
        if last and not re.match(r"\s*[-—–~～至]", text[match.end() :]):
            yield Deadline(DeadlineKind.BY, last, None, None, Span(match.start(), match.end()))


def _ranges(text: str) -> Iterator[Deadline]:
    for match in _RANGE.finditer(text):
        last = last_day(match["year"], match["month"], None, "")
        if last:
            yield Deadline(DeadlineKind.BY, last, None, None, Span(match.start(), match.end()))


def _without_year(text: str, year: int | None, *, alone: bool = False) -> Iterator[Deadline]:
    for match in _NO_YEAR.finditer(text):
        ends = match["before"] or (match["day"] and match["day"] in "底末") or (match["part"] and "底" in match[0])
        opens = match["part"] and _OPENS.search(text[: match.start()])
        if not (ends or alone or opens) or _SINCE.match(text, match.end()):
            continue
        day = re.match(r"\d+", match["day"] or "")
        part = (match["part"] or "").translate(str.maketrans("1234", "一二三四"))
        last = last_day(str(year), match["month"], day[0] if day else None, part) if year else None
        yield Deadline(DeadlineKind.BY, last, None, None, Span(match.start(), match.start() + len(match[0].rstrip())))
    if months := _MONTHS.match(text):
        last = last_day(str(year), months["month"], None, "") if year else None
        first = len(text) - len(text.lstrip())
        yield Deadline(DeadlineKind.BY, last, None, None, Span(first, months.end()))
    for match in _THIS_YEAR.finditer(text):
        last = date(year, 12, 31) if year else None
        yield Deadline(DeadlineKind.WITHIN_YEAR, last, None, None, Span(match.start(), match.end()))


def _only_year(text: str, year: int | None) -> Iterator[Deadline]:
    words = text.strip()
    match = _ONLY_YEAR.fullmatch(words)
    if match and words:
        found = int(match["year"] or match["bare"] or year or 0)
        last = date(found, 12, 31) if found else None
        start = text.index(words)
        yield Deadline(DeadlineKind.WITHIN_YEAR, last, None, None, Span(start, start + len(words)))


def _whole(text: str, match: re.Match[str]) -> bool:
    """A bare 2026年6月 is a limit when it is all a cell says, or follows 到/于/截至."""
    is_all = text.strip(" 。") == match[0].strip()
    return is_all or bool(re.search(r"(?:到|于|截至|在)\s*$", text[: match.start()]))


def last_day(year: str, month: str | None, day: str | None, part: str) -> date | None:
    """The last day named by year, month, day and 底/上半年/一季度; None where the calendar has no such day."""
    try:
        if day and month:
            return date(int(year), int(month), int(day))
        if month is None:
            quarter = re.search("[一二三四1-4](?=季度)", part)
            last = 3 * (numeral(quarter[0]) or 4) if quarter else 6 if part == "上半年" else 12
        else:
            last = int(month)
        return date(int(year), last, calendar.monthrange(int(year), last)[1])
    except ValueError:
        return None


def _within_years(text: str) -> Iterator[Deadline]:
    for match in _WITHIN_YEAR.finditer(text):
        span = Span(match.start(), match.end())
        yield Deadline(DeadlineKind.WITHIN_YEAR, date(int(match["year"]), 12, 31), None, None, span)
    for match in _IN_YEAR.finditer(text):
        span = Span(match.start("year"), match.end())
        yield Deadline(DeadlineKind.WITHIN_YEAR, date(int(match["year"]), 12, 31), None, None, span)


def _recurring(text: str) -> Iterator[Deadline]:
    """Each frequency word, once for each duty counted after it: 每年度至少组织一次检查、一次评查 is two duties."""
    marks = list(_EVERY.finditer(text))
    for index, match in enumerate(marks):
        limit = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        clause = re.split("[。；]", text[match.end() : limit], maxsplit=1)[0]
        if _NOT_A_DUTY.match(clause):
            continue
        frequency = _frequency(match)
        duties = list(_duties(clause))
        if not duties:
            yield Deadline(DeadlineKind.RECURRING, None, frequency, None, Span(match.start(), match.end()))
        for first, last, times in duties:
            begin = match.start() if first == duties[0][0] else match.end() + first
            yield Deadline(DeadlineKind.RECURRING, None, frequency, times, Span(begin, match.end() + last))


def _duties(clause: str) -> Iterator[tuple[int, int, int]]:
    """Counted duties right after a frequency word: offsets in the clause and the number of times."""
    offset = 0
    for part in re.split("(?<=[、])", clause.split("，", maxsplit=1)[0]):
        match = _TIMES.match(part.rstrip("、"))
        times = numeral(match["times"]) if match else None
        if match is None or times is None:
            return
        yield offset, offset + len(part.rstrip("、")), times
        offset += len(part)


def _frequency(match: re.Match[str]) -> str:
    count = (numeral(match["n"]) if match["n"] else None) or 1
    unit = match["unit"] or match["by"]
    if unit in ("季度", "季"):
        return f"P{3 * count}M"
    return _FREQUENCY[unit].format(count)


def _within_periods(text: str) -> Iterator[Deadline]:
    for match in _WITHIN_PERIOD.finditer(text):
        count = numeral(match["n"])
        if count is not None and not SHORTENED.search(text[: match.start()]):
            frequency = _PERIOD[match["unit"]].format(count)
            span = Span(match.start(), match.end())
            yield Deadline(DeadlineKind.WITHIN_PERIOD, None, frequency, None, span)
    for match in _IN_YEARS.finditer(text):
        span = Span(match.start("span"), match.end())
        yield Deadline(DeadlineKind.WITHIN_PERIOD, None, f"P{numeral(match['n'])}Y", None, span)
