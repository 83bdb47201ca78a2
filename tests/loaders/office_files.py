"""Small office files made for tests: real archives, real PDFs, nothing borrowed."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of some parts: the same bytes at any hour."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A Word paragraph."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A Word table; ^ goes on with the cell above."""

    def cell(text: str) -> str:
        merge = "<w:tcPr><w:vMerge/></w:tcPr>" if text == "^" else "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
        return f"<w:tc>{merge}{paragraph('' if text == '^' else text)}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A Word file of a body; other parts by name, with __ for / and _xml for the ending."""
    names = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    return archive({"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", **names})


def xlsx(rows: Sequence[Sequence[str | int]], merged: Sequence[str] = (), title: str = "清单") -> bytes:
    """A workbook of one sheet; empty strings are empty cells."""

    def cell(row: int, column: int, value: str | int) -> str:
        address = f"{chr(ord('A') + column)}{row}"
        if isinstance(value, int):
            return f'<c r="{address}"><v>{value}</v></c>'
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""

    body = "".join(
        f'<row r="{row}">{"".join(cell(row, column, value) for column, value in enumerate(values))}</row>'
        for row, values in enumerate(rows, 1)
    )
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    return archive(
        {
            "xl/workbook.xml": f'<workbook {_S} {_R}><sheets><sheet name="{title}" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{body}</sheetData><mergeCells>{merges}</mergeCells></worksheet>",
        }
    )


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF with one line of Latin text a page, written by hand."""
    return _pdf([f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" for text in pages])


def ruled_pdf(pages: Sequence[Sequence[Sequence[str]]], widths: Sequence[int]) -> bytes:
    """A PDF of ruled tables, one a page: rows of cells whose lines are set as they stand.

    Columns are so many characters wide, with half a character on either side; type of 10 points, 12 to a line.
    """
    return _pdf([_ruled(rows, widths) for rows in pages])


def _ruled(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    xs = [50.0]
    for width in widths:
        xs.append(xs[-1] + 10 * width + 10)
    ys = [800.0]
    for row in rows:
        ys.append(ys[-1] - 12 * max(cell.count("\n") + 1 for cell in row) - 6)
    lines = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys] + [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    words = [
        f"BT /F2 10 Tf {left + 5} {top - 12 * number - 12} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for top, row in zip(ys, rows, strict=False)
        for left, cell in zip(xs, row, strict=False)
        for number, line in enumerate(cell.split("\n"))
        if line
    ]
    return "\n".join([*lines, *words])


def _pdf(pages: Sequence[str]) -> bytes:
    """A PDF of pages by what draws them; its fonts are one for Latin and one for Chinese characters that no file holds."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    kids = []
    for drawn in pages:
        stream = zlib.compress(drawn.encode())
        objects.append(
            f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n{stream.decode('latin-1')}\nendstream"
        )
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        kids.append(len(objects))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table_of = "".join(f"{place:010d} 00000 n \n" for place in places)
    out_table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table_of}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + out_table.encode()
