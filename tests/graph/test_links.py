"""What citations point at once the whole graph is in view: works, versions, articles, and the changes they make."""

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions

from taizhang.graph.embedded import OxigraphStore
from taizhang.loaders import ingest
from taizhang.ontology.vocabulary import BASE, NS
from tests import laws
from tests.laws import (
    ARCHIVES,
    DECISION,
    INSPECTION,
    INTERPRETATION,
    LAWS,
    LEDGER,
    LEDGER_NAME,
    OLD_RULES,
    PLANNED,
    PROVINCE_RULES,
    REGULATION,
    WELL_LAW,
    WELL_LEDGER,
)

LINKS = f"{BASE}id/graph/links"
#: The made-up instruments by short names, to keep the tables narrow. Longer IRIs first.
NAMES = {
    f"{WELL_LEDGER}/measure/": "m",
    f"{WELL_LAW}/2010-03-01": "LAW-2010",
    f"{WELL_LAW}/2019-06-29": "LAW-2019",
    f"{REGULATION}/2005-05-20": "REG-2005",
    f"{REGULATION}/2015-08-01": "REG-2015",
    f"{PROVINCE_RULES}/2016-09-30": "RULES-2016",
    f"{OLD_RULES}/2001-06-01": "OLD-2001",
    f"{INSPECTION}/2018-02-10": "INSP-2018",
    f"{INTERPRETATION}/2012-04-05": "COURT-2012",
    WELL_LAW: "LAW",
    REGULATION: "REG",
    PROVINCE_RULES: "RULES",
    OLD_RULES: "OLD",
    INSPECTION: "INSP",
    INTERPRETATION: "COURT",
    ARCHIVES: "ARCHIVES",
    DECISION: "DECISION",
    PLANNED: "PLANNED",
    f"{BASE}id/": "",
    NS: "",
    "http://data.europa.eu/eli/ontology#": "eli:",
}


def short(value: str) -> str:
    for iri, name in NAMES.items():
        value = value.replace(iri, name)
    return value


def rows(store: OxigraphStore, query: str) -> list[tuple[str, ...]]:
    """The rows of a query in short names, sorted; what is unbound is empty."""
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    return sorted(tuple(short(getattr(value, "value", "")) for value in row) for row in answer)


def links(store: OxigraphStore, *predicates: str) -> list[tuple[str, ...]]:
    """What the graph of links states with some predicates, about the made-up texts alone."""
    wanted = " ".join(predicates)
    found = rows(store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {wanted} }} GRAPH <{LINKS}> {{ ?s ?p ?o }} }}")
    return [row for row in found if not row[0].startswith(("law/xingzheng", "reg/henan"))]


@pytest.fixture(scope="module")
def wells(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    return OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp()))


CITATIONS = """SELECT ?node ?relation ?cited ?version ?article ?status ?resolution WHERE {
  ?node a tz:Citation ; tz:relation ?relation ; tz:cited ?cited ; tz:status ?status ; tz:resolution ?resolution .
  OPTIONAL { ?node tz:citedVersion ?version } OPTIONAL { ?node tz:citedArticle ?article } }"""


def citations(store: OxigraphStore) -> dict[str, tuple[str, ...]]:
    """By citation: relation, work, version, article, status and reason."""
    return {
        node.replace("/citation/", "#"): (relation.removeprefix("relation-"), *where, status.removeprefix("status-"), why)
        for node, relation, *where, status, why in (
            (*row[:-1], row[-1].removeprefix("resolution-")) for row in rows(store, CITATIONS)
        )
    }  # fmt: skip


