"""Numbers that Word writes by itself: 一、 （一） 1. before paragraphs, which stand nowhere in their words."""

from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and what it prints: form chineseCounting, text （%1）."""

    start: int
    form: str
    text: str


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]]
    styles: dict[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, properties: etree._Element | None) -> str:
        """What Word prints before a paragraph with these properties; counts on."""
        found = self._list_of(properties)
        if found is None:
            return ""
        name, depth = found
        abstract, levels = self.lists.get(name, ("", {}))
        level = levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return self._printed(levels, counts, depth)

    def _printed(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        text = levels[depth].text
        for other in range(depth + 1):
            if f"%{other + 1}" in text:
                form = levels[other].form if other in levels else "decimal"
                text = text.replace(f"%{other + 1}", _number(counts.get(other, 1), form))
        return text

    def _list_of(self, properties: etree._Element | None) -> tuple[str, int] | None:
        if properties is None:
            return None
        own = below(properties, f"{W}numPr")
        if own is None:
            style = below(properties, f"{W}pStyle")
            return self.styles.get(style.get(f"{W}val", "")) if style is not None else None
        name, depth = below(own, f"{W}numId"), below(own, f"{W}ilvl")
        if name is None or name.get(f"{W}val") == "0":
            return None
        return name.get(f"{W}val", ""), _integer(depth, 0)


def below(node: etree._Element | None, tag: str) -> etree._Element | None:
    """The first node of a tag right below another: what `find` gives, in a fifth of its time."""
    return next(node.iterchildren(tag), None) if node is not None else None


def read_numbers(numbering: etree._Element | None, styles: etree._Element | None) -> Numbers:
    """The lists that numbering.xml and styles.xml define; none when a document has no such parts."""
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    if numbering is not None:
        abstract = {
            node.get(f"{W}abstractNumId", ""): {
                _integer_of(level.get(f"{W}ilvl"), 0): _level(level) for level in node.findall(f"{W}lvl")
            }
            for node in numbering.findall(f"{W}abstractNum")
        }
        for node in numbering.findall(f"{W}num"):
            name, base = node.get(f"{W}numId", ""), node.find(f"{W}abstractNumId")
            key = base.get(f"{W}val", "") if base is not None else ""
            own = node.find(f"{W}lvlOverride") is not None
            lists[name] = (f"{key}/{name}" if own else key, abstract.get(key, {}))
    return Numbers(lists, _styles(styles))


def _styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for node in styles.findall(f"{W}style") if styles is not None else ():
        own = below(below(node, f"{W}pPr"), f"{W}numPr")
        name = below(own, f"{W}numId")
        if name is not None:
            found[node.get(f"{W}styleId", "")] = (name.get(f"{W}val", ""), _integer(below(own, f"{W}ilvl"), 0))
    return found


def _level(node: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        found = node.find(f"{W}{name}")
        return found.get(f"{W}val", default) if found is not None else default

    return Level(_integer_of(value("start", "1"), 1), value("numFmt", "decimal"), value("lvlText", ""))


def _integer(node: etree._Element | None, default: int) -> int:
    return _integer_of(node.get(f"{W}val") if node is not None else None, default)


def _integer_of(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else default


def _number(count: int, form: str) -> str:
    if form.startswith(("chinese", "japaneseCounting", "ideograph", "taiwanese")):
        return _chinese(count)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    return str(count)


def _chinese(count: int) -> str:
    """A number below a thousand in Chinese.

    >>> [_chinese(n) for n in (3, 10, 12, 20, 21, 105)]
    ['三', '十', '十二', '二十', '二十一', '一百零五']
    """
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds % 10]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")
