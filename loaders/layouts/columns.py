"""What the columns of a table hold, by the names in its header and, where these are new, by what stands below."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ..wording import is_unit_name, joined
from .duties import CARRIES, DutyKind, kind_of_header
from .units import is_unit_list


class Column(StrEnum):
    """What a column is to a measure; the kinds of duties are columns too."""

    NUMBER = "number"
    HEADING = "heading"
    TEXT = "text"
    COUNTED_IN = "counted-in"  # 万亩, 个, %: of the number in a column beside it
    PLACE = "place"  # 县区, 建设地点: reads as units, and is none
    UNKNOWN = "unknown"


Kind = Column | DutyKind

_NUMBER = re.compile(r"(?:序号|编号|任务(?:序号|编号)|号|序|No\.?|项次|条目|№)", re.IGNORECASE)
_COUNTED_IN = re.compile(r"(?:计量|指标|数量|统计|目标)单位")
_HEADING = re.compile(
    r"(?:(?:任务|工作|事项|项目|政策|改革|建设|措施|指标|目标)?(?:类别|类型|分类|领域|板块|方面|大类|方向|专题|模块|维度|名目)|项目|类别|章节|专项(?:行动|工作)?|重点(?:领域|方向|板块|行动|工程)|"
    r"(?:一级|上级|总体|主要|目标)(?:任务|指标|目标)|主要方面|工作板块|(?:目标|工程)名称|(?:民心|民生|惠民)工程|行动|所属(?:领域|板块|任务))"
)
#: Columns whose words can be the measure: the further down the list, the more it is the measure itself.
_TEXTS = (
    re.compile(r"(?:重点|主要|工作|目标|年度|总体|核心|民生|实事|民生实事)?(?:任务|工作|事项|项目|实事)(?:名称|任务|事项|清单|分解)?"),
    re.compile(r"(?:政策|改革|建设|任务|工作|具体|重点|整改|创建|清单)(?:任务|事项|举措|措施|条款|要点|项目|工作)|二级任务|重点举措|主要任务|"
               r"(?:全年|年度|工作|主要|重点|总体)?(?:目标(?:与|和|及)?任务|任务(?:与|和|及)?目标)"),
    re.compile(r"(?:任务|目标|工作)分解|(?:主要)?(?:建设|项目|工程)(?:规模|标准|范围)(?:及|和|与|、)?(?:主要)?(?:建设)?内容|(?:主要)?(?:建设|工程)内容(?:及|和|与|、)?(?:建设)?规模|"
               r"(?:主要|具体|工作|任务|重点|建设|项目|事项|政策|改革|整改|措施|举措|推进|实施|目标){0,2}(?:内容|举措|措施|工作内容|任务内容|内容及要求|要求|做法|路径|细化措施|任务描述|描述|细则)(?:及要求|和要求|及目标|及举措|及措施)?|"
               r"(?:具体|主要|细化|分解)(?:的)?(?:工作)?(?:任务|内容|举措|措施|事项|要求)(?:分解)?|(?:工作|任务|重点)(?:内容|举措|措施)|三级任务|条文|政策内容|整改措施|推进举措"),
)  # fmt: skip
#: The year or months a column is about say nothing of its kind: 2022年度任务目标, 1-9月份完成情况.
_WHEN = re.compile(
    r"^(?:截至)?(?:(?:19|20)\d{2}年?(?:度|全年)?)?(?:[\d一二三四]{1,2}(?:[-—–~～至到][\d一二三四]{1,2})?(?:月|季度)(?:份|底)?)?"
)
DATE = re.compile(
    r"(?:(?:19|20)\d{2}[年./-]|\d{1,2}月|[一二三四]季度|年底|年内|上半年|长期|持续|常态|每[年季月]|全年|\d{1,2}日)"
)


#: Those who score, check or accept what others do.
_ASSESSES = re.compile(
    r"(?:负责)?(?:评分|打分|评价|考核|考评|测评|验收|审核|监督|督导|督查|督办|数据(?:来源|提供))(?:责任)?(?:单位|部门|机构)"
)
_TASKS = re.compile("任务|措施|举措")
#: Names of columns that only name what the column beside them sets out.
_ITEM = re.compile("项目|名称|类别")
_PARTED = re.compile("[、，,；;。\\s]+")
#: Words of a column are sentences from this mean length on, and mere names below that one.
_SENTENCES, _NAMES = 24, 18


class Doubt(StrEnum):
    """Why a column may have been taken for what it is not."""

    TEXT = "text"  # another column is far longer than the one that was taken for the measures
    UNITS = "units"  # most cells of a column of units read as no unit


@dataclass(frozen=True, slots=True)
class Columns:
    """The kind of each column; `text` is the one that holds the measure, `headings` those that group measures."""

    kinds: tuple[Kind, ...]
    text: int
    headings: tuple[int, ...]
    number: int | None

    def of(self, *kinds: DutyKind) -> tuple[int, ...]:
        """The columns of some kinds."""
        return tuple(index for index, kind in enumerate(self.kinds) if kind in kinds)

    def unread(self) -> tuple[int, ...]:
        """The columns whose words go nowhere, though nothing says that they are only remarks or persons."""
        left = (Column.UNKNOWN, Column.PLACE, Column.TEXT, Column.HEADING)
        read = (self.text, *self.headings)
        return tuple(index for index, kind in enumerate(self.kinds) if kind in left and index not in read)


def header_kinds(names: Sequence[str]) -> list[Kind | None]:
    """The kind each name says a column is; None where the name is new or no name."""
    return [_kind(joined(name)) for name in names]


def _kind(name: str) -> Kind | None:
    if not name or len(name) > 24:
        return None
    if _NUMBER.fullmatch(name):
        return Column.NUMBER
    if _COUNTED_IN.fullmatch(name):
        return Column.COUNTED_IN
    plain = re.sub(r"[（(][^（）()]*[）)]$|^[\d.、]+", "", _WHEN.sub("", name)) or name
    duty = kind_of_header(plain) or kind_of_header(name)
    if duty and (duty is not DutyKind.TARGET or "任务" not in plain):
        return duty
    if _HEADING.fullmatch(plain):
        return Column.HEADING
    if any(pattern.fullmatch(plain) for pattern in _TEXTS):
        return Column.TEXT
    parts = re.split(r"[及与和/、]", plain)
    if len(parts) > 1 and all(_kind(part) for part in parts if part):
        return _kind(parts[0])
    return None


def header_score(names: Sequence[str]) -> int:
    """How much a row looks like a header: its different kinds; 0 unless it names units or who leads."""
    kinds = {kind for kind in header_kinds(names) if kind}
    if not kinds & set(CARRIES):
        return 0
    return len(kinds) if kinds - set(CARRIES) else 0


def bare_score(names: Sequence[str]) -> int:
    """How much a row looks like the header of a table of tasks that names no units: 工作任务, 时序进度, 考核要点."""
    kinds = [kind for kind in header_kinds(names) if kind]
    tasks = Column.TEXT in kinds or DutyKind.TARGET in kinds
    timed = bool({DutyKind.DEADLINE, DutyKind.TARGET} & {*kinds}) or any(_TASKS.search(name) for name in names)
    return len(kinds) if tasks and timed and len(kinds) > 1 and 2 * len(kinds) > sum(map(bool, names)) else 0


def columns_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table by its header and the rows below; None when no column can be the measure."""
    names, numbers = _past_numbers(names, rows)
    kinds: list[Kind] = [kind or Column.UNKNOWN for kind in header_kinds(names)]
    for index in numbers:
        kinds[index] = Column.NUMBER
    named = any(kind in CARRIES for kind in kinds)
    for index, kind in enumerate(kinds):
        if kind is Column.UNKNOWN:
            said = _by_content([row[index] for row in rows if index < len(row) and row[index].strip()])
            place = said is DutyKind.UNITS and named and names[index] and not _ASSESSES.fullmatch(joined(names[index]))
            kinds[index] = Column.PLACE if place else said
    _without_others(kinds, names, rows)
    ranks = [_text_rank(joined(name)) for name in names]
    candidates = [i for i, kind in enumerate(kinds) if kind in (Column.TEXT, Column.UNKNOWN, Column.HEADING)]
    filled = {i: [row[i] for row in rows if i < len(row) and row[i].strip()] for i in candidates}
    candidates = [i for i in candidates if filled[i]]
    if not candidates or _only_group(kinds, candidates, rows):
        return _target_as_text(kinds, rows)
    text = max(candidates, key=lambda i: (ranks[i] if kinds[i] is Column.TEXT else -1, _length(filled[i]), i))
    set_out = _set_out(kinds, names, rows, text)
    candidates, text = ([*candidates, set_out], set_out) if set_out else (candidates, text)
    headings = tuple(i for i in candidates if i < text and kinds[i] is not Column.UNKNOWN)
    number = next((i for i, kind in enumerate(kinds) if kind is Column.NUMBER), None)
    kinds = [Column.TEXT if i == text else Column.HEADING if i in headings else kind for i, kind in enumerate(kinds)]
    return Columns(tuple(kinds), text, headings[-2:], number)


