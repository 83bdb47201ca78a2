"""Where a paragraph names its units: （责任单位：…）, （甲局牵头，乙局配合）, or a line that begins 责任单位：."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from ...graph.model import Span
from ..wording import is_unit_name
from .conventions import ABOUT_THE_LIST
from .duties import DITTO, LINE_LABEL, Duty, DutyKind, labelled
from .units import listed_names

_OPEN, _CLOSE = "（(〔[【", "）)〕]】"
_NEST_OPEN, _NEST_CLOSE = _OPEN + "〈<", _CLOSE + "〉>"
_ROLE = re.compile(r"(?:牵头|负责|配合|落实|参与|参加|协助|分工|实施|主办|协办|起草)[^，,。；;：:]{0,8}[。；;]?$")
_UNIT_LABEL = re.compile(
    r"(?:^|(?<=[。；;！!\s\u3000）)】〕]))[\s\u3000*★☆※●▲◆]*(?P<opened>[【\[])?(?:(?:市级|省级|县级|区级|主要|总|第一|主)?(?:责任|牵头|配合|主责|主办|协办|承办|负责|落实|实施|参与|参加|协同|协助)(?:责任|负责)?"
    r"(?:单位|部门|主体|处室|科室|机构|领导|人)(?:[（(][^（）()]{1,10}[）)])?|(?:责任|任务|工作)分工|完成时限|完成时间|时间节点|办结时限|时限要求|完成期限)(?P<closed>[】\]])?\s*[：:]"
)
_INSIDE_LABEL = re.compile(
    r"^[\s\u3000*★]*(?:[^，,；;：:。（）()]{1,8}[，,；;])?(?:.{0,4}(?:责任|牵头|配合|主责|主办|协办|承办|负责|落实|实施|参与|参加)(?:责任|负责)?(?:单位|部门|主体|处室|科室|机构|领导|人)?(?:[（(][^（）()]{1,10}[）)])?|"
    r"(?:责任|任务|工作)?分工|完成时限|完成时间|时间节点|办结时限|完成期限|时限)\s*[：:]"
)
#: A sentence longer than this names no units alone.
_LONGEST = 300
_TAIL = " \t\u3000\u2028\n，,；;。"
_SENTENCE = re.compile("[^。；;]+[。；;]?")
#: A clause that says by whom: 建成绿道，由甲局牵头。
_BY = re.compile("[，,](?P<by>由)")
_SAYS_WHO = re.compile("牵头|负责|配合|落实|承办|主办|实施")
#: A last sentence that only says until when, or that it goes on.
_LIMIT_ALONE = re.compile(
    r"[^，,。；;]{0,8}(?:(?:19|20)\d{2}年|\d{1,2}月|年底|年内|季度|半年)[^，,。；;]{0,12}|立行立改|长期坚持|持续推进|常态化推进"
)
#: A number within a paragraph: 深化改革。（1）…。（甲局）（2）…。（乙局）.
INLINE = re.compile(r"[（(](?P<n>\d{1,2})[）)]|(?P<c>[①-⑳])")
#: How names of units surely begin or end.
_FIRST = (*"省市县区州国各", "相关", "有关")
_LAST = ("局", "厅", "委", "办", "部", "委员会", "政府", "管委会", "办公室", "街道", "法院", "检察院")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that names units or a time limit: all of it, and the words inside its brackets.

    `said` when it is a sentence, which is less sure than a bracket or a label.
    """

    start: int
    end: int
    inner: int
    inner_end: int
    said: bool = False


def marks_of(words: str) -> list[Mark]:
    """The marks of a paragraph, in order, none inside another."""
    label = LINE_LABEL.match(words) or next(
        (m for m in _UNIT_LABEL.finditer(words) if bool(m["opened"]) is bool(m["closed"])), None
    )
    limit = label.start() if label and not _depth_at(words, label.start()) else len(words)
    found = list(_brackets(words[:limit]))
    if limit < len(words):
        inner = limit + len(words[limit:]) - len(words[limit:].lstrip(" \u3000*★☆※●▲◆■·-"))
        found.append(Mark(limit, len(words), inner, len(words)))
    # Most paragraphs are spared: those that say nothing of the kind near their end.
    return found or (_sentences(words) if _SAYS_WHO.search(words, max(0, len(words) - _LONGEST)) else [])


def _sentences(words: str) -> list[Mark]:
    """The sentences that a paragraph ends with and that only say whose it is, such as 由甲局牵头，乙局配合；各镇负责.

    They stay part of its text, unless they are all it says.
    """
    parts = [part for part in _SENTENCE.finditer(words) if part[0].strip(_TAIL)]
    while parts and _LIMIT_ALONE.fullmatch(parts[-1][0].strip(_TAIL)):
        parts.pop()
    found: list[tuple[int, int]] = []
    for part in reversed(parts):
        start = _begins_naming(part[0])
        if start is None:
            break
        found.insert(0, (part.start() + start, part.end()))
        if start:
            break
    if found and not words[: found[0][0]].strip(_TAIL):
        return [Mark(0, len(words), found[0][0], found[-1][1], said=True)]
    return [Mark(len(words), len(words), first, last, said=True) for first, last in found]


