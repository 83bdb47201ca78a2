MATCH (clause:ModalClause {modality: 'prohibition'})-[:OF_MEASURE]->(measure:Measure)
RETURN measure, measure.number AS number, clause.text AS words
ORDER BY measure.ordinal, measure.iri, clause.ordinal
