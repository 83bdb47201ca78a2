"""What an amending text does to the articles of another: 将第三条修改为, 增加一条作为第二条, 删去第五条, 第三条改为第五条.

Only texts that say so in their titles are read for this (关于修改…的决定, …修正案); elsewhere 修改 is only talked about.
"""

import re
from collections.abc import Iterator

from ..graph.law import Action, Amendment
from ..graph.model import Span
from .instruments import is_bare_kind
from .mentions import QUOTED
from .pinpoints import ARTICLE, article_label
from .wording import joined

_AMENDING = re.compile(r"^(?P<law>.{2,40}?)修正案(?:[（(].{1,8}[）)])?$")
_BY_DECISION = re.compile(r"修改.*[的]?决定(?:[（(].{1,8}[）)])?$")
_PARTS = r"(?:第[^条，。；：\n]{1,6}款)?(?:第[^条，。；：\n]{1,8}项)?"
_LINE = re.compile(r"(?m)^[^\n]+")
#: Where the new wording begins: what stands inside “…” is not an instruction.
_NEW_WORDING = re.compile(r"[：:]\s*[“\"]?.*$|“[^”]*”?")
_STEPS: tuple[tuple[Action, re.Pattern[str]], ...] = (
    (
        Action.ADDED,
        re.compile(rf"(?:增加|增写|新增)[^，。；]{{1,6}}条，?(?:分别)?作为(?:《[^》]*》)?(?P<new>{ARTICLE})"),
    ),
    (Action.ADDED, re.compile(rf"{ARTICLE}后增加[^，。；]{{1,4}}条，?作为(?P<new>{ARTICLE})")),
    (Action.REMOVED, re.compile(rf"(?:删去|删除)(?:《[^》]*》)?(?P<old>{ARTICLE})(?=[、，。；\s]|$)")),
    (Action.RENUMBERED, re.compile(rf"(?P<old>{ARTICLE})改为(?P<new>{ARTICLE})(?!.{{0,4}}修改为)")),
    (Action.EDITED, re.compile(rf"(?P<old>{ARTICLE})修改为(?P<new>{ARTICLE})(?=[：:，])")),
    (
        Action.EDITED,
        re.compile(rf"(?P<old>{ARTICLE}){_PARTS}[^，。；：“]{{0,10}}(?:修改为|中的?|增加|删去|条首部分|内容)"),
    ),
    (Action.EDITED, re.compile(rf"(?:删去|在)(?:[^，。；：“]{{0,20}})?(?P<old>{ARTICLE}){_PARTS}(?:中|第|增加)")),
)
#: Right before a title that is amended from here on: 对《甲》作如下修改, 一、修改《乙》.
_OBJECT = re.compile(r"(?:对|将|修改|[、.．])\s*$")


def read_amendments(text: str, title: str, start: int) -> tuple[Amendment, ...]:
    """The instructions of an amending text from `start` on, in order; none for any other text."""
    target = _target(title)
    if target is None:
        return ()
    return tuple(_instructions(text, target, start))


def _target(title: str) -> str | None:
    """What a title says is amended: 刑法修正案 amends 刑法, 关于修改《甲》的决定 amends 甲; empty where it names several."""
    law = _AMENDING.match(title)
    if law:
        return law["law"]
    if not _BY_DECISION.search(title):
        return None
    named = QUOTED.findall(title.replace("〈", "《").replace("〉", "》"))
    return joined(named[0]).replace("《", "〈").replace("》", "〉") if len(named) == 1 else ""


def _instructions(text: str, target: str, start: int) -> Iterator[Amendment]:
    quoting = False
    for line in _LINE.finditer(text, start):
        words = line[0]
        inside, quoting = quoting, _still_open(words, quoting)
        if inside:
            continue
        named = QUOTED.search(words)
        if named and not is_bare_kind(named[1]) and "修改" in words and _OBJECT.search(words[: named.start()]):
            target = joined(named[1])
        instruction = _NEW_WORDING.sub("", words) if "：" in words or "“" in words or ":" in words else words
        head = words[: len(instruction)] + (
            words[len(instruction) : len(instruction) + 1] if instruction != words else ""
        )
        for action, pattern in _STEPS:
            match = pattern.search(head)
            if match and target:
                groups = match.groupdict()
                old, new = groups.get("old"), groups.get("new")
                span = Span(line.start() + match.start(), line.start() + match.end())
                yield Amendment(
                    target, action, article_label(old) if old else None, article_label(new) if new else None, span
                )
                break


def _still_open(words: str, quoting: bool) -> bool:
    """Whether a “ that was opened here or before is still open at the end of the line."""
    opened, closed = words.rfind("“"), words.rfind("”")
    if opened < 0 and closed < 0:
        return quoting
    return opened > closed
