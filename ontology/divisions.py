"""Which division of the country a title speaks of: 南充市…行动计划 is 511300."""

import re
from collections import defaultdict
from collections.abc import Mapping

_PROVINCE = re.compile(r"(?:省|市|(?:维吾尔|壮族|回族)?自治区|特别行政区)$")
_CITY = re.compile(r"(?:市|地区|盟)$")
#: Names that are words too, or pieces of other names.
_WORDS = frozenset("城区 郊区 矿区 新区 市中区 东区 西区 吉林 海南 朝阳 开发区".split())


class Divisions:
    """Finds divisions by name, by short name where that is safe, and by the names around it."""

    def __init__(self, names: Mapping[str, str]):
        self._names = names
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for code, name in names.items():
            for one in {name, _short(code, name)} - _WORDS:
                if len(one) > 2 or code.endswith("00"):
                    self._by_name[one].append(code)

    def name(self, code: str) -> str | None:
        """The name of a division; None for a code that is not known."""
        return self._names.get(code)

    def place_of(self, title: str) -> str | None:
        """The lowest division a title names; None when it names none, or one of several of that name."""
        codes = [code for name, found in self._by_name.items() if name in title for code in self._meant(found, title)]
        return min(codes, key=lambda code: (-_depth(code), title.find(self._names[code][:2]), code), default=None)

    def _meant(self, codes: list[str], title: str) -> list[str]:
        """Of several divisions of one name those whose province or city the title names too."""
        if len(codes) == 1:
            return codes
        inside = [
            code for code in codes if any(self._named(above, title) for above in (code[:4] + "00", code[:2] + "0000"))
        ]
        return inside if len(inside) == 1 else []

    def _named(self, code: str, title: str) -> bool:
        name = self._names.get(code)
        return bool(name) and _short(code, name or "") in title


def _short(code: str, name: str) -> str:
    if code.endswith("0000"):
        return _PROVINCE.sub("", name)
    return _CITY.sub("", name) if code.endswith("00") else name


def _depth(code: str) -> int:
    return len(code.rstrip("0"))
