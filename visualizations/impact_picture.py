"""The ripple of a change as a picture for reports: a column for each step away from the changed instrument."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..graph.impact import Affected, Impact, NodeKind
from ..graph.impact_rules import RANK, Class
from ..ontology.errors import Language, Text
from .drawing import LINE, PAPER, SOFT, Drawing, fitting, width_of
from .impact_report import affected_rows, heading, summary
from .impact_words import CLASSES, KINDS, RELATIONS, WORDS
from .origin import Origin
from .picture_words import source_line

_MARGIN, _BOX, _HEIGHT, _GAP, _BETWEEN = 40.0, 240.0, 46.0, 10.0, 90.0
_TOP = 190.0
#: More boxes than this in a column are counted below it: a picture goes onto a page.
MOST = 20
COLOURS = {Class.MUST_ACT: "#b3261e", Class.REVIEW: "#b26a00", Class.WATCH: "#2f6ea5"}
_DISTANCE = Text("第 {distance} 层", "step {distance}")
_CHANGED = Text("变动的文件", "what changes")
_REST = Text("另有 {count} 个", "{count} more")
_ARTICLES = Text(
    "{count} 条条文并入所属文件；全部内容见报告", "{count} articles stand for their instruments; the report lists all"
)
_CANDIDATES = Text("另有 {count} 个按主题的候选，见报告", "{count} candidates by subject, see the report")
_ABOUT = Text("{heading}。{summary}", "{heading}. {summary}")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the box of a thing stands."""

    x: float
    y: float


def picture(impact: Impact, origin: Origin, language: Language) -> Drawing:
    """The picture of an answer."""
    title = WORDS["title"].format(title=impact.title).say(language)
    counts = _counts(impact, language)
    about = _ABOUT.format(heading=heading(impact, language), summary=counts).say(language)
    columns = _columns(impact)
    width = max(2 * _MARGIN + (len(columns) + 1) * _BOX + len(columns) * _BETWEEN, 900.0)
    drawn = Drawing(title, about, language.value, width)
    _head(drawn, title, heading(impact, language), counts, language)
    bottom = _body(drawn, impact, columns, language)
    for note in _notes(impact, language):
        drawn.write(_MARGIN, bottom, note, 13, SOFT)
        bottom += 22
    source = source_line(origin, language)
    drawn.write(_MARGIN, bottom + 10, fitting(source, 12, width - 2 * _MARGIN), 12, SOFT, whole=source)
    drawn.height = bottom + 30
    return drawn


def _counts(impact: Impact, language: Language) -> str:
    lines = (
        f"{name}：" + "，".join(f"{kind} {n}" for kind, n in found.items()) for name, found in summary(impact, language)
    )
    return "；".join(lines) if language is Language.ZH else "; ".join(lines).replace("：", ": ").replace("，", ", ")


def _columns(impact: Impact) -> list[list[Affected]]:
    """What is affected by distance, the gravest first; articles are left to the instruments they are part of."""
    items = [item for item in affected_rows(impact) if item.kind is not NodeKind.ARTICLE]
    far = max((item.distance for item in items), default=0)
    return [_ordered(item for item in items if item.distance == distance) for distance in range(1, far + 1)]


def _ordered(items: Iterable[Affected]) -> list[Affected]:
    kinds = list(KINDS)
    return sorted(items, key=lambda item: (RANK[item.answer], kinds.index(item.kind), item.label, item.node))


def _head(drawn: Drawing, title: str, asked: str, counts: str, language: Language) -> None:
    room = drawn.width - 2 * _MARGIN
    drawn.write(_MARGIN, 52, fitting(title, 26, room), 26, whole=title)
    drawn.write(_MARGIN, 82, fitting(asked, 15, room), 15, SOFT)
    drawn.write(_MARGIN, 108, fitting(counts, 14, room), 14, whole=counts)
    x = _MARGIN
    for answer, colour in COLOURS.items():
        word = CLASSES[answer].say(language)
        drawn.box(x, 124, 14, 14, colour, round_=2)
        drawn.write(x + 20, 136, word, 14)
        x += 40 + width_of(word, 14)
    drawn.line(f"M{_MARGIN:g} 150H{drawn.width - _MARGIN:g}", LINE)


