"""Instruments named in a measure: which, by what number, which article, and how the measure refers to them."""

import re

from ..graph.model import Citation, Relation, Span
from .mentions import Mention, find_mentions

#: Between two titles under one verb: 《A》（号）、《B》.
_AND = re.compile(r"\s*(?:[（(][^（）()]*[）)])?\s*[、和及与以,，]?\s*$")
_IMPLEMENTS = re.compile(
    r"(?:(?:严格)?(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施)|严格(?:按照|依照|遵守|遵照))[^，。；！？《》]{0,12}$"
)
_WILL_ISSUE = re.compile(r"(?:制定|出台|制发|起草|颁布|印发|发布)(?:完善|实施|并实施)?(?!的)[^，。；！？《》的]{0,10}$")


def read_citations(text: str, start: int) -> tuple[Citation, ...]:
    """Every instrument in reading order, one citation for each article; `start` is the text's offset in the document.

    实施/执行/落实 and 严格按照 before the title make it implements, 制定/出台 make it will_issue, all else cites.
    Titles joined by 、 stand under the verb of the first.
    """
    found: list[Citation] = []
    relation, end_of_last = Relation.CITES, -1
    for mention in find_mentions(text):
        same_verb = found and _AND.fullmatch(text[end_of_last : mention.start])
        relation = relation if same_verb else _relation(text[: mention.start])
        end_of_last = mention.end
        found += _citations(mention, relation, start)
    return tuple(found)


def _citations(mention: Mention, relation: Relation, start: int) -> list[Citation]:
    span = Span(start + mention.start, start + mention.end)
    return [
        Citation(mention.title, mention.number, relation, span, place, mention.full_title)
        for place in mention.places or (None,)
    ]


def _relation(before: str) -> Relation:
    if _WILL_ISSUE.search(before):
        return Relation.WILL_ISSUE
    return Relation.IMPLEMENTS if _IMPLEMENTS.search(before) else Relation.CITES