def test_every_citation_points_at_the_work_and_the_wording_of_its_own_day(wells: OxigraphStore) -> None:
    assert citations(wells) == {
        # The law had its wording of 2010 when these were made; its fourth article has gone since.
        "REG-2015/art/1#1": ("based_on", "LAW", "LAW-2010", "", "resolved", "title"),
        "REG-2015/art/3#1": ("cites", "LAW", "LAW-2010", "LAW-2010/art/5", "resolved", "title"),
        "REG-2015/art/4#1": ("cites", "LAW", "LAW-2010", "LAW-2010/art/3", "resolved", "title"),
        "COURT-2012/preamble#1": ("based_on", "LAW", "LAW-2010", "", "resolved", "title"),
        "COURT-2012/art/1#1": ("cites", "LAW", "LAW-2010", "LAW-2010/art/4", "resolved", "title"),
        "COURT-2012/art/2#1": ("cites", "LAW", "LAW-2010", "LAW-2010/art/5", "resolved", "title"),
        "RULES-2016/art/1#1": ("based_on", "LAW", "LAW-2010", "", "resolved", "title"),
        "RULES-2016/art/1#2": ("based_on", "REG", "REG-2015", "", "resolved", "title"),
        "RULES-2016/art/2#1": ("cites", "LAW", "LAW-2010", "LAW-2010/art/2", "resolved", "title"),
        "RULES-2016/art/4#1": ("cites", "LAW", "LAW-2010", "LAW-2010/art/4", "resolved", "title"),
        # A text of the province leaves its name out: likely its own, and not sure.
        "RULES-2016/art/3#1": ("cites", "law/shuijingguanliguiding", "", "", "ambiguous", "place"),
        "RULES-2016/art/5#1": ("repeals", "OLD", "OLD-2001", "", "resolved", "title"),
        # A predecessor of the same title: the wording before.
        "REG-2015/art/6#1": ("repeals", "REG", "REG-2005", "", "resolved", "title"),
        "LAW-2019/info#1": ("amended_by", "DECISION", "", "", "unresolved", "not-in-graph"),
        "INSP-2018/art/1#1": ("based_on", "REG", "REG-2015", "", "resolved", "title"),
        "INSP-2018/art/4#1": ("cites", "RULES", "RULES-2016", "RULES-2016/art/4", "resolved", "title"),
        # With the number and without it one instrument, which nobody has loaded.
        "INSP-2018/art/3#1": ("cites", "ARCHIVES", "", "", "unresolved", "not-in-graph"),
        "INSP-2018/art/4#2": ("cites", "ARCHIVES", "", "", "unresolved", "not-in-graph"),
        # Measures speak of the law as it is now.
        "m1#1": ("implements", "REG", "REG-2015", "REG-2015/art/5", "resolved", "title"),
        "m2#1": ("cites", "LAW", "LAW-2019", "LAW-2019/art/3", "resolved", "title"),
        "m3#1": ("implements", "LAW", "LAW-2019", "", "resolved", "title"),
        "m4#1": ("will_issue", "PLANNED", "", "", "unresolved", "not-in-graph"),
        "m5#1": ("implements", "INSP", "INSP-2018", "", "resolved", "number"),
        "m7#1": ("cites", "LAW", "LAW-2019", "LAW-2019/art/5", "resolved", "title"),
        "m9#1": ("cites", "OLD", "OLD-2001", "OLD-2001/art/2", "resolved", "title"),
    }


def test_what_no_text_describes_is_described_by_its_mentions(wells: OxigraphStore) -> None:
    query = """SELECT ?kind ?node ?title ?number WHERE { VALUES ?kind { tz:MentionedInstrument tz:PlannedInstrument }
      ?node a ?kind ; eli:title ?title . OPTIONAL { ?node eli:id_local ?number } }"""
    assert rows(wells, query) == [
        ("MentionedInstrument", "ARCHIVES", "水井档案管理办法", "水井总局令第3号"),
        ("MentionedInstrument", "DECISION", "关于修改〈中华人民共和国水井法〉的决定", ""),
        ("MentionedInstrument", "law/shuijingguanliguiding", "水井管理规定", ""),
        ("PlannedInstrument", "PLANNED", "郑州市水井养护办法", ""),
    ]


