"""What stands around the text of a measure: units, roles and time limits, in cells, brackets or lines of their own.

责任单位：市科技局、市财政局；完成时限：2025年底   -> two kinds of words, each with its span
牵头单位：甲局；配合单位：乙局                  -> who leads and who takes part
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ...graph.model import Span


class DutyKind(StrEnum):
    """What some words beside a measure are."""

    UNITS = "units"  # 责任单位: roles are said by the words themselves, or by a convention of the document
    LEAD = "lead"  # 牵头单位
    PARTICIPANT = "participant"  # 配合单位
    DEADLINE = "deadline"  # 完成时限
    TARGET = "target"  # 工作目标: read for time limits and numbers
    PERSON = "person"  # 责任领导: people are not units
    REMARK = "remark"  # 备注


#: Those that name units.
CARRIES = (DutyKind.UNITS, DutyKind.LEAD, DutyKind.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Duty:
    """Some words beside a measure: what they are and where they stand; `unit` is what a bare number is counted in."""

    kind: DutyKind
    span: Span
    unit: Span | None = None


_OF = r"(?:责任)?(?:单位|部门|主体|处室|科室|机构|股室)"
#: The names of kinds of words, as headers of columns and before a colon; the first that fits counts.
NAMES: tuple[tuple[DutyKind, str], ...] = (
    (DutyKind.PERSON, r"(?:(?:第一)?(?:责任|牵头|分管|包保|挂牌|联系|负责|挂帅|包联|督办|推进|市级|县级|区级|省级|配合|主管|具体){0,2}"
                      r"(?:市|县|区|省|厅|局|委)?(?:级)?领导(?:同志|干部)?|责任人(?:员)?|负责人|(?:工作)?联系人|联络员|第一责任人|"
                      r"具体负责人|责任领导及责任人|经办人|联系方式|联系电话)"),
    (DutyKind.LEAD, rf"(?:总?牵头{_OF}?|责任{_OF}(?:或|或者)牵头{_OF}|第一责任(?:单位|部门)|(?:主责|主办|主牵头|首要责任|主要责任){_OF}|牵头(?:负责)?(?:单位|部门)?(?:[（(][^（）()]{{1,12}}[）)])?)"),
    (DutyKind.PARTICIPANT, rf"(?:(?:责任|主要)?(?:配合|协办|协同|协助|协作|参与|参加|参建|支持|会办|共同参与){{1,2}}{_OF}?)"),
    (DutyKind.UNITS, rf"(?:(?:主体|市级|省级|县级|区级|市直|省直|县直|区直|具体|直接)?(?:责任|承办|起草|调研|论证|拟定|编制|制定|办理|业主|实施|落实|负责|分工|主管|执行|监管|建设|组织实施|工作){_OF}"
                     rf"(?:[（(/、及和与].{{0,12}})?|(?:任务|责任|工作|职责|部门)分工|责任(?:单位|部门)及(?:分工|责任人)|负责部门|单位|部门)"),
    (DutyKind.DEADLINE, r"(?:(?:工作|计划|拟|预计|任务|要求|目标)?(?:完成|办结|办理|推进|实施|整改|落实|达成)(?:的)?(?:时限|时间|期限|日期|节点|年限)(?:要求|节点|安排)?|时限(?:要求)?|(?:报送|提交|上报|提请|送审)(?:审议|审核|审查|议案|草案|送审稿)?(?:时限|时间|期限)|"
                        r"时间(?:节点|要求|安排|进度|表|期限)?|(?:时间|时序)?进度(?:安排|要求|计划)?|期限|(?:推进|实施)计划|起止时间|工作节点)"),
    (DutyKind.TARGET, r"(?:(?:工作|年度|预期|阶段|主要|目标|绩效|总体|具体|量化|考核|完成|推进|建设|年度建设|年度工作|\d{4}年)?(?:目标|指标|成效|成果)(?:要求|任务|值|内容)?(?:[（(].{1,10}[）)])?|成果形式|工作成果|预期成果形式|目标任务|完成标志|评价标准|考核指标|(?:年度|全年|目标|计划|任务|指标)?(?:任务|目标|指标|计划)(?:数|值|量))"),
    (DutyKind.REMARK, r"(?:备注|说明|备\s*注|政策依据|任务来源|文件依据|来源|依据|类型|(?:目前|最新|工作|整改|项目|任务|推进|实施)*(?:进展|完成|推进|落实|整改|实施|办理|执行)(?:情况|进度|成效)|(?:工作|当前|目前)*进展|"
                        r"(?:工作)?(?:取得)?成效|(?:监督|投诉|咨询|举报)?电话|(?:目标|指标|责任)?类型|(?:启动|开工|开始|起始|受理|交办|立项)(?:时间|日期)|是否.{1,8}|分值|得分|权重|评分(?:标准|办法)?|(?:考核|评价)(?:要点|标准|办法|细则|方式))"),
)  # fmt: skip
_SOME_UNIT = re.compile(
    r"(?=.*(?:责任|负责|牵头|主办|承办|协办|协助|配合|参与|实施|落实|组织|督办|推进)).{2,9}(?:单位|部门|机构|科室|处室)"
)
#: Units that do not carry a measure but report on it, or are what it is about.
_OTHER_UNIT = re.compile(
    r"填报|报送|上报|编报|计量|所属|申报|印发|制表|受理|审批|联系|涉及|受益|服务|检测|用人|督查|督办"
)
_ANY_LABEL = re.compile(
    "|".join(f"(?P<{kind.value}>{pattern})" for kind, pattern in NAMES if kind is not DutyKind.REMARK)
)
_LABEL = re.compile(rf"(?:^|(?<=[\s，,。；;：:（(〔\[【、|｜]))(?:{_ANY_LABEL.pattern})\s*(?:[：:]|(?<=\n))")
#: A line that opens with the label of who carries the measure above it, or until when. 单位：万元 and 时间：9时 are none.
_LINE_KINDS = (DutyKind.PERSON, DutyKind.LEAD, DutyKind.PARTICIPANT, DutyKind.UNITS, DutyKind.DEADLINE)
LINE_LABEL = re.compile(
    r"[\s\u3000*★☆※●▲◆]*(?!(?:单位|部门|时间|期限|进度|领导)\s*[：:])(?:"
    + "|".join(pattern for kind, pattern in NAMES if kind in _LINE_KINDS)
    + r")\s*(?:[：:]|(?<=\n))"
)
#: A line that is such a label alone: what it names stands in the next.
LABEL_ALONE = re.compile(
    rf"(?:{LINE_LABEL.pattern}|[\s\u3000]*\w{{0,4}}(?:责任|牵头|配合|承办|主办|协办)(?:单位|部门|科室|人|领导)|[\s\u3000]*(?:完成|整改|办理)(?:时限|时间|期限))\s*"
)
#: Lines of a form: what is wrong, what is to be reached, what is to be done, how far it got.
FIELD = re.compile(
    r"[\s\u3000]*(?:(?P<name>(?:项目|任务|事项|实事|工作|问题)名称|(?:存在|主要|反馈|具体|整改)?问题(?:描述|表现|事项)?)|(?P<target>(?:整改|工作|年度|主要|预期)目标)|"
    r"(?P<do>(?:整改|工作|具体|主要|推进|重点|落实|拟采取的?)?(?:措施|举措)|(?:项目|建设|工作|任务|实事|主要|具体|重点)(?:内容|任务))|"
    r"(?P<done>(?:目前|整改|工作|项目)?(?:进展|完成|落实|推进|办理)(?:情况|与成效|和成效|及成效)?|整改情况|(?:工作)?成效|备注))\s*[：:]"
)
FIELD_ALONE = re.compile(rf"{FIELD.pattern.replace('?P<', '?P<_')}[\s\u3000]*")
#: A time limit at the end of a list: （甲局牵头，乙局配合，2025年6月底前完成；8月底前提请审议）.
_LIMIT = re.compile(
    r"(?:^|[；;，,。])\s*(?P<limit>[^；;，,、。]{0,6}(?:(?:(?:19|20)\d{2}年)?\d{1,2}月[^；;，,、。]{0,30}|"
    r"(?:(?:19|20)\d{2}年|年底|年内|季度|上半年|持续推进|长期坚持|长期推进|持续实施|常态化|立行立改|立即整改|即知即改)[^；;，,、。]{0,12}))[。；;]?\s*$"
)
#: What a measure is, before the label of its units: （预期性指标，牵头单位：甲局）.
_WHAT_IT_IS = re.compile(r"[^，,；;。]{0,6}(?:指标|目标|任务|项目|事项)[，,；;。\s]*")
#: Words that stand for those above: 同上.
DITTO = re.compile(r"[\s\u3000]*(?:同上[条项行款]?|[〃″])[\s\u3000]*")
#: What parts the words of one kind from the label of the next.
_TAIL = " \t\u3000\u2028\n，,；;。、"


def labelled(words: str) -> Iterator[tuple[DutyKind, int, int]]:
    """Each stretch of words with the label before it: its kind and where it begins and ends, the label left out.

    Words before the first label are UNITS.
    """
    marks = list(_LABEL.finditer(words))
    first = marks[0].start() if marks else len(words)
    if words[:first].strip(_TAIL) and not (marks and _WHAT_IT_IS.fullmatch(words, 0, first)):
        yield from _with_limits(words, DutyKind.UNITS, 0, first)
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(words)
        kind = DutyKind(str(mark.lastgroup))
        if not words[mark.end() : end].strip(_TAIL):
            continue
        if kind in CARRIES:
            yield from _with_limits(words, kind, mark.end(), end)
        else:
            yield _trimmed(words, kind, mark.end(), end)


def _with_limits(words: str, kind: DutyKind, start: int, end: int) -> Iterator[tuple[DutyKind, int, int]]:
    """Units, and apart from them the time limits they end with."""
    stops = [end]
    while limit := _LIMIT.search(words[: stops[0]], start):
        stops.insert(0, limit.start("limit"))
    if words[start : stops[0]].strip(_TAIL):
        yield _trimmed(words, kind, start, stops[0])
    for first, last in pairwise(stops):
        yield _trimmed(words, DutyKind.DEADLINE, first, last)


def _trimmed(words: str, kind: DutyKind, start: int, end: int) -> tuple[DutyKind, int, int]:
    part = words[start:end]
    return kind, start + len(part) - len(part.lstrip(_TAIL)), start + len(part.rstrip(_TAIL))


def begins_with_label(words: str) -> bool:
    """Whether words open with a label such as 责任单位： (a leading bracket or star apart)."""
    return bool(_LABEL.match(words.lstrip(" \u3000（(〔[【*★☆※●")))


def names_units(words: str) -> bool:
    """Whether some label in the words is one of units."""
    return any(mark.lastgroup in CARRIES for mark in _LABEL.finditer(words))


def kind_of_header(name: str) -> DutyKind | None:
    """The kind of words a column of that name holds; None when it is none of these."""
    for kind, pattern in NAMES:
        if re.fullmatch(pattern, name):
            return kind
    return _of_some_unit(name)


def _of_some_unit(name: str) -> DutyKind | None:
    """Columns of units that each office names in its own way: 牵头组织实施单位, 负责考核部门, 协助单位."""
    if len(name) > 12 or not _SOME_UNIT.fullmatch(name) or _OTHER_UNIT.search(name):
        return None
    if "牵头" in name or "主办" in name:
        return DutyKind.LEAD
    return DutyKind.PARTICIPANT if re.search("配合|协|参与", name) else DutyKind.UNITS
