"""Reports about changes: whatever a text holds, tables stay tables and the marks of a comparison lead back to both texts."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from taizhang.graph.alignment import Change
from taizhang.graph.drift import Article, compare
from taizhang.graph.impact import Affected, ArticleChange, Candidate, ChangeAsked, Impact, NodeKind, PathStep
from taizhang.graph.impact_index import Page as RegisterPage
from taizhang.graph.impact_index import Quote
from taizhang.graph.impact_rules import ChangeKind, Class
from taizhang.ontology.errors import Language, Text
from taizhang.ontology.vocabulary import BASE
from taizhang.visualizations import diff_report, impact_report
from taizhang.visualizations.diff_report import VersionDiff
from tests.api.test_impact_cli import Page, assert_self_contained

#: Words of documents, with everything that means something in Markdown or HTML.
WORDS = st.text(
    st.sampled_from(list("甲乙丙，。、；“”（）《》第一条12 \n\t\u3000|\\`*_~[]()<>&#+-=.!\"':/$^{}")) | st.characters(exclude_categories=["C"])
)  # fmt: skip
SOME = WORDS.filter(str.strip)
MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def spaced(text: str) -> str:
    """A text with every run of spaces and line ends as one space."""
    return " ".join(text.split())


# -- what a Markdown reader sees


def words_of(token: Token) -> str:
    """The words of a piece of inline Markdown; a line break is one."""
    found = ""
    for child in token.children or ():
        assert child.type == "text" or child.content in ("<br>", "<ins>", "</ins>", "<del>", "</del>"), child
        found += {"<br>": "\n"}.get(child.content, "") if child.type == "html_inline" else child.content
    return found


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text: rows of cells."""
    found: list[list[list[str]]] = []
    for before, token in pairwise(MARKDOWN.parse(text)):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            found[-1][-1].append(words_of(token))
    return found


def blocks(text: str) -> list[str]:
    """The kinds of block of a Markdown text."""
    return [token.tag for token in MARKDOWN.parse(text) if token.type.endswith("_open") and token.level == 0]


# -- impact


def answer(label: str, words: str, more: str) -> Impact:
    """An answer whose every word comes from a document."""
    quote = Quote(words, f"{BASE}id/document/a", 3, 3 + len(words))
    register = PathStep(
        "urn:b", label, "based_on", "urn:c", more, None, RegisterPage("https://example.org/a_b*c|d", "O")
    )
    path = (PathStep("urn:a", label, "cites", "urn:b", more, quote), register)
    because = Text("所引条文已删除", "the article it cites is gone")
    affected = [Affected(f"urn:{kind}", kind, label, 1, Class.REVIEW, because, path) for kind in NodeKind]
    untouched = Affected("urn:n", NodeKind.ARTICLE, label, 1, Class.NOT_AFFECTED, because, path)
    return Impact(
        ChangeAsked("urn:c", ChangeKind.NEW), label, "国务院令第1号",
        (ArticleChange("第一条", None, Change.REMOVED), ArticleChange(label, more, Change.MOVED)),
        (*affected, untouched), (Candidate("urn:m", label, (words, more), words, (label, more)),),
    )  # fmt: skip


@given(SOME, SOME, SOME)
def test_tables_stay_tables_whatever_their_cells_hold(label: str, words: str, more: str) -> None:
    label, words, more = spaced(label), spaced(words), spaced(more)
    changes, *kinds, candidates = tables(impact_report.markdown(answer(label, words, more), Language.EN))
    assert changes == [["old article", "new article", "change"], ["第一条", "", "removed"], [label, more, "moved"]]
    row = [
        "review",
        label,
        "1",
        "the article it cites is gone",
        f"{label} cites {more}：“{words}” (a, characters 3-{3 + len(words)})\n"
        f"{label} is based on {more} (register, source (O) https://example.org/a_b*c|d)",
    ]
    assert kinds == [[["class", "what", "distance", "because", "path and words"], row]] * len(NodeKind)
    assert candidates == [
        ["measure", "subject words", "units", "text"],
        [label, f"{words}、{more}", f"{label}、{more}", words],
    ]


@given(SOME, WORDS, SOME)
def test_a_title_is_one_heading_and_tables_follow_headings(label: str, words: str, more: str) -> None:
    found = blocks(impact_report.markdown(answer(label, words, more), Language.ZH))
    assert found == ["h1", "p", "h2", "table", "h2", "ul", *["h2", "table"] * len(NodeKind), "p", "h2", "table"]


@given(SOME, SOME, SOME)
def test_a_page_shows_the_words_as_they_are(label: str, words: str, more: str) -> None:
    found = answer(label, words, more)
    page = impact_report.html(found, Language.ZH)
    assert_self_contained(page)
    shown = Page(page).words
    assert {label, words} <= set(shown)
    assert f"变动影响：{label}" in shown


