"""Every IRI of ours is an address that answers: in each format the same, in both languages, whatever is asked."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urljoin

import httpx
import pytest
from pyoxigraph import NamedNode
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from taizhang.graph.embedded import OxigraphStore
from taizhang.ontology.files import VOCABULARY, load
from taizhang.ontology.vocabulary import BASE, NS
from taizhang.queries.described import DESCRIPTION_PREFIXES
from tests.api.test_http import assert_problem
from tests.serving import TOKEN, Served, serving

THING = "/id/reg/guobanfa-2022-27"
FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DOCUMENTS = (THING, "/ns", "/.well-known/void", "/.well-known/sparql-examples")
VOID, FOAF = (Namespace(DESCRIPTION_PREFIXES[prefix]) for prefix in ("void", "foaf"))


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    """A client of the server that keeps its connection."""
    with httpx.Client(base_url=server, timeout=60) as found:
        yield found


def rdf(response: httpx.Response) -> Graph:
    """An answer as another library reads it."""
    assert response.status_code == 200, response.text
    kind = response.headers["content-type"].partition(";")[0]
    return Graph().parse(data=response.content, format=FORMATS[kind])


def get(client: httpx.Client, path: str, accept: str = "text/turtle") -> Graph:
    """A document as RDF."""
    return rdf(client.get(path, headers={"accept": accept}))


def triples(graph: Graph) -> set[tuple[Node, Node, Node]]:
    """What stands in a graph."""
    return set(graph)


# -- what there is


def test_every_thing_of_the_graph_answers_at_its_iri(client: httpx.Client, store: OxigraphStore) -> None:
    things = set()
    for triple in store.triples(None):
        terms = (triple.subject, triple.object)
        things |= {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(f"{BASE}id/")}
    fragments = [thing for thing in things if "#" in thing]
    plain = sorted(things - set(fragments))
    assert len(plain) > 3000
    for thing in [*plain[::13], *sorted(fragments)[::13]]:
        found = get(client, thing.removeprefix(BASE.rstrip("/")))
        about = URIRef(thing)
        assert (about, None, None) in found or (None, None, about) in found, thing


def test_the_description_is_what_the_graph_says(client: httpx.Client, store: OxigraphStore) -> None:
    about = NamedNode(f"{BASE}{THING[1:]}")
    said = {(t.predicate.value, t.object.value) for t in store.triples(None) if t.subject == about}  # type: ignore[union-attr]
    pointing = {(t.subject.value, t.predicate.value) for t in store.triples(None) if t.object == about}  # type: ignore[union-attr]
    found = get(client, THING)
    assert {(str(name), str(value)) for name, value in found.predicate_objects(URIRef(about.value))} == said
    incoming = {(str(subject), str(name)) for subject, name in found.subject_predicates(URIRef(about.value))}
    assert {pair for pair in incoming if pair[1] != str(FOAF.primaryTopic)} == pointing
    label = URIRef("http://data.europa.eu/eli/ontology#title")
    assert (URIRef(about.value), label, None) in found


def test_the_words_that_prove_a_thing_come_with_it(client: httpx.Client) -> None:
    found = get(client, "/id/ledger/zhengzhou-2024/measure/70/citation/1")
    exact = [str(one) for one in found.objects(None, URIRef("http://www.w3.org/ns/oa#exact"))]
    assert exact == ["《郑州市行政执法投诉受理办法》（市政府令第192号）"]
    page = client.get("/id/ledger/zhengzhou-2024/measure/70/citation/1", headers={"accept": BROWSER}).text
    assert f'<mark class="k-citation">{exact[0]}</mark>' in page


def test_the_sources_of_single_statements_come_with_it(client: httpx.Client) -> None:
    found = get(client, THING)
    assert (URIRef(f"{BASE}{THING[1:]}#fact-1"), URIRef("http://purl.org/dc/terms/source"), None) in found
    assert '<div id="fact-1">' in client.get(f"{THING}.html").text


def test_what_too_many_things_point_at_says_how_many(client: httpx.Client, store: OxigraphStore) -> None:
    path = "/id/document/zhengzhou-2024"
    about, source = URIRef(f"{BASE}{path[1:]}"), URIRef("http://www.w3.org/ns/oa#hasSource")
    total = sum(1 for t in store.triples(None) if t.predicate.value == str(source))
    found = get(client, path)
    assert len(list(found.subjects(source, about))) == 100
    comments = [str(one) for one in found.objects(None, URIRef("http://www.w3.org/2000/01/rdf-schema#comment"))]
    assert f"oa:hasSource: 100 of {total} statements are given" in comments
    assert f"and {total - 100} more" in client.get(path, params={"lang": "en"}, headers={"accept": "text/html"}).text


def test_what_is_printed_only_is_there_too(client: httpx.Client) -> None:
    path = "/id/ledger/zhengzhou-2024/measure/60/printed"
    assert (None, None, URIRef(f"{BASE}{path[1:]}")) in get(client, path)
    assert "印面读法" in client.get(path, params={"lang": "zh"}, headers={"accept": "text/html"}).text


def test_a_named_graph_says_how_it_can_be_had(client: httpx.Client) -> None:
    found = get(client, "/id/graph/links")
    (dump,) = found.objects(URIRef(f"{BASE}id/graph/links"), VOID.dataDump)
    assert len(rdf(client.get(str(dump), headers={"accept": "text/turtle"}))) > 0


def test_the_document_says_what_it_is_about(client: httpx.Client, server: str) -> None:
    found = get(client, THING)
    assert (URIRef(f"{server}{THING}"), FOAF.primaryTopic, URIRef(f"{BASE}{THING[1:]}")) in found
    assert (URIRef(f"{server}{THING}"), VOID.inDataset, URIRef(f"{server}/.well-known/void#dataset")) in found


# -- formats


@pytest.mark.parametrize("path", [*DOCUMENTS, "/id/ledger/zhengzhou-2024/measure/60", "/id/unit/410100/sifaju"])
def test_every_format_says_the_same(path: str, client: httpx.Client) -> None:
    found = [triples(get(client, path, accept)) for accept in FORMATS]
    assert len(found[0]) > 5
    assert all(other == found[0] for other in found)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html;q=0.5, text/turtle", "text/turtle; charset=utf-8"),
        ("application/*;q=0.9, text/*;q=0.1", "application/n-triples"),
        ("image/png, application/ld+json;q=0.2", "application/ld+json"),
    ],
)
@pytest.mark.parametrize("path", [THING, "/ns"])
def test_the_client_chooses_the_format(path: str, accept: str, expected: str, client: httpx.Client) -> None:
    response = client.get(path, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, expected)
    assert "Accept" in [name.strip() for name in response.headers["vary"].split(",")]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_cannot_be_written_so_is_not_acceptable(path: str, client: httpx.Client) -> None:
    assert "text/turtle" in assert_problem(client.get(path, headers={"accept": "image/png"}), 406)


@pytest.mark.parametrize("path", [THING, "/ns"])
@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (".html", "text/html; charset=utf-8"),
        (".ttl", "text/turtle; charset=utf-8"),
        (".jsonld", "application/ld+json"),
        (".nt", "application/n-triples"),
        (".rdf", "application/rdf+xml"),
    ],
)
def test_a_suffix_chooses_it_too(path: str, suffix: str, expected: str, client: httpx.Client) -> None:
    response = client.get(path + suffix, headers={"accept": "image/png"})
    assert (response.status_code, response.headers["content-type"]) == (200, expected)
    if suffix != ".html":
        assert triples(rdf(response)) == triples(get(client, path))


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json"])
def test_head_is_get_without_the_body(path: str, accept: str, client: httpx.Client) -> None:
    got, head = (client.request(method, path, headers={"accept": accept}) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    same = ("content-type", "vary", "etag", "cache-control")
    assert [head.headers.get(name) for name in same] == [got.headers.get(name) for name in same]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_who_has_it_already_is_told_so(path: str, client: httpx.Client) -> None:
    turtle = client.get(path, headers={"accept": "text/turtle"}).headers["etag"]
    again = client.get(path, headers={"accept": "text/turtle", "if-none-match": f'"x", {turtle}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", turtle)
    other = client.get(path, headers={"accept": "application/ld+json", "if-none-match": turtle})
    assert other.status_code == 200


# -- what is not there, and what is no address


@pytest.mark.parametrize(
    "path",
    [
        "/id/nope",
        "/id/",
        "/id/reg/nope.ttl",
        "/ns.exe",
        "/nsx",
        "/id/%22%3E%20%7D%20UNION%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20%23",
        "/id/x%3E%20%3Fp%20%3Fo%20.%20SERVICE%20%3Chttp://127.0.0.1:9/%3E%20%7B%20%7D%20%23",
        "/id/a'b\\\\c",
        "/id/%00",
        "/id/%0a%0d",
        "/id/%ff%fe",
        "/id/%zz",
        "/id/" + quote("市司法局"),
        "/id/%2e%2e/%2e%2e/etc/passwd",
        "/id/reg/..%2fguobanfa-2022-27",
        "/id/" + "a/" * 5000,
        "/id/" + "%E5%B8%82" * 3000,
        "/id/" + "\N{RIGHT-TO-LEFT OVERRIDE}<script>",
    ],
)
@pytest.mark.parametrize("accept", ["text/turtle", BROWSER])
def test_what_is_not_in_the_graph_is_not_found(path: str, accept: str, client: httpx.Client) -> None:
    said = assert_problem(client.get(path, headers={"accept": accept, "accept-language": "en"}), 404)
    assert len(said) < 400


def test_the_address_is_taken_as_it_is_spelled(client: httpx.Client) -> None:
    for path in (THING, "/id/reg/%67uobanfa-2022-27"):
        assert client.get(path, headers={"accept": "text/turtle"}).status_code == 200
    assert client.get(f"{THING}?x=1&lang=en", headers={"accept": "text/turtle"}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nobody_writes_here(method: str, client: httpx.Client) -> None:
    assert_problem(client.request(method, THING), 405)


# -- the vocabulary


def test_the_vocabulary_is_the_ontology(client: httpx.Client) -> None:
    found = get(client, "/ns")
    assert {(str(s), str(p), str(o)) for s, p, o in found} == {
        (t.subject.value, t.predicate.value, t.object.value)  # type: ignore[union-attr]
        for t in load(VOCABULARY)
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_has_its_place_on_the_page_in_both_languages(language: str, client: httpx.Client) -> None:
    page = client.get("/ns", params={"lang": language}, headers={"accept": BROWSER}).text
    terms = {t.subject.value.removeprefix(NS) for t in load(VOCABULARY) if t.subject.value.startswith(NS)}  # type: ignore[union-attr]
    anchors = re.findall(r' id="([^"]+)"', page)
    assert terms - set(anchors) == set()
    assert len(set(anchors)) == len(anchors)
    seen = unescape(re.sub(r"<[^>]+>", "", page))
    for triple in load(VOCABULARY):
        if triple.predicate.value.endswith(("#label", "#comment", "#prefLabel")):
            assert triple.object.value in seen  # type: ignore[union-attr]


# -- pages


@pytest.mark.parametrize(
    "path",
    [
        THING,
        "/ns",
        "/id/ledger/zhengzhou-2024",
        "/id/ledger/zhengzhou-2024/measure/60",
        "/id/unit/410100/gekaifaquguanweihui",
        "/id/graph/printed/zhengzhou-2024",
        "/id/agent/taizhang-0.1.0",
    ],
)
def test_every_link_of_a_page_leads_somewhere(path: str, client: httpx.Client) -> None:
    page = client.get(path, params={"lang": "en"}, headers={"accept": BROWSER}).text
    links = {unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]+)"', page)}
    here = {urljoin(path, link) for link in links if not link.startswith("http")}
    assert here
    pages: dict[str, str] = {}
    for link in sorted(here)[:80]:
        address, _, fragment = link.partition("#")
        if address not in pages:
            response = client.get(address, headers={"accept": BROWSER}, follow_redirects=True)
            assert response.status_code == 200, link
            pages[address] = response.text
        if fragment and address.startswith(("/ns", "/id")):
            assert f' id="{fragment}"' in pages[address], link


@pytest.mark.parametrize("path", [THING, "/ns"])
def test_pages_load_nothing_from_elsewhere_and_run_nothing(path: str, client: httpx.Client) -> None:
    response = client.get(path, headers={"accept": BROWSER})
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe-inline" not in response.headers["content-security-policy"]
    assert re.findall(r"<(?:script|style|iframe|object|base)|\son\w+=|\sstyle=", response.text) == []
    assert re.findall(r'(?:src|action)="https?:|<link[^>]+href="https?:', response.text) == []
    for link in re.findall(r'<a [^>]*href="https?:[^>]+>', response.text):
        assert 'rel="noopener noreferrer external"' in link


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ["文号", "陈述", "法规文件"]), ("en", ["Statements", "local number"])]
)
def test_pages_speak_both_languages(language: str, words: list[str], client: httpx.Client) -> None:
    by_header = client.get(THING, headers={"accept": BROWSER, "accept-language": language})
    by_address = client.get(THING, params={"lang": language}, headers={"accept": BROWSER})
    assert "Accept-Language" in by_header.headers["vary"]
    for page in (by_header.text, by_address.text):
        assert [word for word in words if word not in page] == []


# -- data that came from anywhere


ODD = f"""
@prefix : <{BASE}id/odd/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:thing rdfs:label "<script>alert(1)</script>"@zh, "'\\" onload=alert(2)" ;
  rdfs:seeAlso _:somebody, <javascript:alert(3)>, <http://x/?a=1&b=%22>, <urn:x:y>, :市司法局, <{BASE}id/odd/a?b=c> ;
  rdfs:comment "{"长" * 30_000}" .
