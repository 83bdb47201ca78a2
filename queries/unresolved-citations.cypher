MATCH (citation:Citation)-[:CITED]->(instrument)
WHERE citation.status IN ['unresolved', 'ambiguous'] AND citation.resolution IS NOT NULL
WITH instrument, citation.status AS status, citation.resolution AS reason, count(citation) AS mentions, min(citation.iri) AS place
UNWIND instrument.titles AS title
WITH * WHERE title CONTAINS $title
MATCH (first:Thing {iri: place})
OPTIONAL MATCH (first)-[:HAS_CANDIDATE]->(best:Candidate {ordinal: 1})-[:PROPOSES]->(proposed)
UNWIND coalesce(proposed.titles, [null]) AS candidateTitle
UNWIND first.words AS words
RETURN instrument, title, status, reason, mentions, candidateTitle, best.score AS score, words
ORDER BY mentions DESC, title, instrument.iri, reason, status