def test_the_short_edges_say_what_the_citations_say(wells: OxigraphStore) -> None:
    query = f"""SELECT ?s ?p ?o WHERE {{
      VALUES ?p {{ eli:based_on eli:repeals eli:amends eli:ensures_implementation_of tz:willIssue }}
      GRAPH <{LINKS}> {{ ?s ?p ?o }} }}"""
    assert rows(wells, query) == [
        ("COURT-2012", "eli:based_on", "LAW"),
        ("DECISION", "eli:amends", "LAW"),
        ("INSP-2018/art/1", "eli:based_on", "REG"),
        ("REG-2015/art/1", "eli:based_on", "LAW"),
        ("RULES-2016/art/1", "eli:based_on", "LAW"),
        ("RULES-2016/art/1", "eli:based_on", "REG"),
        # The predecessor of the same title is no repeal of the work.
        ("RULES-2016/art/5", "eli:repeals", "OLD"),
        ("m1", "eli:ensures_implementation_of", "REG"),
        ("m1", "eli:ensures_implementation_of", "REG-2015/art/5"),
        ("m3", "eli:ensures_implementation_of", "LAW"),
        ("m4", "willIssue", "PLANNED"),
        ("m5", "eli:ensures_implementation_of", "INSP"),
    ]


EFFECTS = f"""SELECT ?effect ?kind ?from ?to ?date ?article WHERE {{ GRAPH <{LINKS}> {{
  ?effect a tz:Effect ; tz:effectType ?kind ; tz:effectFrom ?from ; tz:effectTo ?to .
  OPTIONAL {{ ?effect tz:effectDate ?date }} OPTIONAL {{ ?effect tz:pinpointArticle ?article }} }} }}"""


def test_repeals_replacements_and_amendments_are_effects_with_their_days(wells: OxigraphStore) -> None:
    assert rows(wells, EFFECTS) == [
        ("LAW-2019/info/citation/1/effect", "effect-amendment", "DECISION", "LAW", "2019-06-29", ""),
        ("REG-2015/art/6/citation/1/effect", "effect-replacement", "REG-2015", "REG", "2015-10-01", ""),
        ("RULES-2016/art/5/citation/1/effect", "effect-repeal", "RULES-2016", "OLD", "2016-12-01", ""),
    ]


def test_each_version_is_in_force_until_the_next_begins_or_the_work_is_repealed(wells: OxigraphStore) -> None:
    until = ("tz:inForceFrom", "tz:inForceUntil", "tz:nextVersion", "eli:date_no_longer_in_force")
    assert links(wells, *until) == [
        ("COURT-2012", "inForceFrom", "2012-06-01"),
        ("INSP-2018", "inForceFrom", "2018-04-01"),
        ("LAW-2010", "inForceFrom", "2010-07-01"),
        ("LAW-2010", "inForceUntil", "2019-06-28"),
        ("LAW-2010", "nextVersion", "LAW-2019"),
        ("LAW-2019", "inForceFrom", "2019-06-29"),
        ("OLD", "eli:date_no_longer_in_force", "2016-11-30"),
        ("OLD-2001", "inForceFrom", "2001-09-01"),
        ("OLD-2001", "inForceUntil", "2016-11-30"),
        ("REG-2005", "inForceFrom", "2005-08-01"),
        ("REG-2005", "inForceUntil", "2015-09-30"),
        ("REG-2005", "nextVersion", "REG-2015"),
        ("REG-2015", "inForceFrom", "2015-10-01"),
        ("RULES-2016", "inForceFrom", "2016-12-01"),
    ]


def test_each_article_of_a_version_knows_what_became_of_it_in_the_next(wells: OxigraphStore) -> None:
    query = """SELECT ?old ?change ?new WHERE { ?old tz:articleChange ?change . OPTIONAL { ?old tz:becomes ?new } }"""
    found = {old: (change.removeprefix("drift-"), new) for old, change, new in rows(wells, query)}
    assert found == {
        "LAW-2010/art/1": ("same", "LAW-2019/art/1"),
        "LAW-2010/art/2": ("same", "LAW-2019/art/2"),
        "LAW-2010/art/3": ("edited", "LAW-2019/art/3"),
        "LAW-2010/art/4": ("removed", ""),
        "LAW-2010/art/5": ("moved", "LAW-2019/art/4"),
        "LAW-2010/art/6": ("moved", "LAW-2019/art/5"),
        "LAW-2010/art/7": ("moved_edited", "LAW-2019/art/6"),
        "LAW-2010/art/8": ("moved_edited", "LAW-2019/art/7"),
        "LAW-2010/art/9": ("moved", "LAW-2019/art/8"),
        "LAW-2010/art/10": ("moved", "LAW-2019/art/9"),
        "LAW-2010/art/11": ("same", "LAW-2019/art/11"),
        "REG-2005/art/1": ("edited", "REG-2015/art/1"),
        "REG-2005/art/2": ("edited", "REG-2015/art/2"),
        "REG-2005/art/3": ("moved_edited", "REG-2015/art/6"),
    }


