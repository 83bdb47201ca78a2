"""Time limits in a measure: dates, recurring duties, years and periods; and the vague words kept as they stand."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from ..graph.model import Deadline, DeadlineKind, Phrase, Span
from .wording import numeral

_N = r"[一二两三四五六七八九十\d]+"
_YEAR = r"(?P<year>(?:19|20)\d{2})\s*年"
_BY = re.compile(
    rf"{_YEAR}\s*(?:(?P<month>1[0-2]|0?[1-9])\s*月\s*(?:(?P<day>3[01]|[12]\d|0?[1-9])\s*日)?)?"
    r"\s*(?P<part>上半年|下半年|年?[底末]|[底末]|(?:第?[一二三四]季度))?\s*(?P<before>之?前|以前|为止)?"
)
#: A date opens a period (自…起), or only dates another paper: not a limit.
_SINCE = re.compile(r"\s*(?:起|以来|后|之后|以后|至|—|-|~|～)")
_IN_TITLE = re.compile(r"《[^《》]*》|〔[^〕]*〕")
_WITHIN_YEAR = re.compile(rf"{_YEAR}(?:度|内|期间|全年)(?!\s*[底末])")
_EVERY = re.compile(
    rf"(?:每人)?(?:每(?P<n>{_N})?个?(?P<unit>半年|年度|年|季度|季|个月|月|周|星期|日|天)|按(?P<by>年度|年|季度|季|月|周|日)(?=报|通报|开|组|公))"
)
_TIMES = re.compile(rf"(?:至少|不少于|不低于)?[^，。；、\d一二两三四五六七八九十]{{0,8}}?(?P<times>{_N})\s*次")
_WITHIN_PERIOD = re.compile(rf"(?P<n>{_N}|半)\s*(?P<unit>个工作日|工作日|日|天|个月|周)(?:之内|以内|内)")
#: A subsidy or cap given each year is not a duty that falls due.
_NOT_A_DUTY = re.compile(r"^[^，。；]{0,6}(?:给予|最高|不超过|补助|补贴|奖励|租金|上限)")
_VAGUE = re.compile(
    r"定期|不定期|及时|适时|尽快|尽早|逐步|持续|常态化|长期|加快|分批|分期|分阶段|近期|随时|日常|"
    r"早发现|有序推进|稳步|早日|限期|按时|按期|实时"
)

_FREQUENCY = {
    "半年": "P6M", "年度": "P{}Y", "年": "P{}Y", "季度": "P3M", "季": "P3M", "个月": "P{}M", "月": "P{}M",
    "周": "P{}W", "星期": "P{}W", "日": "P{}D", "天": "P{}D",
}  # fmt: skip
_PERIOD = {"个工作日": "P{}D", "工作日": "P{}D", "日": "P{}D", "天": "P{}D", "个月": "P{}M", "周": "P{}W"}


def read_deadlines(text: str, start: int) -> tuple[Deadline, ...]:
    """Every time limit in reading order; `start` is the text's offset in the document."""
    plain = _IN_TITLE.sub(lambda title: "\0" * len(title[0]), text)
    found = [*_by_dates(plain), *_within_years(plain), *_recurring(plain), *_within_periods(plain)]
    moved = [
        Deadline(d.kind, d.date, d.frequency, d.min_times, Span(start + d.span.start, start + d.span.end))
        for d in found
    ]
    return tuple(sorted(moved, key=lambda d: d.span))


def read_vague_time(text: str, start: int) -> tuple[Phrase, ...]:
    """Words such as 定期 and 及时: time is meant, but none is given."""
    return tuple(Phrase(m[0], Span(start + m.start(), start + m.end())) for m in _VAGUE.finditer(text))


def _by_dates(text: str) -> Iterator[Deadline]:
    for match in _BY.finditer(text):
        if not (match["part"] or match["before"] or match["month"]) or _SINCE.match(text, match.end()):
            continue
        if match["month"] and not (match["part"] or match["before"] or _whole(text, match)):
            continue
        last = last_day(match["year"], match["month"], match["day"], match["part"] or "")
        if last:
            yield Deadline(DeadlineKind.BY, last, None, None, Span(match.start(), match.end()))


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
            quarter = re.search("[一二三四](?=季度)", part)
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
        if count is not None:
            frequency = _PERIOD[match["unit"]].format(count)
            span = Span(match.start(), match.end())
            yield Deadline(DeadlineKind.WITHIN_PERIOD, None, frequency, None, span)
