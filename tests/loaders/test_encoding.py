import pytest

from taizhang.loaders.encoding import decode
from taizhang.ontology.errors import InputError

TEXT = "项目\t责任单位\r\n1. 开展检查（“三项制度”）。\t市司法局\r\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_encodings_of_chinese_offices_are_read(encoding: str, name: str) -> None:
    assert decode(TEXT.encode(encoding), "f.txt") == (TEXT, name)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "f.txt:0: the file is empty"),
        (b" \r\n\t\n", "f.txt:0: the file is empty"),
        ("　\n".encode(), "f.txt:0: the file holds no words"),
        ("一\n二\n\x00三".encode(), "f.txt:3: this is a binary file, not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfd", "f.txt:3: this is a binary file, not text"),
        (b"PK\x03\x04\x14\x00", "f.txt:1: this is a binary file, not text"),
        ("好\n".encode() + b"\xff\xff\xff", "f.txt:2: neither UTF-8, UTF-16 nor GBK text"),
    ],
)
def test_what_is_not_text_is_refused_with_its_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "f.txt")
    assert str(caught.value) == message
