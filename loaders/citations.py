"""Instruments named in a measure: 《title》, the number beside it, and how the measure refers to it."""

import re
from collections.abc import Iterator

from ..graph.model import Citation, Relation, Span
from .wording import joined

_NUMBER = re.compile(
    r"\s*[（(]\s*(?P<number>[^（）()《》]*?(?:[〔\[［【（(]\s*\d[\d\s]*[〕\]］】）)]\s*第?\s*\d[\d\s]*号|令\s*第?\s*\d[\d\s]*号))\s*[）)]"
)
#: Between two titles under one verb: 《A》（号）、《B》.
_AND = re.compile(r"\s*(?:[（(][^（）()]*[）)])?\s*[、和及与以,，]?\s*$")
_IMPLEMENTS = re.compile(
    r"(?:(?:严格)?(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施)|严格(?:按照|依照|遵守|遵照))[^，。；！？《》]{0,12}$"
)
_WILL_ISSUE = re.compile(r"(?:制定|出台|制发|起草|颁布|印发|发布)(?:完善|实施|并实施)?(?!的)[^，。；！？《》的]{0,10}$")
#: Documents in 《》 that are not instruments: certificates, forms, reports.
_NOT_INSTRUMENT = re.compile(
    r"(?:证|证书|执照|许可证|登记表|申请表|申请书|告知书|通知书|决定书|报告|报告书|名单|台账)$"
)


def read_citations(text: str, start: int) -> tuple[Citation, ...]:
    """Every instrument in 《》 in reading order; `start` is the text's offset in the document.

    实施/执行/落实 and 严格按照 before the title make it implements, 制定/出台 make it will_issue, all else cites.
    Titles joined by 、 stand under the verb of the first.
    """
    found: list[Citation] = []
    end_of_last = 0
    for first, last in _titles(text):
        title = joined(text[first + 1 : last - 1])
        number = _NUMBER.match(text, last)
        if not title or (_NOT_INSTRUMENT.search(title) and not number):
            continue
        before = text[:first]
        same_verb = found and _AND.fullmatch(text[end_of_last:first])
        relation = found[-1].relation if same_verb else _relation(before)
        end_of_last = number.end() if number else last
        span = Span(start + first, start + end_of_last)
        found.append(Citation(title, _standard(number["number"]) if number else None, relation, span))
    return tuple(found)


def _relation(before: str) -> Relation:
    if _WILL_ISSUE.search(before):
        return Relation.WILL_ISSUE
    return Relation.IMPLEMENTS if _IMPLEMENTS.search(before) else Relation.CITES


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Outermost 《…》 pairs, nesting counted; an opening mark that is never closed is passed over."""
    depth, first = 0, 0
    for index, char in enumerate(text):
        if char == "《":
            first = first if depth else index
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if not depth:
                yield first, index + 1


def _standard(number: str) -> str:
    """A 发文字号 in standard spelling: six-cornered year brackets, no spaces (党政机关公文格式 GB/T 9704)."""
    plain = re.sub(r"\s+", "", number)
    return re.sub(r"[\[［【（(〔](\d+)[\]］】）)〕]第?(\d+)号", r"〔\1〕\2号", plain)
