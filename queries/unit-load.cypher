MATCH (unit:Unit)<-[:CARRIED_BY]-(assignment:Assignment)-[:OF_MEASURE]->(measure:Measure)
WHERE unit.name CONTAINS $name
WITH unit, measure, assignment.role AS role
RETURN unit, unit.name AS name,
  sum(CASE role WHEN 'lead' THEN 1 ELSE 0 END) AS lead,
  sum(CASE role WHEN 'participant' THEN 1 ELSE 0 END) AS participant,
  sum(CASE role WHEN 'responsible' THEN 1 ELSE 0 END) AS responsible,
  count(DISTINCT measure) AS total
ORDER BY total DESC, lead DESC, name
