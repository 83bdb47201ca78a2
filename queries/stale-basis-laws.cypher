MATCH (repealedBy)<-[:EFFECT_FROM]-(effect:Effect {type: 'repeal'})-[:EFFECT_TO]->(basis)
WHERE effect.date <= $on AND effect.article IS NULL
MATCH (citing)<-[:MADE_IN]-(citation:Citation {relation: 'based_on'})-[:CITED]->(basis)
WHERE citation.part IS NOT NULL
MATCH (citing)-[:PART_OF*0..1]->(text:Version)
WHERE (text.inForceFrom IS NULL OR text.inForceFrom <= $on) AND (text.inForceUntil IS NULL OR text.inForceUntil >= $on)
OPTIONAL MATCH (effect)-[:EFFECT_OF]->(repeal:Citation)
UNWIND text.names AS title
UNWIND basis.titles AS basisTitle
UNWIND repealedBy.titles AS repealedByTitle
UNWIND citation.words AS words
UNWIND coalesce(repeal.words, [null]) AS repealWords
RETURN text, title, citation.part AS part, basis, basisTitle, repealedByTitle, effect.date AS date, words, repealWords
ORDER BY date, basisTitle, text.iri, part, words, repealedByTitle, coalesce(repealWords, '')
