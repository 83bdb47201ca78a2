MATCH (measure:Measure)-[:WILL_ISSUE]->(instrument)
WITH *, COLLECT {
  MATCH (measure)<-[:OF_MEASURE]-(assignment:Assignment)-[:CARRIED_BY]->(unit:Unit) WHERE unit.name IS NOT NULL
  RETURN unit.name ORDER BY assignment.ordinal
} AS names
WITH *, CASE names WHEN [] THEN null ELSE reduce(all = head(names), name IN tail(names) | all + '、' + name) END AS units
UNWIND instrument.titles AS title
RETURN instrument, title, measure, measure.number AS number, units
ORDER BY measure.ordinal, measure.iri, instrument.iri
