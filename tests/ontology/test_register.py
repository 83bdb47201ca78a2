import pytest

from taizhang.ontology.files import REGULATIONS, UNITS, load
from taizhang.ontology.iris import Iris, slug
from taizhang.ontology.register import Register

REGISTER = Register(load(UNITS), load(REGULATIONS))
BASE = "https://w3id.org/taizhang/id/"


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("郑州市提升行政执法质量三年行动工作台账", "410100"),
        ("河南省郑州市工作台账", "410100"),
        ("河南省工作台账", "410000"),
        ("郑州市金水区工作台账", "410105"),
        ("南充市工作台账", None),
    ],
)
def test_a_title_tells_the_place(title: str, place: str | None) -> None:
    assert REGISTER.place_of(title) == place


@pytest.mark.parametrize(
    ("title", "number", "place", "expected"),
    [
        ("河南省行政执法证件管理办法", "省政府令第180号", "410100", ("reg/henan-order-180", True)),
        ("河南省行政执法证件管理办法", "河南省人民政府令第180号", None, ("reg/henan-order-180", True)),
        ("河南省行政执法证件管理办法", None, "410100", ("reg/henan-order-180", True)),
        ("郑州市行政执法投诉受理办法", "市政府令第192号", "410100", ("reg/zhengzhou-order-192", True)),
        ("任意标题", "国办发〔2022〕27号", None, ("reg/guobanfa-2022-27", True)),
        ("任意标题", "国办发〔2023〕27号", None, ("reg/guobanfa-2023-27", True)),
        ("行政执法监督条例", "国务院令第825号", None, ("reg/guowuyuan-order-825", True)),
        ("中华人民共和国行政处罚法", None, None, ("law/xingzhengchufafa", True)),
        ("《行政处罚法》", None, None, ("law/xingzhengchufafa", True)),
        ("某市办法", "省政府令第180号", "330100", ("reg/330000-order-180", False)),
        ("某市办法", "省政府令第180号", None, ("reg/shengzhengfu-order-180-moushibanfa", False)),
        ("甲意见", "豫法政办〔2024〕7号", "410100", ("reg/yufazhengban-2024-7", False)),
        ("从未见过的办法", None, "410100", ("law/congweijianguodebanfa", False)),
    ],
)
def test_a_mention_finds_its_instrument(
    title: str, number: str | None, place: str | None, expected: tuple[str, bool]
) -> None:
    found = REGISTER.instrument(title, number, place)
    assert (found.iri.removeprefix(BASE), found.known) == expected


def test_a_title_that_two_instruments_bear_is_ambiguous_and_keeps_both() -> None:
    found = REGISTER.instrument("郑州市行政执法投诉受理办法", None, "410100")
    assert (found.known, len(found.candidates)) == (False, 2)


def test_units_are_known_by_any_of_their_names_within_their_place() -> None:
    assert REGISTER.unit("市大数据局", "410100") == REGISTER.unit("郑州市大数据管理局", "410100")
    assert REGISTER.knows_unit("市司法局", "410100")
    assert not REGISTER.knows_unit("市司法局", "330100")


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("市司法局", "410100", "unit/410100/sifaju"),
        ("市市场监管局", "410100", "unit/410100/shichangjianguanju"),
        ("省司法厅", "410000", "unit/410000/sifating"),
        ("区县（市）政府", "410100", "unit/410100/quxian-shi-zhengfu"),
        ("市司法局", "of/plan", "unit/of/plan/shisifaju"),
        ("市场监管总局", "100000", "unit/100000/shichangjianguanzongju"),
    ],
)
def test_units_get_readable_iris(name: str, place: str, expected: str) -> None:
    assert Iris().unit(place, name) == BASE + expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("郑州2024", "zhengzhou2024"),
        ("zhengzhou-2024", "zhengzhou-2024"),
        ("台账 (终稿)", "taizhang-zhonggao"),
        ("★", "x2605"),
    ],
)
def test_slugs_are_ascii_and_never_empty(text: str, expected: str) -> None:
    assert slug(text) == expected
