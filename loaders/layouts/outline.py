"""Ledgers that are plans: numbered paragraphs that name their units in brackets or in lines of their own.

A paragraph that names units, or the lowest numbered paragraph above one, is a measure.
"""

import re
from collections.abc import Sequence

from ...graph.model import Document, Heading, Paragraph, Span
from ...ontology.errors import Text
from ..deadlines import read_deadlines
from ..indicators import read_indicators
from .bare_lists import read_bare_list
from .drafts import NO_NUMBER, Drafts, Places, duties_in, heading_of, number_of, places_of
from .duties import Duty, DutyKind
from .entries import Layout
from .forms import form_of, read_form, take_closing_lines, title_of_form
from .split import split
from .tree import CLOSING, LEAST, Node, Piece, all_nodes, all_pieces, is_title, letter_of, pieces_of, tree_of
from .units import is_unit_list

#: Parts of a plan that set out why and how in general; they are measures only where they set a target.
_GENERAL = re.compile(
    r"指导思想|基本原则|总体要求|(?:工作|总体|发展|主要)目标|总体思路|工作原则|工作思路|适用范围|编制依据|重要意义|发展基础|形势|背景|附则|名词解释|基本情况|现状|总则"
)
#: 发展目标。 before the sentences of a general part.
_TITLE_SENTENCE = re.compile(rf"[^，。；：:]{{0,8}}(?:{_GENERAL.pattern}|目标|思路|要求)[。：:\\s]+")
#: How many duties a unit has, behind its name: 市司法局（5项）.
_COUNT = re.compile(r"[（(](?:共)?\d+[项条件个][）)]$")
#: What a text as a whole asks for, before its first number.
_ASKS = re.compile(r"总(?:的|体)?要求(?:是|[：:])|指导思想(?:是|[：:])")
#: A paragraph that names the units of those above it: 以上工作由甲局牵头，会同乙局办理。
_ABOVE = re.compile(
    r"(?:以上|上述)(?:各项|\d+项|[一二三四五六七八九十]+项)?(?:重点|主要)?(?:工作|任务|事项|措施|项目|内容)?[，,]?(?:均|都|分别)?由"
    r"(?P<names>[^。；;]{3,200}(?:牵头|负责|办理|落实|实施|承担)[^。；;]{0,40})[。；;]?"
)
_HEADING_UNITS = Text(
    "标题写有单位，其下事项另有责任单位：{words}", "a heading names units, and so do the measures below it: {words}"
)


def read_outline(document: Document, paragraphs: Sequence[Paragraph], *, only_marked: bool) -> Layout:
    """The measures of running text. With `only_marked` (beside a table that is the ledger) none without units."""
    pieces = pieces_of(document, paragraphs)
    drafts = Drafts(document)
    nodes = [node for root in tree_of(pieces)[1] for node in all_nodes(root)]
    by_unit = sum(map(_heads_for_a_unit, nodes)) > 1
    if not by_unit and not _names_units(pieces, nodes):
        if not only_marked:
            read_bare_list(drafts, pieces)
        return drafts.layout()
    letter = letter_of(pieces)
    preamble, roots = tree_of(pieces[letter:])
    marked = {node.style for root in roots for node in all_nodes(root) if node.own_marks()}
    reader = _Reader(drafts, only_marked, {node.style for node in roots if node.children}, marked, by_unit)
    reader.letter(pieces[:letter])
    reader.preamble(preamble)
    reader.nodes(roots, ())
    return drafts.layout()


def _names_units(pieces: Sequence[Piece], nodes: Sequence[Node]) -> bool:
    """Whether a text says whose its measures are: in brackets or lines anywhere, or in sentences of most of them."""
    marks = [mark for piece in pieces for mark in piece.marks]
    if any(not mark.said for mark in marks) or any(_ABOVE.fullmatch(piece.words) for piece in pieces):
        return True
    lowest = [node for node in nodes if not node.children]
    return bool(marks) and 2 * sum(node.own_marks() for node in lowest) > len(lowest)


def _heads_several(node: Node) -> bool:
    """Whether a short paragraph heads several that each name their own units."""
    several = len(node.more) > 1 and all(piece.marks and piece.marks[0].start >= LEAST for piece in node.more)
    short = len(node.head.words) <= 40 and "。" not in node.head.words.rstrip("。")
    return several and short and not node.head.marks


