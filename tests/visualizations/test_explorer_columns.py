"""The questions of the catalogue and the explorer's names for their columns belong together."""

import re
from pathlib import Path

import pytest

from taizhang.queries.catalogue import catalogue

_SOURCE = Path(__file__).parents[2] / "visualizations" / "web" / "src" / "pages" / "queries" / "columns.ts"
_SELECTED = re.compile(r"SELECT\s+(?:DISTINCT\s+)?(.*?)\s*(?:WHERE|\{)", re.DOTALL | re.IGNORECASE)
_COMPUTED = re.compile(
    r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\sAS\s(\?\w+)\)", re.DOTALL | re.IGNORECASE
)


@pytest.mark.skipif(not _SOURCE.is_file(), reason="the sources of the pages are not here")
def test_every_column_of_a_question_has_a_name_in_both_languages() -> None:
    named = set(re.findall(r"^  (\w+): \['", _SOURCE.read_text(encoding="utf-8"), re.MULTILINE))
    for question in catalogue().values():
        found = _SELECTED.search(question.sparql)
        assert found, question.name
        columns = set(re.findall(r"\?(\w+)", _COMPUTED.sub(r"\1", found[1])))
        assert columns <= named, f"{question.name}: {sorted(columns - named)} are not named in {_SOURCE.name}"
