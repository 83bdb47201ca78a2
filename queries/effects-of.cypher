MATCH (effect:Effect)-[:EFFECT_FROM|EFFECT_TO]->(named)
WHERE any(name IN named.titles WHERE name CONTAINS $title)
WITH DISTINCT effect
MATCH (from)<-[:EFFECT_FROM]-(effect)-[:EFFECT_TO]->(to)
OPTIONAL MATCH (effect)-[:EFFECT_OF]->(citation:Citation)
WITH *, [place IN [effect.article, effect.newArticle] WHERE place IS NOT NULL] AS articles,
  coalesce(effect.words, []) + coalesce(citation.words, []) AS said
UNWIND from.titles AS fromTitle
UNWIND to.titles AS toTitle
UNWIND CASE articles WHEN [] THEN [null] ELSE articles END AS article
UNWIND CASE said WHEN [] THEN [null] ELSE said END AS words
RETURN DISTINCT from, fromTitle, effect.type AS type, to, toTitle, article, effect.date AS date, words
ORDER BY coalesce(toString(date), ''), from.iri, to.iri, coalesce(article, ''), coalesce(words, ''), type, fromTitle, toTitle
