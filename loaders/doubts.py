"""Signs that a reading may be wrong, looked for in the measures it gave, whatever the layout they came from.

A measure whose words are a list of units, a date or next to nothing stands where another column was meant; a heading that
is a whole sentence, or a unit that is one, may be a measure. None of them is changed: each is reported where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..graph.model import Document, Finding, Heading, Measure, Severity, Span
from ..ontology.errors import Text
from .deadlines import read_deadlines, read_limit
from .indicators import read_indicators
from .layouts.units import surely_units
from .wording import ANY_BRACKET, beginning, joined, widened

#: Fewer characters than this are no measure.
_FEW = 4
#: A heading is no longer than this, a unit than that.
_LONG_HEADING, _LONG_UNIT = 80, 24
#: A heading that ends with a full stop is no longer than this.
_SHORT = 30
#: A cell that holds a time limit alone is no longer than this; a limit without its year is then of any year.
_LONGEST_LIMIT, _SOME_YEAR = 24, 2000
#: So many characters left over are no matter.
_MUCH = 400
#: What begins so and is longer is no office: 推进办, 组织部 are.
_ACT = re.compile(
    "打造|严格|推[进动广行]|开展|加[强快大]|完善|实施|支持|建立|健全|强化|提升|构建|培育|深化|鼓励|优化|建成|新建|完成|编制|制定|举办|引进|探索|"
    "统筹|围绕|落实|做好|扩大|新增|聚[焦力]|出台"
)
_SHORT_UNIT = 8
_STANDING = ("小组", "办公室", "专班", "委员会", "指挥部", "中心组")
#: What stands in a cell where nobody is meant.
_NOBODY = ("无", "/", "-", "—", "暂无")
#: Numbers further apart than this are of two lists.
_NEAR = 5
_WORD = re.compile(r"\w")
_SENTENCE = re.compile(r"[。；！].|，.*，|\D\.\D")
_ENDS = ("。", "；", ".", ";")
_UNITS = Text("事项全是单位名称：{words}", "a measure that is a list of units: {words}")
_TIME = Text("事项只是时间或数字：{words}", "a measure that is only a date or number: {words}")
_NEXT_TO_NOTHING = Text("事项过短：{words}", "a measure of next to no words: {words}")
_HEADING = Text("标题像是整句，可能是事项：{words}", "a heading that is a sentence and may be a measure: {words}")
_UNIT = Text("单位像是整句：{words}", "a unit that reads as a sentence: {words}")
_AGAIN = Text("与另一事项文字相同：{words}", "a measure with the words of another: {words}")
_ORDER = Text("编号 {number} 重复或倒退", "number {number} is repeated or steps back")
_GAP = Text("编号 {number} 缺失", "number {number} is missing")
_MOSTLY = Text(
    "事项之外的文字远多于事项：{outside} 字对 {inside} 字",
    "far more is left over than was read: {outside} characters beside {inside}",
)
#: Codes of findings that say that a measure reads as something else.
MISREAD = ("measure-is-units", "measure-is-time", "measure-short")
#: Codes of findings that say that words are left over.
LEFT = ("text-left", "table-left", "row-without-text", "text-without-number", "not-placed", "above-header")


def _misread(document: Document, measure: Measure) -> Finding | None:
    """Why a measure reads as something else; None when it reads as a measure."""
    words = joined(measure.text)
    count = len(_WORD.findall(words))
    if surely_units(words) or _are_units(measure.text.split()):
        return _finding(document, "measure-is-units", _UNITS, measure.span)
    if not re.search(r"[^\W\d_]", words) or _is_only_a_limit(words):
        return _finding(document, "measure-is-time", _TIME, measure.span)
    if count < _FEW:
        return _finding(document, "measure-short", _NEXT_TO_NOTHING, measure.span)
    return None


def doubts(document: Document, measures: Sequence[Measure], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Everything doubtful in some measures that the findings do not tell yet."""
    said = {finding.span for finding in findings}
    sound = []
    for measure in measures:
        found = _misread(document, measure)
        if found:
            yield found
        else:
            sound.append(measure)
        for assignment in measure.assignments:
            if assignment.span not in said and is_no_unit(assignment.unit):
                yield _finding(document, "unit-doubtful", _UNIT, assignment.span)
                said.add(assignment.span)
    yield from _headings(document, measures)
    yield from _repeated(document, sound)


