MATCH (regulation:Regulation)<-[:CITED]-(citation:Citation)-[:OF_MEASURE]->(measure:Measure)
WHERE any(name IN coalesce(regulation.titles, []) + coalesce(regulation.otherNames, []) + coalesce(regulation.numbers, [])
  WHERE name CONTAINS $regulation)
UNWIND regulation.titles AS title
UNWIND citation.words AS quote
RETURN DISTINCT regulation, title, measure, measure.number AS number, citation.relation AS relation, quote
ORDER BY regulation.iri, measure.ordinal, measure.iri, relation, quote
