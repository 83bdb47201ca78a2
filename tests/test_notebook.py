"""docs/networks.ipynb runs from top to bottom, and is kept without what it printed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "docs" / "networks.ipynb"


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """What each cell of code printed, by the first line of its code."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=None, startup_timeout=600, kernel_name="python3").execute()
    return {
        cell.source.splitlines()[0]: "".join(out.get("text", "") for out in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def test_the_notebook_runs_from_top_to_bottom(printed: dict[str, str]) -> None:
    assert printed["loads = networks.load(network, on=date(2024, 12, 1))"].splitlines()[0] == "市司法局 56 0 17 73 72.8"
    assert printed["for row in networks.critical_regulations(network)[:5]:"].splitlines() == [
        "宪法 0 2 2% 4",
        "行政处罚法 0 2 2% 4",
        "国务院办公厅关于进一步规范行政裁量权基准制定和管理工作的意见 1 1 1% 4",
        "河南省法治政府建设领导小组办公室关于进一步规范行政裁量权基准制定和管理工作的实施意见 1 1 1% 4",
        "河南省行政执法证件管理办法 1 1 1% 4",
    ]
    assert printed["leads = {}"].splitlines()[4] == "郑州市加强行政执法与刑事司法衔接工作的意见 ← 市司法局、市委政法委"


def test_the_notebook_is_kept_without_outputs() -> None:
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), "clear the outputs before committing"