def is_no_unit(name: str) -> bool:
    """Whether the name of a unit is a sentence, or says what is to be done: 打造世界级产业集群 ends as a unit may."""
    plain = ANY_BRACKET.sub("", name)
    acts = len(plain) >= _SHORT_UNIT and _ACT.match(plain) and not plain.endswith(_STANDING)
    return bool(acts) or _is_a_sentence(plain, _LONG_UNIT)


def title_like(document: Document, heading: Heading) -> bool:
    """Whether a heading reads as one."""
    words = ANY_BRACKET.sub("", joined(document.quote(heading.span)))
    sentence = _is_a_sentence(words, _LONG_HEADING) or (len(words) > _SHORT and words.endswith(_ENDS))
    recurs = any(one.frequency for one in read_deadlines(words, 0))  # 每半年开展一次评查 is a duty
    return not (sentence or recurs or read_indicators(words, 0) or "\n" in document.quote(heading.span))


def mostly_left(measures: Sequence[Measure], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Whether far more is left over than was read."""
    inside = sum(len(measure.text) for measure in measures)
    outside = sum(finding.span.end - finding.span.start for finding in findings if finding.code in LEFT)
    if outside > max(_MUCH, 2 * inside) and measures:
        text = _MOSTLY.format(outside=outside, inside=inside)
        yield Finding("mostly-left", Severity.WARNING, text, measures[0].span)


def _are_units(pieces: Sequence[str]) -> bool:
    named = [piece.removesuffix("无") for piece in pieces if piece not in _NOBODY]
    return bool(named) and all(map(surely_units, named))


def _is_only_a_limit(words: str) -> bool:
    """Whether words name a day or year and say nothing else; 每半年开展一次评查 says what is to be done."""
    if len(words) > _LONGEST_LIMIT:
        return False
    days = [one.span for one in read_limit(words, 0, _SOME_YEAR) if one.date]
    rest = "".join(char for index, char in enumerate(words) if not any(s.start <= index < s.end for s in days))
    return bool(days) and len(_WORD.findall(rest)) < _FEW


def _is_a_sentence(words: str, longest: int) -> bool:
    return len(words) > longest or bool(_SENTENCE.search(widened(words)))


def _headings(document: Document, measures: Sequence[Measure]) -> Iterator[Finding]:
    headings = dict.fromkeys(h.span for m in measures for h in (m.section, m.task) if h and not title_like(document, h))
    return (_finding(document, "heading-doubtful", _HEADING, span) for span in headings)


def _repeated(document: Document, measures: Sequence[Measure]) -> Iterator[Finding]:
    seen: set[str] = set()
    for measure in measures:
        words = joined(measure.text)
        if words in seen and len(words) >= _FEW:
            yield _finding(document, "text-repeated", _AGAIN, measure.span)
        seen.add(words)


def numbering(measures: Sequence[Measure]) -> Iterator[Finding]:
    """Numbers that are repeated or step back under one heading, or left out where they run on from heading to heading."""
    numbered = [one for one in measures if one.numbered]
    runs_on = all(one.number < other.number for one, other in pairwise(numbered))
    for one, other in pairwise(numbered):
        beside = (one.section, one.task) == (other.section, other.task)
        if beside and other.number <= one.number and not (other.part and other.number == one.number):
            yield Finding("number-order", Severity.WARNING, _ORDER.format(number=str(other.number)), other.span)
        elif not beside and runs_on and one.number + 1 < other.number <= one.number + _NEAR:
            missing = "、".join(map(str, range(one.number + 1, other.number)))
            yield Finding("number-missing", Severity.WARNING, _GAP.format(number=missing), other.span)


def _finding(document: Document, code: str, text: Text, span: Span) -> Finding:
    words = joined(document.quote(span))
    return Finding(code, Severity.WARNING, text.format(words=beginning(words)), span)
