MATCH (repealedBy)<-[:EFFECT_FROM]-(effect:Effect {type: 'repeal'})-[:EFFECT_TO]->(repealed)
WHERE effect.date <= $on AND effect.article IS NULL
UNWIND repealed.titles AS title
WITH * WHERE title CONTAINS $title
MATCH (citing)<-[:MADE_IN]-(citation:Citation)-[:CITED]->(repealed)
WHERE NOT citation.relation IN ['repeals', 'amended_by']
OPTIONAL MATCH (citing)-[:PART_OF*0..1]->(text:Version)
WITH * WHERE (text.inForceFrom IS NULL OR text.inForceFrom <= $on) AND (text.inForceUntil IS NULL OR text.inForceUntil >= $on)
UNWIND coalesce(text.names, [toString(citing.number)]) AS citingTitle
UNWIND repealedBy.titles AS repealedByTitle
UNWIND citation.words AS words
RETURN repealed, title, effect.date AS date, repealedByTitle, citing, citingTitle, citation.relation AS relation, words
ORDER BY date, title, citing.iri, words, relation, repealedByTitle
