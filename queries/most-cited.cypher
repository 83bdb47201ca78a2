MATCH (source)-[citation:CITES]->(instrument:Regulation)
WITH instrument, count(citation) AS citations, count(DISTINCT source) AS citing
WHERE citations >= $least
UNWIND instrument.titles AS title
WITH * WHERE title CONTAINS $title
RETURN instrument, title, citations, citing
ORDER BY citations DESC, title, instrument.iri
