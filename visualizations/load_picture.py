"""The load of units as a picture for reports: a bar for each unit, with its measures by role."""

from collections.abc import Sequence
from datetime import date

from ..graph.networks import HORIZON, Load
from ..ontology.errors import Language, Text
from .drawing import LINE, SOFT, Drawing, fitting, width_of
from .origin import Origin
from .picture_words import source_line

_WIDTH, _MARGIN = 1120.0, 40.0
_NAMES, _ROW, _BAR, _NUMBERS = 240.0, 30.0, 20.0, 150.0
#: More rows than this are summed up in one line: a picture goes onto a page.
MOST = 40
ROLES = {
    "lead": (Text("牵头", "lead"), "#0b4f82", "#ffffff"),
    "responsible": (Text("负责", "responsible"), "#2f8f6b", "#ffffff"),
    "participant": (Text("配合", "participant"), "#a9cbe8", "#1c2024"),
}
_TITLE = Text("各单位负荷", "Load of each unit")
_ABOUT = Text(
    "{title}：{units} 个单位承担的事项数。最多的：{most}",
    "{title}: how many measures {units} units carry. The most: {most}",
)
_OF = Text("{name} {total} 项", "{name} {total}")
_TOTAL = Text("事项", "measures")
_WEIGHTED = Text("加权", "weighted")
_FORMULA = Text(
    "加权 = 牵头 × 1 + 负责 × 0.8 + 配合 × 0.5", "weighted = lead × 1 + responsible × 0.8 + participant × 0.5"
)
_URGENT = Text(
    "；{day} 起 {horizon} 天内到期的，越近越重，至多加倍",
    "; due within {horizon} days of {day}: the nearer the heavier, at most twice",
)
_REST = Text("另有 {count} 个单位，共 {total} 项次", "{count} more units with {total} assignments")
_NONE = Text("图谱里没有单位承担事项", "no unit in the graph carries a measure")


def picture(loads: Sequence[Load], subject: str, origin: Origin, language: Language, on: date | None = None) -> Drawing:
    """The picture; `loads` are in the order of `networks.load`, `subject` says whose they are."""
    shown, rest = loads[:MOST], loads[MOST:]
    most = "、".join(_OF.format(name=row.name, total=row.total).say(language) for row in loads[:5])
    about = _ABOUT.format(title=subject, units=len(loads), most=most).say(language)
    drawn = Drawing(_TITLE.say(language), about, language.value, _WIDTH)
    top = _head(drawn, subject, language, on)
    scale = (_WIDTH - 2 * _MARGIN - _NAMES - _NUMBERS) / max((row.total for row in shown), default=1)
    for index, row in enumerate(shown):
        _row(drawn, row, top + index * _ROW, scale)
    bottom = top + len(shown) * _ROW + 16
    if not loads:
        drawn.write(_MARGIN, bottom, _NONE.say(language))
    if rest:
        total = sum(row.total for row in rest)
        drawn.write(_MARGIN, bottom, _REST.format(count=len(rest), total=total).say(language), 13, SOFT)
        bottom += 24
    source = source_line(origin, language)
    drawn.write(_MARGIN, bottom + 14, fitting(source, 12, _WIDTH - 2 * _MARGIN), 12, SOFT, whole=source)
    drawn.height = bottom + 34
    return drawn


def _head(drawn: Drawing, subject: str, language: Language, on: date | None) -> float:
    """Title, subject, legend and the words over the columns; gives where the bars begin."""
    drawn.write(_MARGIN, 52, _TITLE.say(language), 26)
    drawn.write(_MARGIN, 82, fitting(subject, 15, _WIDTH - 2 * _MARGIN), 15, SOFT, whole=subject)
    x = _MARGIN
    for name, colour, _ in ROLES.values():
        word = name.say(language)
        drawn.box(x, 100, 14, 14, colour, round_=2)
        drawn.write(x + 20, 112, word, 14)
        x += 40 + width_of(word, 14)
    formula = _FORMULA.say(language)
    if on:
        formula += _URGENT.format(day=on.isoformat(), horizon=HORIZON).say(language)
    drawn.write(_MARGIN, 138, formula, 12, SOFT)
    right = _WIDTH - _MARGIN
    drawn.write(right - 72, 138, _TOTAL.say(language), 12, SOFT, "end")
    drawn.write(right, 138, _WEIGHTED.say(language), 12, SOFT, "end")
    drawn.line(f"M{_MARGIN:g} 148H{right:g}", LINE)
    return 158.0


def _row(drawn: Drawing, row: Load, y: float, scale: float) -> None:
    base = y + 15
    drawn.write(_MARGIN + _NAMES - 12, base, fitting(row.name, 14, _NAMES - 12), 14, anchor="end", whole=row.name)
    x = _MARGIN + _NAMES
    for role, (_, colour, ink) in ROLES.items():
        count = getattr(row, role)
        if count:
            drawn.box(x, y, count * scale, _BAR, colour)
            if width_of(str(count), 12) + 6 <= count * scale:
                drawn.write(x + count * scale / 2, base, str(count), 12, ink, "middle")
            x += count * scale
    right = _WIDTH - _MARGIN
    drawn.write(right - 72, base, str(row.total), 14, anchor="end")
    drawn.write(right, base, f"{row.weighted:.1f}", 14, anchor="end")
