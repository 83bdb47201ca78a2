"""The IRIs this program writes: standard vocabularies and its own. Values are plain strings."""

BASE = "https://w3id.org/taizhang/"
NS = f"{BASE}ns#"

#: Prefixes for people: the same in every Turtle file, table and query this program writes.
PREFIXES = {
    "tz": NS,
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "cnt": "http://www.w3.org/2011/content#",
    "ical": "http://www.w3.org/2002/12/cal/icaltzd#",
}


def iri(curie: str) -> str:
    """The full IRI of a prefixed name such as `eli:cites`. Raises KeyError for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def concept(scheme: str, value: str) -> str:
    """The IRI of a value of a code list of taizhang.ttl: `concept("role", "lead")`."""
    return f"{NS}{scheme}-{value}"
