"""A server that is running answers from the newest load."""

from pathlib import Path

from taizhang.api.graph_holder import GraphHolder
from taizhang.loaders import ingest


def test_a_load_is_seen_by_the_next_request_and_not_by_one_under_way(tmp_path: Path) -> None:
    source, store = tmp_path / "a.txt", tmp_path / "store"
    source.write_text("工作内容\t责任单位\n1. 检查。\t市财政局\n", encoding="utf-8")
    ingest.load([source], store)
    holder = GraphHolder(store)
    under_way = holder.store()
    assert [m.text for m in holder.ledger().measures] == ["检查。"]
    source.write_text("工作内容\t责任单位\n1. 通报。\t市财政局\n", encoding="utf-8")
    ingest.load([source], store)
    assert (holder.ledger().measures[0].text, holder.names()) == ("通报。", ["a"])
    assert '"检查。"' in "\n".join(under_way.lines())