_:somebody rdfs:label "无名" ; rdfs:seeAlso _:other . _:other rdfs:seeAlso :thing .
:thing.ttl rdfs:label "its name ends so" .
<{BASE}id/odd/%E5%B8%82> rdfs:label "percent" .
:市 rdfs:label "decoded" .
<{BASE}id/odd/thing#part> rdfs:label "a part" ; rdfs:member :thing .
:numbered <http://x/1> 1 . :controlled rdfs:comment "a\\u0001b" .
""".encode()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory, store_path: object) -> Iterator[Served]:
    """A server that was given odd data."""
    from taizhang.loaders import ingest  # noqa: PLC0415 - only this fixture loads

    path = tmp_path_factory.mktemp("odd") / "store"
    ingest.load(ingest.default_paths(), path)
    with serving(path, TOKEN=TOKEN) as served:
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "text/turtle"}
        assert httpx.post(f"{served.address}/graphs?default", content=ODD, headers=headers).status_code in (
            200,
            201,
            204,
        )
        yield served


def test_odd_data_are_described_and_shown_as_text(odd: Served) -> None:
    with httpx.Client(base_url=odd.address) as client:
        page = client.get("/id/odd/thing", headers={"accept": BROWSER})
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert 'href="javascript:' not in page.text
        assert "无名" in page.text
        for accept in ("text/turtle", "application/ld+json", "application/n-triples"):
            assert len(get(client, "/id/odd/thing", accept)) >= 12
        assert (URIRef(f"{BASE}id/odd/thing#part"), None, None) in get(client, "/id/odd/thing")


def test_odd_names_are_found_by_the_links_that_lead_to_them(odd: Served) -> None:
    with httpx.Client(base_url=odd.address) as client:
        page = client.get("/id/odd/thing?lang=en", headers={"accept": BROWSER}).text
        links = {unescape(link) for link in re.findall(r'href="(/id/[^"]+)"', page)}
        assert f"/id/odd/{quote('市司法局')}?lang=en" in links
        assert "/id/odd/a%3Fb=c?lang=en" in links
        for link in links:
            assert client.get(link, headers={"accept": BROWSER}).status_code == 200, link


def test_a_name_is_looked_for_as_spelled_before_it_is_decoded_or_cut(odd: Served) -> None:
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    with httpx.Client(base_url=odd.address) as client:
        for path, said in (
            ("/id/odd/%E5%B8%82", "percent"),
            ("/id/odd/%e5%b8%82", "decoded"),
            ("/id/odd/thing.ttl", "its name ends so"),
        ):
            assert said in {str(one) for one in get(client, path).objects(None, label)}, path


def test_what_has_no_name_in_xml_is_not_acceptable_there(odd: Served) -> None:
    with httpx.Client(base_url=odd.address) as client:
        for path in ("/id/odd/numbered", "/id/odd/controlled"):
            assert_problem(client.get(path, headers={"accept": "application/rdf+xml"}), 406)
            assert len(get(client, path)) > 0


def test_everything_is_current_after_a_write(odd: Served) -> None:
    with httpx.Client(base_url=odd.address, timeout=60) as client:

        def count() -> int:
            dataset = URIRef(f"{odd.address}/.well-known/void#dataset")
            return int(str(get(client, "/.well-known/void").value(dataset, VOID.triples)))

        before, path = count(), "/id/new/thing"
        old = client.get("/.well-known/void", headers={"accept": "text/turtle"}).headers["etag"]
        assert client.get(path).status_code == 404
        assert odd.write(f"INSERT DATA {{ <{BASE}id/new/thing> a <{NS}Measure> }}").status_code == 204
        assert count() == before + 1 == int(odd.values("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0])
        assert (URIRef(f"{BASE}{path[1:]}"), RDF.type, URIRef(f"{NS}Measure")) in get(client, path)
        fresh = client.get("/.well-known/void", headers={"accept": "text/turtle", "if-none-match": old})
        assert fresh.status_code == 200
        assert odd.write(f"DELETE DATA {{ <{BASE}id/new/thing> a <{NS}Measure> }}").status_code == 204
        assert client.get(path).status_code == 404
        assert count() == before
