"""Places inside an instrument: 第三十条第二款第（三）项, lists, ranges, and the numbers they are made of."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from taizhang.graph.model import Pinpoint
from taizhang.loaders.pinpoints import Run, article_key, article_label, chinese, places, run_at, shifted

Place = tuple[str | None, int | None, int | None]


def told(found: tuple[Pinpoint, ...]) -> list[Place]:
    return [(place.article, place.paragraph, place.item) for place in found]


def articles(*labels: str) -> list[Place]:
    return [(label, None, None) for label in labels]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", []),
        ("甲乙丙", []),
        ("第三章", []),
        ("第三条", articles("第三条")),
        ("第 34 条", articles("第三十四条")),
        ("第３４条", articles("第三十四条")),
        ("第一百二十条之一", articles("第一百二十条之一")),
        ("第三条、第五条和第七条", articles("第三条", "第五条", "第七条")),
        ("第三条第五条", articles("第三条", "第五条")),
        ("第三条、第三条", articles("第三条")),
        ("第二、三条", articles("第二条", "第三条")),
        ("第二、第三条以及第五条", articles("第二条", "第三条", "第五条")),
        ("第九条至第十一条", articles("第九条", "第十条", "第十一条")),
        ("第九条－第十一条", articles("第九条", "第十条", "第十一条")),
        ("第九至十一条", articles("第九条", "第十条", "第十一条")),
        ("第十条至第十一条、第二十条", articles("第十条", "第十一条", "第二十条")),
        ("第十一条至第九条", articles("第十一条", "第九条")),
        ("第一条至第九百条", articles("第一条", "第九百条")),
        ("第三条第二款", [("第三条", 2, None)]),
        ("第三条第二款、第三款", [("第三条", 2, None), ("第三条", 3, None)]),
        ("第三条第一款至第三款", [("第三条", 1, None), ("第三条", 2, None), ("第三条", 3, None)]),
        ("第三条第一、三款", [("第三条", 1, None), ("第三条", 3, None)]),
        ("第三条第二款、第五条", [("第三条", 2, None), ("第五条", None, None)]),
        ("第三条第二款至第五条", [("第三条", 2, None), *articles("第四条", "第五条")]),
        ("第三条第（三）项", [("第三条", None, 3)]),
        ("第三条第三项", [("第三条", None, 3)]),
        ("第三条第(三)项", [("第三条", None, 3)]),
        ("第三条第二款第（三）项", [("第三条", 2, 3)]),
        ("第三条第二款第（三）项、第（五）项", [("第三条", 2, 3), ("第三条", 2, 5)]),
        ("第三条第（一）、（二）项", [("第三条", None, 1), ("第三条", None, 2)]),
        ("第三条（一）、（二）项", [("第三条", None, 1), ("第三条", None, 2)]),
        ("第三条第一项至第三项", [("第三条", None, 1), ("第三条", None, 2), ("第三条", None, 3)]),
        ("第三条第二款第三至五项", [("第三条", 2, 3), ("第三条", 2, 4), ("第三条", 2, 5)]),
        ("第三条第二款第一项第三目", [("第三条", 2, 1)]),
        ("第三条第二款、第五条第一项", [("第三条", 2, None), ("第五条", None, 1)]),
        ("第二款", [(None, 2, None)]),
        ("第三条第十百款", [("第三条", None, None)]),
    ],
)
def test_places(words: str, expected: list[Place]) -> None:
    assert told(places(words)) == expected


def test_paragraphs_hang_on_the_article_that_is_spoken_of() -> None:
    assert told(places("第二款第一项、第三款", "第九条")) == [("第九条", 2, 1), ("第九条", 3, None)]


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("依照第三条、第五条处罚", 2, "第三条、第五条"),
        ("依照第三条、第五条处罚", 3, None),
        ("第三条、 第五条", 0, "第三条、 第五条"),
        ("第三条、\n第五条", 0, "第三条、\n第五条"),
        ("第三条\n第五条", 0, "第三条"),
        ("第三条，第五章", 0, "第三条"),
        ("第三条之规定", 0, "第三条"),
        ("第三条第一项目", 0, "第三条"),
        ("第1234567890条", 0, None),
        ("", 0, None),
    ],
)
def test_where_a_run_of_places_ends(text: str, position: int, words: str | None) -> None:
    found = run_at(text, position)
    assert found == (Run(places(words), position, position + len(words)) if words else None)


@pytest.mark.parametrize(
    ("words", "label", "key"),
    [
        ("第三十四条", "第三十四条", "34"),
        ("第34条", "第三十四条", "34"),
        (" 第 34 条 ", "第三十四条", "34"),
        ("第三四条", "第三十四条", "34"),
        ("第一〇八条", "第一百零八条", "108"),
        ("第一百○八条", "第一百零八条", "108"),
        ("第一百二十条之一", "第一百二十条之一", "120-1"),
        ("第120条之1", "第一百二十条之一", "120-1"),
        ("第一十条", "第十条", "10"),
        ("第十百条", "第十百条", "第十百条"),
        ("附件 1", "附件1", "附件1"),
        ("", "", ""),
    ],
)
def test_an_article_has_one_label_and_one_key(words: str, label: str, key: str) -> None:
    assert (article_label(words), article_key(label)) == (label, key)


@pytest.mark.parametrize(
    ("label", "by", "expected"),
    [
        ("第三条", -1, "第二条"),
        ("第三条", 8, "第十一条"),
        ("第一条", -1, None),
        ("第一百二十条之一", -1, "第一百一十九条"),
        ("附件1", -1, None),
    ],
)
def test_the_article_before(label: str, by: int, expected: str | None) -> None:
    assert shifted(label, by) == expected


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"), (1260, "一千二百六十")],
)  # fmt: skip
def test_numbers_as_laws_print_them(number: int, words: str) -> None:
    assert chinese(number) == words


NUMBERS = st.integers(1, 1300)
PLACES = st.builds(
    Pinpoint,
    article=st.builds(lambda n, sub: f"第{chinese(n)}条" + (f"之{chinese(sub)}" if sub else ""), NUMBERS, st.integers(0, 9)),
    paragraph=st.none() | st.integers(1, 12),
    item=st.none() | st.integers(1, 30),
)  # fmt: skip


def written(found: list[Pinpoint], brackets: str) -> str:
    """Places as laws write them, each in full."""
    return "、".join(
        f"{place.article}"
        + (f"第{chinese(place.paragraph)}款" if place.paragraph else "")
        + (f"第{brackets[:1]}{chinese(place.item)}{brackets[1:]}项" if place.item else "")
        for place in found
    )


@settings(deadline=None)
@given(found=st.lists(PLACES, min_size=1, max_size=12, unique=True), brackets=st.sampled_from(["", "（）", "()"]))
@example(found=[Pinpoint("第三条"), Pinpoint("第三条", 1)], brackets="")
def test_what_is_written_out_is_read_back(found: list[Pinpoint], brackets: str) -> None:
    words = written(found, brackets)
    assert places(words) == tuple(found)
    assert run_at(f"依照{words}处罚", 2) == Run(tuple(found), 2, 2 + len(words))


@settings(deadline=None)
@given(number=st.integers(1, 9999))
def test_every_number_is_read_back(number: int) -> None:
    label = f"第{chinese(number)}条"
    assert article_label(f"第{number}条") == article_label(label) == label
    assert article_key(label) == str(number)
    assert shifted(label, 1) == f"第{chinese(number + 1)}条"


ANY = st.text() | st.text(alphabet="第条款项目之至、和（）()一二十百千零〇○0９ \n", max_size=40)


@settings(deadline=None)
@given(text=ANY, position=st.integers(0, 40))
def test_nothing_is_too_strange_to_be_read(text: str, position: int) -> None:
    found = run_at(text, position)
    assert found is None or position == found.start < found.end <= len(text)
    assert len(set(places(text))) == len(places(text))
    assert article_label(article_label(text)) == article_label(text)
    assert isinstance(article_key(text), str)
