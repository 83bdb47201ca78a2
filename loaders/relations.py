"""What a mention means in a law text: basis, repeal, amendment, or a plain reference.

Decided by the sentence alone, with the conventions of Chinese drafting: the enacting clause (根据…，制定本办法) makes a
basis, 同时废止 governs the whole list before it, 根据《…的决定》修正 in the info block names what amended the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..graph.law import PartKind
from ..graph.model import Relation
from .mentions import QUOTED, Mention

_STOPS = re.compile(r"[。\n]")
_COMMA = re.compile("，")
_ENACTING = re.compile(
    r"制[定订](?:了)?(?:本|以下|如下|下列)|特制[定订]|(?:规定|解释|批复|答复|决定|通知|意见|说明)如下|作(?:出)?(?:如下|以下)|提出(?:如下|以下)"
)
_GOVERNS = re.compile(
    r"(?P<basis>根据|依据|依照|按照|遵照|实施|贯彻|执行|落实|(?:正确|准确|统一|依法)?适用)|(?P<beside>参照|结合|参考|配合|借鉴|对照)"
)
_AMENDED = re.compile(r"[）)]?\s*(?:第?[一二三四五六七八九十\d]+次\s*)?(?:修正|修订|修改)")
_REPEALED = re.compile(
    r"(?:(?:同时|即行|相应|一律|一并|自行|立即|均|也)?(?:予以)?(?:废止|失效|停止(?:执行|施行|使用))|不再(?:执行|施行|适用))(?!的|后|前|之)"
)
_REPEAL_VERB = re.compile(r"(?:废止|停止执行)(?:了|下列|以下|[^，。；《》依据按]{0,12})?$")
#: Words that show the clause to be about something else than a list of what falls away.
_NOT_A_LIST = re.compile(
    r"依照|按照|依据|根据(?!\d|\d{4}年)|应当|可以|不得|有权|认为|违反|符合|适用|继续|如果|的，|时，|之前|除外|为准|不一致|仍|需要|情形|办理"
)
#: Between two titles of one list.
_IN_LIST = re.compile(
    r"\s*+(?:[（(][^（）()]*[）)])?(?:、|和|及|以及|与|，|；|：|:|\d+[.．、]|[（(][一二三四五六七八九十\d]+[）)]|\s)*+"
)


def relations(text: str, mentions: Sequence[Mention], kind: PartKind) -> Iterator[Relation]:
    """The relation of each mention of one part, in the same order."""
    if kind is PartKind.INFO:
        yield from (Relation.AMENDED_BY if _amends(text, mention) else Relation.CITES for mention in mentions)
        return
    words = _Words.around(text, mentions)
    for mention, first in zip(mentions, _list_starts(text, mentions, words), strict=True):
        if _is_repealed(text, mention, words) or _after_verb(text, first, words):
            yield Relation.REPEALS
        elif _is_basis(text, mention, words):
            yield Relation.BASED_ON
        else:
            yield Relation.CITES


@dataclass(frozen=True, slots=True)
class _Words:
    """Where the words that decide stand, in the order of the text, found once for all mentions of a part.

    What stands in 《》 is not looked into: 《关于废止部分规章的决定》 repeals nothing here.
    """

    stops: list[int]
    commas: list[int]
    enacting: list[int]
    repealed: list[int]
    not_a_list: list[int]
    governing: list[tuple[int, bool]]

    @classmethod
    def around(cls, text: str, mentions: Sequence[Mention]) -> "_Words":
        """The words of the sentences in which the mentions stand."""
        if not mentions:
            return cls([], [], [], [], [], [])
        low = max(text.rfind(mark, 0, mentions[0].start) for mark in "。\n")
        last = _STOPS.search(text, max(mention.end for mention in mentions))
        start, end = max(low, 0), last.end() if last else len(text)
        plain = QUOTED.sub(lambda title: f"《{chr(1) * (len(title[0]) - 2)}》", text[start:end])

        def starts(pattern: re.Pattern[str]) -> list[int]:
            return [start + match.start() for match in pattern.finditer(plain)]

        return cls(
            stops=starts(_STOPS),
            commas=starts(_COMMA),
            enacting=starts(_ENACTING),
            repealed=starts(_REPEALED),
            not_a_list=starts(_NOT_A_LIST),
            governing=[(start + match.start(), match["basis"] is not None) for match in _GOVERNS.finditer(plain)],
        )

    def sentence(self, start: int, end: int) -> tuple[int, int | None]:
        """From after the stop before `start` to the stop after `end`, or None where none follows."""
        return _last(self.stops, start, -1) + 1, _first(self.stops, end)


def _first(places: list[int], start: int) -> int | None:
    """The first of the places that is not before `start`."""
    at = bisect_left(places, start)
    return places[at] if at < len(places) else None


def _last(places: list[int], end: int, otherwise: int) -> int:
    """The last of the places before `end`."""
    at = bisect_left(places, end)
    return places[at - 1] if at else otherwise


def _amends(text: str, mention: Mention) -> bool:
    return bool(_AMENDED.match(text, mention.end) or re.search(r"修改|修正案|修订", mention.title))


def _is_basis(text: str, mention: Mention, words: _Words) -> bool:
    """Whether the mention stands under 根据, 依照, 实施 ... of an enacting clause; 参照 makes none."""
    start, end = words.sentence(mention.start, mention.end)
    enacting = _first(words.enacting, mention.end)
    if enacting is None or (end is not None and enacting > end) or text.endswith(("对", "将"), 0, mention.start):
        return False
    clause = max(start, _last(words.commas, mention.start, 0))
    at = bisect_left(words.governing, (mention.start,)) - 1
    return at >= 0 and words.governing[at][0] >= clause and words.governing[at][1]


def _is_repealed(text: str, mention: Mention, words: _Words) -> bool:
    """Whether 废止, 停止执行 ... follows in the sentence with nothing but a list before it."""
    start, end = words.sentence(mention.start, mention.end)
    found = _first(words.repealed, mention.end)
    if found is None or (end is not None and found > end) or _AMENDED.match(text, mention.end):
        return False
    other = _first(words.not_a_list, mention.end)
    lead = text[max(start, mention.start - 3) : mention.start]
    return (other is None or other >= found) and not lead.endswith(
        ("依照", "按照", "依据", "根据", "适用", "违反", "符合")
    )


def _list_starts(text: str, mentions: Sequence[Mention], words: _Words) -> Iterator[int]:
    """For each mention the start of the first of the unbroken list it belongs to."""
    first, end = -1, -1
    for mention in mentions:
        start, _ = words.sentence(mention.start, mention.end)
        if end < start or not _IN_LIST.fullmatch(text, end, mention.start):
            first = mention.start
        yield first
        end = mention.end


def _after_verb(text: str, first: int, words: _Words) -> bool:
    """废止《A》、《B》: the verb stands before the first of an unbroken list."""
    return bool(_REPEAL_VERB.search(text, max(words.sentence(first, first)[0], first - 20), first))