def test_a_citation_of_an_older_wording_knows_its_article_of_today(wells: OxigraphStore) -> None:
    query = """SELECT ?node ?drift ?now WHERE { ?node tz:pinpointDrift ?drift .
      OPTIONAL { ?node tz:currentArticle ?now } }"""
    assert rows(wells, query) == [
        ("COURT-2012/art/1/citation/1", "drift-removed", ""),
        ("COURT-2012/art/2/citation/1", "drift-moved", "LAW-2019/art/4"),
        ("REG-2015/art/3/citation/1", "drift-moved", "LAW-2019/art/4"),
        ("REG-2015/art/4/citation/1", "drift-edited", "LAW-2019/art/3"),
        ("RULES-2016/art/2/citation/1", "drift-same", "LAW-2019/art/2"),
        ("RULES-2016/art/4/citation/1", "drift-removed", ""),
    ]


# -- loads one after another


def chosen(*words: str) -> dict[str, str]:
    """The texts whose file names begin with these words."""
    return {name: text for name, text in LAWS.items() if name.startswith(words)}


DECISION_TEXT = {
    "修改水井法的决定(2019-06-29).md": """# 全国人民代表大会常务委员会关于修改《中华人民共和国水井法》的决定

2019年6月29日 第十三届全国人民代表大会常务委员会第十一次会议通过

<!-- INFO END -->

一、将第三条修改为：“开凿水井，应当申请许可。”

本决定自公布之日起施行。
"""
}
ARCHIVES_TEXT = {
    "水井档案管理办法(2017-05-02).md": """# 水井档案管理办法

2017年5月2日 水井总局令第3号公布

<!-- INFO END -->

第一条 水井档案由县级主管部门保管。

第二条 本办法自2017年6月1日起施行。
"""
}


def test_a_text_that_comes_later_is_found_by_what_waited_for_it(tmp_path: Path) -> None:
    early, late = chosen("水井法(2019", "河南省"), {**chosen("青河省实施"), **DECISION_TEXT, **ARCHIVES_TEXT}
    waiting = ("INSP-2018/art/3#1", "INSP-2018/art/4#1", "INSP-2018/art/4#2", "LAW-2019/info#1")

    def state(store: OxigraphStore) -> tuple[dict[str, tuple[str, ...]], list[str]]:
        found = citations(store)
        mentioned = [node for (node,) in rows(store, "SELECT ?node WHERE { ?node a tz:MentionedInstrument }")]
        return {node: found[node] for node in waiting}, mentioned

    before = state(laws.load(tmp_path / "texts", early, tmp_path / "store"))
    after = state(laws.load(tmp_path / "texts", late, tmp_path / "store"))
    unknown = "law/qingheshengshishi-shuijingfa-banfa"
    archives = "law/shuijingdanganguanlibanfa"
    decision = "law/quanguorenmindaibiaodahuichangwuweiyuanhuiguanyuxiugai-zhonghuarenmingongheguoshuijingfa-dejueding"
    assert before == (
        {
            "INSP-2018/art/3#1": ("cites", "ARCHIVES", "", "", "unresolved", "not-in-graph"),
            "INSP-2018/art/4#1": ("cites", unknown, "", "", "unresolved", "not-in-graph"),
            "INSP-2018/art/4#2": ("cites", "ARCHIVES", "", "", "unresolved", "not-in-graph"),
            "LAW-2019/info#1": ("amended_by", "DECISION", "", "", "unresolved", "not-in-graph"),
        },
        ["ARCHIVES", "DECISION", unknown, "reg/guowuyuan-order-9001"],
    )
    assert after == (
        {
            "INSP-2018/art/3#1": ("cites", archives, f"{archives}/2017-05-02", "", "resolved", "title"),
            "INSP-2018/art/4#1": ("cites", "RULES", "RULES-2016", "RULES-2016/art/4", "resolved", "title"),
            # There is no such article: the work and its version are known all the same.
            "INSP-2018/art/4#2": ("cites", archives, f"{archives}/2017-05-02", "", "resolved", "title"),
            "LAW-2019/info#1": ("amended_by", decision, f"{decision}/2019-06-29", "", "resolved", "issuer"),
        },
        # What the new texts cite and nobody has loaded.
        ["OLD", "law/shuijingguanliguiding", "reg/guowuyuan-order-9001"],
    )


