MATCH (citation:Citation)-[:CITED]->(instrument)
WHERE citation.status IN ['unresolved', 'ambiguous'] AND citation.resolution IS NOT NULL
UNWIND citation.words AS quote
WITH instrument, citation.status AS status, citation.resolution AS reason, count(*) AS mentions, min(citation.iri) AS place,
  min(quote) AS words
UNWIND instrument.titles AS title
WITH * WHERE title CONTAINS $title
MATCH (first:Thing {iri: place})
OPTIONAL MATCH (first)-[:HAS_CANDIDATE]->(best:Candidate {ordinal: 1})-[:PROPOSES]->(proposed)
UNWIND coalesce(proposed.titles, [null]) AS candidateTitle
RETURN instrument, title, status, reason, mentions, candidateTitle, best.score AS score, words
ORDER BY mentions DESC, title, instrument.iri, reason, status
