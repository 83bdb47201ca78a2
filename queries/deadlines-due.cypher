MATCH (deadline:Deadline)-[:OF_MEASURE]->(measure:Measure)
WHERE deadline.date >= $from AND deadline.date <= $until
WITH *, COLLECT {
  MATCH (measure)<-[:OF_MEASURE]-(assignment:Assignment)-[:CARRIED_BY]->(unit:Unit) WHERE unit.name IS NOT NULL
  RETURN unit.name ORDER BY assignment.ordinal
} AS names
WITH *, CASE names WHEN [] THEN null ELSE reduce(all = head(names), name IN tail(names) | all + '、' + name) END AS units
RETURN measure, measure.number AS number, deadline.date AS date, deadline.kind AS kind, deadline.text AS words, units
ORDER BY date, measure.ordinal, measure.iri, words
