MATCH (deadline:Deadline {kind: 'recurring'})-[:OF_MEASURE]->(measure:Measure)
WITH *, COLLECT {
  MATCH (measure)<-[:OF_MEASURE]-(assignment:Assignment)-[:CARRIED_BY]->(unit:Unit) WHERE unit.name IS NOT NULL
  RETURN unit.name ORDER BY assignment.ordinal
} AS names
WITH *, CASE names WHEN [] THEN null ELSE reduce(all = head(names), name IN tail(names) | all + '、' + name) END AS units
RETURN measure, measure.number AS number, deadline.frequency AS frequency, deadline.minTimes AS minTimes,
  deadline.text AS words, units
ORDER BY measure.ordinal, measure.iri, deadline.ordinal
