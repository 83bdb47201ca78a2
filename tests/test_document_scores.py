"""What the loader must reach on whole documents; `make score` prints the same table."""

import pytest

from taizhang.graph.model import Document, Ledger
from taizhang.loaders import ingest
from taizhang.loaders.ingest import Fate, Loaded
from taizhang.loaders.ledger import read_ledger
from taizhang.loaders.quality import Care, quality_of
from taizhang.loaders.reading import Kind
from taizhang.ontology.errors import Language
from taizhang.visualizations import quality_report
from tests import document_score
from tests.document_score import FLOORS, MADE_UP, compare, documents, labels, read


@pytest.mark.parametrize("name", sorted({f"{path.name}" for path, _ in documents()}))
def test_every_labelled_document_is_read_as_well_as_is_promised(name: str) -> None:
    path, gold = next(pair for pair in documents() if pair[0].name == name)
    low = {
        field: (both.missed(), both.wrong())
        for field, both in compare(read(path), labels(gold)).items()
        if document_score.DocumentScore(
            name, field, (both.found & both.expected).total(), both.found.total(), both.expected.total()
        ).f1
        < FLOORS[field]
    }
    assert low == {}


def test_a_quality_report_says_what_was_left_over_and_where() -> None:
    (ledger,) = ingest.extract([MADE_UP / "duban.html"])
    assert isinstance(ledger, Ledger)
    quality = quality_of([Loaded(MADE_UP / "duban.html", "duban", Fate.ADDED, Kind.LEDGER, 5, 0, ledger)])
    assert quality_report.text(quality, Language.EN) == (
        "Quality: 1 files, 5 measures; 0 repaired, 0 doubtful, 1 left over, 0 left out\n\n"
        "duban.html: 5 read, 14 responsibilities, 0 without units\n"
        "  Left over paragraph=2: words that belong to no measure: 注：各牵头单位每月25日前报送进展。\n"
    )
    assert [note.quote for note in quality.files[0].of(Care.LEFT_OVER)] == ["注：各牵头单位每月25日前报送进展。"]


def test_a_quality_page_loads_nothing_and_escapes_what_documents_say() -> None:
    text = "甲市方案\n一、<script>alert(1)</script>甲。（责任单位：市甲局）\n<img src=http://x>乙丙丁戊己庚辛壬癸子丑寅卯。\n"
    path = MADE_UP / "none.txt"
    ledger = read_ledger(Document(path.name, text, "", "utf-8"))
    page = quality_report.html(quality_of([Loaded(path, "none", Fate.ADDED, Kind.LEDGER, 1, 0, ledger)]), Language.ZH)
    assert ("<script" in page, "<img" in page, "src=" in page.replace("&lt;img src=http", "")) == (False, False, False)