def doubts(columns: Columns, rows: Sequence[Sequence[str]]) -> Iterator[tuple[Doubt, int]]:
    """The columns that may hold something else than they were taken for."""
    filled = [_cells(rows, index) for index in range(len(columns.kinds))]
    text = _length(filled[columns.text])
    for index, kind in enumerate(columns.kinds):
        cells = filled[index]
        if kind in CARRIES and len(cells) > 2 and 2 * sum(map(_names_units, cells)) < len(cells):
            yield Doubt.UNITS, index
        if kind in (Column.UNKNOWN, Column.TEXT, Column.HEADING, DutyKind.TARGET) and index != columns.text:
            most = 2 * len(cells) > len(filled[columns.text])
            if most and text < _NAMES and _length(cells) > max(_SENTENCES, 2 * text):
                yield Doubt.TEXT, index


def _cells(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row) and row[index].strip()]


def _names_units(cell: str) -> bool:
    """Whether any part of a cell reads as a unit."""
    return any(is_unit_name(joined(part)) for part in _PARTED.split(cell))


def _without_others(kinds: list[Kind], names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns that name units which carry nothing: 评分部门 beside 责任部门; or no units at all: 单位 over 万亩, 个."""
    said = [joined(name) for name in names]
    for index, kind in enumerate(kinds):
        cells = _cells(rows, index)
        if kind is DutyKind.UNITS and said[index] == "单位" and 2 * sum(map(_names_units, cells)) < len(cells):
            kinds[index] = Column.COUNTED_IN
    assess = [i for i, kind in enumerate(kinds) if kind in CARRIES and _ASSESSES.fullmatch(said[i])]
    if len(assess) < sum(kind in CARRIES for kind in kinds):
        for index in assess:
            kinds[index] = DutyKind.REMARK


def _set_out(kinds: Sequence[Kind], names: Sequence[str], rows: Sequence[Sequence[str]], text: int) -> int | None:
    """The column of targets that sets out in sentences what a column before it only names: 考核项目, 考核指标."""
    if not _ITEM.search(joined(names[text])):
        return None
    named = _length(_cells(rows, text))
    for index in range(text + 1, len(kinds)):
        cells = _cells(rows, index)
        if kinds[index] is DutyKind.TARGET and 2 * len(cells) > len(_cells(rows, text)) and named < _NAMES:
            return index if _length(cells) > max(_SENTENCES, 2 * named) else None
    return None


def _past_numbers(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[int]]:
    """A name over two columns, the first of which only counts, is that of the second; also which columns count."""
    found, numbers = list(names), []
    for index, (name, after) in enumerate(pairwise(names)):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if name and not after and cells and _by_content(cells) is Column.NUMBER:
            found[index : index + 2] = ["", name]
            numbers.append(index)
    return found, numbers


def _target_as_text(kinds: list[Kind], rows: Sequence[Sequence[str]]) -> Columns | None:
    """A table of targets alone, or of targets in groups: the target is the measure."""
    targets = [i for i, kind in enumerate(kinds) if kind is DutyKind.TARGET and any(i < len(r) and r[i] for r in rows)]
    if not targets:
        return None
    number = next((i for i, kind in enumerate(kinds) if kind is Column.NUMBER), None)
    kinds[targets[0]] = Column.TEXT
    headings = tuple(i for i, kind in enumerate(kinds[: targets[0]]) if kind is Column.HEADING)
    return Columns(tuple(kinds), targets[0], headings[-2:], number)


def _only_group(kinds: Sequence[Kind], candidates: Sequence[int], rows: Sequence[Sequence[str]]) -> bool:
    """Whether columns only group the targets beside them: 领域 over several 主要目标."""
    targets = [i for i, kind in enumerate(kinds) if kind is DutyKind.TARGET]
    if not targets or any(kinds[i] is not Column.HEADING for i in candidates):
        return False
    different = {i: len({row[i] for row in rows if i < len(row) and row[i].strip()}) for i in (*candidates, targets[0])}
    return all(2 * different[i] <= different[targets[0]] for i in candidates)


def _text_rank(name: str) -> int:
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", _WHEN.sub("", name)) or name
    ranks = [rank for rank, pattern in enumerate(_TEXTS) if pattern.fullmatch(plain)]
    first = re.split(r"[及与和/、]", plain, maxsplit=1)[0]
    return max(ranks) if ranks else _text_rank(first) if first != plain else -1


def _length(cells: Iterable[str]) -> float:
    lengths = [len(cell) for cell in cells]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _by_content(cells: Sequence[str]) -> Kind:
    """What most cells of a column look like."""
    if not cells:
        return DutyKind.REMARK
    most = 0.7 * len(cells)
    if (
        sum(bool(re.fullmatch(r"\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*[.、]?\s*", cell)) for cell in cells)
        >= most
    ):
        return Column.NUMBER
    if sum(is_unit_list(cell) and (is_unit_name(joined(cell)) or "、" in cell) for cell in cells) >= most:
        return DutyKind.UNITS
    if sum(bool(DATE.search(cell)) and len(cell) < 24 for cell in cells) >= most:
        return DutyKind.DEADLINE
    return Column.UNKNOWN
