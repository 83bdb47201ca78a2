MATCH (indicator:Indicator)-[:OF_MEASURE]->(measure:Measure)
RETURN measure, measure.number AS number, indicator.comparator AS comparator, indicator.quantity AS quantity,
  indicator.unit AS unit, indicator.per AS per, indicator.text AS words
ORDER BY measure.ordinal, measure.iri, indicator.ordinal
