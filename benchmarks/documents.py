"""Speed of reading whole documents, in pages a second on one process: PDF, Word and web pages.

A page of a document that has none is a thousand characters. The files are made here from the packaged ledger, so that
the benchmark runs without any reference data; those of ../shared/samples are timed too where they are.
"""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ingest import default_paths
from taizhang.loaders.reading import read_document_as

PAGE = 1_000
SECONDS = 3.0
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def bench_documents() -> None:
    """Reading alone, bytes to measures."""
    rows = [line.split("\t") for line in default_paths()[0].read_text(encoding="utf-8").splitlines() if line.strip()]
    files = {"made.docx": _word(rows), "made.html": _page(rows)}
    if SAMPLES.is_dir():
        files |= {
            path.name: path.read_bytes()
            for path in sorted(SAMPLES.glob("*.*"))
            if ".gold." not in path.name and path.suffix != ".md"
        }
    for name, data in files.items():
        pages = pages_of(name, data)
        seconds = _seconds(lambda name=name, data=data: read_document_as(document_from_bytes(name, data)))  # type: ignore[misc]
        print(f"{name:<16} {pages:>5.1f} pages  {seconds * 1000:>7.1f} ms  {pages / seconds:>7.1f} pages a second")


def _seconds(read: Callable[[], object]) -> float:
    """The best of as many runs as fit, after one that warms up."""
    read()
    best, until = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        begin = time.perf_counter()
        read()
        best = min(best, time.perf_counter() - begin)
    return best


def pages_of(name: str, data: bytes) -> float:
    """How many pages a document has; one that has none counts a page for each thousand characters."""
    if name.endswith(".pdf"):
        places = document_from_bytes(name, data).places
        return float(max(int(place.fragment.removeprefix("page=")) for place in places))
    return len(document_from_bytes(name, data).text) / PAGE


def _word(rows: list[list[str]]) -> bytes:
    def cell(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"

    table = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>'
        )
    return buffer.getvalue()


def _page(rows: list[list[str]]) -> bytes:
    table = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><table>{table}</table></body></html>".encode()


if __name__ == "__main__":
    bench_documents()