def _is_heading_of_one(node: Node) -> bool:
    """Whether a numbered line is the title of the paragraph below it, which says what to do and whose it is."""
    body = node.more[0] if node.more else None
    if body is None or node.head.marks or not is_title(node.head) or node.head.words.endswith(("：", ":", "；", ";")):
        return False
    return bool(body.marks) and body.marks[0].start >= 2 * LEAST and "。" in body.words


def _heads_for_a_unit(node: Node) -> bool:
    """Whether a heading is the name of the units that carry what stands below it, which names none."""
    return bool(node.children) and not node.marked() and is_unit_list(_unit_in(node.head))


def _unit_in(piece: Piece) -> str:
    return _COUNT.sub("", heading_of(piece).title)


class _Reader:
    def __init__(self, drafts: Drafts, only_marked: bool, outer: set[str], marked: set[str], by_unit: bool):
        self._drafts = drafts
        self._only_marked = only_marked
        self._outer = outer
        self._marked_styles = marked
        self._by_unit = by_unit  # headings that are units carry what stands below them

    # -- before the first number

    def letter(self, pieces: Sequence[Piece]) -> None:
        """What a letter asks of those it is sent to is no part of the plan: reported where it is more than a greeting."""
        for piece in pieces:
            if piece.label and len(piece.words) >= LEAST:
                self._drafts.report(piece.span)

    def preamble(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            if piece.marks and piece.marks[0].start > LEAST:
                split(self._drafts, NO_NUMBER, [piece], (None, None), piece.span.start)
            elif not self._only_marked and not _ASKS.search(piece.words) and self._sets_a_target(piece.span):
                self._drafts.add(NO_NUMBER, (None, None), piece.span, ())

    # -- numbered paragraphs

    def nodes(self, nodes: Sequence[Node], above: tuple[Heading, ...]) -> None:
        """Paragraphs side by side; a last line may name the units of all before it: 以上工作由甲局牵头."""
        first = 0
        for index, node in enumerate(nodes):
            last = node.more[-1] if node.more else None
            said = _ABOVE.fullmatch(last.words) if last else None
            if not said or not last:
                continue
            node.more.pop()
            begin, end = (last.span.start + offset for offset in said.span("names"))
            for one in nodes[first : index + 1]:
                if one.marked():
                    self.node(one, above)
                    continue
                inside = (*above, heading_of(one.head)) if one.children else above
                for child in one.children or [one]:
                    self._drafts.inherit(child, inside, (Duty(DutyKind.UNITS, Span(begin, end)),))
            first = index + 1
        for node in nodes[first:]:
            self.node(node, above)

    def node(self, node: Node, above: tuple[Heading, ...]) -> None:
        form = form_of(node)
        if form is not None and node.children:
            take_closing_lines(node)
        if form is not None and node.own_marks():
            duties = read_form(self._drafts, node, form, above)
            for child in node.children:
                if child.marked():
                    self.node(child, (*above, title_of_form(node)))
                else:
                    self._drafts.inherit(child, (*above, title_of_form(node)), duties)
        elif node.children and not self._is_one_measure(node):
            self._heading(node, above)
        elif node.marked():
            self._measure(node, above)
        elif not self._only_marked:
            self._unmarked(node, above)

    def _heading(self, node: Node, above: tuple[Heading, ...]) -> None:
        """A paragraph with numbered ones below it; words of its own beyond its title can be a measure too."""
        heading = heading_of(node.head)
        places = places_of((*above, heading))
        body = [piece for piece in node.more if len(piece.words) >= LEAST or piece.marks]
        if any(piece.marks and piece.marks[0].start >= LEAST for piece in body):
            split(self._drafts, NO_NUMBER, body, places, body[0].span.start)
        elif not self._only_marked:
            for piece in body:
                self._loose(piece, places, general=heading.title)
        if self._by_unit and _heads_for_a_unit(node):
            start = node.head.body
            own = (Duty(DutyKind.UNITS, Span(start, start + len(_unit_in(node.head)))),)
            for child in node.children:
                self._drafts.inherit(child, (*above, heading), own)
            return
        if node.head.marks and heading.span.end < node.head.span.end and not any(c.marked() for c in node.children):
            inherited = tuple(duties_in(node.head))
            for child in node.children:
                self._drafts.inherit(child, (*above, heading), inherited)
            return
        if node.head.marks:
            self._drafts.report(node.head.span, "heading-units", _HEADING_UNITS)
        self.nodes(node.children, (*above, heading))

    def _is_one_measure(self, node: Node) -> bool:
        """Whether a paragraph and its numbered parts are one measure: only the very last names units, for all."""
        if node.own_marks() and not any(child.marked() for child in node.children):
            return all(child.style in ("digit-bracket", "circled") for child in node.children) or node.more != []
        marked = [child for child in node.children if child.marked()]
        if len(marked) != 1 or marked[0] is not node.children[-1] or len(node.children) < 2:
            return False
        loose = [child.head.words.rstrip() for child in node.children[:-1]]
        return all(words.endswith(("；", ";", "，", "、")) for words in loose) or all(
            child.style in ("digit-bracket", "circled") for child in node.children
        )

    def _measure(self, node: Node, above: tuple[Heading, ...]) -> None:
        pieces = list(all_pieces(node))
        if not above and is_title(node.head) and node.style in self._outer:
            heading = heading_of(node.head)
            split(self._drafts, NO_NUMBER, pieces[1:], (heading, None), pieces[1].span.start if len(pieces) > 1 else 0)
            return
        if not node.children and _heads_several(node):
            places = places_of((*above, heading_of(node.head)))
            pieces = node.more
            split(self._drafts, number_of(node.head), pieces, places, pieces[0].span.start)
            return
        if not node.children and _is_heading_of_one(node):
            places = places_of((*above, heading_of(node.head)))
            split(self._drafts, number_of(node.head), node.more, places, node.more[0].span.start)
            return
        split(self._drafts, number_of(node.head), pieces, places_of(above), node.head.body)

    # -- paragraphs that name no units

    def _unmarked(self, node: Node, above: tuple[Heading, ...]) -> None:
        title = heading_of(node.head)
        pieces = list(all_pieces(node))
        while len(pieces) > 1 and CLOSING.search(pieces[-1].words) and not pieces[-1].label:
            self._drafts.report(pieces.pop().span)
        whole = Span(node.head.body, pieces[-1].span.end)
        general = _GENERAL.search("".join(h.title for h in above) + title.title)
        if general:
            self._targets(pieces, (*above, title) if node.more else above)
            return
        if not above and node.more and is_title(node.head):
            for piece in node.more:
                self._loose(piece, (title, None), general=title.title)
            return
        if whole.end - whole.start < LEAST or CLOSING.search(self._drafts.document.quote(whole)[:60]):
            self._drafts.report(whole)
            return
        value, text = number_of(node.head)
        counts = node.style in self._marked_styles and not general
        self._drafts.add((value if counts else 0, text), places_of(above), whole, ())

    def _targets(self, pieces: Sequence[Piece], above: tuple[Heading, ...]) -> None:
        """The paragraphs of a general part that set a target with a time limit; several without their title."""
        for piece in pieces:
            words = self._drafts.document.text[piece.body : piece.span.end]
            titled = _TITLE_SENTENCE.match(words) if len(pieces) > 1 else None
            span = Span(piece.body + (titled.end() if titled else 0), piece.span.end)
            if self._sets_a_target(span):
                self._drafts.add(NO_NUMBER, places_of(above), span, ())

    def _loose(self, piece: Piece, places: Places, *, general: str) -> None:
        """A paragraph without number and without units: a measure in a part of the plan that is not general."""
        words = piece.words
        if (
            piece.marks
            or CLOSING.search(words)
            or len(words) < 2 * LEAST
            or self._only_marked
            or ((_GENERAL.search(general) or not general) and not self._sets_a_target(piece.span))
            or (general and places[0] and self._introduces(words) and not self._sets_a_target(piece.span))
        ):
            self._drafts.report(piece.span)
        else:
            self._drafts.add(NO_NUMBER, places, Span(piece.body, piece.span.end), ())

    def _introduces(self, words: str) -> bool:
        return words.endswith(("：", ":")) or len(words) < 30

    def _sets_a_target(self, span: Span) -> bool:
        words = self._drafts.document.quote(span)
        return bool(read_indicators(words, 0)) and bool(read_deadlines(words, 0))
