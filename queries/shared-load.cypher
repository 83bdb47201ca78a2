MATCH (unitA:Unit)<-[:CARRIED_BY]-(:Assignment)-[:OF_MEASURE]->(measure:Measure)
MATCH (measure)<-[:OF_MEASURE]-(:Assignment)-[:CARRIED_BY]->(unitB:Unit)
WHERE unitA.iri < unitB.iri
WITH unitA, unitB, count(DISTINCT measure) AS measures
WHERE measures >= $min AND unitA.name IS NOT NULL AND unitB.name IS NOT NULL
RETURN unitA, unitA.name AS nameA, unitB, unitB.name AS nameB, measures
ORDER BY measures DESC, nameA, nameB
