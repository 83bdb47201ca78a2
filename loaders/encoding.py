"""Bytes to text, strictly: UTF-8, UTF-16 and GB18030 (a superset of GBK and GB 2312), or a named error.

Statistical detectors guess wrong on short Chinese files, and a wrong guess is a silent loss; each of these
encodings is checked by strict decoding instead.
"""

import codecs
import re

from ..ontology.errors import InputError, Text

#: Control characters that no text file holds; their presence says "binary".
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
#: What Chinese office text is made of: used to tell UTF-16 without a byte-order mark from noise.
_USUAL = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u2027]")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text of a file and the encoding it was in.

    Raises InputError (with the line) when the bytes are empty, binary or in none of the encodings.
    """
    if not data.strip():
        raise InputError(name, 0, Text("文件是空的", "the file is empty"))
    text, encoding = _by_mark(data) or _utf8(data) or _utf16_without_mark(data) or _gb18030(data, name)
    control = _CONTROL.search(text)
    if control:
        raise _binary(name, text.count("\n", 0, control.start()) + 1)
    if not text.strip():
        raise InputError(name, 0, Text("文件里没有文字", "the file holds no words"))
    return text, encoding


def _by_mark(data: bytes) -> tuple[str, str] | None:
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    for mark, encoding in marks:
        if data.startswith(mark):
            return _strict(data, encoding)
    return None


def _utf8(data: bytes) -> tuple[str, str] | None:
    return _strict(data, "utf-8")


def _utf16_without_mark(data: bytes) -> tuple[str, str] | None:
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        found = _strict(data, encoding)
        if found and len(_USUAL.findall(found[0][:2000])) >= 0.95 * len(found[0][:2000]):
            return found
    return None


def _gb18030(data: bytes, name: str) -> tuple[str, str]:
    found = _strict(data, "gb18030")
    if found:
        return found
    zero = data.find(b"\0")
    if zero >= 0:
        raise _binary(name, data.count(b"\n", 0, zero) + 1)
    # The line where the encoding that got furthest gave up.
    line = data.count(b"\n", 0, max(_valid_until(data, "utf-8"), _valid_until(data, "gb18030"))) + 1
    raise InputError(name, line, Text("不是 UTF-8、UTF-16 或 GBK 文本", "neither UTF-8, UTF-16 nor GBK text"))


def _valid_until(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _binary(name: str, line: int) -> InputError:
    return InputError(name, line, Text("这是二进制文件，不是文本", "this is a binary file, not text"))


def _strict(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None
