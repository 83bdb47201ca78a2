"""What a change touches, whole answers on the made-up corpus and on the packaged ledger with its register."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.api.changes import ask_impact
from taizhang.graph.alignment import Change
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.impact import Affected, ArticleChange, Candidate, ChangeAsked, Impact, NodeKind, PathStep, impact
from taizhang.graph.impact_index import ImpactIndex, Page, read_index
from taizhang.graph.impact_rules import OUT_OF_FORCE, OWN_TEXT, ChangeKind, Class
from taizhang.graph.model import Ledger
from taizhang.ontology.errors import BadParameter, NothingFound
from taizhang.ontology.iris import slug
from taizhang.ontology.vocabulary import BASE
from tests import laws
from tests.laws import LAWS, LEDGER, LEDGER_NAME, OLD_RULES, PROVINCE_RULES, REGULATION, WELL_LAW, WELL_LEDGER

#: The made-up instruments by short names, to keep the tables narrow.
NAMES = {
    "青河省实施《中华人民共和国水井法》办法": "RULES",
    "最高人民法院关于审理水井纠纷案件适用法律的解释": "COURT",
    "河南省水井检查办法": "INSP",
    "青河省水井管理规定": "OLD",
    "水井管理条例": "REG",
    "中华人民共和国水井法": "LAW",
    "郑州市水井安全工作台账第": "m",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ImpactIndex:
    return read_index(OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp())))


@pytest.fixture(scope="module")
def packaged(store: OxigraphStore) -> ImpactIndex:
    return read_index(store)


def short(label: str) -> str:
    for title, name in NAMES.items():
        label = label.replace(title, name)
    return label.removesuffix("项") if label.startswith("m") else label


def told(found: Impact) -> list[str]:
    """Every affected thing as a line: class, distance, kind, label, and the steps of its path with their words."""
    return [" | ".join([_thing(item), *map(_step_words, item.path)]) for item in found.affected]


def _thing(item: Affected) -> str:
    return f"{item.answer} {item.distance} {item.kind} {short(item.label)}"


def _step_words(step: PathStep) -> str:
    words = f" “{step.quote.words}”" if step.quote else ""
    return f"{short(step.source_label)} {step.relation} {short(step.target_label)}{words}"


#: The law falls away. What rests on it or cites its articles must act, what rests on that is to be reviewed, and so on.
REPEAL = """
must_act 1 article RULES第一条 | RULES第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 article RULES第二条 | RULES第二条 cites LAW第二条 “《中华人民共和国水井法》第二条”
must_act 1 article RULES第四条 | RULES第四条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 article REG第一条 | REG第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 article REG第三条 | REG第三条 cites LAW第五条 “《中华人民共和国水井法》第五条”
must_act 1 article REG第四条 | REG第四条 cites LAW第三条 “《中华人民共和国水井法》第三条”
must_act 1 article COURT第一条 | COURT第一条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 article COURT第二条 | COURT第二条 cites LAW第五条 “《中华人民共和国水井法》第五条”
must_act 1 instrument RULES | RULES第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 instrument REG | REG第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 instrument COURT | COURT based_on LAW “《中华人民共和国水井法》”
must_act 1 measure m2 | m2 cites LAW第三条 “《水井法》第三条”
must_act 1 measure m3 | m3 implements LAW “《中华人民共和国水井法》”
must_act 1 measure m7 | m7 cites LAW第五条 “《水井法》第五条”
must_act 2 unit 市财政局 | 市财政局 responsible m2 “市财政局” | m2 cites LAW第三条 “《水井法》第三条”
must_act 2 unit 市公安局 | 市公安局 responsible m7 “市公安局” | m7 cites LAW第五条 “《水井法》第五条”
must_act 2 unit 市司法局 | 市司法局 responsible m3 “市司法局” | m3 implements LAW “《中华人民共和国水井法》”
must_act 2 deadline 2024年12月底前（2024-12-31） | 2024年12月底前 deadline m2 “2024年12月底前” | m2 cites LAW第三条 “《水井法》第三条”
review 2 article INSP第一条 | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 2 instrument INSP | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 2 measure m1 | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 3 deadline 每年开展一次水井检查（P1Y） | 每年开展一次水井检查 deadline m1 “每年开展一次水井检查” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 2 article INSP第四条 | INSP第四条 cites RULES第四条 “《青河省实施〈水井法〉办法》第四条” | RULES第一条 based_on LAW “《中华人民共和国水井法》”
watch 3 measure m5 | m5 implements INSP “省政府令第9077号” | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
"""
#: In 2017 the inspection rules (2018) were not yet there.
REPEAL_ON_A_DAY = """
must_act 1 article RULES第一条 | RULES第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 article RULES第二条 | RULES第二条 cites LAW第二条 “《中华人民共和国水井法》第二条”
must_act 1 article RULES第四条 | RULES第四条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 article REG第一条 | REG第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 article REG第三条 | REG第三条 cites LAW第五条 “《中华人民共和国水井法》第五条”
must_act 1 article REG第四条 | REG第四条 cites LAW第三条 “《中华人民共和国水井法》第三条”
must_act 1 article COURT第一条 | COURT第一条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 article COURT第二条 | COURT第二条 cites LAW第五条 “《中华人民共和国水井法》第五条”
must_act 1 instrument RULES | RULES第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 instrument REG | REG第一条 based_on LAW “《中华人民共和国水井法》”
must_act 1 instrument COURT | COURT based_on LAW “《中华人民共和国水井法》”
must_act 1 measure m2 | m2 cites LAW第三条 “《水井法》第三条”
must_act 1 measure m3 | m3 implements LAW “《中华人民共和国水井法》”
must_act 1 measure m7 | m7 cites LAW第五条 “《水井法》第五条”
must_act 2 unit 市财政局 | 市财政局 responsible m2 “市财政局” | m2 cites LAW第三条 “《水井法》第三条”
must_act 2 unit 市公安局 | 市公安局 responsible m7 “市公安局” | m7 cites LAW第五条 “《水井法》第五条”
must_act 2 unit 市司法局 | 市司法局 responsible m3 “市司法局” | m3 implements LAW “《中华人民共和国水井法》”
must_act 2 deadline 2024年12月底前（2024-12-31） | 2024年12月底前 deadline m2 “2024年12月底前” | m2 cites LAW第三条 “《水井法》第三条”
review 2 measure m1 | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 3 deadline 每年开展一次水井检查（P1Y） | 每年开展一次水井检查 deadline m1 “每年开展一次水井检查” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
not_affected 2 article INSP第一条 | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
not_affected 2 article INSP第四条 | INSP第四条 cites RULES第四条 “《青河省实施〈水井法〉办法》第四条” | RULES第一条 based_on LAW “《中华人民共和国水井法》”
not_affected 2 instrument INSP | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
"""
#: Article 4 of the newest text changes: also the article of the law itself that refers to it.
AMEND_ARTICLE_4 = """
review 1 article RULES第一条 | RULES第一条 based_on LAW “《中华人民共和国水井法》”
review 1 article RULES第四条 | RULES第四条 cites LAW第四条 “《中华人民共和国水井法》第四条”
review 1 article LAW第七条 | LAW第七条 cites LAW第四条 “本法第四条”
review 1 article REG第一条 | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 1 article COURT第一条 | COURT第一条 cites LAW第四条 “《中华人民共和国水井法》第四条”
review 1 instrument RULES | RULES第一条 based_on LAW “《中华人民共和国水井法》”
review 1 instrument REG | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 1 instrument COURT | COURT based_on LAW “《中华人民共和国水井法》”
review 1 measure m3 | m3 implements LAW “《中华人民共和国水井法》”
review 2 unit 市财政局 | 市财政局 responsible m3 “市财政局” | m3 implements LAW “《中华人民共和国水井法》”
review 2 unit 市司法局 | 市司法局 responsible m3 “市司法局” | m3 implements LAW “《中华人民共和国水井法》”
watch 2 article INSP第一条 | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 2 instrument INSP | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 2 measure m1 | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 3 unit 市公安局 | 市公安局 participant m1 “市公安局” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 3 deadline 每年开展一次水井检查（P1Y） | 每年开展一次水井检查 deadline m1 “每年开展一次水井检查” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
not_affected 1 article RULES第二条 | RULES第二条 cites LAW第二条 “《中华人民共和国水井法》第二条”
not_affected 1 article REG第三条 | REG第三条 cites LAW第五条 “《中华人民共和国水井法》第五条”
not_affected 1 article REG第四条 | REG第四条 cites LAW第三条 “《中华人民共和国水井法》第三条”
not_affected 1 article COURT第二条 | COURT第二条 cites LAW第五条 “《中华人民共和国水井法》第五条”
not_affected 1 measure m2 | m2 cites LAW第三条 “《水井法》第三条”
not_affected 1 measure m7 | m7 cites LAW第五条 “《水井法》第五条”
not_affected 2 deadline 2024年12月底前（2024-12-31） | 2024年12月底前 deadline m2 “2024年12月底前” | m2 cites LAW第三条 “《水井法》第三条”
"""
#: Article 4 of 2010 is gone, 3 is edited, 5 has moved, 2 is the same.
AMEND_VERSIONS = """
must_act 1 article RULES第四条 | RULES第四条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 article COURT第一条 | COURT第一条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 instrument RULES | RULES第四条 cites LAW第四条 “《中华人民共和国水井法》第四条”
must_act 1 instrument COURT | COURT第一条 cites LAW第四条 “《中华人民共和国水井法》第四条”
review 1 article RULES第一条 | RULES第一条 based_on LAW “《中华人民共和国水井法》”
review 1 article REG第一条 | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 1 article REG第三条 | REG第三条 cites LAW第五条 “《中华人民共和国水井法》第五条”
review 1 article REG第四条 | REG第四条 cites LAW第三条 “《中华人民共和国水井法》第三条”
review 1 article COURT第二条 | COURT第二条 cites LAW第五条 “《中华人民共和国水井法》第五条”
review 1 instrument REG | REG第一条 based_on LAW “《中华人民共和国水井法》”
review 1 measure m2 | m2 cites LAW第三条 “《水井法》第三条”
review 1 measure m3 | m3 implements LAW “《中华人民共和国水井法》”
review 1 measure m7 | m7 cites LAW第五条 “《水井法》第五条”
review 2 unit 市财政局 | 市财政局 responsible m2 “市财政局” | m2 cites LAW第三条 “《水井法》第三条”
review 2 unit 市公安局 | 市公安局 responsible m7 “市公安局” | m7 cites LAW第五条 “《水井法》第五条”
review 2 unit 市司法局 | 市司法局 responsible m3 “市司法局” | m3 implements LAW “《中华人民共和国水井法》”
review 2 deadline 2024年12月底前（2024-12-31） | 2024年12月底前 deadline m2 “2024年12月底前” | m2 cites LAW第三条 “《水井法》第三条”
watch 2 article INSP第一条 | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 2 article INSP第四条 | INSP第四条 cites RULES第四条 “《青河省实施〈水井法〉办法》第四条” | RULES第四条 cites LAW第四条 “《中华人民共和国水井法》第四条”
watch 2 instrument INSP | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 2 measure m1 | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
watch 3 deadline 每年开展一次水井检查（P1Y） | 每年开展一次水井检查 deadline m1 “每年开展一次水井检查” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条” | REG第一条 based_on LAW “《中华人民共和国水井法》”
not_affected 1 article RULES第二条 | RULES第二条 cites LAW第二条 “《中华人民共和国水井法》第二条”
"""
#: The regulation is replaced.
REPLACE = """
must_act 1 measure m1 | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条”
must_act 2 unit 市公安局 | 市公安局 participant m1 “市公安局” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条”
must_act 2 unit 市司法局 | 市司法局 lead m1 “市司法局” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条”
must_act 2 deadline 每年开展一次水井检查（P1Y） | 每年开展一次水井检查 deadline m1 “每年开展一次水井检查” | m1 implements REG第五条 “《水井管理条例》（国务院令第9001号）第五条”
review 1 article INSP第一条 | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）”
review 1 article RULES第一条 | RULES第一条 based_on REG “《水井管理条例》”
review 1 instrument INSP | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）”
review 1 instrument RULES | RULES第一条 based_on REG “《水井管理条例》”
watch 2 measure m5 | m5 implements INSP “省政府令第9077号” | INSP第一条 based_on REG “《水井管理条例》（国务院令第9001号）”
"""
#: The province's rules come into being and repeal the old ones: who cites those has to look at the new ones.
NEW_RULES = """
must_act 1 instrument OLD | RULES第五条 repeals OLD “《青河省水井管理规定》”
review 2 measure m9 | m9 cites OLD第二条 “《青河省水井管理规定》第二条” | RULES第五条 repeals OLD “《青河省水井管理规定》”
review 3 unit 市公安局 | 市公安局 responsible m9 “市公安局” | m9 cites OLD第二条 “《青河省水井管理规定》第二条” | RULES第五条 repeals OLD “《青河省水井管理规定》”
watch 1 article INSP第四条 | INSP第四条 cites RULES第四条 “《青河省实施〈水井法〉办法》第四条”
watch 1 instrument INSP | INSP第四条 cites RULES第四条 “《青河省实施〈水井法〉办法》第四条”
"""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({}, REPEAL, id="repeal"),
        pytest.param({"on": "2017-06-01"}, REPEAL_ON_A_DAY, id="repeal on a day"),
        pytest.param({"articles": ["4"]}, AMEND_ARTICLE_4, id="an article is amended"),
        pytest.param({"old": "2010-03-01", "new": "2019-06-29"}, AMEND_VERSIONS, id="two versions"),
        pytest.param({"new": "2019-06-29"}, AMEND_VERSIONS, id="a version and the one before"),
        pytest.param({"old": "2010-03-01"}, AMEND_VERSIONS, id="a version and the newest"),
        pytest.param({"instrument": "国务院令第9001号", "kind": ChangeKind.REPLACE}, REPLACE, id="replacement"),
        pytest.param({"instrument": PROVINCE_RULES, "kind": ChangeKind.NEW}, NEW_RULES, id="a new instrument"),
    ],
)
def test_the_whole_answer(asked: dict[str, object], expected: str, index: ImpactIndex) -> None:
    assert told(ask_impact(index, **{"instrument": "水井法", **asked})) == expected.split("\n")[1:-1]  # type: ignore[arg-type]


def test_the_question_is_part_of_the_answer(index: ImpactIndex) -> None:
    found = ask_impact(index, "水井法", on="2026-02-01", articles=["3", "第 4 条", "第三条"])
    assert (found.asked, found.title, found.number) == (
        ChangeAsked(WELL_LAW, ChangeKind.AMEND, date(2026, 2, 1), ("第三条", "第四条")), "中华人民共和国水井法", None,
    )  # fmt: skip


def test_between_two_versions_every_article_is_told_in_its_order(index: ImpactIndex) -> None:
    found = ask_impact(index, "水井法", old="2010-03-01", new="2019-06-29")
    assert found.articles == (
        ArticleChange("第一条", "第一条", Change.SAME),
        ArticleChange("第二条", "第二条", Change.SAME),
        ArticleChange("第三条", "第三条", Change.EDITED),
        ArticleChange("第四条", None, Change.REMOVED),
        ArticleChange("第五条", "第四条", Change.MOVED),
        ArticleChange("第六条", "第五条", Change.MOVED),
        ArticleChange("第七条", "第六条", Change.MOVED_EDITED),
        ArticleChange("第八条", "第七条", Change.MOVED_EDITED),
        ArticleChange("第九条", "第八条", Change.MOVED),
        ArticleChange("第十条", "第九条", Change.MOVED),
        ArticleChange("第十一条", "第十一条", Change.SAME),
        ArticleChange(None, "第十条", Change.ADDED),
    )


def reasons(found: Impact, kind: NodeKind = NodeKind.ARTICLE) -> dict[str, str]:
    return {short(item.label): item.because.en for item in found.of(kind)}


def test_what_a_pinpoint_has_become_is_the_reason(index: ImpactIndex) -> None:
    found = ask_impact(index, "水井法", old="2010-03-01", new="2019-06-29")
    assert {label: reason for label, reason in reasons(found).items() if not label.startswith("INSP")} == {
        "RULES第一条": "its legal basis is amended: check that it still agrees",
        "RULES第二条": "the article it cites is unchanged",
        "RULES第四条": "the article it cites is gone",
        "REG第一条": "its legal basis is amended: check that it still agrees",
        "REG第三条": "the article it cites has another number: correct the number",
        "REG第四条": "the article it cites is changed: check it",
        "COURT第一条": "the article it cites is gone",
        "COURT第二条": "the article it cites has another number: correct the number",
    }
    assert reasons(found, NodeKind.MEASURE) == {
        "m1": "what it rests on or carries out has to be reviewed",
        "m2": "the article it cites is changed: check it",
        "m3": "what it carries out is amended: check it against the changes",
        "m7": "the article it cites has another number: correct the number",
    }


def test_an_article_of_the_same_text_that_refers_to_a_changed_one_is_to_be_reviewed(index: ImpactIndex) -> None:
    (own,) = (item for item in ask_impact(index, "水井法", articles=["4"]).affected if item.because == OWN_TEXT)
    assert (own.node, own.answer, own.distance) == (f"{WELL_LAW}/2019-06-29/art/7", Class.REVIEW, 1)


@pytest.mark.parametrize(
    ("on", "out"),
    [
        pytest.param("2011-01-01", {"RULES", "REG", "COURT"}, id="before all of them"),
        pytest.param("2012-06-01", {"RULES", "REG"}, id="from the first day of one"),
        pytest.param("2016-11-30", {"RULES"}, id="to the last day before another"),
        pytest.param("2026-01-01", set(), id="all in force"),
        pytest.param(None, set(), id="without a day the newest"),
    ],
)
def test_a_text_that_is_not_in_force_on_the_day_is_not_affected(
    on: str | None, out: set[str], index: ImpactIndex
) -> None:
    direct = [item for item in ask_impact(index, "水井法", on=on).of(NodeKind.INSTRUMENT) if item.distance == 1]
    found = {short(item.label) for item in direct if item.because == OUT_OF_FORCE}
    assert found == out == {short(item.label) for item in direct if item.answer is Class.NOT_AFFECTED}


def test_what_was_repealed_is_not_affected_even_without_a_day(tmp_path: Path) -> None:
    repealed = LAWS["青河省水井管理规定(2001-06-01).md"].replace("为了管理水井，", "根据《水井管理条例》，")
    texts = {name: text for name, text in LAWS.items() if name.startswith(("青河省实施", "水井管理条例"))}
    store = laws.load(tmp_path / "t", {**texts, "青河省水井管理规定(2001-06-01).md": repealed}, tmp_path / "s")
    found = ask_impact(read_index(store), REGULATION).of(NodeKind.INSTRUMENT)
    assert [(short(item.label), item.answer, item.because == OUT_OF_FORCE) for item in found] == [
        ("RULES", Class.MUST_ACT, False),
        ("OLD", Class.NOT_AFFECTED, True),
    ]


def test_a_title_made_again_after_its_repeal_is_affected_again(tmp_path: Path) -> None:
    again = (
        LAWS["青河省水井管理规定(2001-06-01).md"]
        .replace("2001年", "2021年")
        .replace("为了管理水井，", "根据《水井管理条例》，")
    )
    texts = {name: text for name, text in LAWS.items() if name.startswith(("青河省", "水井管理条例"))}
    store = laws.load(tmp_path / "t", {**texts, "青河省水井管理规定(2021-06-01).md": again}, tmp_path / "s")
    found = ask_impact(read_index(store), REGULATION).of(NodeKind.INSTRUMENT)
    assert {item.node: item.answer for item in found} == {
        f"{PROVINCE_RULES}/2016-09-30": Class.MUST_ACT,
        f"{OLD_RULES}/2021-06-01": Class.MUST_ACT,
    }


def test_of_two_paths_of_one_strength_the_shorter_is_told(tmp_path: Path) -> None:
    ledger = LEDGER.replace(
        "4. 制定《郑州市水井养护办法》。", "4. 对照《青河省水井管理规定》制定《青河省实施〈水井法〉办法》。"
    )
    texts = {name: text for name, text in LAWS.items() if name.startswith("青河省")}
    store = laws.load(tmp_path / "t", {**texts, "水井台账.txt": ledger}, tmp_path / "s")
    found = ask_impact(read_index(store), PROVINCE_RULES, ChangeKind.NEW)
    assert [line for line in told(found) if " measure " in line] == [
        "review 1 measure m4 | m4 will_issue RULES “《青河省实施〈水井法〉办法》”",
        "review 2 measure m9 | m9 cites OLD第二条 “《青河省水井管理规定》第二条” | RULES第五条 repeals OLD “《青河省水井管理规定》”",
    ]


# -- candidates by subject


def test_measures_about_the_subject_of_a_new_instrument_are_candidates_with_the_words_they_share(
    index: ImpactIndex,
) -> None:
    assert ask_impact(index, "水井法", ChangeKind.NEW).candidates == (
        Candidate(
            f"{WELL_LEDGER}/measure/6", "郑州市水井安全工作台账第6项", ("公用水井",), "组织公用水井巡查，及时加盖。",
            ("市财政局", "市公安局"),
        ),
    )  # fmt: skip


def test_only_a_new_instrument_has_candidates_and_never_what_a_path_reaches(index: ImpactIndex) -> None:
    for kind in ChangeKind:
        for work in (WELL_LAW, REGULATION, PROVINCE_RULES):
            found = ask_impact(index, work, kind)
            reached = {item.node for item in found.affected}
            assert (
                bool(found.candidates) <= (kind is ChangeKind.NEW),
                reached & {c.node for c in found.candidates},
            ) == (True, set())


# -- what proves it


#: The source texts by the IRIs of their documents.
SOURCES = {f"{BASE}id/document/{slug(Path(name).stem)}": text for name, text in {**LAWS, LEDGER_NAME: LEDGER}.items()}


@pytest.mark.parametrize("beforehand", [False, True], ids=["quotes on demand", "quotes read beforehand"])
def test_every_step_has_a_quote_that_is_the_text_at_its_place(
    beforehand: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = read_index(OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp())), quotes=beforehand)
    asked = [(work, kind) for work in (WELL_LAW, REGULATION, PROVINCE_RULES, OLD_RULES) for kind in ChangeKind]
    found = [item for work, kind in asked for item in ask_impact(index, work, kind).affected]
    quotes = [step.quote for item in found for step in item.path]
    assert len(quotes) > 200
    assert [
        quote for quote in quotes if not quote or SOURCES[quote.document][quote.start : quote.end] != quote.words
    ] == []


def test_the_same_question_has_the_same_answer(index: ImpactIndex, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = read_index(OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp())), quotes=True)
    for kind in ChangeKind:
        for work in (WELL_LAW, REGULATION, PROVINCE_RULES, OLD_RULES):
            asked = ChangeAsked(work, kind)
            assert impact(index, asked) == impact(index, asked) == impact(again, asked)


def test_paths_lead_through_the_register_with_its_pages_and_their_grades(packaged: ImpactIndex, ledger: Ledger) -> None:
    found = ask_impact(packaged, "行政处罚法")
    measure, thereafter = found.of(NodeKind.MEASURE)
    citing, rests = measure.path
    assert (measure.label, measure.answer, measure.distance) == (
        "郑州市提升行政执法质量三年行动工作台账第15项",
        Class.WATCH,
        2,
    )
    assert citing.quote is not None
    assert (citing.relation, citing.quote.words) == ("cites", "《河南省行政执法证件管理办法》(省政府令第180号)")
    assert ledger.document.text[citing.quote.start : citing.quote.end] == citing.quote.words
    assert (citing.target, citing.page) == (f"{BASE}id/reg/henan-order-180", None)
    assert (rests.source, rests.relation, rests.target) == (citing.target, "based_on", f"{BASE}id/law/xingzhengchufafa")
    assert (rests.quote, rests.page) == (None, Page("https://henan.gov.cn/2017/07-03/237103.html", "O"))
    assert [(step.source_label, step.relation, step.page.grade if step.page else None) for step in thereafter.path] == [
        ("郑州市提升行政执法质量三年行动工作台账第70项", "implements", None),
        ("郑州市行政执法投诉受理办法（市政府令第192号）", "based_on", "M"),
        ("河南省行政机关执法条例实施办法", "based_on", "M"),
    ]
    assert [(item.label, item.answer.value, item.path[0].page.grade if item.path[0].page else None) for item in found.of(NodeKind.INSTRUMENT)] == [
        ("河南省行政机关执法条例实施办法", "must_act", "M"),
        ("关于进一步贯彻实施《行政处罚法》的通知", "must_act", "M"),
        ("河南省行政执法证件管理办法", "must_act", "O"),
        ("郑州市人民政府关于委托实施部分行政执法事项的若干规定", "must_act", "X"),
        ("郑州市行政执法投诉受理办法（市政府令第110号）", "review", "X"),
        ("郑州市行政执法投诉受理办法（市政府令第192号）", "review", "M"),
    ]  # fmt: skip


# -- which instrument is meant


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("水井法", WELL_LAW, id="a title"),
        pytest.param("《中华人民共和国水井法》", WELL_LAW, id="a title in full and in brackets"),
        pytest.param("青河省实施〈水井法〉办法", PROVINCE_RULES, id="a title with other brackets"),
        pytest.param("国务院令第9001号", REGULATION, id="a number"),
        pytest.param("国务院令 第8001号", REGULATION, id="the number of an older text"),
        pytest.param("水井总局令第3号", laws.ARCHIVES, id="the number of what is only mentioned"),
        pytest.param("档案管理", laws.ARCHIVES, id="words of a title"),
        pytest.param(WELL_LAW, WELL_LAW, id="an IRI"),
        pytest.param(f"<{WELL_LAW}/2010-03-01>", WELL_LAW, id="the IRI of a version"),
        pytest.param("id/law/shuijingfa", WELL_LAW, id="the end of an IRI"),
        pytest.param("law/shuijingfa", WELL_LAW, id="the last of an IRI"),
    ],
)
def test_an_instrument_is_found_by_whatever_a_person_calls_it(name: str, expected: str, index: ImpactIndex) -> None:
    assert index.find_work(name) == expected


@pytest.mark.parametrize("name", ["国办发〔2022〕27号", "国办发[2022]27号", "国办发（2022） 27 号"])
def test_a_number_may_be_typed_with_any_bracket(name: str, packaged: ImpactIndex) -> None:
    assert packaged.find_work(name) == f"{BASE}id/reg/guobanfa-2022-27"


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("电梯法", "图谱里没有“电梯法”", "the graph has no instrument 电梯法"),
        ("《》", "图谱里没有“《》”", "the graph has no instrument 《》"),
        (
            "青河省",
            "“青河省”可指 2 件：青河省实施《中华人民共和国水井法》办法；青河省水井管理规定",
            "青河省 may be any of 2: 青河省实施《中华人民共和国水井法》办法；青河省水井管理规定",
        ),
    ],
)
def test_a_name_of_nothing_or_of_several_is_told(name: str, zh: str, en: str, index: ImpactIndex) -> None:
    with pytest.raises(NothingFound) as caught:
        index.find_work(name)
    assert (caught.value.text.zh, caught.value.text.en) == (zh, en)


def test_of_one_title_both_instruments_are_named_with_their_numbers(packaged: ImpactIndex) -> None:
    with pytest.raises(
        NothingFound, match=r"may be any of 2: 郑州市行政执法投诉受理办法 .*110号；郑州市行政执法投诉受理办法 .*192号"
    ):
        packaged.find_work("郑州市行政执法投诉受理办法")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"articles": ["12"]}, "中华人民共和国水井法 has no article 第十二条"),
        ({"articles": ["甲"]}, "中华人民共和国水井法 has no article 甲"),
        ({"old": "2000-01-01"}, "中华人民共和国水井法 has no version 2000-01-01; there are: 2010-03-01、2019-06-29"),
        ({"old": "2019-06-29", "new": "2019-06-29"}, "the graph has no two versions of 中华人民共和国水井法 to compare"),
        ({"new": "2010-03-01"}, "the graph has no two versions of 中华人民共和国水井法 to compare"),
        ({"instrument": "河南省水井检查办法", "old": "2018-02-10"}, "the graph has no two versions of 河南省水井检查办法 to compare"),
    ],
)  # fmt: skip
def test_articles_and_versions_that_are_not_there_are_told(
    asked: dict[str, object], message: str, index: ImpactIndex
) -> None:
    with pytest.raises(NothingFound) as caught:
        ask_impact(index, **{"instrument": "水井法", **asked})  # type: ignore[arg-type]
    assert caught.value.text.en == message


NAMED = st.text() | st.sampled_from(
    ["水井法", "青河省", "2010-03-01", "2019-06-29", "3", "第三条", "²", "２０", "", "》", "<urn:x>"]
)


@given(
    instrument=NAMED, on=NAMED | st.none(), articles=st.lists(NAMED, max_size=2), old=NAMED | st.none(), new=NAMED | st.none()
)  # fmt: skip
def test_any_words_are_answered_or_refused(
    instrument: str, on: str | None, articles: list[str], old: str | None, new: str | None, index: ImpactIndex
) -> None:
    with suppress(NothingFound, BadParameter):
        assert ask_impact(index, instrument, None, on, articles, old, new).asked.work in index.titles


def test_a_version_that_the_graph_does_not_have_is_no_question(index: ImpactIndex) -> None:
    with pytest.raises(NothingFound, match="the graph has no version urn:x"):
        impact(index, ChangeAsked(WELL_LAW, ChangeKind.AMEND, old="urn:x", new=f"{WELL_LAW}/2019-06-29"))
