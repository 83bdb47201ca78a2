"""Responsibility cells 责任单位: who leads, who takes part, who is simply responsible.

市司法局，市委政法委牵头，市检察院，市法院按职责分工负责  -> two leads, two participants
市司法局，县级司法行政部门                              -> both responsible
"""

import re
from collections.abc import Iterator

from ..graph.model import Assignment, Role, Span
from .wording import blank_tags, is_unit_name, joined

_BETWEEN = re.compile(r"[，,、；;]")
_OPEN, _CLOSE = "（([〔", "）)]〕"
_SIGN = re.compile(rf"{_BETWEEN.pattern}|[{re.escape(_OPEN + _CLOSE)}]")
_LEAD = re.compile(r"\s*(?:共同|联合)?牵头(?:负责|实施|组织|落实)?$")
_SHARE = re.compile(
    r"\s*(?:等)?(?:(?:按照?|根据|依)(?:各自)?职责分工(?:分别)?|分工|分别)?\s*(?:负责|落实|实施|配合|参与|参加)$"
)
#: 等部门 after a name leaves the list open; it is no part of the name.
_OPEN_ENDED = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")
_COOPERATE = re.compile(r"(?:配合|参与|参加)$")
#: Where a name can break off and another cell begin: a lone space, not one beside a digit or letter (12345 热线办).
_LONE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff）)])[ \u3000]+(?=[\u4e00-\u9fff])")


def split_phrases(cell: str) -> list[tuple[str, int]]:
    """The complete responsibility phrases of a cell with their offsets: two where two cells were run together.

    A lone space parts phrases only when the words on both sides are complete phrases by themselves.
    """
    start = 0
    phrases = []
    for space in _LONE_SPACE.finditer(cell):
        left, right = cell[start : space.start()], cell[space.end() :]
        if is_responsibility(left) and is_responsibility(right) and _is_list_or_duty(left, right):
            phrases.append((left, start))
            start = space.end()
    return [*phrases, (cell[start:], start)]


def _is_list_or_duty(left: str, right: str) -> bool:
    """Two bare names around a space may be one list; two lists, or a list and a duty, are two cells."""
    return all(_BETWEEN.search(part) or _LEAD.search(part) or _SHARE.search(part) for part in (left, right))


def is_responsibility(cell: str) -> bool:
    """Whether every part of the words is a unit with at most a role word behind it."""
    parts = [joined(name) for name, _, _ in _parts(cell)]
    return bool(parts) and all(is_unit_name(part) for part in parts)


def read_assignments(cell: str, start: int) -> tuple[Assignment, ...]:
    """Units and roles of one phrase; `start` is its offset in the document.

    With 牵头, the units up to it lead and all others take part; without it each unit is responsible,
    but for those marked 配合 or 参与.
    """
    parts = list(_parts(cell))
    leads = max((i for i, (_, _, duty) in enumerate(parts) if _LEAD.search(duty)), default=None)
    found: dict[str, Assignment] = {}
    for index, (name, offset, duty) in enumerate(parts):
        if leads is not None:
            role = Role.LEAD if index <= leads else Role.PARTICIPANT
        else:
            role = Role.PARTICIPANT if _COOPERATE.search(duty) and index else Role.RESPONSIBLE
        unit = joined(name)
        if unit:
            found.setdefault(unit, Assignment(unit, role, Span(start + offset, start + offset + len(name))))
    return tuple(found.values())


def _parts(cell: str) -> Iterator[tuple[str, int, str]]:
    """Each listed name, its offset and the role words behind it."""
    for part, offset in _listed(blank_tags(cell).rstrip(" 。;；\u3000\n\t")):
        name = part.strip()
        duty = ""
        for role in (_LEAD, _SHARE):
            match = role.search(name)
            if match:
                duty, name = match[0], name[: match.start()]
                break
        name = _OPEN_ENDED.sub("", name)
        if name.strip():
            yield name.rstrip(), offset + len(part) - len(part.lstrip()), duty


def _listed(cell: str) -> Iterator[tuple[str, int]]:
    """Parts between separators, but not between separators inside brackets."""
    depth, start = 0, 0
    for sign in _SIGN.finditer(cell):
        if sign[0] in _OPEN:
            depth += 1
        elif sign[0] in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            yield cell[start : sign.start()], start
            start = sign.end()
    yield cell[start:], start
