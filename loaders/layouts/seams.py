"""Headers that lost the line end before or after them, so that a row of the table stands in the same line.

…。 | 市财政局项目 | 重点任务 | 责任单位               the row above and the header
项目 | 重点任务 | 责任单位一、产业 | 1. 新建… | 市工信局    the header and the row below
"""

from collections.abc import Iterator, Sequence

from ...graph.model import Span
from .columns import header_kinds
from .duties import CARRIES

#: How long the name of a column is that is looked for inside a cell.
_SHORTEST, _LONGEST = 2, 14


def without_seams(words: str, line: Span) -> Iterator[Span]:
    """A line of cells parted by tabs, in two where a header begins or ends within one of its cells."""
    cells = words.split("\t")
    seam = _begins(cells) or _ends(cells) if len(cells) > 2 else 0
    if seam:
        yield Span(line.start, line.start + seam)
    yield Span(line.start + seam, line.end)


def _begins(cells: Sequence[str]) -> int:
    """The offset at which a header begins inside a cell and goes on to the end of the line; 0 when none does."""
    if not _names(cells[-1]):
        return 0
    index = len(cells) - 1
    while index and (not cells[index - 1].strip() or _names(cells[index - 1])):
        index -= 1
    if not index:
        return 0
    cell = cells[index - 1]
    sizes = range(min(_LONGEST, len(cell) - 1), _SHORTEST - 1, -1)
    size = next((size for size in sizes if _names(cell[-size:])), 0)
    header = [cell[-size:], *cells[index:]]
    return len("\t".join(cells[:index])) - size if size and _is_header(header) else 0


def _ends(cells: Sequence[str]) -> int:
    """The offset at which a header ends inside a cell, when the line begins with it; 0 when it does not."""
    if not _names(cells[0]):
        return 0
    index = next((i for i, cell in enumerate(cells) if cell.strip() and not _names(cell)), 0)
    cell = cells[index]
    sizes = range(min(_LONGEST, len(cell) - 1), _SHORTEST - 1, -1)
    # A bracket or sign may belong to a name, but here it may as well begin the row: （一）, 一、
    size = next((size for size in sizes if not set("（(/、") & set(cell[:size]) and _names(cell[:size])), 0)
    header = [*cells[:index], cell[:size]]
    return len("\t".join(header)) if index and size and _is_header(header) else 0


def _names(words: str) -> bool:
    return len(words) <= 2 * _LONGEST and header_kinds([words])[0] is not None


def _is_header(cells: Sequence[str]) -> bool:
    kinds = [kind for kind in header_kinds(cells) if kind]
    return len(kinds) > 1 and any(kind in CARRIES for kind in kinds)
