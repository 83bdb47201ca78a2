"""A paragraph that names units several times is several measures: the words before each bracket, with its units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph.model import Document, Span
from ..wording import is_unit_name
from .drafts import Drafts, Number, Places, trimmed
from .duties import Duty
from .marks import duties_of
from .tree import CLOSING, Piece

#: What a document asks of all it is sent to, after its last measure.
_EVERYBODY = re.compile(r"\s*各(?:地区|地|级|省|市|县|区|乡镇|部门|单位|有关)[^。]{0,20}(?:要|应|须)")


@dataclass(slots=True)
class _Part:
    """Words and what names the units for them; `new` when the words begin a paragraph."""

    span: Span | None
    duties: list[Duty]
    new: bool


def split(drafts: Drafts, number: Number, pieces: Sequence[Piece], places: Places, start: int) -> None:
    """One measure for each mark, or run of marks, in the paragraphs; words after the last mark are another part."""
    document = drafts.document
    parts: list[_Part] = []
    for piece in pieces:
        position = max(piece.span.start, start)
        for mark in piece.marks:
            span = Span(position, piece.span.start + mark.start)
            _go_on(document, parts, span, new=position == piece.span.start)
            if not parts:
                parts.append(_Part(None, [], new=True))
            parts[-1].duties += duties_of(piece.words, mark, piece.span.start)
            position = piece.span.start + mark.end
        _go_on(document, parts, Span(position, piece.span.end), new=position == piece.span.start)
    rest: list[Span] = []
    while len(parts) > 1 and not parts[-1].duties and parts[-1].new:
        rest[:0] = [parts.pop().span or Span(0, 0)]
    _add(drafts, number, parts, places, rest)


def _go_on(document: Document, parts: list[_Part], span: Span, *, new: bool) -> None:
    """Words go on with the measure before them unless that has its units already."""
    if len(document.quote(span).strip(" \u3000\n\u2028。；;，,、.")) <= 1:
        return
    last = parts[-1] if parts else None
    if last is None or (last.span and (last.duties or (last.new and new and len(parts) > 1))):
        parts.append(_Part(span, [], new=new))
    else:
        last.span = Span(last.span.start if last.span else span.start, span.end)


def _add(drafts: Drafts, number: Number, parts: Sequence[_Part], places: Places, rest: Sequence[Span]) -> None:
    document = drafts.document
    kept = [(trimmed(document, part.span), tuple(part.duties)) for part in parts if part.span]
    body = [span for span in rest if not _closes(document.quote(span))]
    if len(kept) == 2 and not kept[1][1]:
        body, rest = [kept[1][0], *body], [kept[1][0], *rest]
        kept = kept[:1]
    if len(kept) == 1 and kept[0][1] and body and _is_only_a_title(document.quote(kept[0][0])):
        title, duties = kept[0]
        rest = [span for span in rest if span not in body]
        whole = Span(title.start, trimmed(document, body[-1]).end)
        drafts.add(number, places, whole, duties, holes=(Span(title.end, body[0].start),))
        kept = []
    elif (
        rest
        and len(parts) == 2
        and parts[1].span
        and rest[0].start == trimmed(document, parts[1].span).start
        and not parts[1].new
    ):
        kept, rest = [*kept, (rest[0], ())], rest[1:]
    for part, (span, duties) in enumerate(kept, 1):
        drafts.add(number, places, span, duties, part=part if len(kept) > 1 else 0)
    for span in rest:
        drafts.report(span)


def _closes(words: str) -> bool:
    """Whether a paragraph ends a document: 各地区、各部门要…, the name of who issues it, what 有效期 it has."""
    return bool(CLOSING.search(words) or _EVERYBODY.match(words)) or is_unit_name(words)


def _is_only_a_title(words: str) -> bool:
    return len(words) <= 40 and "。" not in words.rstrip("。")
