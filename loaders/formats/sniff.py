"""What a file is, by its bytes: the ending of a name may lie."""

import re
from enum import StrEnum

from ...ontology.errors import InputError, Text

_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p)\b", re.IGNORECASE)
_OFFICE_KEPT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")


class Format(StrEnum):
    """The formats that are told apart."""

    TEXT = "text"
    HTML = "html"
    ZIP = "zip"
    PDF = "pdf"
    OLE = "ole"


def format_of(name: str, data: bytes) -> Format:
    """The format of a file. Raises InputError for pictures, which hold no text."""
    start = data[:1024]
    if start.startswith(b"PK"):
        return Format.ZIP
    if b"%PDF-" in start:
        return Format.PDF
    if start.startswith(_OFFICE_KEPT):
        return Format.OLE
    if start.startswith(_PICTURES):
        raise InputError(
            name, 0, Text("这是图片，没有文字：请先做文字识别", "a picture without text: run OCR on it first")
        )
    if _looks_like_html(name, data):
        return Format.HTML
    return Format.TEXT


def _looks_like_html(name: str, data: bytes) -> bool:
    """A page says so at its start; one that ends .htm or .html may take its time."""
    plain = data[:4096].replace(b"\0", b"")
    first = _HTML.search(plain)
    if name.lower().endswith((".html", ".htm", ".mht")):
        return first is not None
    return bool(re.match(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<\s*(?:!doctype\s+html|html)\b",
                         plain, re.IGNORECASE | re.DOTALL))  # fmt: skip
