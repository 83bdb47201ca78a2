"""What is read from the text of a measure, whatever the layout it stood in."""

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from ..graph.model import Citation, Clause, Deadline, Document, Indicator, Modality, Phrase, Span
from .citations import read_citations
from .deadlines import read_deadlines, read_vague_time
from .indicators import read_indicators
from .mechanisms import read_mechanisms
from .modality import read_bearer, read_clauses, read_modality
from .wording import blank_tags, without_tags


class TextParts(TypedDict):
    """The fields of a Measure that its text gives."""

    text: str
    citations: tuple[Citation, ...]
    deadlines: tuple[Deadline, ...]
    indicators: tuple[Indicator, ...]
    modality: Modality
    clauses: tuple[Clause, ...]
    bearer: Phrase | None
    vague_time: tuple[Phrase, ...]
    mechanisms: tuple[Phrase, ...]


def read_text(document: Document, span: Span, year: int | None = None, holes: Sequence[Span] = ()) -> TextParts:
    """Every value in the text of a measure, each with its place in the document.

    `holes` are stretches inside it that are no part of the text; `year` is that of the document.
    """
    whole, start = document.quote(span), span.start
    words, plain = blank_tags(whole), whole
    for hole in sorted(holes, reverse=True):
        first, last = hole.start - start, hole.end - start
        words = words[:first] + " " * (last - first) + words[last:]
        plain = plain[:first] + plain[last:]
    return TextParts(
        text=without_tags(plain).replace("\u2028", "\n").strip(),
        citations=read_citations(words, start),
        deadlines=read_deadlines(words, start, year),
        indicators=read_indicators(words, start),
        modality=read_modality(words),
        clauses=read_clauses(words, start),
        bearer=read_bearer(words, start),
        vague_time=read_vague_time(words, start),
        mechanisms=read_mechanisms(words, start),
    )


def unique_keys(numbers: Sequence[int]) -> list[str]:
    """A key for each measure that is unique in the ledger: its number, or number-2 for a second one."""
    seen: Counter[int] = Counter()
    keys = []
    for number in numbers:
        seen[number] += 1
        keys.append(f"{number}" if seen[number] == 1 else f"{number}-{seen[number]}")
    return keys
