"""The packaged data hold together, and data that do not are refused by name."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import taizhang.graph
import taizhang.ontology
from taizhang.ontology import files
from taizhang.ontology.errors import OntologyError, TaizhangError
from taizhang.ontology.vocabulary import NS, concept, iri

DEFINED = {triple.subject.value for triple in files.load(files.VOCABULARY) if isinstance(triple.subject, NamedNode)}


def test_the_packaged_files_agree_with_each_other() -> None:
    assert list(files.load_all()) == ["taizhang.ttl", "shapes.ttl", "units.ttl", "regulations.ttl"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "<https://w3id.org/taizhang/id/x> a <https://w3id.org/taizhang/ns#Nonsense> .",
            "mine.ttl: https://w3id.org/taizhang/ns#Nonsense is used and defined nowhere",
        ),
        (
            "<https://w3id.org/taizhang/id/x> <http://purl.org/dc/terms/isPartOf> <https://w3id.org/taizhang/id/y> .",
            "mine.ttl: https://w3id.org/taizhang/id/y is used and defined nowhere",
        ),
    ],
)
def test_a_dangling_term_is_an_error_that_names_the_file(text: str, message: str) -> None:
    known = {"taizhang.ttl": files.load(files.VOCABULARY), "mine.ttl": files.parse_turtle("mine.ttl", text)}
    with pytest.raises(OntologyError) as caught:
        files.check(known)
    assert str(caught.value) == message


def test_broken_turtle_is_an_error_that_names_the_file_and_line() -> None:
    with pytest.raises(OntologyError, match=r"^mine\.ttl: not valid Turtle: line 2"):
        files.parse_turtle("mine.ttl", "<urn:a> <urn:b> <urn:c> .\n<urn:a> oops")


def test_every_term_the_code_writes_is_defined() -> None:
    used = set()
    for package in (taizhang.graph, taizhang.ontology):
        for path in Path(next(iter(package.__path__))).glob("*.py"):
            used |= set(re.findall(r'"tz:(\w[\w-]*)"', path.read_text(encoding="utf-8")))
    assert {NS + term for term in used} - DEFINED == set()


def test_every_value_of_every_enumeration_is_a_concept() -> None:
    from taizhang.graph import model  # noqa: PLC0415

    schemes = {
        "role": model.Role, "relation": model.Relation, "deadline": model.DeadlineKind, "modality": model.Modality,
        "confidence": model.Confidence, "severity": model.Severity,
    }  # fmt: skip
    written = {concept(scheme, member.value) for scheme, values in schemes.items() for member in values}
    written |= {concept("comparator", member.name.lower()) for member in model.Comparator}
    assert written - DEFINED == set()


def test_every_term_has_a_label_in_both_languages() -> None:
    labelled: dict[str, set[str | None]] = {}
    for triple in files.load(files.VOCABULARY):
        if triple.predicate.value in (iri("rdfs:label"), iri("skos:prefLabel"), iri("dcterms:title")):
            labelled.setdefault(str(triple.subject), set()).add(getattr(triple.object, "language", None))
    assert {f"<{term}>" for term in DEFINED} == set(labelled)
    assert {name: languages for name, languages in labelled.items() if languages != {"zh", "en"}} == {}


def test_no_term_is_defined_twice() -> None:
    said = [
        (triple.subject, triple.predicate, getattr(triple.object, "language", None))
        for triple in files.load(files.VOCABULARY)
        if triple.predicate.value in (iri("rdfs:label"), iri("rdfs:comment"), iri("rdfs:range"))
    ]
    assert sorted({str(one[0]) for one in said if said.count(one) > 1}) == []


def test_every_statement_of_the_register_has_a_source_and_a_grade() -> None:
    triples = files.load(files.REGULATIONS)
    by_axiom: dict[str, dict[str, object]] = {}
    for triple in triples:
        by_axiom.setdefault(str(triple.subject), {})[triple.predicate.value] = triple.object
    axioms = {
        (values[iri("owl:annotatedSource")], values[iri("owl:annotatedProperty")], values[iri("owl:annotatedTarget")])
        for values in by_axiom.values()
        if iri("owl:annotatedSource") in values and iri("dcterms:source") in values and iri("tz:grade") in values
    }
    free = {iri("rdf:type"), iri("rdfs:label"), iri("skos:altLabel"), iri("skos:prefLabel"), iri("rdfs:comment")}
    stated = {
        (t.subject, t.predicate, t.object)
        for t in triples
        if t.predicate.value not in free and "#fact-" not in str(t.subject)
    }
    assert stated == axioms
    assert len(stated) > 300


def test_what_the_facts_call_unverified_is_left_out() -> None:
    text = files.text_of(files.REGULATIONS)
    assert [word for word in ("豫法政办", "第187号", "行政执法委托规定", "行政执法监督工作规定") if word in text] == []


def test_the_errors_form_one_tree_and_are_drawn_in_its_docstring() -> None:
    from taizhang.ontology import errors  # noqa: PLC0415

    classes = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert classes == {name for name in re.findall(r"[A-Z]\w+", errors.__doc__ or "") if hasattr(errors, name)} - {
        "SERVICE", "LOAD"
    }  # fmt: skip
    assert all(issubclass(getattr(errors, name), TaizhangError) for name in classes)


@pytest.mark.parametrize("package", ["graph", "ontology", "loaders", "queries", "api", "visualizations"])
def test_every_module_imports_alone(package: str) -> None:
    found = importlib.import_module(f"taizhang.{package}")
    for module in pkgutil.iter_modules(found.__path__):
        if module.name != "__main__":
            importlib.import_module(f"taizhang.{package}.{module.name}")
