"""The paragraphs of a plan as a tree, by the style of their numbers: whatever styles a document uses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...graph.model import Document, Paragraph, Span
from ..wording import joined
from .duties import FIELD, FIELD_ALONE, LABEL_ALONE, LINE_LABEL
from .labels import STYLES, Label, label_of
from .marks import INLINE, Mark, marks_of
from .units import is_unit_list

_TITLE = re.compile(
    r"(?:方案|意见|措施|计划|清单|台账|通知|要点|分工|举措|规定|办法|任务|规划|政策|纲要|若干.{0,6}|分解表|行动|条例|决定)(?:的通知)?(?:[（(〔].{1,30}[）)〕])?$"
)
_DASH = re.compile(r"[—–―]{1,2}|--")
_SENTENCE_END = re.compile("[。；;！!：:]")
_SHORT = 30
#: Those a letter is sent to, which are units too.
_SENT_TO = re.compile("各|有关(?:单位|部门)|直属")
_DATED = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|二[〇○0Ｏ零][〇○零一二三四五六七八九0Ｏ]{2}年.{1,3}月.{1,3}日")
_ISSUES = re.compile(
    r"印发给你们|现印发|予以印发|现将|现(?:下发|分解|转发)|请.{0,12}(?:贯彻|认真|遵照|抓好|组织).{0,6}(?:执行|实施|落实)"
)
#: Paragraphs that close a document.
CLOSING = re.compile(
    r"自.{0,20}(?:起)?(?:施行|实施|执行)|有效期|负责解释|公开发布|征求意见|^附件|^抄送|^【?原文|^【?下载|此件|印发$|^联系人|联系电话|^\d{4}年\d{1,2}月\d{1,2}日$|^[（(].{1,20}[）)]$"
)
#: Words shorter than this are no measure.
LEAST = 12


@dataclass(slots=True)
class Piece:
    """A paragraph with its number and its marks."""

    span: Span
    words: str
    label: Label | None
    marks: list[Mark]
    level: int

    @property
    def body(self) -> int:
        """Where the words after the number begin, in the document."""
        return self.span.start + (self.label.end if self.label else 0)


@dataclass(slots=True)
class Node:
    """A numbered paragraph with the paragraphs that follow it and the numbered ones below it."""

    head: Piece
    style: str
    more: list[Piece] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        """Its own paragraphs."""
        yield self.head
        yield from self.more

    def marked(self) -> bool:
        """Whether it or anything below it names units."""
        return any(piece.marks for piece in self.pieces()) or any(child.marked() for child in self.children)

    def own_marks(self) -> bool:
        """Whether its own paragraphs name units."""
        return any(piece.marks for piece in self.pieces())


def pieces_of(document: Document, paragraphs: Sequence[Paragraph]) -> list[Piece]:
    """The paragraphs with their numbers and marks, in order."""
    named = _with_what_they_name(document, paragraphs)
    pieces = [_piece(document, part) for paragraph in named for part in _inline_parts(document, paragraph)]
    of_units = [piece for piece in pieces if piece.label and piece.label.style == "unit"]
    if len(of_units) == 1:  # whom a letter is sent to
        of_units[0].label = None
    return pieces


def _inline_parts(document: Document, paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph parted before the numbers inside it, where these head words with units of their own."""
    words = document.quote(paragraph.span)
    marks = marks_of(words) if len(INLINE.findall(words)) > 1 else []
    ends = {mark.end for mark in marks}
    starts = [found.start() for found in INLINE.finditer(words) if _begins_part(words, found.start(), ends)]
    values = [_inline_value(words, start) for start in starts]
    if len(marks) < 2 or len(starts) < 2 or values != list(range(1, len(values) + 1)) or not ends & {*starts[1:]}:
        yield paragraph
        return
    for start, end in pairwise((0, *(start for start in starts if start), len(words))):
        yield replace(paragraph, span=Span(paragraph.span.start + start, paragraph.span.start + end))


def _begins_part(words: str, start: int, ends: set[int]) -> bool:
    """Whether a number stands at the beginning of a sentence, or behind units."""
    before = words[:start].rstrip()
    return not before or before[-1] in "。；;：:" or start in ends or len(before) in ends


def _inline_value(words: str, start: int) -> int:
    found = INLINE.match(words, start)
    return int(found["n"]) if found and found["n"] else ord(words[start]) - ord("①") + 1


