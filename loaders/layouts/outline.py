"""Ledgers that are plans: numbered paragraphs that name their units in brackets or in lines of their own.

The paragraphs make a tree by the style of their numbers, whatever styles a document uses; a paragraph that names units,
or the lowest numbered paragraph above one, is a measure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...graph.model import Document, Finding, Heading, Paragraph, Severity, Span
from ...ontology.errors import Text
from ..deadlines import read_deadlines
from ..indicators import read_indicators
from ..wording import joined
from .duties import LABEL_ALONE, LINE_LABEL, Duty, DutyKind
from .entries import Entry, Layout
from .labels import STYLES, Label, label_of
from .marks import Mark, duties_of, marks_of

_TITLE = re.compile(
    r"(?:方案|意见|措施|计划|清单|台账|通知|要点|分工|举措|规定|办法|任务|规划|政策|纲要|若干.{0,6}|分解表|行动|条例|决定)(?:的通知)?(?:[（(〔].{1,30}[）)〕])?$"
)
#: Parts of a plan that set out why and how in general; they are measures only where they set a target.
_GENERAL = re.compile(
    r"指导思想|基本原则|总体要求|总体思路|工作原则|工作思路|适用范围|编制依据|重要意义|发展基础|形势|背景|附则|名词解释|基本情况|现状|总则"
)
#: Paragraphs that close a document.
_CLOSING = re.compile(
    r"自.{0,20}(?:起)?(?:施行|实施|执行)|有效期|负责解释|公开发布|征求意见|^附件|^抄送|此件|印发$|^联系人|联系电话|^\d{4}年\d{1,2}月\d{1,2}日$|^[（(].{1,20}[）)]$"
)
#: Titles of lists of duties that may name no units; and of texts that only tell of one.
_DUTIES = re.compile(
    r"实事|(?:重点|主要|目标)(?:工作)?任务|重点工作|工作要点|任务(?:清单|分解)|工作清单|(?:行动|实施|工作)(?:方案|计划)"
)
_TELLS = re.compile(r"情况|进展|解读|总结|报告|公示|通报|记者|办法|规定|考核|通知")
_ALONE = re.compile(r"\d{1,2}")
_GROUPS = ("part", "chapter", "section", "cn", "cn-bracket")
_TITLE_LENGTH = 40
#: What a text as a whole asks for, before its first number.
_ASKS = re.compile(r"总(?:的|体)?要求(?:是|[：:])|指导思想(?:是|[：:])")
_DASH = re.compile(r"[—–―]{1,2}|--")
_SENTENCE_END = re.compile("[。；;！!：:]")
_SHORT = 30
_DATED = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|二[〇○0Ｏ零][〇○零一二三四五六七八九0Ｏ]{2}年.{1,3}月.{1,3}日")
_ISSUES = re.compile(
    r"印发给你们|现印发|予以印发|现将|现(?:下发|分解|转发)|请.{0,12}(?:贯彻|认真|遵照|抓好|组织).{0,6}(?:执行|实施|落实)"
)
#: Lines of a form: what is wrong, what is to be reached, what is to be done, how far it got.
FIELD = re.compile(
    r"[\s\u3000]*(?:(?P<name>(?:项目|任务|事项|实事|工作|问题)名称|(?:存在|主要|反馈|具体|整改)?问题(?:描述|表现|事项)?)|(?P<target>(?:整改|工作|年度|主要|预期)目标)|"
    r"(?P<do>(?:整改|工作|具体|主要|推进|重点|落实|拟采取的?)?(?:措施|举措)|(?:项目|建设|工作|任务|实事|主要|具体|重点)(?:内容|任务))|"
    r"(?P<done>(?:目前|整改|工作|项目)?(?:进展|完成|落实|推进|办理)(?:情况|与成效|和成效|及成效)?|整改情况|(?:工作)?成效|备注))\s*[：:]"
)
_FIELD_ALONE = re.compile(rf"{FIELD.pattern.replace('?P<', '?P<_')}[\s\u3000]*")
#: A paragraph that names the units of those above it: 以上工作由甲局牵头，会同乙局办理。
_ABOVE = re.compile(
    r"(?:以上|上述)(?:各项|\d+项|[一二三四五六七八九十]+项)?(?:重点|主要)?(?:工作|任务|事项|措施|项目|内容)?[，,]?(?:均|都|分别)?由"
    r"(?P<names>[^。；;]{3,200}(?:牵头|负责|办理|落实|实施|承担)[^。；;]{0,40})[。；;]?"
)
_LEAST = 12
_LEFT = Text("正文之外的段落未作为事项：{words}", "a paragraph that is no measure: {words}")
_HEADING_UNITS = Text(
    "标题写有单位，其下事项另有责任单位：{words}", "a heading names units, and so do the measures below it: {words}"
)
_NO_UNITS = Text("事项没有责任单位：{words}", "a measure without responsible units: {words}")


@dataclass(slots=True)
class _Piece:
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
class _Node:
    """A numbered paragraph with the paragraphs that follow it and the numbered ones below it."""

    head: _Piece
    style: str
    more: list[_Piece] = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)

    def pieces(self) -> Iterator[_Piece]:
        """Its own paragraphs."""
        yield self.head
        yield from self.more

    def marked(self) -> bool:
        """Whether it or anything below it names units."""
        return any(piece.marks for piece in self.pieces()) or any(child.marked() for child in self.children)

    def form(self) -> int | None:
        """Which of the paragraphs after its own says what is to be done, where they are the lines of a form."""
        found = [FIELD.match(piece.words) for piece in self.more]
        do = next((index for index, match in enumerate(found) if match and match["do"]), None)
        rectifies = any(match and "整改" in match[0] for match in found)
        return do if do is not None and (rectifies or _is_title(self.head)) else None

    def own_marks(self) -> bool:
        """Whether its own paragraphs name units."""
        return any(piece.marks for piece in self.pieces())


def read_outline(document: Document, paragraphs: Sequence[Paragraph], *, only_marked: bool) -> Layout:
    """The measures of running text. With `only_marked` (beside a table that is the ledger) none without units."""
    pieces = [_piece(document, paragraph) for paragraph in _with_what_they_name(document, paragraphs)]
    if not any(piece.marks or _ABOVE.fullmatch(piece.words) for piece in pieces):
        return Layout((), (), ()) if only_marked else _duties_without_units(document, pieces)
    letter = _letter(pieces)
    preamble, roots = _tree(pieces[letter:])
    marked = {node.style for root in roots for node in _nodes(root) if node.own_marks()}
    reader = _Reader(document, only_marked, {node.style for node in roots if node.children}, marked)
    reader.letter(pieces[:letter])
    reader.preamble(preamble)
    reader.nodes(roots, ())
    return Layout(tuple(reader.numbered()), tuple(reader.findings), tuple(sorted(reader.used)))


def _duties_without_units(document: Document, pieces: Sequence[_Piece]) -> Layout:
    """The numbered duties of a list that names no units at all, as lists of 实事 often are; nothing for other texts."""
    reader = _Reader(document, only_marked=False, outer=set(), marked={"digit"})
    numbered = [(i, label) for i, piece in enumerate(pieces) if (label := piece.label) and label.style == "digit"]
    alone = [(index, int(piece.words)) for index, piece in enumerate(pieces) if _ALONE.fullmatch(piece.words)]
    if _is_list(pieces, [(index, label.value) for index, label in numbered]):
        for index, label in numbered:
            above = next((one for one in reversed(pieces[:index]) if one.label and one.label.style in _GROUPS), None)
            reader.duty(label.value, label.text, pieces[index], above)
    elif _is_list(pieces, alone):
        for (index, value), (stop, _) in pairwise((*alone, (2 * alone[-1][0] - alone[-2][0], 0))):
            if index + 1 < min(stop, len(pieces)):  # the number, its title where it has one, the duty
                reader.duty(value, pieces[index].words, pieces[min(stop, len(pieces)) - 1])
    return Layout(tuple(reader.numbered()), tuple(reader.findings), tuple(sorted(reader.used)))


def _is_list(pieces: Sequence[_Piece], numbered: Sequence[tuple[int, int]]) -> bool:
    """Whether numbers count from 1 to at least 3 below a line that speaks of duties and does not tell of them.

    They may begin again below each heading.
    """
    values = [value for _, value in numbered]
    if values[:3] != [1, 2, 3] or any(after not in (value + 1, 1) for value, after in pairwise(values)):
        return False
    above = [piece.words for piece in pieces[: numbered[0][0]]]
    speaks = [words for words in above if _DUTIES.search(words) and not _TELLS.search(words)]
    return any(len(words) <= _TITLE_LENGTH or words == above[-1] for words in speaks)


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
        label = paragraph if LABEL_ALONE.fullmatch(words) or _FIELD_ALONE.fullmatch(words) else None
        if label is None:
            yield paragraph
    if label:
        yield label


def _letter(pieces: Sequence[_Piece]) -> int:
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


def _piece(document: Document, paragraph: Paragraph) -> _Piece:
    words = document.quote(paragraph.span)
    lead = len(words) - len(words.lstrip())
    span = Span(paragraph.span.start + lead, paragraph.span.start + len(words.rstrip()))
    plain = words.strip()
    marks = marks_of(plain)
    return _Piece(span, plain, label_of(plain) or _dashed(plain, marks), marks, paragraph.level)


def _dashed(words: str, marks: Sequence[Mark]) -> Label | None:
    """A short line that opens with a dash groups what follows it: ——加快建设健康武汉."""
    dash = _DASH.match(words)
    short = dash and len(words) <= _SHORT and not marks and not _SENTENCE_END.search(words)
    return Label("dash", "", 0, dash.end()) if dash and short else None


def _tree(pieces: Sequence[_Piece]) -> tuple[list[_Piece], list[_Node]]:
    preamble: list[_Piece] = []
    roots: list[_Node] = []
    stack: list[_Node] = []
    above: dict[str, str] = {}  # under which style each style stood first
    for piece in pieces:
        if piece.label is None or _only_a_mark(piece):
            (stack[-1].more if stack else preamble).append(piece)
            continue
        node = _Node(piece, piece.label.style)
        _close(stack, node.style, above)
        above.setdefault(node.style, stack[-1].style if stack else "")
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return preamble, roots


def _close(stack: list[_Node], style: str, above: dict[str, str]) -> None:
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


def _only_title(node: _Node) -> bool:
    """Whether a paragraph only names, or with a colon introduces, the numbered ones after it."""
    if node.head.words.endswith(("：", ":")) and not node.head.marks and not node.children:
        return True
    lines = all(_is_title(piece) and not piece.marks for piece in node.more)  # headings without numbers
    return _is_title(node.head) and not node.head.marks and lines and not node.children


def _take_closing_lines(node: _Node) -> None:
    """The lines of a form below its last numbered measure (责任单位： after 措施：, 1.…, 2.…) are lines of the form."""
    last = node.children[-1]
    first = next((i for i, piece in enumerate(last.more) if _only_a_mark(piece) or FIELD.match(piece.words)), None)
    if first is None or last.children or any(piece.marks for piece in (last.head, *last.more[:first])):
        return
    if not any(child.marked() for child in node.children[:-1]):
        node.more += last.more[first:]
        del last.more[first:]


def _heads_several(node: _Node) -> bool:
    """Whether a short paragraph heads several that each name their own units."""
    several = len(node.more) > 1 and all(piece.marks and piece.marks[0].start >= _LEAST for piece in node.more)
    short = len(node.head.words) <= 40 and "。" not in node.head.words.rstrip("。")
    return several and short and not node.head.marks


def _only_a_mark(piece: _Piece) -> bool:
    return bool(piece.marks) and piece.marks[0].start == 0


@dataclass(slots=True)
class _Draft:
    """An entry before unnumbered ones get a number that fits the order."""

    value: int
    label: str
    part: int
    section: Heading | None
    task: Heading | None
    span: Span
    duties: tuple[Duty, ...]
    holes: tuple[Span, ...]


@dataclass(slots=True)
class _Part:
    """Words and what names the units for them; `new` when the words begin a paragraph."""

    span: Span | None
    duties: list[Duty]
    new: bool


class _Reader:
    def __init__(self, document: Document, only_marked: bool, outer: set[str], marked: set[str]):
        self._document = document
        self._only_marked = only_marked
        self._outer = outer
        self._marked_styles = marked
        self.drafts: list[_Draft] = []
        self.findings: list[Finding] = []
        self.used: list[Span] = []

    # -- before the first number

    def letter(self, pieces: Sequence[_Piece]) -> None:
        """What a letter asks of those it is sent to is no part of the plan: reported where it is more than a greeting."""
        for piece in pieces:
            self.used.append(piece.span)
            if piece.label and len(piece.words) >= _LEAST:
                self._report(piece.span)

    def preamble(self, pieces: Sequence[_Piece]) -> None:
        for piece in pieces:
            if piece.marks and piece.marks[0].start > _LEAST:
                self._split(0, "", [piece], None, None, piece.span.start)
            elif not self._only_marked and not _ASKS.search(piece.words) and self._sets_a_target(piece.span):
                self._add(0, "", 0, None, None, piece.span, ())
            else:
                self.used.append(piece.span)

    def duty(self, value: int, label: str, piece: _Piece, above: _Piece | None = None) -> None:
        """A numbered paragraph of a list that names no units, below a heading."""
        section = self._title(above) if above else None
        self._add(value, label, 0, section, None, Span(piece.body, piece.span.end), ())

    # -- numbered paragraphs

    def nodes(self, nodes: Sequence[_Node], above: tuple[Heading, ...]) -> None:
        """Paragraphs side by side; a last line may name the units of all before it: 以上工作由甲局牵头."""
        first = 0
        for index, node in enumerate(nodes):
            last = node.more[-1] if node.more else None
            said = _ABOVE.fullmatch(last.words) if last else None
            if not said or not last:
                continue
            self.used.append(node.more.pop().span)
            begin, end = (last.span.start + offset for offset in said.span("names"))
            for one in nodes[first : index + 1]:
                if one.marked():
                    self.node(one, above)
                    continue
                self.used += [piece.span for piece in one.pieces()]
                inside = (*above, self._title(one.head)) if one.children else above
                for child in one.children or [one]:
                    self._inherit(child, inside, (Duty(DutyKind.UNITS, Span(begin, end)),))
            first = index + 1
        for node in nodes[first:]:
            self.node(node, above)

    def node(self, node: _Node, above: tuple[Heading, ...]) -> None:
        section, task = _places(above)
        form = node.form()
        if form is not None and node.children:
            _take_closing_lines(node)
        if form is not None and node.own_marks():
            self._form(node, form, above)
        elif node.children and not self._is_one_measure(node):
            self._heading(node, above)
        elif node.marked():
            self._measure(node, above, section, task)
        elif not self._only_marked:
            self._unmarked(node, above, section, task)
        else:
            self._left(node)

    def _form(self, node: _Node, do: int, above: tuple[Heading, ...]) -> None:
        """A form: the words after 措施： or 内容：, or each number below them, are measures of the units the form names."""
        heading = self._title(node.head)
        named = FIELD.match(heading.title)
        heading = replace(heading, title=heading.title[named.end() :]) if named and named["name"] else heading
        section, task = _places((*above, heading))
        duties = [duty for piece in node.pieces() for duty in self._duties(piece, piece.marks)]
        said: list[_Piece] = []
        for index, piece in enumerate(node.more):
            self.used.append(piece.span)
            field_ = FIELD.match(piece.words)
            if field_ and field_["target"]:
                duties.append(Duty(DutyKind.TARGET, Span(piece.span.start + field_.end(), piece.span.end)))
            elif index == do or (said and not field_ and not piece.marks and said[-1] is node.more[index - 1]):
                said.append(piece)
            elif not piece.marks:
                self._report(piece.span)
        self.used.append(node.head.span)
        for child in node.children:
            if child.marked():
                self.node(child, (*above, heading))
            else:
                self._inherit(child, (*above, heading), tuple(duties))
        opened = FIELD.match(said[0].words)
        span = self._trim(Span(said[0].span.start + (opened.end() if opened else 0), said[-1].span.end))
        if node.children or span.end <= span.start:
            if span.end > span.start or not node.children:
                self._report(said[0].span)
            return
        label = node.head.label
        self._add(label.value if label else 0, label.text if label else "", 0, section, task, span, tuple(duties))

    def _heading(self, node: _Node, above: tuple[Heading, ...]) -> None:
        """A paragraph with numbered ones below it; words of its own beyond its title can be a measure too."""
        heading = self._title(node.head)
        self.used.append(node.head.span)
        section, task = _places((*above, heading))
        body = [piece for piece in node.more if len(piece.words) >= _LEAST or piece.marks]
        if any(piece.marks and piece.marks[0].start >= _LEAST for piece in body):
            self._split(0, "", body, section, task, body[0].span.start)
        elif not self._only_marked:
            for piece in body:
                self._loose(piece, section, task, general=heading.title)
        if node.head.marks and heading.span.end < node.head.span.end and not any(c.marked() for c in node.children):
            inherited = tuple(self._duties(node.head, node.head.marks))
            for child in node.children:
                self._inherit(child, (*above, heading), inherited)
            return
        if node.head.marks:
            self._report(node.head.span, "heading-units", _HEADING_UNITS)
        self.nodes(node.children, (*above, heading))

    def _inherit(self, node: _Node, above: tuple[Heading, ...], duties: tuple[Duty, ...]) -> None:
        """A paragraph below one that names units for all."""
        section, task = _places(above)
        span = Span(node.head.body, _end(node))
        self._use(node)
        label = node.head.label
        self._add(label.value if label else 0, label.text if label else "", 0, section, task, span, duties)

    def _is_one_measure(self, node: _Node) -> bool:
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

    def _measure(self, node: _Node, above: tuple[Heading, ...], section: Heading | None, task: Heading | None) -> None:
        pieces = list(_all(node))
        self._use(node)
        label = node.head.label
        value, text = (label.value, label.text) if label else (0, "")
        if not above and _is_title(node.head) and node.style in self._outer:
            heading = self._title(node.head)
            self._split(0, "", pieces[1:], heading, None, pieces[1].span.start if len(pieces) > 1 else 0)
            return
        if not node.children and _heads_several(node):
            section, task = _places((*above, self._title(node.head)))
            pieces = node.more
            self._split(value, text, pieces, section, task, pieces[0].span.start)
            return
        self._split(value, text, pieces, section, task, node.head.body)

    def _split(
        self,
        value: int,
        label: str,
        pieces: Sequence[_Piece],
        section: Heading | None,
        task: Heading | None,
        start: int,
    ) -> None:
        """One measure for each mark, or run of marks, in the paragraphs; words after the last mark are another part."""
        parts: list[_Part] = []
        for piece in pieces:
            position = max(piece.span.start, start)
            for mark in piece.marks:
                self._text(parts, Span(position, piece.span.start + mark.start), new=position == piece.span.start)
                if not parts:
                    parts.append(_Part(None, [], new=True))
                parts[-1].duties += duties_of(piece.words, mark, piece.span.start)
                position = piece.span.start + mark.end
            self._text(parts, Span(position, piece.span.end), new=position == piece.span.start)
        rest: list[Span] = []
        while len(parts) > 1 and not parts[-1].duties and parts[-1].new:
            rest[:0] = [parts.pop().span or Span(0, 0)]
        self._parts(value, label, parts, section, task, rest)

    def _text(self, parts: list["_Part"], span: Span, *, new: bool) -> None:
        """Words go on with the measure before them unless that has its units already."""
        if not self._words(span.start, span.end):
            return
        last = parts[-1] if parts else None
        if last is None or (last.span and (last.duties or (last.new and new and len(parts) > 1))):
            parts.append(_Part(span, [], new=new))
        else:
            last.span = Span(last.span.start if last.span else span.start, span.end)

    def _parts(
        self, value: int, label: str, parts: Sequence["_Part"], section: Heading | None, task: Heading | None,
        rest: Sequence[Span],
    ) -> None:  # fmt: skip
        kept = [(self._trim(part.span), tuple(part.duties)) for part in parts if part.span]
        body = [span for span in rest if not _CLOSING.search(self._document.quote(span))]
        if len(kept) == 2 and not kept[1][1]:
            body, rest = [kept[1][0], *body], [kept[1][0], *rest]
            kept = kept[:1]
        if len(kept) == 1 and kept[0][1] and body and self._is_only_a_title(kept[0][0]):
            title, duties = kept[0]
            rest = [span for span in rest if span not in body]
            self._add(value, label, 0, section, task, Span(title.start, self._trim(body[-1]).end), duties,
                      (Span(title.end, body[0].start),))  # fmt: skip
            kept = []
        elif (
            rest
            and len(parts) == 2
            and parts[1].span
            and rest[0].start == self._trim(parts[1].span).start
            and not parts[1].new
        ):
            kept, rest = [*kept, (rest[0], ())], rest[1:]
        for part, (span, duties) in enumerate(kept, 1):
            self._add(value, label, part if len(kept) > 1 else 0, section, task, span, duties)
        for span in rest:
            self._report(span)

    def _is_only_a_title(self, span: Span) -> bool:
        words = self._document.quote(span)
        return len(words) <= 40 and "。" not in words.rstrip("。")

    # -- paragraphs that name no units

    def _unmarked(self, node: _Node, above: tuple[Heading, ...], section: Heading | None, task: Heading | None) -> None:
        label = node.head.label
        title = self._title(node.head)
        whole = Span(node.head.body, _end(node))
        self._use(node)
        general = _GENERAL.search("".join(h.title for h in above) + title.title)
        if general and not self._sets_a_target(whole):
            return
        if not above and node.more and _is_title(node.head):
            for piece in node.more:
                self._loose(piece, title, None, general=title.title)
            return
        if whole.end - whole.start < _LEAST or _CLOSING.search(self._document.quote(whole)[:60]):
            self._report(whole)
            return
        value = label.value if label and node.style in self._marked_styles and not general else 0
        self._add(value, label.text if label else "", 0, section, task, whole, ())

    def _loose(self, piece: _Piece, section: Heading | None, task: Heading | None, *, general: str) -> None:
        """A paragraph without number and without units: a measure in a part of the plan that is not general."""
        self.used.append(piece.span)
        words = piece.words
        if (
            piece.marks
            or _CLOSING.search(words)
            or len(words) < 2 * _LEAST
            or self._only_marked
            or ((_GENERAL.search(general) or not general) and not self._sets_a_target(piece.span))
            or (general and section and self._introduces(words) and not self._sets_a_target(piece.span))
        ):
            self._report(piece.span)
        else:
            self._add(0, "", 0, section, task, Span(piece.body, piece.span.end), ())

    def _introduces(self, words: str) -> bool:
        return words.endswith(("：", ":")) or len(words) < 30

    def _sets_a_target(self, span: Span) -> bool:
        words = self._document.quote(span)
        return bool(read_indicators(words, 0)) and bool(read_deadlines(words, 0))

    def _left(self, node: _Node) -> None:
        for piece in _all(node):
            self.used.append(piece.span)

    # -- small helpers

    def _title(self, piece: _Piece) -> Heading:
        """The title a numbered paragraph opens with: its words up to the first full stop, without marks."""
        end = piece.span.start + (piece.marks[0].start if piece.marks else len(piece.words))
        words = self._document.text[piece.body : end]
        stop = words.find("。")
        words = words[:stop] if 0 <= stop <= 60 else words
        label = joined(piece.label.text) if piece.label else ""
        span = Span(piece.span.start, piece.body + len(words.rstrip()))
        return Heading(label, joined(words).rstrip("：:。"), span)

    def _duties(self, piece: _Piece, marks: Sequence[Mark]) -> Iterator[Duty]:
        for mark in marks:
            yield from duties_of(piece.words, mark, piece.span.start)

    def _words(self, start: int, end: int) -> bool:
        return len(self._document.text[start:end].strip(" \u3000\n\u2028。；;，,、.")) > 1

    def _trim(self, span: Span) -> Span:
        words = self._document.quote(span)
        return Span(span.start + len(words) - len(words.lstrip(" \u3000\n。；;")), span.start + len(words.rstrip()))

    def _use(self, node: _Node) -> None:
        self.used += [piece.span for piece in _all(node)]

    def _add(
        self, value: int, label: str, part: int, section: Heading | None, task: Heading | None, span: Span,
        duties: tuple[Duty, ...], holes: tuple[Span, ...] = (),
    ) -> None:  # fmt: skip
        self.drafts.append(_Draft(value, label, part, section, task, span, duties, holes))
        self.used.append(span)
        if not duties:
            self._report(span, "no-units", _NO_UNITS)

    def _report(self, span: Span, code: str = "text-left", text: Text = _LEFT) -> None:
        words = joined(self._document.quote(span))
        short = words[:60] + ("…" if len(words) > 60 else "")
        if short:
            self.findings.append(Finding(code, Severity.INFO, text.format(words=short), span))

    def numbered(self) -> Iterator[Entry]:
        """The measures; one without a number takes one that fits the order: 0 before the first, else the next free."""
        last_printed = max((i for i, draft in enumerate(self.drafts) if draft.value), default=-1)
        number = 0
        for index, draft in enumerate(self.drafts):
            if draft.value:
                number = draft.value
            elif index > last_printed:
                number += 1 if last_printed >= 0 or index else (1 if last_printed < 0 else 0)
            value = draft.value or number
            yield Entry(value, draft.label, draft.part, bool(draft.value), draft.section, draft.task, draft.span,
                        draft.duties, draft.holes)  # fmt: skip


def _all(node: _Node) -> Iterator[_Piece]:
    yield from node.pieces()
    for child in node.children:
        yield from _all(child)


def _nodes(node: _Node) -> Iterator[_Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _end(node: _Node) -> int:
    return list(_all(node))[-1].span.end


def _is_title(piece: _Piece) -> bool:
    return "。" not in piece.words and len(piece.words) <= 40


def _places(above: Sequence[Heading]) -> tuple[Heading | None, Heading | None]:
    """Section and task of what stands below some headings: the first and, where there is another, the last."""
    if not above:
        return None, None
    return above[0], above[-1] if len(above) > 1 else None
