"""Pages of things and of the vocabulary: names for everything, every text as text, nothing too long."""

import re
from html import unescape

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taizhang.graph.embedded import OxigraphStore
from taizhang.ontology.errors import Language
from taizhang.ontology.vocabulary import BASE, NS, iri
from taizhang.queries.resource import Incoming, Quote, Resource, read_resource
from taizhang.visualizations.foreign_terms import FOREIGN_TERMS
from taizhang.visualizations.linked import address_of, path_of, short
from taizhang.visualizations.resource_page import resource_page

EVIL = "</details><script>alert(1)</script><img src=x onerror=alert(2)>\" ' & \u202e"
ABOUT = NamedNode(f"{BASE}id/evil")


def seen(page: str) -> str:
    """What a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (f"{BASE}id/reg/a-1", "/id/reg/a-1"),
        (f"{BASE}id/reg/a-1#fact-1", "/id/reg/a-1#fact-1"),
        (f"{NS}Measure", "/ns#Measure"),
        (f"{BASE}ns", "/ns"),
        (f"{BASE}id/市/a?b=c", "/id/%E5%B8%82/a%3Fb=c"),
        (f"{BASE}id/%E5%B8%82", "/id/%E5%B8%82"),
        (f'{BASE}id/"><script>', "/id/%22%3E%3Cscript%3E"),
        (f"{BASE}other", ""),
        ("https://w3id.org/taizhang.evil/id/x", ""),
        ("http://www.w3.org/ns/oa#exact", ""),
    ],
)
def test_things_of_ours_have_a_path_here(name: str, path: str) -> None:
    assert path_of(name) == path


@pytest.mark.parametrize(
    ("name", "address"),
    [
        (f"{NS}Measure", "/ns?lang=en#Measure"),
        (f"{BASE}id/a", "/id/a?lang=en"),
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("urn:x:y", ""),
    ],
)
def test_only_web_addresses_lead_away(name: str, address: str) -> None:
    assert address_of(name, Language.EN) == address


def test_iris_are_shown_as_people_write_them() -> None:
    names = [iri("eli:cites"), f"{BASE}id/reg/a-1", "http://x/y"]
    assert [short(name) for name in names] == ["eli:cites", "reg/a-1", "http://x/y"]


def test_every_term_of_other_vocabularies_in_the_graph_has_a_name(store: OxigraphStore) -> None:
    used = {triple.predicate.value for triple in store.triples(None)}
    used |= {t.object.value for t in store.triples(None) if t.predicate.value == iri("rdf:type")}  # type: ignore[union-attr]
    assert {name for name in used if not name.startswith(NS)} - set(FOREIGN_TERMS) == set()
    assert [name for name, text in FOREIGN_TERMS.items() if not (text.zh and text.en)] == []


@pytest.mark.parametrize("language", list(Language))
def test_whatever_the_graph_holds_is_shown_as_text(language: Language) -> None:
    label = NamedNode(iri("rdfs:label"))
    evil = NamedNode("http://x/evil")
    found = Resource(
        ABOUT.value,
        (
            Triple(ABOUT, label, Literal(EVIL)),
            Triple(ABOUT, evil, Literal(EVIL, language="zh")),
            Triple(ABOUT, evil, Literal(EVIL, datatype=NamedNode("http://x/type"))),
            Triple(ABOUT, evil, NamedNode("javascript:alert(3)")),
            Triple(ABOUT, evil, BlankNode("b")),
            Triple(ABOUT, evil, Triple(ABOUT, label, Literal(EVIL))),
        ),
        (Incoming(evil, (NamedNode("http://x/y"), BlankNode("c")), 2000),),
        (Triple(BlankNode("b"), evil, Literal(EVIL)), Triple(BlankNode("b"), evil, BlankNode("b"))),
        quotes=(Quote("http://x/source", EVIL, EVIL, EVIL, EVIL, EVIL),),
        names={ABOUT.value: (Triple(ABOUT, label, Literal(EVIL)),), evil.value: (Triple(evil, label, Literal(EVIL)),)},
        counted=False,
    )
    page = resource_page(found, language)
    assert re.findall(r"<(?:script|img)", page) == []
    assert 'href="javascript:' not in page
    assert 'onerror=alert(2)>"' in unescape(page)


def test_a_long_text_is_folded_and_a_very_long_one_cut() -> None:
    text = Triple(ABOUT, NamedNode(iri("cnt:chars")), Literal("长" * 30_000))
    page = resource_page(Resource(ABOUT.value, (text,), (), ()), Language.EN)
    assert '<details class="long">' in page
    assert "10000 more characters in the Turtle" in seen(page)
    assert len(page) < 30_000


def test_many_values_are_folded_and_very_many_counted() -> None:
    values = [Triple(ABOUT, NamedNode(iri("dcterms:source")), NamedNode(f"http://x/{n}")) for n in range(1000)]
    page = resource_page(Resource(ABOUT.value, tuple(values), (), ()), Language.EN)
    assert (page.count('href="http://x/'), "170 others" in seen(page), "and 800 more" in seen(page)) == (
        200,
        True,
        True,
    )


def test_things_are_in_the_order_of_their_numbers(store: OxigraphStore) -> None:
    found = read_resource(store, f"{BASE}id/unit/410100/dashujuju")
    assert found
    page = resource_page(found, Language.ZH)
    numbers = [int(n) for n in re.findall(r">(\d+)\. ", page)]
    assert len(numbers) > 2
    assert numbers == sorted(numbers)


def test_a_thing_without_a_name_is_called_by_its_kind_and_its_words(store: OxigraphStore) -> None:
    found = read_resource(store, f"{BASE}id/ledger/zhengzhou-2024/measure/70/assignment/1")
    assert found
    assert '<h1 class="thing">责任 “市司法局”</h1>' in resource_page(found, Language.ZH)
    assert '<h1 class="thing">assignment “市司法局”</h1>' in resource_page(found, Language.EN)
