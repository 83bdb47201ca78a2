"""The country's own organs: 财政部 is the same in every document, 发展改革委 is one of them in a document of the country's own."""

from collections.abc import Iterable

#: What stands for the country in IRIs, as a division code does for a place.
COUNTRY = "100000"


class Organs:
    """Finds an organ by any of its names; made from lines such as those of national.txt."""

    def __init__(self, lines: Iterable[str]):
        self._anywhere: dict[str, str] = {}
        self._at_home: dict[str, str] = {}
        for line in lines:
            plain, _, short = line.partition("|")
            name, *others = plain.split()
            self._anywhere |= dict.fromkeys((name, *others), name)
            self._at_home |= dict.fromkeys(short.split(), name)

    def named(self, words: str, place: str | None) -> str | None:
        """The name here of the organ that words mean in a document of a place; None where they mean none."""
        return self._anywhere.get(words) or (self._at_home.get(words) if place == COUNTRY else None)
