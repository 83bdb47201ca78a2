MATCH (mechanism:Mechanism)-[:OF_MEASURE]->(measure:Measure)
WHERE mechanism.text CONTAINS $name
RETURN mechanism.text AS name, count(DISTINCT measure) AS measures, min(measure.number) AS first
ORDER BY measures DESC, first, name
