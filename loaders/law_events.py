"""The info block of a law text (题注) as dated events, and the day the text takes effect."""

import re
from datetime import date

from ..graph.law import Event, EventKind
from ..graph.model import Span
from .mentions import standard_number
from .wording import joined

_D = r"[\d０-９]"
_C = r"[〇○零一二三四五六七八九十]"
DATE = re.compile(
    rf"(?P<y>{_D}{{4}}|{_C}{{4}})\s*年\s*(?P<m>{_D}{{1,2}}|{_C}{{1,3}})\s*月\s*(?P<d>{_D}{{1,2}}|{_C}{{1,3}})\s*日?"
)
_VERBS = (
    (
        EventKind.AMENDED,
        re.compile(r"修正(?!案)|(?<!》)修改(?=[）)\s，。；、]|$)|》\s*(?:第[一二三四五六七八九十\d]+次)?修改"),
    ),
    (EventKind.REVISED, re.compile(r"修订")),
    (EventKind.PASSED, re.compile(r"通过")),
    (EventKind.APPROVED, re.compile(r"批准")),
    (EventKind.PROMULGATED, re.compile(r"公布|发布|颁布|印发|公告(?!第)|令第?\s*\d+\s*号\s*$|第\s*\d+\s*号令\s*$")),
    (EventKind.EFFECTIVE, re.compile(r"(?:施行|实施|生效)")),
)
_ORDER = re.compile(
    r"[\u4e00-\u9fff、]{2,40}?令\s*(?:第\s*)?\d+\s*号|[\u4e00-\u9fff]{2,30}第\s*\d+\s*号令|[\u4e00-\u9fff]{1,10}[〔\[［（(]\d{4}[〕\]］）)]\s*\d+号"
)
_TITLES = re.compile(r"《(?:[^《》]|《(?:[^《》]|《[^《》]*》)*》)*》?")
_DECISION = re.compile(r"(?:批准|通过)的?\s*(?:《|关于|[\u4e00-\u9fff]{4,40}《?关于)")
_BY = re.compile(
    r"^[\s，、（(]*+(?:(?:根据|由|经|自)\s*+)?(?P<by>[\u4e00-\u9fff\d、]{2,60}?)(?=通过|批准|公布|发布|颁布|修[订正改]|令第|令\d|第\s*\d+\s*号令|公告|关于|《|审议|讨论|第[一二三四五六七八九十\d]+次修|$)"
)
#: A line that ends within the maker of an event: 国务院 / 中央军委发布, 山东省 / 第十二届人民代表大会.
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff])[^\S\n]*\n\s*+(?:(?P<within>(?=第))|(?=[\u4e00-\u9fff]))")
_LOST = re.compile(r"根据[\s）)（(]*$")

_STARTS = re.compile(r"起\s*(?:(?:正式|开始)\s*)?(?:施行|实施|生效|执行|试行)")
_ON_A_DATE = re.compile(rf"自?\s*{DATE.pattern}\s*(?:零时)?\s*$")
_ON_DAY_OF = re.compile(r"自\s*(?P<act>公布|发布|颁布|印发|公告|通过|批准)之日\s*$")
#: The text speaking of itself, not of another instrument or of one of its articles.
_CLAUSE_END = re.compile(r"[。；\n》]|[\u3000 ](?![\d年月日起])")
_OWN = re.compile(r"本[\u4e00-\u9fff]{1,8}")
_ACTS = {"通过": EventKind.PASSED, "批准": EventKind.APPROVED}
_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


def read_date(match: re.Match[str]) -> date | None:
    """The date of a match of `DATE`, in Arabic, full-width or Chinese numerals; None when there is no such day."""
    try:
        return date(_year(match["y"]), _small(match["m"]), _small(match["d"]))
    except (ValueError, KeyError):  # KeyError: 二〇十〇年, 十十日
        return None


def _year(words: str) -> int:
    return int(words) if words.isdigit() else int("".join(str(_NUMERALS[char]) for char in words))


