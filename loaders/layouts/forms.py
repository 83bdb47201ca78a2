"""Forms of 整改 and of projects: what is wrong, what is to be reached, what is to be done, whose it is, until when."""

from dataclasses import replace

from ...graph.model import Heading, Span
from .drafts import Drafts, duties_in, heading_of, number_of, places_of, trimmed
from .duties import FIELD, Duty, DutyKind
from .tree import Node, Piece, is_title, only_a_mark


def form_of(node: Node) -> int | None:
    """Which of the paragraphs after its own says what is to be done, where they are the lines of a form."""
    found = [FIELD.match(piece.words) for piece in node.more]
    do = next((index for index, match in enumerate(found) if match and match["do"]), None)
    rectifies = any(match and "整改" in match[0] for match in found)
    titled = is_title(node.head) or (len(node.head.words) <= 40 and "。" not in node.head.words.rstrip("。"))
    return do if do is not None and (rectifies or titled) else None


def take_closing_lines(node: Node) -> None:
    """The lines of a form below its last numbered measure (责任单位： after 措施：, 1.…, 2.…) are lines of the form."""
    last = node.children[-1]
    first = next((i for i, piece in enumerate(last.more) if only_a_mark(piece) or FIELD.match(piece.words)), None)
    if first is None or last.children or any(piece.marks for piece in (last.head, *last.more[:first])):
        return
    if not any(child.marked() for child in node.children[:-1]):
        node.more += last.more[first:]
        del last.more[first:]


def title_of_form(node: Node) -> Heading:
    """What a form is about, without the word 问题名称： before it."""
    heading = heading_of(node.head)
    named = FIELD.match(heading.title)
    return replace(heading, title=heading.title[named.end() :]) if named and named["name"] else heading


def read_form(drafts: Drafts, node: Node, do: int, above: tuple[Heading, ...]) -> tuple[Duty, ...]:
    """The words after 措施： or 内容： are the measure, of the units the form names, unless numbered ones stand below.

    The duties of the form are given back: they are those of the numbered ones too. The rest is reported.
    """
    duties = [duty for piece in node.pieces() for duty in duties_in(piece)]
    said: list[Piece] = []
    for index, piece in enumerate(node.more):
        field = FIELD.match(piece.words)
        if field and field["target"]:
            duties.append(Duty(DutyKind.TARGET, Span(piece.span.start + field.end(), piece.span.end)))
        elif index == do or (said and not field and not piece.marks and said[-1] is node.more[index - 1]):
            said.append(piece)
        elif not piece.marks:
            drafts.report(piece.span)
    opened = FIELD.match(said[0].words)
    span = Span(said[0].span.start + (opened.end() if opened else 0), said[-1].span.end)
    span = trimmed(drafts.document, span)
    empty = span.end <= span.start
    if not node.children and not empty:
        drafts.add(number_of(node.head), places_of((*above, title_of_form(node))), span, tuple(duties))
    elif not node.children or not empty:
        drafts.report(said[0].span)
    return tuple(duties)
