MATCH (unit:Unit)<-[:CARRIED_BY]-(assignment:Assignment)-[:OF_MEASURE]->(measure:Measure)
WHERE $unit IN [unit.name] + coalesce(unit.otherNames, [])
OPTIONAL MATCH (measure)-[:PART_OF]->(parent)
RETURN measure, measure.number AS number, assignment.role AS role, parent.name AS task, measure.text AS text
ORDER BY measure.ordinal, measure.iri, role