def _small(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.partition("十")
    if ten:
        return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
    return int("".join(str(_NUMERALS[char]) for char in words))


def read_events(text: str, start: int, end: int) -> tuple[Event, ...]:
    """The events of an info block that stands from `start` to `end`, in the order printed.

    Each date opens an event that reaches to the next date. A line that only passes the decision which amends this
    text (…通过 before …批准的《…的决定》修正) is no event of the text.
    """
    dates = list(DATE.finditer(text, start, end))
    found: list[Event] = []
    passes_decision = False
    for position, match in enumerate(dates):
        until = dates[position + 1].start() if position + 1 < len(dates) else end
        words = text[match.end() : until]
        plain = _TITLES.sub(lambda title: "\u0001" * len(title[0]), words)
        kind = _kind(plain)
        if kind is None:
            continue
        if kind is EventKind.AMENDED and _DECISION.search(words) and passes_decision:
            found.pop()
        passes_decision = kind is EventKind.PASSED and bool(found) and "\u0001" not in plain
        found.append(_event(kind, match, words, plain))
    return tuple(found)


def lost_event(text: str, start: int, end: int) -> bool:
    """Whether the block ends in a dangling 根据: the last amendment is missing from it."""
    return bool(_LOST.search(text[start:end].rstrip()))


def _kind(plain: str) -> EventKind | None:
    for kind, verb in _VERBS:
        if verb.search(plain):
            return kind
    return None


def _event(kind: EventKind, match: re.Match[str], words: str, plain: str) -> Event:
    line = _BROKEN.sub(lambda broken: "、" if broken["within"] is None else "", plain)
    order = _ORDER.search(line)
    number = standard_number(order[0]) if order else None
    by = _BY.match(line.split("\u0001", maxsplit=1)[0])
    who = joined(by["by"]).removeprefix("中华人民共和国") if by else None
    if number and "令" in number:
        who = number.partition("令")[0]
    if kind is EventKind.EFFECTIVE:
        who = None
    return Event(kind, read_date(match), who or None, number, Span(match.start(), match.end() + _length(words)))


def _length(words: str) -> int:
    """How far an event reaches: without the 根据 of the next one and a bracket that is not its own."""
    plain = words.rstrip().rstrip("（(").removesuffix("根据").rstrip()
    return len(
        plain.rstrip("）)") if plain.count("）") + plain.count(")") > plain.count("（") + plain.count("(") else plain
    )


def effective(text: str, start: int, events: tuple[Event, ...]) -> Event | None:
    """The day the text takes effect, from its body (`start` on) or else from the info block.

    The last 本…自…起施行 counts: earlier ones speak of other things. 自公布之日起 is the printed day of 公布.
    """
    dated: tuple[bool, Event] | None = None
    by_act: Event | None = None
    first_day: dict[EventKind, date | None] = {}
    for event in events:
        first_day.setdefault(event.kind, event.date)
    for words in _STARTS.finditer(text, start):
        clause = _clause_before(text, words.start(), start)
        on_date = _ON_A_DATE.search(text, clause, words.start())
        on_act = None if on_date else _ON_DAY_OF.search(text, clause, words.start())
        own = bool(_OWN.search(text, clause, words.start()))
        span = Span(clause, words.end())
        if on_date and (dated is None or own or not dated[0]):
            dated = own, Event(EventKind.EFFECTIVE, read_date(on_date), None, None, span)
        elif on_act and (own or clause + 1 >= on_act.start()):
            day = first_day.get(_ACTS.get(on_act["act"], EventKind.PROMULGATED))
            by_act = Event(EventKind.EFFECTIVE, day, None, None, span) if day else by_act
    printed = next((event for event in events if event.kind is EventKind.EFFECTIVE), None)
    return (dated[1] if dated else None) or printed or by_act


def _clause_before(text: str, position: int, start: int) -> int:
    """Where the clause begins that ends there, at most 60 characters back."""
    low = max(start, position - 60)
    return max((mark.end() for mark in _CLAUSE_END.finditer(text, low, position + 1)), default=low)
