"""Finding things by Chinese words, pinyin, initials and numbers, with the line that matched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cn2an
from pypinyin import Style, lazy_pinyin

from .network import Kind, Thing
from .state import Explorer

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+")
_NUMERALS = re.compile("[一二三四五六七八九十百千零〇两]+(?=[条号项款期])")
_BRACKETS = str.maketrans("〔［【（）】］〕", "[[[()]]]")
#: Characters around the place of a match that are shown.
_AROUND = 24
#: Kinds of equal matches in the order people look for them.
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Line:
    """Something a thing is called or says, as it is shown and as it is searched."""

    text: str
    plain: str
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with its lines, and its name in pinyin: whole and by initials."""

    thing: Thing
    lines: tuple[Line, ...]
    pinyin: str
    initials: str
    number: str


def plain(text: str) -> str:
    """A text as it is compared: small letters, one kind of bracket, 第三十四条 as 第34条."""
    return _NUMERALS.sub(lambda found: _arabic(found[0]), text.lower().translate(_BRACKETS))


def _arabic(numerals: str) -> str:
    try:
        return str(cn2an.cn2an(numerals.replace("〇", "零"), "smart"))
    except ValueError:
        return numerals


def entries(explorer: Explorer) -> list[Entry]:
    """What can be found, made once for each version of the data."""
    return _entries(explorer)


@lru_cache(maxsize=1)
def _entries(explorer: Explorer) -> list[Entry]:
    return [_entry(thing) for thing in explorer.network.things.values()]


def _entry(thing: Thing) -> Entry:
    said = thing.properties
    lines = {thing.name: "name"}
    for key, what in (
        ("otherNames", "name"),
        ("titles", "name"),
        ("numbers", "number"),
        ("text", "text"),
        ("words", "text"),
    ):
        value = said.get(key, ())
        for one in value if isinstance(value, tuple) else (value,):
            lines.setdefault(str(one), what)
    # The pinyin of a measure's whole text would find everything.
    named = thing.name if thing.kind is not Kind.MEASURE else ""
    syllables = lazy_pinyin(re.sub(r"[^\u3400-\u9fffA-Za-z0-9]", "", named)[:80], style=Style.NORMAL)
    return Entry(
        thing,
        tuple(Line(text, plain(text), what) for text, what in lines.items() if text),
        "".join(syllables).lower(),
        "".join(syllable[0] for syllable in syllables if syllable).lower(),
        str(said.get("number", "")),
    )


def search(explorer: Explorer, words: str, limit: int = 20) -> dict[str, Any]:
    """The things that fit all words, the best first, each with the line that matched and where in it."""
    asked = plain(words.strip())[:200]
    parts = asked.split()
    found = []
    for entry in entries(explorer) if parts else ():
        matches = [_match(entry, part) for part in parts]
        if all(match is not None for match in matches):
            rated = [match for match in matches if match is not None]
            rank = sum(match[0] for match in rated)
            degree = -explorer.degrees[entry.thing.id]
            found.append((rank, _ORDER[entry.thing.kind], degree, entry.thing.id, entry, min(rated)))
    found.sort(key=lambda hit: hit[:4])
    return {
        "total": len(found),
        "hits": [_hit(entry, line, part) for *_, entry, (_, line, part) in found[:limit]],
    }


_Match = tuple[int, int, str]


def _match(entry: Entry, part: str) -> _Match | None:
    """How well a word fits (smaller is better), in which line, and the word as it stands there."""
    if entry.thing.kind is Kind.MEASURE and part.strip("第项.") == entry.number != "":
        return (0, 0, f"{entry.number}.")
    for index, line in enumerate(entry.lines):
        at = line.plain.find(part)
        if at >= 0 and _is_whole_number(line.plain, part, at):
            rank = {"name": 2, "number": 2, "text": 6}[line.what] - (at == 0) - (line.plain == part)
            return (rank, index, part)
    if _LATIN.fullmatch(part) and not _CHINESE.search(part):
        for rank, spelling in ((3, entry.initials), (4, entry.pinyin)):
            if len(part) > 1 and part in spelling:
                return (rank + (not spelling.startswith(part)), 0, "")
    return None


def _is_whole_number(text: str, part: str, at: int) -> bool:
    """Whether a number is not just the end or the beginning of a longer one: 7号 is not 27号."""
    before, after = text[at - 1 : at] if at else "", text[at + len(part) : at + len(part) + 1]
    return not (part[0].isdigit() and before.isdigit()) and not (part[-1].isdigit() and after.isdigit())


def _hit(entry: Entry, index: int, part: str) -> dict[str, Any]:
    line = entry.lines[index]
    start, end = _place(line.text, part)
    cut = max(0, start - _AROUND)
    until = min(len(line.text), max(end, cut + 2 * _AROUND) + _AROUND)
    return {
        "id": entry.thing.id,
        "kind": entry.thing.kind,
        "name": entry.thing.name[:160],
        "matched": line.what if part else "pinyin",
        "line": f"{'…' if cut else ''}{line.text[cut:until]}{'…' if until < len(line.text) else ''}",
        "start": start - cut + bool(cut) if end else 0,
        "end": end - cut + bool(cut) if end else 0,
    }


def _place(text: str, part: str) -> tuple[int, int]:
    """Where a word stands in a line as printed, though it was compared in its plain form."""
    if not part:
        return 0, 0
    for start, end in _spans(text, len(part)):
        if plain(text[start:end]) == part:
            return start, end
    return 0, 0


def _spans(text: str, size: int) -> Iterable[tuple[int, int]]:
    """Stretches that may have become so long a word: numerals are longer or shorter than digits."""
    for start in range(len(text)):
        for length in range(max(1, size - 3), size + 7):
            if start + length <= len(text):
                yield start, start + length
