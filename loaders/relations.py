"""What a mention means in a law text: basis, repeal, amendment, or a plain reference.

Decided by the sentence alone, with the conventions of Chinese drafting: the enacting clause (根据…，制定本办法) makes a
basis, 同时废止 governs the whole list before it, 根据《…的决定》修正 in the info block names what amended the text.
"""

import re
from collections.abc import Iterator, Sequence

from ..graph.law import PartKind
from ..graph.model import Relation
from .mentions import QUOTED, Mention

_STOPS = re.compile(r"[。\n]")
_ENACTING = re.compile(
    r"制[定订](?:了)?(?:本|以下|如下|下列)|特制[定订]|(?:规定|解释|批复|答复|决定|通知|意见|说明)如下|作(?:出)?(?:如下|以下)|提出(?:如下|以下)"
)
_GOVERNS = re.compile(
    r"(?P<basis>根据|依据|依照|按照|遵照|实施|贯彻|执行|落实|(?:正确|准确|统一|依法)?适用)|(?P<beside>参照|结合|参考|配合|借鉴|对照)"
)
_AMENDED = re.compile(r"[）)]?\s*(?:第?[一二三四五六七八九十\d]+次)?\s*(?:修正|修订|修改)")
_REPEALED = re.compile(
    r"(?:(?:同时|即行|相应|一律|一并|自行|立即|均|也)?(?:予以)?(?:废止|失效|停止(?:执行|施行|使用))|不再(?:执行|施行|适用))"
)
_REPEAL_VERB = re.compile(r"(?:废止|停止执行)(?:了|下列|以下|[^，。；《》依据按]{0,12})?$")
#: Words that show the clause to be about something else than a list of what falls away.
_NOT_A_LIST = re.compile(
    r"依照|按照|根据(?!\d|\d{4}年)|应当|可以|不得|有权|认为|违反|符合|适用|继续|如果|的，|时，|之前|除外|仍|需要|情形|办理"
)
#: Between two titles of one list.
_IN_LIST = re.compile(
    r"\s*(?:[（(][^（）()]*[）)])?\s*(?:、|和|及|以及|与|，|；|：|:|\d+[.．、]|[（(][一二三四五六七八九十\d]+[）)]|\s)*"
)


def relations(text: str, mentions: Sequence[Mention], kind: PartKind) -> Iterator[Relation]:
    """The relation of each mention of one part, in the same order."""
    for position, mention in enumerate(mentions):
        if kind is PartKind.INFO:
            yield Relation.AMENDED_BY if _amends(text, mention) else Relation.CITES
        elif _is_repealed(text, mentions, position):
            yield Relation.REPEALS
        elif _is_basis(text, mention):
            yield Relation.BASED_ON
        else:
            yield Relation.CITES


def _amends(text: str, mention: Mention) -> bool:
    return bool(_AMENDED.match(text, mention.end) or re.search(r"修改|修正案|修订", mention.title))


def _is_basis(text: str, mention: Mention) -> bool:
    """Whether the mention stands under 根据, 依照, 实施 ... of an enacting clause; 参照 makes none."""
    start, end = _sentence(text, mention)
    if not _ENACTING.search(text, mention.end, end) or text[mention.start - 1] in "对将":
        return False
    clause = max(start, text.rfind("，", start, mention.start))
    governing = [match["basis"] for match in _GOVERNS.finditer(text, clause, mention.start)]
    return bool(governing and governing[-1])


def _is_repealed(text: str, mentions: Sequence[Mention], position: int) -> bool:
    mention = mentions[position]
    start, end = _sentence(text, mention)
    found = _REPEALED.search(text, mention.end, end)
    if found and not _AMENDED.match(text, mention.end):
        between = QUOTED.sub("《》", text[mention.end : found.start()])
        lead = text[max(start, mention.start - 3) : mention.start]
        if not _NOT_A_LIST.search(between) and not lead.endswith(("依照", "按照", "根据", "适用", "违反", "符合")):
            return True
    return _after_verb(text, mentions, position, start)


def _after_verb(text: str, mentions: Sequence[Mention], position: int, start: int) -> bool:
    """废止《A》、《B》: the verb stands before the first of an unbroken list."""
    first = mentions[position].start
    for earlier in reversed(mentions[:position]):
        if earlier.start < start or not _IN_LIST.fullmatch(text, earlier.end, first):
            break
        first = earlier.start
    return bool(_REPEAL_VERB.search(text, max(start, first - 20), first))


def _sentence(text: str, mention: Mention) -> tuple[int, int]:
    """From the full stop or line break before the mention to the one after it."""
    start = max(text.rfind("。", 0, mention.start), text.rfind("\n", 0, mention.start)) + 1
    stop = _STOPS.search(text, mention.end)
    return start, stop.start() if stop else len(text)