def test_the_order_of_loads_does_not_matter(tmp_path: Path) -> None:
    texts = {**chosen("水井法", "河南省", "青河省"), LEDGER_NAME: LEDGER}
    folder = laws.write(tmp_path / "texts", texts)
    together = laws.load(folder, texts, tmp_path / "together").lines()
    for name in reversed(texts):
        ingest.load([folder / name], tmp_path / "one-by-one")
    assert OxigraphStore.open(tmp_path / "one-by-one").lines() == together


def test_an_edited_text_leaves_nothing_of_its_old_links(tmp_path: Path) -> None:
    texts = chosen("水井法", "河南省", "青河省")
    name = "河南省水井检查办法(2018-02-10).md"
    edited = LAWS[name].replace("《水井管理条例》（国务院令第9001号）", "《中华人民共和国水井法》第九条")
    laws.load(tmp_path / "a", texts, tmp_path / "store")
    found = laws.load(tmp_path / "a", {name: edited}, tmp_path / "store")
    assert citations(found)["INSP-2018/art/1#1"] == (
        "based_on",
        "LAW",
        "LAW-2010",
        "LAW-2010/art/9",
        "resolved",
        "title",
    )
    assert found.lines() == laws.load(tmp_path / "b", {**texts, name: edited}, tmp_path / "fresh").lines()


def test_an_edited_version_changes_what_its_articles_became(tmp_path: Path) -> None:
    texts = chosen("水井法", "青河省")
    name = "水井法(2019-06-29).md"
    edited = LAWS[name].replace("第三条 开凿水井，应当在开工前三十日向县级人民政府水行政主管部门申请许可。\n\n", "")
    laws.load(tmp_path / "a", texts, tmp_path / "store")
    found = laws.load(tmp_path / "a", {name: edited}, tmp_path / "store")
    assert ("LAW-2010/art/3", "articleChange", "drift-removed") in links(found, "tz:articleChange")
    assert found.lines() == laws.load(tmp_path / "b", {**texts, name: edited}, tmp_path / "fresh").lines()


# -- cases that need texts of their own


def text(title: str, info: str, *articles: str) -> str:
    """A law text in the corpus's form, its articles numbered from 第一条."""
    numbers = "一二三四五六七八九十"
    body = "\n\n".join(f"第{numbers[n]}条 {article}" for n, article in enumerate(articles))
    return f"# {title}\n\n{info}\n\n<!-- INFO END -->\n\n{body}\n"


PASSED = "{day} 青河省人民代表大会常务委员会通过"


def test_a_repeal_of_an_article_is_no_repeal_of_the_work(tmp_path: Path) -> None:
    newer = text(
        "青河省水井收费规定", PASSED.format(day="2008年1月5日"), "为了规范收费，制定本规定。",
        "本规定自2008年3月1日起施行。《青河省水井管理规定》第三条同时废止。",
    )  # fmt: skip
    found = laws.load(tmp_path / "t", {**chosen("青河省水井"), "收费.md": newer}, tmp_path / "store")
    charges = "law/qingheshengshuijingshoufeiguiding/2008-01-05"
    assert rows(found, EFFECTS) == [
        (f"{charges}/art/2/citation/1/effect", "effect-repeal", charges, "OLD", "2008-03-01", "第三条")
    ]
    assert links(found, "eli:repeals", "eli:date_no_longer_in_force", "tz:inForceUntil") == [
        (f"{charges}/art/2", "eli:repeals", "OLD-2001/art/3")
    ]


