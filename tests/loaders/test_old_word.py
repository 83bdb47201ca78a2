"""Old Word and WPS files, by way of a real LibreOffice."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from taizhang.graph.record import measure_record
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.ontology.errors import InputError

ROWS = [
    ["序号", "工作任务", "责任单位"],
    ["1", "新建公园三个。", "市住建局"],
    ["2", "修复古井五口。", "市水利局、市财政局"],
]


def rtf(title: str, rows: Sequence[Sequence[str]]) -> str:
    """A title and a table as Rich Text Format (1.9.1), which an old Word file can be made of."""

    def words(text: str) -> str:
        return "{" + "".join(f"\\u{ord(char)} " for char in text) + "}"

    sides = "".join(f"\\cellx{3000 * (number + 1)}" for number in range(len(rows[0])))
    table = "".join(
        f"\\trowd{sides} \\intbl " + "".join(f"{words(cell)}\\cell " for cell in row) + "\\row\n" for row in rows
    )
    return f"{{\\rtf1\\ansi\\uc0 {words(title)}\\par\n{table}\\pard\\par}}"


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """That table as LibreOffice writes a file of Word 97."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("TAIZHANG_REQUIRE_SHARED"):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("old-word")
    (folder / "a.rtf").write_text(rtf("水井市重点工作台账", ROWS), encoding="ascii")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(folder / "a.rtf")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / "a.doc").read_bytes()


@pytest.mark.parametrize("name", ["台账.doc", "台账.wps"])
def test_a_table_in_an_old_file_is_read_as_in_a_new_one(name: str, old_word: bytes) -> None:
    ledger = read_ledger(document_from_bytes(name, old_word))
    found = [measure_record(ledger, measure) for measure in ledger.measures]
    assert [
        (one["n"], one["text"], [unit["name"] for unit in one["units"]], one["source"]["place"]) for one in found
    ] == [
        (1, "新建公园三个。", ["市住建局"], "table=1&row=2&column=2"),
        (2, "修复古井五口。", ["市水利局", "市财政局"], "table=1&row=3&column=2"),
    ]


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(1000)
    with pytest.raises(InputError, match="needs LibreOffice; install it, or save"):
        document_from_bytes("台账.doc", old)
