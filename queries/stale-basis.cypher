MATCH (measure:Measure)<-[:OF_MEASURE]-(citation:Citation)-[:CITED]->(regulation)-[:BASED_ON]->(basis)
MATCH (repealedBy)<-[:EFFECT_FROM]-(effect:Effect {type: 'repeal'})-[:EFFECT_TO]->(basis)
WHERE effect.date <= $on
UNWIND regulation.titles AS title
UNWIND basis.titles AS basisTitle
UNWIND repealedBy.titles AS repealedByTitle
RETURN measure, measure.number AS number, regulation, title, basisTitle, repealedByTitle, effect.date AS date
ORDER BY measure.ordinal, measure.iri, regulation.iri, basisTitle, repealedByTitle, date
