"""Of which place a document is: 市司法局 in it is the one of that place.

Who signs it says so best (湖北省农业农村厅, with the day below), then who issues it by its title (重庆市人民政府办公厅关于…), then a
place anywhere in its title, at last one in the name of its file, where a person can put it.
"""

import re
from collections.abc import Callable, Iterator

from ..graph.model import Document
from .wording import is_unit_name, joined

#: The place of an office, or that words name: its division code, or None.
PlaceOf = Callable[[str], str | None]

#: A day by itself, as below a signature; or beside it, as pages leave it.
_SIGNED = re.compile(
    r"(?P<who>\D*?)(?:\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_ISSUED = re.compile(r"(?P<who>.{2,40}?)(?:转发|印发|关于)")
#: A longer line is no signature.
_LONGEST = 60


def place_of_document(document: Document, title: str, place_of: PlaceOf) -> str | None:
    """The place whose document it is; None where nothing says so."""
    return next((place for words in _sayings(document, title) if (place := place_of(words))), None)


def _sayings(document: Document, title: str) -> Iterator[str]:
    yield from _signatures(document)
    if issued := _ISSUED.match(title):
        yield issued["who"]
    yield title
    yield document.name


def _signatures(document: Document) -> Iterator[str]:
    """The names of offices that stand by themselves with a day below or beside them."""
    before = ""
    for line in filter(str.strip, document.text.split("\n")):
        words = joined(line) if len(line) <= _LONGEST else ""
        signed = _SIGNED.fullmatch(words)
        if signed and is_unit_name(name := signed["who"] or before):
            yield name
        before = words
