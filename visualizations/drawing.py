"""Drawings as plain SVG, and as PNG by resvg with a font of our own: the same on every machine, with no browser.

The SVG keeps its texts as texts, so they can be searched, copied and read aloud; what shows them needs a Chinese font,
as every office PC has. The PNG is drawn with the Noto Sans SC that comes as a package, never with a font of the machine.
"""

import unicodedata
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_FACES = (
    "'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', SimHei, sans-serif"
)
INK, SOFT, LINE, PAPER = "#1c2024", "#5b6470", "#d9dee4", "#ffffff"
#: Twice the size of the drawing: sharp on paper at 192 dots an inch.
ZOOM = 2.0
Anchor = Literal["start", "middle", "end"]
#: Marks that would turn the order of the letters around them, and characters that draw nothing.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


@dataclass(slots=True)
class Drawing:
    """Shapes and texts in pixels from the upper left corner; `title` and `about` are read aloud in its place."""

    title: str
    about: str
    language: str
    width: float
    height: float = 0.0
    _shapes: list[etree._Element] = field(default_factory=list)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, edge: str = "", round_: float = 0
    ) -> None:
        """A rectangle."""
        more = {"stroke": edge} if edge else {}
        self._add("rect", x=_n(x), y=_n(y), width=_n(width), height=_n(height), rx=_n(round_), fill=fill, **more)

    def line(self, points: str, colour: str, width: float = 1) -> None:
        """A path in the words of SVG that is not filled."""
        self._add("path", d=points, fill="none", stroke=colour, **{"stroke-width": _n(width)})

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 14,
        colour: str = INK,
        anchor: Anchor = "start",
        whole: str = "",
    ) -> None:
        """One line of text on the base line `y`; `whole` is what was shortened, for those who point at it."""
        made = self._add("text", x=_n(x), y=_n(y), fill=colour, **{"font-size": _n(size), "text-anchor": anchor})
        made.text = seen(text)
        if whole and whole != text:
            etree.SubElement(made, "title").text = seen(whole)

    def svg(self) -> bytes:
        """The drawing in UTF-8."""
        root = etree.Element(
            "svg",
            {
                "xmlns": _SVG, "width": _n(self.width), "height": _n(self.height), "role": "img", "lang": self.language,
                "viewBox": f"0 0 {_n(self.width)} {_n(self.height)}", "font-family": _FACES,
                "aria-labelledby": "title about",
            },
        )  # fmt: skip
        for name, text in (("title", self.title), ("desc", self.about)):
            etree.SubElement(root, name, id="title" if name == "title" else "about").text = seen(text)
        etree.SubElement(root, "rect", width=_n(self.width), height=_n(self.height), fill=PAPER)
        root.extend(deepcopy(shape) for shape in self._shapes)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))

    def png(self) -> bytes:
        """The drawing as pixels; a character that the font does not have stands there as its code."""
        from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415 - the font and its reader are for pictures alone
        from resvg_py import svg_to_bytes  # noqa: PLC0415

        known = _characters()
        root = etree.fromstring(self.svg())
        for made in root.iter(f"{{{_SVG}}}text"):
            made.text = "".join(c if ord(c) in known else _code(c) for c in made.text or "")
        root.set("font-family", "Noto Sans SC")
        return bytes(
            svg_to_bytes(
                svg_string=etree.tostring(root, encoding="unicode"), zoom=ZOOM, skip_system_fonts=True,
                font_files=[str(sans_path())], font_family="Noto Sans SC",
            )
        )  # fmt: skip

    def _add(self, tag: str, **attributes: str) -> etree._Element:
        made = etree.Element(tag, attributes)
        self._shapes.append(made)
        return made


def seen(text: str) -> str:
    """Text in one line in which marks that turn or hide it are codes: what is there can be seen."""
    plain = " ".join(text.split())
    return "".join(_code(c) if unicodedata.category(c) in _UNSEEN else c for c in plain)


def width_of(text: str, size: float) -> float:
    """About how wide a text is; Chinese characters are squares."""
    return sum(size if unicodedata.east_asian_width(c) in "WFA" else size * 0.58 for c in text)


def fitting(text: str, size: float, width: float) -> str:
    """The text, or as much of its beginning and end as fits: ends often carry what tells apart (第十五项)."""
    text = seen(text)
    if width_of(text, size) <= width:
        return text
    tail = text[-5:]
    room, head = width - width_of(f"…{tail}", size), ""
    for character in text:
        room -= width_of(character, size)
        if room < 0:
            break
        head += character
    return f"{head}…{tail}"


def _code(character: str) -> str:
    return f"〔U+{ord(character):04X}〕"


@cache
def _characters() -> frozenset[int]:
    """The characters of the font that comes with the program."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415

    with TTFont(sans_path(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _n(number: float) -> str:
    """A number without the noise of floats."""
    return f"{round(number, 2):g}"
