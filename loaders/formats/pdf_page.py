"""One page of a PDF as characters and ruled lines, in points from the top left, whatever way the page is turned."""

import ctypes
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

#: A page with more objects or characters than this is a drawing or an attack, not a page of text.
MAX_OBJECTS = 60_000
MAX_CHARACTERS = 60_000
_MAX_SEGMENTS = 200_000
#: A line is straight when it leaves its axis by no more than this, in points.
_STRAIGHT = 1.0
_DEPTH = 3


class Char(NamedTuple):
    """A character with its box, the point half way across and down, and the height of the box.

    A tuple, as there are thousands on a page.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    centre: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A ruled line: at `at` on one axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    horizontal: tuple[Line, ...]
    vertical: tuple[Line, ...]
    pictures: int


class TooMuch(Exception):
    """A page holds more than a page can."""


class _Turn:
    """Turns coordinates of the file (from the bottom left) to those of the page as it is read."""

    def __init__(self, page: object):
        box = [ctypes.c_float() for _ in range(4)]
        found = pdfium.FPDFPage_GetCropBox(page, *box) or pdfium.FPDFPage_GetMediaBox(page, *box)
        self._left, self._bottom = (box[0].value, box[1].value) if found else (0.0, 0.0)
        self._turn = pdfium.FPDFPage_GetRotation(page)
        self.width = float(pdfium.FPDF_GetPageWidthF(page))
        self.height = float(pdfium.FPDF_GetPageHeightF(page))

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        if self._turn == 0:
            return x, self.height - y
        if self._turn == 1:
            return y, x
        if self._turn == 2:
            return self.width - x, y
        return self.width - y, self.height - x


def read_page(document: object, index: int) -> Page:
    """A page of an open PDF. Raises TooMuch, and ValueError when the page cannot be read."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise ValueError(index)
    try:
        turn = _Turn(page)
        horizontal, vertical, pictures = _lines(page, turn)
        return Page(index + 1, turn.width, turn.height, _chars(page, turn), horizontal, vertical, pictures)
    finally:
        pdfium.FPDF_ClosePage(page)


def _chars(page: object, turn: _Turn) -> tuple[Char, ...]:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return ()
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_CHARACTERS:
            raise TooMuch
        box = pdfium.FS_RECTF()
        reference = ctypes.byref(box)
        found: list[Char] = []
        high = 0
        for index in range(count):
            if pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            if code < 0x20 or code in (0xFFFE, 0xFFFF) or not pdfium.FPDFText_GetLooseCharBox(text, index, reference):
                continue
            x0, y0 = turn(box.left, box.top)
            x1, y1 = turn(box.right, box.bottom)
            left, right = (x0, x1) if x0 <= x1 else (x1, x0)
            top, bottom = (y0, y1) if y0 <= y1 else (y1, y0)
            middle = (top + bottom) / 2
            found.append(Char(chr(code), left, top, right, bottom, (left + right) / 2, middle, bottom - top))
        return tuple(found)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _lines(page: object, turn: _Turn) -> tuple[tuple[Line, ...], tuple[Line, ...], int]:
    collector = _Collector(turn)
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise TooMuch
    for index in range(count):
        collector.take(pdfium.FPDFPage_GetObject(page, index), (), 0)
    return tuple(collector.horizontal), tuple(collector.vertical), collector.pictures


class _Collector:
    def __init__(self, turn: _Turn):
        self._turn = turn
        self.horizontal: list[Line] = []
        self.vertical: list[Line] = []
        self.pictures = 0
        self._segments = 0

    def take(self, item: object, outer: tuple[object, ...], depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS)
            for index in range(inner):
                self.take(pdfium.FPDFFormObj_GetObject(item, index), (_matrix(item), *outer), depth + 1)

    def _path(self, item: object, outer: tuple[object, ...]) -> None:
        count = pdfium.FPDFPath_CountSegments(item)
        self._segments += count
        if self._segments > _MAX_SEGMENTS:
            raise TooMuch
        matrices = (_matrix(item), *outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        first = last = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._placed(x.value, y.value, matrices)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                first = point
            elif pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
                self._line(last, point)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._line(last, first)
                last = first

    def _placed(self, x: float, y: float, matrices: tuple[object, ...]) -> tuple[float, float]:
        for matrix in matrices:
            assert isinstance(matrix, pdfium.FS_MATRIX)  # noqa: S101 - made by _matrix
            x, y = matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
        return self._turn(x, y)

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
        if down <= _STRAIGHT < across:
            self.horizontal.append(Line((one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
        elif across <= _STRAIGHT < down:
            self.vertical.append(Line((one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))


def _matrix(item: object) -> object:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        matrix.a = matrix.d = 1.0
    return matrix
