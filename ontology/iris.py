"""IRIs of things: ASCII, readable, the same on every machine.

Chinese becomes pinyin without tones (pypinyin). `base` is where things live; the default is taizhang's own.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .organs import COUNTRY
from .vocabulary import BASE

_NUMBER = re.compile(r"(?P<code>[^〔〕\d]+)〔(?P<year>\d{4})〕(?P<n>\d+)号")
_ORDER = re.compile(r"(?P<issuer>.*?)令?第?(?P<n>\d+)号")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: Titles that sound like another: without tones 监察官法 would have the IRI of 检察官法.
_HOMOPHONES = {"监察官法": "jian1chaguanfa"}


@lru_cache(maxsize=16_384)  # the same units and titles come again and again
def slug(text: str) -> str:
    """Pinyin of the Chinese and plain letters and digits of the rest; never empty."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.3 s that only a load should pay

    plain = unicodedata.normalize("NFKC", text).lower()
    words = "".join(lazy_pinyin(plain, errors=lambda run: _NOT_SLUG.sub("-", run)))
    return _NOT_SLUG.sub("-", words).strip("-") or "x" + "".join(f"{ord(char):x}" for char in text[:8])


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of things under one base."""

    base: str = f"{BASE}id/"

    def ledger(self, name: str) -> str:
        """`id/ledger/zhengzhou-2024`."""
        return f"{self.base}ledger/{name}"

    def measure(self, ledger: str, key: str) -> str:
        """`id/ledger/zhengzhou-2024/measure/70`."""
        return f"{self.ledger(ledger)}/measure/{key}"

    def document(self, name: str) -> str:
        """The source text itself: `id/document/zhengzhou-2024`."""
        return f"{self.base}document/{name}"

    def graph(self, name: str) -> str:
        """A named graph: `id/graph/register`."""
        return f"{self.base}graph/{name}"

    def place(self, code: str) -> str:
        """`id/place/410100`."""
        return f"{self.base}place/{code}"

    def unit(self, place: str, name: str) -> str:
        """`id/unit/410100/sifaju`: the pinyin of the name without the level word before it.

        `place` is a division code, or `without_place(ledger)`: `id/unit/of/plan/shisifaju`.
        """
        local = place.isdigit() and place != COUNTRY  # 市场监管总局 is of no 市
        levelled = local and len(name) > 2 and name[0] in "市县区省" and name[1] not in "县区级"
        return f"{self.base}unit/{place}/{slug(name[1:] if levelled else name)}"

    def without_place(self, ledger: str) -> str:
        """What stands for the place of units of which nobody knows it: they are of the ledger that names them."""
        return f"of/{ledger}"

    def ledger_naming(self, unit: str) -> str:
        """The ledger that names a unit without a place; empty for one that has its place."""
        path = unit.removeprefix(f"{self.base}unit/").split("/")
        return path[1] if len(path) == 3 and path[0] == "of" else ""

    def regulation(self, title: str, number: str | None, jurisdiction: str | None) -> str:
        """`id/reg/guobanfa-2022-27`, `id/reg/henan-order-180`; `id/law/xingzhengchufafa` where only the title is known."""
        if number:
            match = _NUMBER.fullmatch(number)
            if match:
                return f"{self.base}reg/{slug(match['code'])}-{match['year']}-{match['n']}"
            order = _ORDER.fullmatch(number)
            if order and "令" in number:
                if jurisdiction:
                    return f"{self.base}reg/{jurisdiction}-order-{order['n']}"
                issuer, relative = order["issuer"], order["issuer"][:1] in "省市县区"
                # 省政府令第180号 of a province nobody named is told apart by its title.
                return f"{self.base}reg/{slug(issuer)}-order-{order['n']}" + (f"-{slug(title)}" if relative else "")
        return self.law(title)

    def law(self, title: str) -> str:
        """An instrument known by its title: `id/law/xingzhengchufafa`."""
        plain = title.removeprefix("中华人民共和国")
        return f"{self.base}law/{_HOMOPHONES.get(plain) or slug(plain)}"

    def version(self, work: str, day: date | None) -> str:
        """The wording of an instrument made on a day: `id/law/xingzhengchufafa/2021-01-22`."""
        return f"{work}/{day.isoformat() if day else 'undated'}"
