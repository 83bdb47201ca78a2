"""Which names mean an organ of the country's own, and where."""

import pytest

from taizhang.ontology.files import NATIONAL, REGULATIONS, UNITS, divisions, lines_of, load
from taizhang.ontology.organs import COUNTRY, Organs
from taizhang.ontology.register import Register

REGISTER = Register(load(UNITS), load(REGULATIONS), divisions(), lines_of(NATIONAL))


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("财政部", "410100", ("财政部", COUNTRY)),
        ("财政部", None, ("财政部", COUNTRY)),
        ("国家发展和改革委员会", "410100", ("国家发展改革委", COUNTRY)),
        ("发展改革委", COUNTRY, ("国家发展改革委", COUNTRY)),
        ("发展改革委", "410100", ("发展改革委", "410100")),
        ("发展改革委", None, ("发展改革委", None)),
        ("市发展改革委", "410100", ("市发展改革委", "410100")),
        ("人民银行西安分行", COUNTRY, ("人民银行西安分行", COUNTRY)),
        ("国家税务总局郑州市税务局", "410100", ("国家税务总局郑州市税务局", "410100")),
    ],
)
def test_a_name_means_the_countrys_organ_where_it_can_mean_no_other(
    name: str, place: str | None, expected: tuple[str, str | None]
) -> None:
    assert REGISTER.seated(name, place) == expected


def test_no_name_of_the_list_means_two_organs() -> None:
    names = [name for line in lines_of(NATIONAL) for name in line.replace("|", " ").split()]
    assert sorted(set(names)) == sorted(names)


def test_an_office_names_the_country_only_by_itself() -> None:
    words = ("国务院办公厅", "国务院办公厅关于支持河南省的意见", "国家税务总局郑州市税务局", "司法部", "市司法局")
    assert [REGISTER.place_or_division(one) for one in words] == [COUNTRY, "410000", "410100", COUNTRY, None]


def test_lines_give_the_first_name_for_all() -> None:
    organs = Organs(["国家发展改革委 国家发改委 | 发改委", "司法部"])
    asked = [("国家发改委", "410100"), ("发改委", "410100"), ("发改委", COUNTRY), ("司法部", None), ("水利部", None)]
    assert [organs.named(*one) for one in asked] == ["国家发展改革委", None, "国家发展改革委", "司法部", None]
