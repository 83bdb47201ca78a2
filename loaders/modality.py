"""The force of the wording and who it binds."""

import re
from collections.abc import Iterator

from ..graph.model import Clause, Modality, Phrase, Span

_CLAUSE = re.compile(r"[^，。；！？,;\n]+")
_PROHIBITION = re.compile(r"严禁|不得(?!不)|禁止|不准|不允许|杜绝")
#: Markers that make a clause what they say only where they are its predicate.
_AT_START = (
    (Modality.ENCOURAGEMENT, re.compile(r"^(?:要|应当|大力|积极)?(?:鼓励|倡导|提倡)")),
    (Modality.EXPLORATION, re.compile(r"^(?:要|应当|积极|主动|大胆)?探索")),
    (Modality.PERMISSION, re.compile(r"(?<!难)可以(?!说|看)|^可(?=[由在对将根按依])")),
)
#: Clauses that only say when, on what or for whom: the next clause holds the predicate.
_SETTING = re.compile(r"^(?:对|对于|按照|根据|依据|针对|结合|围绕|聚焦|在|依托|以|通过|为|经)(?!外)")

_BEARER_NOUN = r"(?:部门|机关|政府|管委会|单位|委员会|机构|乡镇[（(]街道[）)]|乡镇|街道|司法所|办公室|组织|人员|企业|法院|检察院|[局委办厅])"
_NOT_BEARER = re.compile(
    r"^(?:按照|依托|依据|根据|针对|结合|围绕|聚焦|通过|经|在|对|将|把|与|向|为|以|于|由|从|加强|健全|完善|推|建|开展|组织|指导|督促|落实|严格|"
    r"严禁|不得|制定|出台|探索|鼓励|强化|充分|持续|密切|深化|进一步|全面|积极|保持|加大|加快|确保|明确|规范|实行|实施|举办|使用|提|增强|"
    r"构建|梳理|汇聚|压实|防止|促进|深入|发现|广泛|纠正|互相|着力|合理|优先|支持|引导|培育|打造|拓展|创新|发挥|统筹|要|应|参与|维护|整合)"
)
_BEARER = re.compile(
    rf"^(?P<who>[^，。；]{{0,40}}?{_BEARER_NOUN})"
    r"(?=(?:(?:19|20)\d{2}年年?[底末]?前?)?(?:"
    r"既要|要(?!求|点|素|件)|应当|应(?![急对用])|必须|须|不得|严禁|可以|负责(?!人)|牵头|每(?:年|半年|季|月)|"
    r"在工作中|对下一?级|选拔|制定|组织|开展|定期|加强(?!管理)|联合|会同|共同))"
)


def read_clauses(text: str, start: int) -> tuple[Clause, ...]:
    """Clauses that forbid, permit, encourage or explore, with spans."""
    found = []
    for first, last in _clauses(text):
        modality = _of_clause(text[first:last])
        if modality is not Modality.OBLIGATION:
            found.append(Clause(modality, Span(start + first, start + last)))
    return tuple(found)


def read_modality(text: str) -> Modality:
    """The force of the measure as a whole.

    A prohibition anywhere in it prevails; else the first clause with a predicate decides; a plain imperative obliges.
    """
    clauses = [text[first:last] for first, last in _clauses(text)]
    if any(_of_clause(clause) is Modality.PROHIBITION for clause in clauses):
        return Modality.PROHIBITION
    for clause in clauses:
        modality = _of_clause(clause)
        if modality is not Modality.OBLIGATION or not _SETTING.match(clause):
            return modality
    return Modality.OBLIGATION


def read_bearer(text: str, start: int) -> Phrase | None:
    """The first explicit subject of a duty (各级行政执法部门要…), or None."""
    for first, last in _clauses(text):
        clause = text[first:last]
        match = None if _NOT_BEARER.match(clause) else _BEARER.match(clause)
        if match:
            return Phrase(match["who"], Span(start + first, start + first + match.end("who")))
    return None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for match in _CLAUSE.finditer(text):
        words = match[0].strip()
        first = match.start() + len(match[0]) - len(match[0].lstrip())
        if words:
            yield first, first + len(words)


def _of_clause(clause: str) -> Modality:
    if _PROHIBITION.search(clause):
        return Modality.PROHIBITION
    return next((modality for modality, marker in _AT_START if marker.search(clause)), Modality.OBLIGATION)