def test_what_is_not_affected_is_counted_and_not_listed() -> None:
    found = answer("甲法", "《甲法》", "乙法")
    alone = replace(found, affected=found.affected[-1:], candidates=(), articles=())
    assert impact_report.markdown(alone, Language.EN).splitlines() == [
        "# Impact: 甲法",
        "",
        "new instrument（国务院令第1号）",
        "",
        "## Summary",
        "",
        "- **not affected**: articles 1",
        "",
        "1 more citations are not affected (see JSON or XLSX)",
    ]


def test_an_answer_of_nothing_says_so_in_both_languages() -> None:
    nothing = replace(answer("甲法", "《甲法》", "乙法"), affected=(), candidates=(), articles=())
    said = {Language.ZH: "图谱里没有受影响的对象", Language.EN: "nothing in the graph is affected"}
    for language, words in said.items():
        assert impact_report.markdown(nothing, language).splitlines()[6:] == [words]
        assert words in Page(impact_report.html(nothing, language)).words


# -- comparison


def versions(old: Iterable[str], new: Iterable[str]) -> VersionDiff:
    """Two versions of these articles, numbered from 1."""

    def articles(name: str, texts: Iterable[str]) -> list[Article]:
        return [Article(f"urn:{name}/{n}", f"第{n}条", text, n) for n, text in enumerate(texts, 1)]

    return VersionDiff("甲法（2010-01-01）", "甲法（2020-01-01）", compare(articles("old", old), articles("new", new)))


def sides(pieces: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The old and the new text of pieces that are kept, inserted (ins) or deleted (del)."""
    listed = list(pieces)
    return tuple("".join(text for tag, text in listed if tag != left_out) for left_out in ("ins", "del"))  # type: ignore[return-value]


def marked_in_markdown(text: str) -> list[tuple[str, str]]:
    """The paragraphs behind headings of the second rank, cut where a mark begins or ends."""
    tokens = MARKDOWN.parse(text)
    found: list[tuple[str, str]] = []
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open" and before.level == 0:
            tag = ""
            for child in token.children or ():
                opened = re.fullmatch(r"<(/?)(ins|del)>", child.content) if child.type == "html_inline" else None
                tag = "" if opened and opened[1] else opened[2] if opened else tag
                assert opened or child.type == "text", child
                found += [] if opened else [(tag, child.content)]
    return found


class Marked(Page):
    """The words of a page with the innermost tag they stand in."""

    def __init__(self, page: str) -> None:
        self.inside: list[str] = []
        self.pieces: list[tuple[str, str]] = []
        super().__init__(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if "section" in self.inside and self.inside[-1] in ("p", "ins", "del"):
            self.pieces.append((self.inside[-1], data))


OLD = "违反本法第五条规定的，责令恢复原状，处一千元以下罚款。{}"


@given(SOME, SOME)
def test_the_marks_of_a_comparison_lead_back_to_both_texts(old: str, new: str) -> None:
    compared = versions([OLD.format(old)], [OLD.format(new)])
    texts = OLD.format(old), OLD.format(new)
    if not compared.changed:  # they differ in spaces and punctuation alone
        return
    summary, *pieces = marked_in_markdown(diff_report.markdown(compared, Language.EN))
    assert summary == ("", "edited 1")
    assert tuple(map(spaced, sides(pieces))) == tuple(map(spaced, texts))
    page = diff_report.html(compared, Language.EN)
    assert_self_contained(page)
    assert sides(Marked(page).pieces) == texts


@given(SOME)
def test_an_article_that_is_new_or_gone_is_shown_whole(text: str) -> None:
    for compared, change in ((versions([], [text]), "added 1"), (versions([text], []), "removed 1")):
        summary, *pieces = marked_in_markdown(diff_report.markdown(compared, Language.EN))
        assert (summary[1], spaced("".join(words for _, words in pieces))) == (change, spaced(text))
        assert "".join(words for _, words in Marked(diff_report.html(compared, Language.EN)).pieces) == text


@pytest.mark.parametrize("write", [diff_report.markdown, diff_report.html])
def test_what_has_not_changed_is_counted_and_not_shown(write: Callable[[VersionDiff, Language], str]) -> None:
    said = write(versions(["甲乙丙。", "为了保护水井。"], ["甲乙丙。", "为了保护河流。"]), Language.ZH)
    assert ("未变 1 · 文字改变 1" in said, "甲乙丙" in said) == (True, False)


def test_inserted_and_deleted_words_are_marked_as_such() -> None:
    compared = versions(["每半年检测一次，并公布。"], ["每季度检测一次，并公布。"])
    assert diff_report.markdown(compared, Language.EN).splitlines() == [
        "# 甲法（2010-01-01） → 甲法（2020-01-01）",
        "",
        "edited 1",
        "",
        "## 第1条 (edited)",
        "",
        "每<del>半年</del><ins>季度</ins>检测一次，并公布。",
    ]