def _body(drawn: Drawing, impact: Impact, columns: Sequence[Sequence[Affected]], language: Language) -> float:
    """The boxes and what ties them; gives where the notes begin."""
    places = {impact.asked.work: _Place(_MARGIN, _TOP)}
    for index, column in enumerate(columns, 1):
        for row, item in enumerate(column[:MOST]):
            places[item.node] = _Place(_MARGIN + index * (_BOX + _BETWEEN), _TOP + row * (_HEIGHT + _GAP))
    for column in columns:
        for item in reversed(column[:MOST]):  # the gravest ties are drawn last, above the others
            _tie(drawn, _parent(item, impact, places), places[item.node], COLOURS[item.answer])
    drawn.write(_MARGIN, _TOP - 14, _CHANGED.say(language), 13, SOFT)
    _box(drawn, places[impact.asked.work], impact.title, impact.number or "", "#4d4d4d")
    bottom = _TOP + _HEIGHT
    for distance, column in enumerate(columns, 1):
        x = _MARGIN + distance * (_BOX + _BETWEEN)
        drawn.write(x, _TOP - 14, _DISTANCE.format(distance=distance).say(language), 13, SOFT)
        for item in column[:MOST]:
            _box(drawn, places[item.node], item.label, _why(item, language), COLOURS[item.answer])
        end = _TOP + min(len(column), MOST) * (_HEIGHT + _GAP)
        if len(column) > MOST:
            drawn.write(x, end + 14, _REST.format(count=len(column) - MOST).say(language), 13, SOFT)
            end += 24
        bottom = max(bottom, end)
    return bottom + 24


def _why(item: Affected, language: Language) -> str:
    """The kind of a thing and how it hangs on what it touches."""
    relation = RELATIONS[item.path[0].relation].say(language) if item.path else ""
    return " · ".join(filter(None, (KINDS[item.kind].say(language), relation)))


def _parent(item: Affected, impact: Impact, places: Mapping[str, _Place]) -> _Place:
    """The next shown thing on the way to the changed instrument."""
    nodes = (node for step in item.path for node in (step.target, step.source) if node != item.node)
    nearer = [node for node in nodes if node in places and places[node].x < places[item.node].x]
    return places[nearer[0]] if nearer else places[impact.asked.work]


def _tie(drawn: Drawing, start: _Place, end: _Place, colour: str) -> None:
    x, y, to = start.x + _BOX, start.y + _HEIGHT / 2, end.y + _HEIGHT / 2
    middle = (x + end.x) / 2
    drawn.line(f"M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {to:g} {end.x:g} {to:g}", colour)


def _box(drawn: Drawing, place: _Place, label: str, below: str, colour: str) -> None:
    drawn.box(place.x, place.y, _BOX, _HEIGHT, PAPER, LINE, 4)
    drawn.box(place.x, place.y, 5, _HEIGHT, colour, round_=2)
    drawn.write(place.x + 14, place.y + 20, fitting(label, 13, _BOX - 24), 13, whole=label)
    drawn.write(place.x + 14, place.y + 37, fitting(below, 11, _BOX - 24), 11, SOFT)


def _notes(impact: Impact, language: Language) -> list[str]:
    articles = sum(item.kind is NodeKind.ARTICLE for item in affected_rows(impact))
    notes = []
    if not impact.affected:
        notes.append(WORDS["nothing"].say(language))
    if articles:
        notes.append(_ARTICLES.format(count=articles).say(language))
    if impact.candidates:
        notes.append(_CANDIDATES.format(count=len(impact.candidates)).say(language))
    return notes
