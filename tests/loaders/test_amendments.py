"""Amending texts say which articles they change; every other text only talks about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.loaders.amendments import read_amendments

ONE = "关于修改《水井管理条例》的决定"
MANY = "青河省人民代表大会常务委员会关于修改部分地方性法规的决定"

Read = tuple[str, str, str | None, str | None, str]


def read(title: str, text: str) -> list[Read]:
    """What is read, with the words it was read from."""
    return [
        (a.title, a.action.value, a.old, a.new, text[a.span.start : a.span.end])
        for a in read_amendments(text, title, 0)
    ]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (ONE, "一、将第三条修改为：“水井由村民委员会管理。”", [("水井管理条例", "edited", "第三条", None, "第三条修改为")]),
        (ONE, "二、第五条第二款中的“水利局”修改为“水务局”。", [("水井管理条例", "edited", "第五条", None, "第五条第二款中的")]),
        (ONE, "三、增加一条，作为第七条：“第八条修改为”", [("水井管理条例", "added", None, "第七条", "增加一条，作为第七条")]),
        (ONE, "四、删去第九条。", [("水井管理条例", "removed", "第九条", None, "删去第九条")]),
        (ONE, "五、删去第九条第一款中的“市”。", [("水井管理条例", "edited", "第九条", None, "第九条第一款中的")]),
        (ONE, "六、将第十条改为第十一条。", [("水井管理条例", "renumbered", "第十条", "第十一条", "第十条改为第十一条")]),
        (ONE, "七、将第二条修改为第六条：\n“第六条 新的文字。”", [("水井管理条例", "edited", "第二条", "第六条", "第二条修改为第六条")]),
        ("中华人民共和国水井法修正案（二）", "一、在水井法第八条后增加一条，作为第八条之一：“……”",
         [("中华人民共和国水井法", "added", None, "第八条之一", "增加一条，作为第八条之一")]),
        (MANY, "一、对《甲条例》作如下修改\n将第一条修改为：“……”\n二、修改《乙条例》\n删去第二条。",
         [("甲条例", "edited", "第一条", None, "第一条修改为"), ("乙条例", "removed", "第二条", None, "删去第二条")]),
        (ONE, "根据《甲法》第三条的规定，将第四条修改为：“……”", [("水井管理条例", "edited", "第四条", None, "第四条修改为")]),
        # the new wording is no instruction
        (ONE, "一、将第三条修改为：\n“第三条 本条例第五条修改为准。\n第四条 删去第六条。”", [("水井管理条例", "edited", "第三条", None, "第三条修改为")]),
        # other texts talk about amendment
        ("水井管理条例", "将第三条修改为：“……”", []),
        ("关于修改后的水井法适用问题的解释", "第三条修改为", []),
        (MANY, "将第三条修改为：“……”", []),
    ],
)  # fmt: skip
def test_instructions(title: str, text: str, expected: list[Read]) -> None:
    assert read(title, text) == expected


@given(st.text(alphabet="第一二三条款修改为增加删去作《》“”：，。\n", max_size=200))
def test_any_text_is_read_without_an_error_and_spans_lie_inside(text: str) -> None:
    assert all(0 <= a.span.start < a.span.end <= len(text) for a in read_amendments(text, ONE, 0))