def test_a_title_that_was_repealed_and_made_again_is_in_force(tmp_path: Path) -> None:
    again = text(
        "青河省水井管理规定",
        PASSED.format(day="2021年5月1日"),
        "为了管理水井，制定本规定。",
        "本规定自2021年7月1日起施行。",
    )
    texts = {**chosen("青河省"), "青河省水井管理规定(2021-05-01).md": again}
    found = laws.load(tmp_path / "t", texts, tmp_path / "store")
    assert [row for row in links(found, "eli:date_no_longer_in_force", "tz:inForceUntil", "tz:inForceFrom") if row[0].startswith("OLD")] == [
        ("OLD-2001", "inForceFrom", "2001-09-01"),
        ("OLD-2001", "inForceUntil", "2016-11-30"),
        ("OLD/2021-05-01", "inForceFrom", "2021-07-01"),
    ]  # fmt: skip


def test_a_mention_that_may_be_two_texts_points_at_neither_and_names_both(tmp_path: Path) -> None:
    start = "本办法自2016年12月1日起施行。"
    one = text("青河省实施《中华人民共和国水井法》办法", PASSED.format(day="2016年9月30日"), start)
    other = text("青河省实施《水井法》办法", PASSED.format(day="2003年9月30日"), start)
    citing = text(
        "青河省取水规定", PASSED.format(day="2017年1月5日"), "取水依照《青河省实施〈水井法〉办法》登记。", start
    )
    found = laws.load(tmp_path / "t", {"一.md": one, "二.md": other, "三.md": citing}, tmp_path / "store")
    ((cited, status, why),) = rows(
        found, "SELECT ?cited ?status ?why WHERE { ?node tz:cited ?cited ; tz:status ?status ; tz:resolution ?why }"
    )
    two = ["RULES", "law/qingheshengshishi-shuijingfa-banfa"]
    assert (status, why, cited in two) == ("status-ambiguous", "resolution-several", False)
    assert rows(found, "SELECT ?iri ?score WHERE { ?node tz:candidate [ tz:instrument ?iri ; tz:score ?score ] }") == [
        (candidate, "100") for candidate in two
    ]
    assert rows(found, "SELECT ?node WHERE { ?node a tz:MentionedInstrument }") == [(cited,)]


@pytest.mark.parametrize(
    "mentions",
    [
        pytest.param(("《水井档案管理办法》（水井总局令第3号）", "《水井档案管理办法》"), id="the title"),
        pytest.param(("《水井档案管理办法》", "《水井档案管理办法》（水井总局令第3号）"), id="the number comes later"),
        pytest.param(("《水井档案管理办法》（水井总局令第3号）", "水井总局令第3号"), id="the number alone"),
    ],
)  # fmt: skip
def test_with_its_number_and_without_a_mention_is_one_instrument(mentions: tuple[str, str], tmp_path: Path) -> None:
    citing = text(
        "青河省取水规定", PASSED.format(day="2017年1月5日"), *(f"档案保存，执行{words}。" for words in mentions)
    )
    found = laws.load(tmp_path / "t", {"取水.md": citing}, tmp_path / "store")
    assert rows(found, "SELECT DISTINCT ?cited ?title ?number WHERE { ?node tz:cited ?cited . ?cited eli:title ?title ; eli:id_local ?number }") == [
        ("ARCHIVES", "水井档案管理办法", "水井总局令第3号")
    ]  # fmt: skip


def test_orders_of_one_number_are_told_apart_by_who_gave_them(tmp_path: Path) -> None:
    ledger = "郑州市水井台账\n\n工作内容\t责任单位\n1. 落实市政府令第3号。\t市财政局\n2. 落实市场监管总局令第3号。\t市财政局\n"
    found = laws.load(tmp_path / "t", {"台账.txt": ledger}, tmp_path / "store")
    cited = [row for (row,) in rows(found, "SELECT ?cited WHERE { ?node tz:cited ?cited }")]
    assert (len(set(cited)), "reg/zhengzhou-order-3" in cited) == (2, True)


def test_a_load_of_nothing_new_states_the_same(tmp_path: Path) -> None:
    texts: dict[str, Any] = chosen("水井法", "青河省")
    store = laws.load(tmp_path / "t", texts, tmp_path / "store")
    ingest.load([tmp_path / "t"], tmp_path / "store", force=True)
    assert OxigraphStore.open(tmp_path / "store").lines() == store.lines()