def _begins_naming(sentence: str) -> int | None:
    """Where a sentence begins to name those who do what is said before: at once, or at a clause with 由."""
    if len(sentence) > _LONGEST:
        return None
    for start in (0, *(clause.start("by") for clause in _BY.finditer(sentence))):
        words = sentence[start:]
        inner = words.strip(_TAIL)
        inner = "，".join(inner[first:last] for kind, first, last in labelled(inner) if kind is DutyKind.UNITS)
        names = [name for name, _ in listed_names(inner, 0)]
        good = bool(names) and all(is_unit_name(name) and 2 < len(name) < 30 for name in names)
        sure = inner.startswith("由") or any(_surely_units([name]) for name in names)
        if good and sure and _SAYS_WHO.search(inner) and _ROLE.search(inner):
            return start + len(words) - len(words.lstrip(_TAIL))
    return None


def duties_of(words: str, mark: Mark, start: int) -> Iterator[Duty]:
    """What a mark says; `start` is the offset of the paragraph in the document."""
    inner = words[mark.inner : mark.inner_end]
    for kind, first, last in labelled(inner.lstrip("【[") if inner[:1] in "【[" else inner):
        shift = len(inner) - len(inner.lstrip("【[")) if inner[:1] in "【[" else 0
        yield Duty(kind, Span(start + mark.inner + shift + first, start + mark.inner + shift + last))


def _brackets(words: str) -> Iterator[Mark]:
    index = 0
    while index < len(words):
        if words[index] not in _OPEN:
            index += 1
            continue
        end = _closing(words, index)
        inner_end = end - 1 if end <= len(words) and words[end - 1] in _NEST_CLOSE and end - 1 > index else end
        if _is_mark(words, index + 1, inner_end, end):
            stop = end
            while stop < len(words) and words[stop] in "。；;. ":
                stop += 1
            yield Mark(index, end if stop < len(words) else stop, index + 1, inner_end)
        index = max(end, index + 1)


def _closing(words: str, start: int) -> int:
    """The end of a bracket, by depth; one that is never closed ends with the paragraph when it opens with a label."""
    depth = 0
    for index in range(start, len(words)):
        if words[index] in _NEST_OPEN:
            depth += 1
        elif words[index] in _NEST_CLOSE:
            depth -= 1
            if not depth:
                return index + 1
    return len(words) if _INSIDE_LABEL.match(words[start + 1 :]) else start + 1


def _is_mark(words: str, start: int, end: int, after: int) -> bool:
    inner = words[start:end]
    if _INSIDE_LABEL.match(inner) or DITTO.fullmatch(inner):
        return True
    inner = "，".join(inner[a:b] for kind, a, b in labelled(inner) if kind is DutyKind.UNITS)
    rest = words[after:].strip(" 。；;.\u3000")
    last = not rest or bool(INLINE.match(rest))
    inner = _without_remarks(inner)
    if not (_ROLE.search(inner) or last) or len(inner) < 3 or ABOUT_THE_LIST.search(inner):
        return False
    names = [name for name, _ in listed_names(inner, 0)]
    good = sum(is_unit_name(name.replace("、", "")) and len(name) > 2 for name in names)
    if not names or good < len(names) * (0.6 if _ROLE.search(inner) else 1):
        return False
    return bool(_ROLE.search(inner)) or _surely_units(names)


def _without_remarks(words: str) -> str:
    """A list without the sentences about it, or what a sentence says about it behind units.

    以下均需各县政府落实，不再列出; 海关总署、商务部负责，排在第一位的部门为牵头部门，下同.
    """
    if not ABOUT_THE_LIST.search(words):
        return words
    sentences = filter(None, (_before_remark(one) for one in re.split("[。；;]", words) if one.strip()))
    return "；".join(sentences) or words


def _before_remark(sentence: str) -> str:
    """The units of a sentence up to the clause that speaks about them; nothing where others stand there."""
    clauses = list(takewhile(lambda clause: not ABOUT_THE_LIST.search(clause), re.split("[，,]", sentence)))
    units = "，".join(clauses)
    names = [name for name, _ in listed_names(units, 0)]
    return units if units == sentence or (names and all(map(is_unit_name, names))) else ""


def _surely_units(names: list[str]) -> bool:
    """A bare bracket at the end of a paragraph: units only when each name begins or ends as one surely does."""
    return all(name.startswith(_FIRST) or name.endswith(_LAST) for name in names)


def _depth_at(words: str, index: int) -> int:
    return sum(char in _NEST_OPEN for char in words[:index]) - sum(char in _NEST_CLOSE for char in words[:index])


def is_person_or_time(kind: DutyKind) -> bool:
    """Whether a duty names no unit."""
    return kind in (DutyKind.PERSON, DutyKind.DEADLINE, DutyKind.TARGET, DutyKind.REMARK)
