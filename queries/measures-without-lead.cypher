MATCH (unit:Unit)-[:RESPONSIBLE_FOR]->(measure:Measure)
WITH measure, count(DISTINCT unit) AS responsible
WHERE responsible >= $min AND NOT EXISTS { (measure)<-[:LEADS]-() }
RETURN measure, measure.number AS number, responsible, measure.text AS text
ORDER BY measure.ordinal, measure.iri