def _with_what_they_name(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, a label that stands alone in its line together with the line below it."""
    label: Paragraph | None = None
    for paragraph in paragraphs:
        words = document.quote(paragraph.span)
        opens = bool(LINE_LABEL.match(words) or FIELD.match(words) or LABEL_ALONE.fullmatch(words) or label_of(words))
        if label and not opens:
            yield replace(label, span=Span(label.span.start, paragraph.span.end))
            label = None
            continue
        if label:
            yield label
        label = paragraph if LABEL_ALONE.fullmatch(words) or FIELD_ALONE.fullmatch(words) else None
        if label is None:
            yield paragraph
    if label:
        yield label


def letter_of(pieces: Sequence[Piece]) -> int:
    """How many paragraphs the letter has that issues a plan: it ends with its date, and the plan's title comes next."""
    first = next((index for index, piece in enumerate(pieces) if piece.marks), 0)
    for index in range(first - 1, 0, -1):
        if _DATED.fullmatch(pieces[index].words) and any(_ISSUES.search(piece.words) for piece in pieces[:index]):
            return index + 1
    return 0


def title_of(document: Document, paragraphs: Sequence[Paragraph]) -> str:
    """The title of a plan: the last line among the first that ends like one (a notice comes before what it issues)."""
    first = [joined(document.quote(paragraph.span)).lstrip("#") for paragraph in paragraphs[:20]]
    stop = next((i for i, words in enumerate(first) if label_of(words) or marks_of(words)), len(first))
    found = [words for words in first[:stop] if len(words) <= 80 and _TITLE.search(words) and "。" not in words]
    return found[-1] if found else next((words for words in first if 4 < len(words) <= 80), "")


def _piece(document: Document, paragraph: Paragraph) -> Piece:
    words = document.quote(paragraph.span)
    lead = len(words) - len(words.lstrip())
    span = Span(paragraph.span.start + lead, paragraph.span.start + len(words.rstrip()))
    plain = words.strip()
    marks = marks_of(plain)
    return Piece(span, plain, label_of(plain) or _dashed(plain, marks) or _of_a_unit(plain), marks, paragraph.level)


def _dashed(words: str, marks: Sequence[Mark]) -> Label | None:
    """A short line that opens with a dash groups what follows it: ——加快建设健康武汉."""
    dash = _DASH.match(words)
    short = dash and len(words) <= _SHORT and not marks and not _SENTENCE_END.search(words)
    return Label("dash", "", 0, dash.end()) if dash and short else None


def _of_a_unit(words: str) -> Label | None:
    """A line with nothing but units and a colon groups what they have to do: 市应急管理局：."""
    names = words[:-1] if len(words) <= _SHORT and words.endswith(("：", ":")) else ""
    return Label("unit", "", 0, 0) if names and is_unit_list(names) and not _SENT_TO.search(names) else None


def tree_of(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Node]]:
    """What stands before the first number, and the numbered paragraphs with all that stands below them."""
    preamble: list[Piece] = []
    roots: list[Node] = []
    stack: list[Node] = []
    above: dict[str, str] = {}  # under which style each style stood first
    for piece in pieces:
        if piece.label is None or only_a_mark(piece):
            (stack[-1].more if stack else preamble).append(piece)
            continue
        node = Node(piece, piece.label.style)
        _close(stack, node.style, above)
        above.setdefault(node.style, stack[-1].style if stack else "")
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return preamble, roots


def _close(stack: list[Node], style: str, above: dict[str, str]) -> None:
    """Take from the stack what a number of that style ends.

    A style that is open ends its last number and all below; else it goes where it stood first; a style seen first at
    the top of the document goes there again; a new one goes below the last number unless it usually stands above it.
    """
    open_styles = [node.style for node in stack]
    if style in open_styles:
        del stack[open_styles.index(style) :]
    elif stack and STYLES.index(stack[-1].style) < STYLES.index(style) and _only_title(stack[-1]):
        return
    elif style in above and (above[style] in open_styles or not above[style]):
        del stack[open_styles.index(above[style]) + 1 if above[style] else 0 :]
    else:
        while len(stack) > 1 and STYLES.index(stack[-1].style) > STYLES.index(style):
            stack.pop()
        if stack and STYLES.index(style) < min(STYLES.index(stack[0].style), STYLES.index("article")):
            stack.clear()


def _only_title(node: Node) -> bool:
    """Whether a paragraph only names, or with a colon introduces, the numbered ones after it."""
    if node.head.words.endswith(("：", ":")) and not node.head.marks and not node.children:
        return True
    lines = all(is_title(piece) and not piece.marks for piece in node.more)  # headings without numbers
    return is_title(node.head) and not node.head.marks and lines and not node.children


def only_a_mark(piece: Piece) -> bool:
    """Whether a paragraph only names units or a time limit."""
    return bool(piece.marks) and piece.marks[0].start == 0


def all_pieces(node: Node) -> Iterator[Piece]:
    """Its own paragraphs and those of all below it, in order."""
    yield from node.pieces()
    for child in node.children:
        yield from all_pieces(child)


def all_nodes(node: Node) -> Iterator[Node]:
    """A numbered paragraph and all below it, in order."""
    yield node
    for child in node.children:
        yield from all_nodes(child)


def end_of(node: Node) -> int:
    """Where the last paragraph below it ends."""
    return list(all_pieces(node))[-1].span.end


def is_title(piece: Piece) -> bool:
    """Whether a paragraph is short enough, and no sentence."""
    return "。" not in piece.words and len(piece.words) <= 40
