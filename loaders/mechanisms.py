"""Named mechanisms and systems: “双书同达”信用修复机制, 重大行政执法案事件督办制度, “三项制度”."""

import re
from collections.abc import Iterator

from ..graph.model import Phrase, Span

_NOUN = r"(?:制度|机制|体系|清单|平台|系统|数据库|目录|原则|监管|活动|网|绿色”?通道|专项行动)"
_QUOTED = re.compile(rf"“[^“”]{{2,20}}”(?:[^，。；、“”《》的和与]{{0,12}}?{_NOUN})?")
_NAMED = re.compile(r"[^，。；、“”《》]{2,60}?(?:制度|机制|清单)(?!制度|机制|管理|动态)")
#: Verbs that lead up to a name and are not part of it: the name begins after the last of them.
_LEAD_UP = re.compile(
    r".*(?:建立|健全|完善|构建|深化|落实|实行(?!政)|推行(?!政)|制定|拓展|优化|梳理|细化|发挥|形成|执行(?!政)|要求|统一实施的|要|(?<!平)等|对于|(?<!相)对|的(?=[^的]{4}))",
    re.DOTALL,
)


def read_mechanisms(text: str, start: int) -> tuple[Phrase, ...]:
    """Quoted names and nouns ending in 制度, 机制 or 清单, in reading order, without overlaps."""
    found: list[Phrase] = []
    for first, last in sorted({*_quoted(text), *_named(text)}, key=lambda span: (span[0], -span[1])):
        if not found or start + first >= found[-1].span.end:
            found.append(Phrase(text[first:last], Span(start + first, start + last)))
    return tuple(found)


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTED.finditer(text):
        yield match.start(), match.end()


def _named(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text):
        lead_up = _LEAD_UP.match(match[0])
        first = match.start() + (lead_up.end() if lead_up else 0)
        if 5 <= match.end() - first <= 30:
            yield first, match.end()
